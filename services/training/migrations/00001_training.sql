-- +goose Up
CREATE TABLE training_need (
  territory text NOT NULL,
  id text NOT NULL,
  version bigint NOT NULL,
  head bytea NOT NULL,
  record bytea NOT NULL,
  status text NOT NULL,
  case_id text NOT NULL,
  need_id text,
  body_id text NOT NULL,
  company_id text NOT NULL,
  rome_code text NOT NULL,
  created_us bigint NOT NULL,
  updated_us bigint NOT NULL,
  PRIMARY KEY (territory, id)
);
-- A need of a case opens one training need, however often its event comes.
CREATE UNIQUE INDEX training_need_need ON training_need (territory, need_id);
CREATE INDEX training_need_created ON training_need (territory, created_us, id);
CREATE INDEX training_need_updated ON training_need (territory, updated_us, id);
CREATE INDEX training_need_case ON training_need (territory, case_id);
