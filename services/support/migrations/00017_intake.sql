-- +goose Up
-- The words and questions of a subject in each of its versions: old cases keep the meaning they were opened with. The
-- record is the Subject as it was.
CREATE TABLE subject_version (
  territory text NOT NULL,
  subject_code text NOT NULL,
  version bigint NOT NULL,
  record bytea NOT NULL,
  PRIMARY KEY (territory, subject_code, version)
);
INSERT INTO subject_version (territory, subject_code, version, record) SELECT territory, id, version, record FROM subject;

-- What companies said of the help: a projection of the case, for results by body and outcome.
CREATE TABLE satisfaction (
  territory text NOT NULL,
  case_id text NOT NULL,
  body_id text NOT NULL,
  outcome text NOT NULL,
  answered_us bigint NOT NULL,
  mark_1 bigint NOT NULL,
  mark_2 bigint NOT NULL,
  mark_3 bigint NOT NULL,
  mark_4 bigint NOT NULL,
  PRIMARY KEY (territory, case_id)
);
CREATE INDEX satisfaction_answered ON satisfaction (territory, answered_us, body_id, outcome);
