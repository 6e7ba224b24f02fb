-- +goose Up
-- What somebody asked to tell somebody, once a key: ids, codes and numbers, no words and no address.
CREATE TABLE notification_request (
  territory text NOT NULL,
  dedupe_key text NOT NULL,
  source text NOT NULL,
  context_id text NOT NULL,
  payload bytea NOT NULL,
  done boolean NOT NULL,
  tries bigint NOT NULL,
  due_us bigint NOT NULL,
  created_us bigint NOT NULL,
  PRIMARY KEY (territory, dedupe_key)
);
CREATE INDEX notification_request_due ON notification_request (due_us) WHERE NOT done;
CREATE INDEX notification_request_age ON notification_request (territory, created_us);

-- A request for each one it is for: a person, or who has no account (person_id is empty). body_id is the body as whose
-- people it is sent.
CREATE TABLE notification (
  territory text NOT NULL,
  id text NOT NULL,
  dedupe_key text NOT NULL,
  person_id text NOT NULL,
  body_id text NOT NULL,
  recipient text NOT NULL,
  template text NOT NULL,
  subject_id text NOT NULL,
  context_id text NOT NULL,
  status text NOT NULL,
  reason text NOT NULL,
  tries bigint NOT NULL,
  due_us bigint NOT NULL,
  sent_us bigint NOT NULL,
  created_us bigint NOT NULL,
  PRIMARY KEY (territory, id)
);
CREATE UNIQUE INDEX notification_recipient ON notification (territory, dedupe_key, recipient);
CREATE INDEX notification_person ON notification (territory, person_id, created_us, id);
CREATE INDEX notification_due ON notification (due_us) WHERE status = 'NOTIFICATION_STATUS_PENDING';
CREATE INDEX notification_age ON notification (territory, created_us);

-- What people want to be told by mail; the id is the person's.
CREATE TABLE notification_preferences (
  territory text NOT NULL,
  id text NOT NULL,
  version bigint NOT NULL,
  head bytea NOT NULL,
  record bytea NOT NULL,
  PRIMARY KEY (territory, id)
);
