-- +goose Up
CREATE TABLE meeting (
  territory text NOT NULL,
  id text NOT NULL,
  version bigint NOT NULL,
  head bytea NOT NULL,
  record bytea NOT NULL,
  status text NOT NULL,
  body_id text NOT NULL,
  held_on text NOT NULL,
  created_us bigint NOT NULL,
  updated_us bigint NOT NULL,
  PRIMARY KEY (territory, id)
);
CREATE INDEX meeting_held ON meeting (territory, held_on, id);
CREATE INDEX meeting_body ON meeting (territory, body_id, held_on, id);
CREATE INDEX meeting_created ON meeting (territory, created_us, id);
CREATE INDEX meeting_updated ON meeting (territory, updated_us, id);

-- The bodies that take part in a meeting beside the one that calls it.
CREATE TABLE meeting_participant (
  territory text NOT NULL,
  meeting_id text NOT NULL,
  body_id text NOT NULL,
  PRIMARY KEY (territory, meeting_id, body_id)
);
