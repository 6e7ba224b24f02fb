-- +goose Up
CREATE TABLE task (
  territory text NOT NULL,
  id text NOT NULL,
  version bigint NOT NULL,
  head bytea NOT NULL,
  record bytea NOT NULL,
  case_id text NOT NULL,
  status text NOT NULL,
  is_open boolean NOT NULL,
  recommendation boolean NOT NULL,
  visibility text NOT NULL,
  owner_person_id text NOT NULL,
  owner_body_id text NOT NULL,
  owner_company_id text NOT NULL,
  author_body_id text NOT NULL,
  author_person_id text NOT NULL,
  due_on text NOT NULL,
  created_us bigint NOT NULL,
  updated_us bigint NOT NULL,
  PRIMARY KEY (territory, id)
);
CREATE INDEX task_due ON task (territory, due_on, id);
CREATE INDEX task_case ON task (territory, case_id, due_on, id);
CREATE INDEX task_person ON task (territory, owner_person_id, due_on, id);
CREATE INDEX task_body ON task (territory, owner_body_id, due_on, id);
CREATE INDEX task_created ON task (territory, created_us, id);
CREATE INDEX task_updated ON task (territory, updated_us, id);
