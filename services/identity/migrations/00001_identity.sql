-- +goose Up
CREATE TABLE person (
  territory text NOT NULL,
  id text NOT NULL,
  version bigint NOT NULL,
  head bytea NOT NULL,
  record bytea NOT NULL,
  status text NOT NULL,
  email text,
  upstream_subject text,
  family_name text NOT NULL,
  created_us bigint NOT NULL,
  updated_us bigint NOT NULL,
  PRIMARY KEY (territory, id)
);
CREATE UNIQUE INDEX person_email ON person (territory, email);
CREATE UNIQUE INDEX person_upstream ON person (territory, upstream_subject);
CREATE INDEX person_family_name ON person (territory, family_name, id);
CREATE INDEX person_created ON person (territory, created_us, id);
CREATE INDEX person_updated ON person (territory, updated_us, id);
-- Who signs in names no territory: an address, a subject and an id are looked for in all of them.
CREATE INDEX person_any_email ON person (email);
CREATE INDEX person_any_upstream ON person (upstream_subject);
CREATE INDEX person_any_id ON person (id);

CREATE TABLE membership (
  territory text NOT NULL,
  id text NOT NULL,
  version bigint NOT NULL,
  head bytea NOT NULL,
  record bytea NOT NULL,
  status text NOT NULL,
  person_id text NOT NULL,
  body_id text NOT NULL,
  company_id text NOT NULL,
  place text NOT NULL,
  running boolean NOT NULL,
  jobseeker boolean NOT NULL,
  created_us bigint NOT NULL,
  updated_us bigint NOT NULL,
  PRIMARY KEY (territory, id)
);
-- A person has one running membership in a place.
CREATE UNIQUE INDEX membership_running ON membership (territory, person_id, place) WHERE running;
CREATE INDEX membership_person ON membership (territory, person_id, created_us, id);
CREATE INDEX membership_body ON membership (territory, body_id, created_us, id);
CREATE INDEX membership_company ON membership (territory, company_id, created_us, id);
CREATE INDEX membership_created ON membership (territory, created_us, id);
CREATE INDEX membership_updated ON membership (territory, updated_us, id);
CREATE INDEX membership_any_id ON membership (id);

CREATE TABLE membership_role (
  territory text NOT NULL,
  membership_id text NOT NULL,
  role text NOT NULL,
  PRIMARY KEY (territory, membership_id, role)
);

CREATE TABLE client (
  territory text NOT NULL,
  id text NOT NULL,
  version bigint NOT NULL,
  head bytea NOT NULL,
  record bytea NOT NULL,
  status text NOT NULL,
  body_id text NOT NULL,
  expiry_on text NOT NULL,
  created_us bigint NOT NULL,
  updated_us bigint NOT NULL,
  PRIMARY KEY (territory, id)
);
CREATE INDEX client_body ON client (territory, body_id, created_us, id);
CREATE INDEX client_created ON client (territory, created_us, id);
CREATE INDEX client_updated ON client (territory, updated_us, id);
CREATE INDEX client_expiry ON client (territory, expiry_on, id);
CREATE INDEX client_any_id ON client (id);

-- Hashes only: a secret is 256 random bits, shown once.
CREATE TABLE client_secret (
  territory text NOT NULL,
  client_id text NOT NULL,
  hash bytea NOT NULL,
  retire_us bigint NOT NULL,
  PRIMARY KEY (territory, client_id, hash)
);

CREATE TABLE auth_session (
  territory text NOT NULL,
  id text NOT NULL,
  version bigint NOT NULL,
  head bytea NOT NULL,
  record bytea NOT NULL,
  status text NOT NULL,
  person_id text NOT NULL,
  membership_id text NOT NULL,
  created_us bigint NOT NULL,
  PRIMARY KEY (territory, id)
);
CREATE INDEX auth_session_person ON auth_session (territory, person_id, created_us, id);
CREATE INDEX auth_session_membership ON auth_session (territory, membership_id);
CREATE INDEX auth_session_any_id ON auth_session (id);

-- When a person signed in, a client got a token, a session was refreshed: no change of theirs, so not in their records.
CREATE TABLE last_use (
  territory text NOT NULL,
  id text NOT NULL,
  used_us bigint NOT NULL,
  PRIMARY KEY (territory, id)
);

-- Since when browsers that knew a person know them no longer: a session was ended because a device or a token was lost.
CREATE TABLE forgotten (
  territory text NOT NULL,
  person_id text NOT NULL,
  before_us bigint NOT NULL,
  PRIMARY KEY (territory, person_id)
);

-- What follows is of the installation, not of a territory: who comes to sign in names none.
CREATE TABLE signing_key (
  generation bigint NOT NULL PRIMARY KEY,
  id text NOT NULL,
  sealed bytea NOT NULL,
  public bytea NOT NULL,
  created_us bigint NOT NULL
);

CREATE TABLE installation (
  name text NOT NULL PRIMARY KEY,
  value text NOT NULL
);

CREATE TABLE grant_code (
  hash bytea NOT NULL PRIMARY KEY,
  record bytea NOT NULL,
  session_id text NOT NULL,
  expires_us bigint NOT NULL
);
CREATE INDEX grant_code_age ON grant_code (expires_us);

CREATE TABLE refresh_token (
  hash bytea NOT NULL PRIMARY KEY,
  territory text NOT NULL,
  session_id text NOT NULL,
  client_id text NOT NULL,
  scope text NOT NULL,
  used_us bigint NOT NULL,
  expires_us bigint NOT NULL
);
CREATE INDEX refresh_token_age ON refresh_token (expires_us);

CREATE TABLE mail_code (
  id text NOT NULL PRIMARY KEY,
  hash bytea NOT NULL,
  tries bigint NOT NULL,
  expires_us bigint NOT NULL
);
CREATE INDEX mail_code_age ON mail_code (expires_us);

-- How often something was tried in a window of time, by a keyed hash of the address that tried.
CREATE TABLE attempt (
  kind text NOT NULL,
  key bytea NOT NULL,
  window_us bigint NOT NULL,
  count bigint NOT NULL,
  PRIMARY KEY (kind, key, window_us)
);
CREATE INDEX attempt_age ON attempt (window_us);
