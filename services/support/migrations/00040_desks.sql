-- +goose Up
CREATE TABLE permanence (
  territory text NOT NULL,
  id text NOT NULL,
  version bigint NOT NULL,
  head bytea NOT NULL,
  record bytea NOT NULL,
  status text NOT NULL,
  body_id text NOT NULL,
  host_body_id text NOT NULL,
  room_key text NOT NULL,
  title_key text NOT NULL,
  created_us bigint NOT NULL,
  updated_us bigint NOT NULL,
  PRIMARY KEY (territory, id)
);
CREATE INDEX permanence_title ON permanence (territory, title_key, id);
CREATE INDEX permanence_body ON permanence (territory, body_id, title_key, id);
CREATE INDEX permanence_by_room ON permanence (territory, room_key, id);
CREATE INDEX permanence_created ON permanence (territory, created_us, id);
CREATE INDEX permanence_updated ON permanence (territory, updated_us, id);

-- One row a room: who changes what a room is used for takes it first, so that two never see it free at once.
CREATE TABLE permanence_room (
  territory text NOT NULL,
  room_key text NOT NULL,
  taken bigint NOT NULL,
  PRIMARY KEY (territory, room_key)
);

CREATE TABLE appointment (
  territory text NOT NULL,
  id text NOT NULL,
  version bigint NOT NULL,
  head bytea NOT NULL,
  record bytea NOT NULL,
  status text NOT NULL,
  holds_seat boolean NOT NULL,
  permanence_id text NOT NULL,
  planned_us bigint NOT NULL,
  seat bigint NOT NULL,
  requester text NOT NULL,
  body_id text NOT NULL,
  host_body_id text NOT NULL,
  case_id text NOT NULL,
  company_id text NOT NULL,
  subject_code text NOT NULL,
  author_body_id text NOT NULL,
  start_us bigint NOT NULL,
  created_us bigint NOT NULL,
  updated_us bigint NOT NULL,
  PRIMARY KEY (territory, id)
);
-- A seat has one appointment, and a requester one seat in a slot: whatever the code forgets, the database refuses.
CREATE UNIQUE INDEX appointment_seat ON appointment (territory, permanence_id, planned_us, seat) WHERE holds_seat;
CREATE UNIQUE INDEX appointment_requester ON appointment (territory, permanence_id, planned_us, requester) WHERE holds_seat;
CREATE INDEX appointment_start ON appointment (territory, start_us, id);
CREATE INDEX appointment_permanence ON appointment (territory, permanence_id, start_us, id);
CREATE INDEX appointment_body ON appointment (territory, body_id, start_us, id);
CREATE INDEX appointment_host ON appointment (territory, host_body_id, start_us, id);
CREATE INDEX appointment_case ON appointment (territory, case_id, start_us, id);
CREATE INDEX appointment_company ON appointment (territory, company_id, start_us, id);
CREATE INDEX appointment_created ON appointment (territory, created_us, id);
CREATE INDEX appointment_updated ON appointment (territory, updated_us, id);

CREATE TABLE calendar_feed (
  territory text NOT NULL,
  id text NOT NULL,
  version bigint NOT NULL,
  head bytea NOT NULL,
  record bytea NOT NULL,
  status text NOT NULL,
  body_id text NOT NULL,
  permanence_id text NOT NULL,
  appointment_id text NOT NULL,
  author_person_id text NOT NULL,
  author_body_id text NOT NULL,
  author_company_id text NOT NULL,
  created_us bigint NOT NULL,
  updated_us bigint NOT NULL,
  PRIMARY KEY (territory, id)
);
CREATE INDEX calendar_feed_body ON calendar_feed (territory, author_body_id, created_us, id);
CREATE INDEX calendar_feed_company ON calendar_feed (territory, author_company_id, created_us, id);
CREATE INDEX calendar_feed_created ON calendar_feed (territory, created_us, id);
CREATE INDEX calendar_feed_updated ON calendar_feed (territory, updated_us, id);
