-- +goose Up
-- Where the requests that wait are found by what comes on the market: kind of asset (empty for any), cell within reach (-1 for
-- anywhere) and power of two of the area.
CREATE TABLE request_wait (
  territory text NOT NULL,
  kind text NOT NULL,
  cell bigint NOT NULL,
  band bigint NOT NULL,
  land_request_id text NOT NULL,
  PRIMARY KEY (territory, kind, cell, band, land_request_id)
);
CREATE INDEX request_wait_request ON request_wait (territory, land_request_id, kind, cell, band);
