-- +goose Up
-- Whether the name of the company is one that is not published: who may not read it can't find or sort by it either.
ALTER TABLE company ADD COLUMN masked boolean NOT NULL DEFAULT false;
