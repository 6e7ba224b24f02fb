-- +goose Up
CREATE TABLE training_need (
  territory text NOT NULL,
  id text NOT NULL,
  version bigint NOT NULL,
  head bytea NOT NULL,
  record bytea NOT NULL,
  status text NOT NULL,
  case_id text NOT NULL,
  need_id text,
  body_id text NOT NULL,
  assigned_person_id text NOT NULL,
  company_id text NOT NULL,
  subject_code text NOT NULL,
  rome_code text NOT NULL,
  commune_code text NOT NULL,
  cause text NOT NULL,
  grouping_key text NOT NULL,
  likeness text NOT NULL,
  person_count bigint NOT NULL,
  trained_count bigint NOT NULL,
  from_on text NOT NULL,
  created_us bigint NOT NULL,
  updated_us bigint NOT NULL,
  PRIMARY KEY (territory, id)
);
-- A need of a case opens one training need, however often its event comes.
CREATE UNIQUE INDEX training_need_need ON training_need (territory, need_id);
CREATE INDEX training_need_created ON training_need (territory, created_us, id);
CREATE INDEX training_need_updated ON training_need (territory, updated_us, id);
CREATE INDEX training_need_from ON training_need (territory, from_on, id);
CREATE INDEX training_need_status ON training_need (territory, status, created_us, id);
CREATE INDEX training_need_case ON training_need (territory, case_id, id);
CREATE INDEX training_need_company ON training_need (territory, company_id, id);
CREATE INDEX training_need_grouping ON training_need (territory, grouping_key, created_us, id);
CREATE INDEX training_need_likeness ON training_need (territory, likeness, created_us, id);

CREATE TABLE training_body (
  territory text NOT NULL,
  id text NOT NULL,
  version bigint NOT NULL,
  head bytea NOT NULL,
  record bytea NOT NULL,
  status text NOT NULL,
  siret text,
  siren text NOT NULL,
  nda text NOT NULL,
  uai text NOT NULL,
  commune_code text NOT NULL,
  departement_code text NOT NULL,
  qualiopi_certified boolean NOT NULL,
  body_id text NOT NULL,
  name_key text NOT NULL,
  created_us bigint NOT NULL,
  updated_us bigint NOT NULL,
  PRIMARY KEY (territory, id)
);
CREATE UNIQUE INDEX training_body_siret ON training_body (territory, siret);
CREATE INDEX training_body_name ON training_body (territory, name_key, id);
CREATE INDEX training_body_updated ON training_body (territory, updated_us, id);
CREATE INDEX training_body_commune ON training_body (territory, commune_code, name_key, id);

CREATE TABLE training_offer (
  territory text NOT NULL,
  id text NOT NULL,
  version bigint NOT NULL,
  head bytea NOT NULL,
  record bytea NOT NULL,
  status text NOT NULL,
  training_body_id text NOT NULL,
  external_offer_id text,
  nsf_code text NOT NULL,
  rncp_code text NOT NULL,
  rs_code text NOT NULL,
  entry_level bigint NOT NULL,
  exit_level bigint NOT NULL,
  modality text NOT NULL,
  body_id text NOT NULL,
  title_key text NOT NULL,
  created_us bigint NOT NULL,
  updated_us bigint NOT NULL,
  PRIMARY KEY (territory, id)
);
CREATE UNIQUE INDEX training_offer_external ON training_offer (territory, external_offer_id);
CREATE INDEX training_offer_title ON training_offer (territory, title_key, id);
CREATE INDEX training_offer_created ON training_offer (territory, created_us, id);
CREATE INDEX training_offer_updated ON training_offer (territory, updated_us, id);
CREATE INDEX training_offer_status ON training_offer (territory, status, title_key, id);
CREATE INDEX training_offer_body ON training_offer (territory, training_body_id, title_key, id);

CREATE TABLE training_session (
  territory text NOT NULL,
  id text NOT NULL,
  version bigint NOT NULL,
  head bytea NOT NULL,
  record bytea NOT NULL,
  status text NOT NULL,
  pending boolean NOT NULL,
  listed boolean NOT NULL,
  has_seats boolean NOT NULL,
  training_offer_id text NOT NULL,
  training_body_id text NOT NULL,
  external_session_id text,
  commune_code text NOT NULL,
  body_id text NOT NULL,
  trained_count bigint NOT NULL,
  start_on text NOT NULL,
  end_on text NOT NULL,
  created_us bigint NOT NULL,
  updated_us bigint NOT NULL,
  PRIMARY KEY (territory, id)
);
CREATE UNIQUE INDEX training_session_external ON training_session (territory, external_session_id);
CREATE INDEX training_session_start ON training_session (territory, start_on, id);
CREATE INDEX training_session_created ON training_session (territory, created_us, id);
CREATE INDEX training_session_updated ON training_session (territory, updated_us, id);
CREATE INDEX training_session_offer ON training_session (territory, training_offer_id, start_on, id);

-- What a record has several of and lists filter by: occupations, Formacodes, communes, the bodies' own ids.
CREATE TABLE training_tag (
  territory text NOT NULL,
  kind text NOT NULL,
  value text NOT NULL,
  owner_id text NOT NULL,
  PRIMARY KEY (territory, kind, value, owner_id)
);
CREATE INDEX training_tag_owner ON training_tag (territory, owner_id);
