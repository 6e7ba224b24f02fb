-- +goose Up
-- The tables that every service has: the journal and what goes into the same transaction.

CREATE TABLE journal (
  id text NOT NULL PRIMARY KEY,
  territory text NOT NULL,
  aggregate text NOT NULL,
  aggregate_id text NOT NULL,
  version bigint NOT NULL,
  ordinal bigint NOT NULL,
  type text NOT NULL,
  payload bytea NOT NULL,
  actor text NOT NULL,
  actor_body text NOT NULL,
  reason_code text NOT NULL,
  context_id text NOT NULL,
  fields text NOT NULL,
  trace text NOT NULL,
  created_us bigint NOT NULL,
  prev_hash bytea NOT NULL,
  hash bytea NOT NULL,
  pub_seq bigint,
  published_us bigint
);
CREATE UNIQUE INDEX journal_version ON journal (territory, aggregate, aggregate_id, version, ordinal);
CREATE UNIQUE INDEX journal_pub_seq ON journal (pub_seq);
CREATE INDEX journal_context ON journal (territory, context_id, pub_seq);
CREATE INDEX journal_unnumbered ON journal (id) WHERE pub_seq IS NULL;
CREATE INDEX journal_unpublished ON journal (pub_seq) WHERE published_us IS NULL;

-- The words of a reason may hold personal data: they stand apart, where they can be erased.
CREATE TABLE journal_note (
  id text NOT NULL PRIMARY KEY,
  territory text NOT NULL,
  note text NOT NULL
);

CREATE TABLE idempotency (
  territory text NOT NULL,
  caller text NOT NULL,
  key text NOT NULL,
  hash bytea NOT NULL,
  answer bytea NOT NULL,
  created_us bigint NOT NULL,
  PRIMARY KEY (territory, caller, key)
);
CREATE INDEX idempotency_age ON idempotency (created_us);

-- A phone that comes back after a week: the id it gave, for ever.
CREATE TABLE client_request (
  territory text NOT NULL,
  sender text NOT NULL,
  client_request_id text NOT NULL,
  aggregate_id text NOT NULL,
  PRIMARY KEY (territory, sender, client_request_id)
);

CREATE TABLE timer (
  territory text NOT NULL,
  kind text NOT NULL,
  key text NOT NULL,
  due_us bigint NOT NULL,
  attempts bigint NOT NULL,
  PRIMARY KEY (territory, kind, key)
);
CREATE INDEX timer_due ON timer (due_us);

CREATE TABLE event_cursor (
  source text NOT NULL PRIMARY KEY,
  pub_seq bigint NOT NULL
);

CREATE TABLE dead_letter (
  source text NOT NULL,
  pub_seq bigint NOT NULL,
  aggregate text NOT NULL,
  aggregate_id text NOT NULL,
  event bytea NOT NULL,
  error text NOT NULL,
  parked_us bigint NOT NULL,
  PRIMARY KEY (source, pub_seq)
);
CREATE INDEX dead_letter_aggregate ON dead_letter (source, aggregate, aggregate_id);
