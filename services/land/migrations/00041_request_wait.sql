-- +goose Up
-- What an asset must be for the request, beside what the row is found by: its area, and where it lies, in millionths of a degree. Rows
-- of before take any until `hup rebuild --service land`, or the request's next change.
ALTER TABLE request_wait ADD COLUMN from_m2 bigint NOT NULL DEFAULT 0;
ALTER TABLE request_wait ADD COLUMN to_m2 bigint NOT NULL DEFAULT 0;
ALTER TABLE request_wait ADD COLUMN south bigint NOT NULL DEFAULT -90000000;
ALTER TABLE request_wait ADD COLUMN north bigint NOT NULL DEFAULT 90000000;
ALTER TABLE request_wait ADD COLUMN west bigint NOT NULL DEFAULT -180000000;
ALTER TABLE request_wait ADD COLUMN east bigint NOT NULL DEFAULT 180000000;
