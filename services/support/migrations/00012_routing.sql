-- +goose Up
-- The versions of the routing rules; one is in force.
CREATE TABLE routing_rule_set (
  territory text NOT NULL,
  id text NOT NULL,
  version bigint NOT NULL,
  head bytea NOT NULL,
  record bytea NOT NULL,
  status text NOT NULL,
  number bigint,
  created_us bigint NOT NULL,
  updated_us bigint NOT NULL,
  PRIMARY KEY (territory, id)
);
CREATE UNIQUE INDEX routing_rule_set_number ON routing_rule_set (territory, number);
CREATE UNIQUE INDEX routing_rule_set_in_force ON routing_rule_set (territory) WHERE status = 'ROUTING_RULE_SET_STATUS_PUBLISHED';
CREATE INDEX routing_rule_set_created ON routing_rule_set (territory, created_us, id);
CREATE INDEX routing_rule_set_updated ON routing_rule_set (territory, updated_us, id);

-- Counts the changes of bodies, offers, subjects and rules: what is kept of them in memory is as of one of these.
CREATE TABLE catalogue_stamp (
  territory text NOT NULL,
  changes bigint NOT NULL,
  PRIMARY KEY (territory)
);

-- What a body, and a person, got this week and has not ended.
CREATE INDEX referral_load ON referral (territory, body_id, sent_us, status, assigned_person_id);

-- Subjects that lost their last body somewhere.
CREATE TABLE coverage_gap (
  territory text NOT NULL,
  id text NOT NULL,
  version bigint NOT NULL,
  head bytea NOT NULL,
  record bytea NOT NULL,
  status text NOT NULL,
  subject_code text NOT NULL,
  epci_code text NOT NULL,
  created_us bigint NOT NULL,
  updated_us bigint NOT NULL,
  PRIMARY KEY (territory, id)
);
CREATE UNIQUE INDEX coverage_gap_open ON coverage_gap (territory, subject_code, epci_code) WHERE status = 'COVERAGE_GAP_STATUS_OPEN';
CREATE INDEX coverage_gap_created ON coverage_gap (territory, created_us, id);
CREATE INDEX coverage_gap_updated ON coverage_gap (territory, updated_us, id);
