-- +goose Up
CREATE TABLE bulk_operation (
  territory text NOT NULL,
  id text NOT NULL,
  version bigint NOT NULL,
  head bytea NOT NULL,
  record bytea NOT NULL,
  status text NOT NULL,
  action text NOT NULL,
  dry_run boolean NOT NULL,
  body_id text NOT NULL,
  created_us bigint NOT NULL,
  PRIMARY KEY (territory, id)
);
CREATE INDEX bulk_operation_created ON bulk_operation (territory, created_us, id);
CREATE INDEX bulk_operation_body ON bulk_operation (territory, body_id, created_us, id);
CREATE INDEX bulk_operation_running ON bulk_operation (status, created_us);

-- In whose name an operation works: its author, as the token was, under the trace of the call.
CREATE TABLE bulk_author (
  territory text NOT NULL,
  operation_id text NOT NULL,
  kind text NOT NULL,
  actor_id text NOT NULL,
  membership_id text NOT NULL,
  body_id text NOT NULL,
  roles text NOT NULL,
  trace text NOT NULL,
  PRIMARY KEY (territory, operation_id)
);

-- One row a case: what became of it.
CREATE TABLE bulk_line (
  territory text NOT NULL,
  operation_id text NOT NULL,
  position bigint NOT NULL,
  case_id text NOT NULL,
  status text NOT NULL,
  reason text NOT NULL,
  message text NOT NULL,
  PRIMARY KEY (territory, operation_id, position)
);
CREATE INDEX bulk_line_status ON bulk_line (territory, operation_id, status, position);
