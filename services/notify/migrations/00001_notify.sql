-- +goose Up
-- The feed: what the services state, in one order a territory, kept for 7 days. seq counts up with the commits; pruned is
-- the last place that is no longer kept.
CREATE TABLE feed_counter (
  territory text NOT NULL PRIMARY KEY,
  seq bigint NOT NULL,
  pruned bigint NOT NULL
);

CREATE TABLE feed_event (
  territory text NOT NULL,
  seq bigint NOT NULL,
  id text NOT NULL,
  type text NOT NULL,
  source text NOT NULL,
  pub_seq bigint NOT NULL,
  subject text NOT NULL,
  context_id text NOT NULL,
  farewell boolean NOT NULL,
  actor_body text NOT NULL,
  trace text NOT NULL,
  time_us bigint NOT NULL,
  received_us bigint NOT NULL,
  data bytea NOT NULL,
  PRIMARY KEY (territory, seq)
);
CREATE UNIQUE INDEX feed_event_id ON feed_event (territory, id);
CREATE INDEX feed_event_context ON feed_event (territory, context_id, time_us);
CREATE INDEX feed_event_age ON feed_event (territory, received_us);

-- What each body may read of the feed, at the place where it came to know it. Whether it still may see the context is
-- asked at each read.
CREATE TABLE feed_entry (
  territory text NOT NULL,
  body_id text NOT NULL,
  seq bigint NOT NULL,
  event_seq bigint NOT NULL,
  PRIMARY KEY (territory, body_id, seq)
);
CREATE UNIQUE INDEX feed_entry_event ON feed_entry (territory, event_seq, body_id);

-- Whose an aggregate without a case is: not every fact about it names its body.
CREATE TABLE feed_owner (
  territory text NOT NULL,
  subject text NOT NULL,
  body_id text NOT NULL,
  PRIMARY KEY (territory, subject)
);

CREATE TABLE webhook (
  territory text NOT NULL,
  id text NOT NULL,
  version bigint NOT NULL,
  head bytea NOT NULL,
  record bytea NOT NULL,
  status text NOT NULL,
  body_id text NOT NULL,
  client_id text NOT NULL,
  target_url text NOT NULL,
  event_types text NOT NULL,
  created_us bigint NOT NULL,
  updated_us bigint NOT NULL,
  PRIMARY KEY (territory, id)
);
CREATE UNIQUE INDEX webhook_target ON webhook (territory, body_id, target_url);
CREATE INDEX webhook_created ON webhook (territory, created_us, id);
CREATE INDEX webhook_updated ON webhook (territory, updated_us, id);
CREATE INDEX webhook_client ON webhook (territory, client_id);

-- Secrets, encrypted; retire_us is 0 for the newest.
CREATE TABLE webhook_secret (
  territory text NOT NULL,
  webhook_id text NOT NULL,
  id text NOT NULL,
  retire_us bigint NOT NULL,
  sealed bytea NOT NULL,
  PRIMARY KEY (territory, webhook_id, id)
);

-- How deliveries go, and what a replay still has to send. It changes with each delivery, so it is no part of the aggregate.
CREATE TABLE webhook_health (
  territory text NOT NULL,
  webhook_id text NOT NULL,
  success_us bigint NOT NULL,
  failure_us bigint NOT NULL,
  failures bigint NOT NULL,
  seq bigint NOT NULL,
  replay_seq bigint NOT NULL,
  replay_end bigint NOT NULL,
  PRIMARY KEY (territory, webhook_id)
);

-- due_us is when a delivery is tried next; a claim moves it behind the time that an attempt may take, so that what a crash
-- left is tried again.
CREATE TABLE delivery (
  territory text NOT NULL,
  id text NOT NULL,
  webhook_id text NOT NULL,
  event_id text NOT NULL,
  event_seq bigint NOT NULL,
  event_type text NOT NULL,
  seq bigint NOT NULL,
  status text NOT NULL,
  due_us bigint NOT NULL,
  attempts bytea NOT NULL,
  created_us bigint NOT NULL,
  updated_us bigint NOT NULL,
  PRIMARY KEY (territory, id)
);
CREATE INDEX delivery_created ON delivery (territory, webhook_id, created_us, id);
CREATE INDEX delivery_event ON delivery (territory, event_seq);
CREATE INDEX delivery_due ON delivery (territory, webhook_id, due_us, seq) WHERE status = 'WEBHOOK_DELIVERY_STATUS_PENDING';
CREATE INDEX delivery_next ON delivery (due_us) WHERE status = 'WEBHOOK_DELIVERY_STATUS_PENDING';
CREATE UNIQUE INDEX delivery_waiting ON delivery (territory, webhook_id, event_id) WHERE status = 'WEBHOOK_DELIVERY_STATUS_PENDING';
