-- +goose Up
-- Who waits is found in the key alone: it holds all that a look asks of a row.
CREATE TABLE request_waits (
  territory text NOT NULL,
  kind text NOT NULL,
  cell bigint NOT NULL,
  band bigint NOT NULL,
  land_request_id text NOT NULL,
  from_m2 bigint NOT NULL,
  to_m2 bigint NOT NULL,
  south bigint NOT NULL,
  north bigint NOT NULL,
  west bigint NOT NULL,
  east bigint NOT NULL,
  PRIMARY KEY (territory, kind, cell, band, land_request_id, from_m2, to_m2, south, north, west, east)
);
INSERT INTO request_waits (territory, kind, cell, band, land_request_id, from_m2, to_m2, south, north, west, east)
SELECT territory, kind, cell, band, land_request_id, from_m2, to_m2, south, north, west, east FROM request_wait;
DROP TABLE request_wait;
ALTER TABLE request_waits RENAME TO request_wait;
CREATE INDEX request_wait_owner ON request_wait (territory, land_request_id);
