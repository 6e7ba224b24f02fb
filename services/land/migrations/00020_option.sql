-- +goose Up
-- Who may have an asset first. The last index is the invariant: one option holds an asset at any instant.
CREATE TABLE land_option (
  territory text NOT NULL,
  id text NOT NULL,
  version bigint NOT NULL,
  head bytea NOT NULL,
  record bytea NOT NULL,
  status text NOT NULL,
  is_open boolean NOT NULL,
  is_held boolean NOT NULL,
  asset_id text NOT NULL,
  land_request_id text NOT NULL,
  case_id text NOT NULL,
  company_id text NOT NULL,
  body_id text NOT NULL,
  keeper_body_id text NOT NULL,
  end_on text NOT NULL,
  created_us bigint NOT NULL,
  updated_us bigint NOT NULL,
  PRIMARY KEY (territory, id)
);
CREATE UNIQUE INDEX land_option_held ON land_option (territory, asset_id) WHERE is_held;
CREATE INDEX land_option_queue ON land_option (territory, asset_id, is_open, created_us, id);
CREATE INDEX land_option_request ON land_option (territory, land_request_id, is_open);
CREATE INDEX land_option_created ON land_option (territory, created_us, id);
CREATE INDEX land_option_updated ON land_option (territory, updated_us, id);
CREATE INDEX land_option_end ON land_option (territory, is_held, end_on, id);
CREATE INDEX land_option_by_end ON land_option (territory, end_on, id);
