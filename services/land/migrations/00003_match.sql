-- +goose Up
-- The matches that somebody kept or refused; the others are computed.
CREATE TABLE land_match (
  territory text NOT NULL,
  id text NOT NULL,
  version bigint NOT NULL,
  head bytea NOT NULL,
  record bytea NOT NULL,
  land_request_id text NOT NULL,
  asset_id text NOT NULL,
  status text NOT NULL,
  PRIMARY KEY (territory, id)
);
CREATE INDEX land_match_request ON land_match (territory, land_request_id, id);
