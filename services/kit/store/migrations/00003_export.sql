-- +goose Up
-- The lists that left as files: who took which rows, and whether all of them.
CREATE TABLE list_export (
  territory text NOT NULL,
  id text NOT NULL,
  version bigint NOT NULL,
  head bytea NOT NULL,
  record bytea NOT NULL,
  begun_us bigint NOT NULL,
  PRIMARY KEY (territory, id)
);
CREATE INDEX list_export_begun ON list_export (begun_us, id);
