-- +goose Up
-- A layer that is being laid, part by part: its shapes are kept and held against assets, and count for nothing before it is whole.
CREATE TABLE risk_laying (
  territory text NOT NULL,
  external_id text NOT NULL,
  layer_id text NOT NULL,
  PRIMARY KEY (territory, external_id)
);
ALTER TABLE asset_touch ADD COLUMN laying boolean NOT NULL DEFAULT FALSE;
