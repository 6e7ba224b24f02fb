-- +goose Up
CREATE TABLE exchange (
  territory text NOT NULL,
  id text NOT NULL,
  version bigint NOT NULL,
  head bytea NOT NULL,
  record bytea NOT NULL,
  case_id text NOT NULL,
  company_id text NOT NULL,
  project_leader_id text NOT NULL,
  kind text NOT NULL,
  outcome text NOT NULL,
  visibility text NOT NULL,
  author_body_id text NOT NULL,
  author_person_id text NOT NULL,
  attempt boolean NOT NULL,
  held_us bigint NOT NULL,
  created_us bigint NOT NULL,
  updated_us bigint NOT NULL,
  PRIMARY KEY (territory, id)
);
CREATE INDEX exchange_held ON exchange (territory, held_us, id);
CREATE INDEX exchange_company ON exchange (territory, company_id, held_us, id);
CREATE INDEX exchange_leader ON exchange (territory, project_leader_id, held_us, id);
CREATE INDEX exchange_case ON exchange (territory, case_id, held_us, id);
CREATE INDEX exchange_author ON exchange (territory, author_body_id, held_us, id);
CREATE INDEX exchange_created ON exchange (territory, created_us, id);
CREATE INDEX exchange_updated ON exchange (territory, updated_us, id);

-- The bodies that took part in an exchange beside its author's: they read one that has no case.
CREATE TABLE exchange_body (
  territory text NOT NULL,
  exchange_id text NOT NULL,
  body_id text NOT NULL,
  PRIMARY KEY (territory, exchange_id, body_id)
);
