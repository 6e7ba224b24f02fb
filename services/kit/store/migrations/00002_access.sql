-- +goose Up
-- Who may see a context (a case), as its owner said last: a projection for lists. Single reads ask the owner.
CREATE TABLE context_reader (
  territory text NOT NULL,
  reader text NOT NULL,
  context_id text NOT NULL,
  version bigint NOT NULL,
  PRIMARY KEY (territory, reader, context_id)
);
CREATE INDEX context_reader_context ON context_reader (territory, context_id);
