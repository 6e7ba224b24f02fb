-- +goose Up
-- Requests of people without account, until they are confirmed by mail; kept apart, no journal line, erased after 48 hours.
-- The record is the form; mail and address are keyed hashes, to count by.
CREATE TABLE public_request (
  territory text NOT NULL,
  id text NOT NULL,
  record bytea NOT NULL,
  mail_hash text NOT NULL,
  address_hash text NOT NULL,
  created_us bigint NOT NULL,
  PRIMARY KEY (territory, id)
);
CREATE INDEX public_request_mail ON public_request (territory, mail_hash, created_us);
CREATE INDEX public_request_address ON public_request (territory, address_hash, created_us);
