-- +goose Up
CREATE TABLE land_request (
  territory text NOT NULL,
  id text NOT NULL,
  version bigint NOT NULL,
  head bytea NOT NULL,
  record bytea NOT NULL,
  status text NOT NULL,
  case_id text NOT NULL,
  need_id text,
  body_id text NOT NULL,
  in_charge_only boolean NOT NULL,
  assigned_person_id text NOT NULL,
  company_id text NOT NULL,
  siret text NOT NULL,
  subject_code text NOT NULL,
  origin text NOT NULL,
  min_area_m2 bigint NOT NULL,
  fail_reason text NOT NULL,
  needed_by_on text NOT NULL,
  created_us bigint NOT NULL,
  updated_us bigint NOT NULL,
  closed_us bigint NOT NULL,
  PRIMARY KEY (territory, id)
);
-- A need of a case opens one land request, however often its event comes.
CREATE UNIQUE INDEX land_request_need ON land_request (territory, need_id);
CREATE INDEX land_request_created ON land_request (territory, created_us, id);
CREATE INDEX land_request_updated ON land_request (territory, updated_us, id);
CREATE INDEX land_request_needed_by ON land_request (territory, needed_by_on, id);
CREATE INDEX land_request_status ON land_request (territory, status, created_us, id);
CREATE INDEX land_request_case ON land_request (territory, case_id, id);
CREATE INDEX land_request_company ON land_request (territory, company_id, created_us, id);
CREATE INDEX land_request_siret ON land_request (territory, siret, created_us, id);

-- What a request has several of and lists filter by: communes wanted, references of the bodies.
CREATE TABLE land_request_tag (
  territory text NOT NULL,
  kind text NOT NULL,
  value text NOT NULL,
  land_request_id text NOT NULL,
  PRIMARY KEY (territory, kind, value, land_request_id)
);
CREATE INDEX land_request_tag_request ON land_request_tag (territory, land_request_id);
