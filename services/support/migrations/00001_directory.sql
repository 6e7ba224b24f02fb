-- +goose Up
CREATE TABLE company (
  territory text NOT NULL,
  id text NOT NULL,
  version bigint NOT NULL,
  head bytea NOT NULL,
  record bytea NOT NULL,
  PRIMARY KEY (territory, id)
);
