-- +goose Up
-- What registers know of establishments: reference rows, written in bulk. A record is a Company without id.
CREATE TABLE establishment (
  territory text NOT NULL,
  siret text NOT NULL,
  name_key text NOT NULL,
  commune_code text NOT NULL,
  record bytea NOT NULL,
  source_us bigint NOT NULL,
  PRIMARY KEY (territory, siret)
);
CREATE INDEX establishment_name ON establishment (territory, name_key, commune_code);

-- One row a register: its versions are the files that changed something in it.
CREATE TABLE register (
  territory text NOT NULL,
  id text NOT NULL,
  version bigint NOT NULL,
  head bytea NOT NULL,
  record bytea NOT NULL,
  PRIMARY KEY (territory, id)
);

CREATE TABLE company (
  territory text NOT NULL,
  id text NOT NULL,
  version bigint NOT NULL,
  head bytea NOT NULL,
  record bytea NOT NULL,
  status text NOT NULL,
  verification text NOT NULL,
  siret text,
  siren text NOT NULL,
  rna text NOT NULL,
  name_key text NOT NULL,
  commune_code text NOT NULL,
  qpv_code text NOT NULL,
  naf_rev2 text NOT NULL,
  naf_2025 text NOT NULL,
  legal_form text NOT NULL,
  created_us bigint NOT NULL,
  updated_us bigint NOT NULL,
  PRIMARY KEY (territory, id)
);
CREATE UNIQUE INDEX company_siret ON company (territory, siret);
CREATE INDEX company_siren ON company (territory, siren);
CREATE INDEX company_rna ON company (territory, rna);
CREATE INDEX company_name ON company (territory, name_key, id);
CREATE INDEX company_commune ON company (territory, commune_code, created_us, id);
CREATE INDEX company_created ON company (territory, created_us, id);
CREATE INDEX company_updated ON company (territory, updated_us, id);

-- Fields of companies with several values, for filters.
CREATE TABLE company_reference (
  territory text NOT NULL,
  value text NOT NULL,
  body_id text NOT NULL,
  company_id text NOT NULL,
  PRIMARY KEY (territory, value, body_id, company_id)
);
CREATE INDEX company_reference_company ON company_reference (territory, company_id);
CREATE TABLE company_owner (
  territory text NOT NULL,
  person_id text NOT NULL,
  company_id text NOT NULL,
  PRIMARY KEY (territory, person_id, company_id)
);
CREATE INDEX company_owner_company ON company_owner (territory, company_id);

CREATE TABLE project_leader (
  territory text NOT NULL,
  id text NOT NULL,
  version bigint NOT NULL,
  head bytea NOT NULL,
  record bytea NOT NULL,
  status text NOT NULL,
  kind text NOT NULL,
  commune_code text NOT NULL,
  company_id text NOT NULL,
  created_us bigint NOT NULL,
  updated_us bigint NOT NULL,
  PRIMARY KEY (territory, id)
);
CREATE INDEX project_leader_created ON project_leader (territory, created_us, id);
CREATE INDEX project_leader_updated ON project_leader (territory, updated_us, id);
CREATE INDEX project_leader_company ON project_leader (territory, company_id);

CREATE TABLE partner_body (
  territory text NOT NULL,
  id text NOT NULL,
  version bigint NOT NULL,
  head bytea NOT NULL,
  record bytea NOT NULL,
  status text NOT NULL,
  kind text NOT NULL,
  hosted_by text NOT NULL,
  name_key text NOT NULL,
  updated_us bigint NOT NULL,
  PRIMARY KEY (territory, id)
);
CREATE INDEX partner_body_name ON partner_body (territory, name_key, id);
CREATE INDEX partner_body_updated ON partner_body (territory, updated_us, id);
-- Where a body works: communes, groups of communes.
CREATE TABLE partner_body_zone (
  territory text NOT NULL,
  commune_code text NOT NULL,
  body_id text NOT NULL,
  PRIMARY KEY (territory, commune_code, body_id)
);
CREATE INDEX partner_body_zone_body ON partner_body_zone (territory, body_id);

CREATE TABLE service_offer (
  territory text NOT NULL,
  id text NOT NULL,
  version bigint NOT NULL,
  head bytea NOT NULL,
  record bytea NOT NULL,
  body_id text NOT NULL,
  status text NOT NULL,
  created_us bigint NOT NULL,
  updated_us bigint NOT NULL,
  PRIMARY KEY (territory, id)
);
CREATE INDEX service_offer_body ON service_offer (territory, body_id, updated_us, id);
CREATE TABLE service_offer_subject (
  territory text NOT NULL,
  subject_code text NOT NULL,
  offer_id text NOT NULL,
  body_id text NOT NULL,
  PRIMARY KEY (territory, subject_code, offer_id)
);
CREATE INDEX service_offer_subject_offer ON service_offer_subject (territory, offer_id);

CREATE TABLE subject (
  territory text NOT NULL,
  id text NOT NULL,
  version bigint NOT NULL,
  head bytea NOT NULL,
  record bytea NOT NULL,
  status text NOT NULL,
  parent_code text NOT NULL,
  linked_kind text NOT NULL,
  position bigint NOT NULL,
  created_us bigint NOT NULL,
  updated_us bigint NOT NULL,
  PRIMARY KEY (territory, id)
);
CREATE INDEX subject_position ON subject (territory, position, id);
CREATE INDEX subject_updated ON subject (territory, updated_us, id);
