-- +goose Up
CREATE TABLE support_case (
  territory text NOT NULL,
  id text NOT NULL,
  version bigint NOT NULL,
  head bytea NOT NULL,
  record bytea NOT NULL,
  PRIMARY KEY (territory, id)
);
