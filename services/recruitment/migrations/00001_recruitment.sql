-- +goose Up
CREATE TABLE recruitment_need (
  territory text NOT NULL,
  id text NOT NULL,
  version bigint NOT NULL,
  head bytea NOT NULL,
  record bytea NOT NULL,
  status text NOT NULL,
  shown boolean NOT NULL,
  open_to_all boolean NOT NULL,
  unassigned boolean NOT NULL,
  case_id text NOT NULL,
  need_id text,
  body_id text NOT NULL,
  assigned_person_id text NOT NULL,
  company_id text NOT NULL,
  rome_code text NOT NULL,
  commune_code text NOT NULL,
  contract_kind text NOT NULL,
  likeness text NOT NULL,
  position_count bigint NOT NULL,
  hired_count bigint NOT NULL,
  expiry_on text NOT NULL,
  published_us bigint NOT NULL,
  closed_us bigint NOT NULL,
  created_us bigint NOT NULL,
  updated_us bigint NOT NULL,
  PRIMARY KEY (territory, id)
);
-- A need of a case opens one recruitment need, however often its event comes.
CREATE UNIQUE INDEX recruitment_need_need ON recruitment_need (territory, need_id);
CREATE INDEX recruitment_need_created ON recruitment_need (territory, created_us, id);
CREATE INDEX recruitment_need_updated ON recruitment_need (territory, updated_us, id);
CREATE INDEX recruitment_need_expiry ON recruitment_need (territory, expiry_on, id);
CREATE INDEX recruitment_need_status ON recruitment_need (territory, status, created_us, id);
CREATE INDEX recruitment_need_open ON recruitment_need (territory, created_us, id) WHERE open_to_all;
CREATE INDEX recruitment_need_case ON recruitment_need (territory, case_id, id);
CREATE INDEX recruitment_need_company ON recruitment_need (territory, company_id, id);
CREATE INDEX recruitment_need_rome ON recruitment_need (territory, rome_code, created_us, id);
CREATE INDEX recruitment_need_commune ON recruitment_need (territory, commune_code, created_us, id);
CREATE INDEX recruitment_need_likeness ON recruitment_need (territory, likeness, created_us, id);

-- The ids that the bodies' own systems give to a need.
CREATE TABLE recruitment_need_reference (
  territory text NOT NULL,
  value text NOT NULL,
  body_id text NOT NULL,
  recruitment_need_id text NOT NULL,
  PRIMARY KEY (territory, value, body_id, recruitment_need_id)
);
CREATE INDEX recruitment_need_reference_need ON recruitment_need_reference (territory, recruitment_need_id);
