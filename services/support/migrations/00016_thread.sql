-- +goose Up
ALTER TABLE message ADD COLUMN deleted boolean NOT NULL DEFAULT FALSE;
CREATE INDEX message_created ON message (territory, created_us, id);

-- How far a person has read the thread of a case that it takes part in; 0 for nothing.
CREATE TABLE thread_reading (
  territory text NOT NULL,
  case_id text NOT NULL,
  person_id text NOT NULL,
  read_us bigint NOT NULL,
  PRIMARY KEY (territory, case_id, person_id)
);
CREATE INDEX thread_reading_person ON thread_reading (territory, person_id, case_id);

CREATE TABLE opinion (
  territory text NOT NULL,
  id text NOT NULL,
  version bigint NOT NULL,
  head bytea NOT NULL,
  record bytea NOT NULL,
  case_id text NOT NULL,
  status text NOT NULL,
  visibility text NOT NULL,
  person_id text NOT NULL,
  body_id text NOT NULL,
  author_body_id text NOT NULL,
  author_person_id text NOT NULL,
  expire_us bigint NOT NULL,
  created_us bigint NOT NULL,
  updated_us bigint NOT NULL,
  PRIMARY KEY (territory, id)
);
CREATE INDEX opinion_case ON opinion (territory, case_id, created_us, id);
CREATE INDEX opinion_person ON opinion (territory, person_id, created_us, id);
CREATE INDEX opinion_created ON opinion (territory, created_us, id);
CREATE INDEX opinion_expire ON opinion (territory, expire_us, id);
CREATE INDEX opinion_updated ON opinion (territory, updated_us, id);

-- The outside expert of an opinion: personal data, apart from the record. The token of the link is only kept as its hash;
-- the address goes when the opinion ends.
CREATE TABLE opinion_expert (
  territory text NOT NULL,
  opinion_id text NOT NULL,
  token_hash text NOT NULL,
  name text NOT NULL,
  email text NOT NULL,
  PRIMARY KEY (territory, opinion_id)
);
CREATE UNIQUE INDEX opinion_expert_token ON opinion_expert (territory, token_hash);
