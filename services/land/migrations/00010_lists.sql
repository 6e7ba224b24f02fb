-- +goose Up
-- What lists show of a request, beside its record: a list neither reads nor decodes the record. Empty in rows that were last
-- written before; these are shown from their record.
ALTER TABLE land_request ADD COLUMN summary bytea NOT NULL DEFAULT '';
