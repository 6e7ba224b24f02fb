-- +goose Up
-- Files on their way: no aggregate and no journal line until they are attached; they go when they expire. The name is
-- personal data. What has arrived is in the store of files, in the folder of the upload, before its row says so.
CREATE TABLE upload (
  territory text NOT NULL,
  id text NOT NULL,
  owner text NOT NULL,
  name text NOT NULL,
  size_bytes bigint NOT NULL,
  offset_bytes bigint NOT NULL,
  complete boolean NOT NULL,
  media_type text NOT NULL,
  sha256 text NOT NULL,
  attachment_id text NOT NULL,
  created_us bigint NOT NULL,
  expires_us bigint NOT NULL,
  PRIMARY KEY (territory, id)
);
CREATE INDEX upload_owner ON upload (territory, owner, attachment_id);

CREATE TABLE upload_piece (
  territory text NOT NULL,
  upload_id text NOT NULL,
  from_bytes bigint NOT NULL,
  name text NOT NULL,
  PRIMARY KEY (territory, upload_id, from_bytes)
);

-- Folders of the store of files that nothing names any more: they are removed after the commit that says so.
CREATE TABLE file_discarded (
  territory text NOT NULL,
  folder text NOT NULL,
  PRIMARY KEY (territory, folder)
);

CREATE TABLE attachment (
  territory text NOT NULL,
  id text NOT NULL,
  version bigint NOT NULL,
  head bytea NOT NULL,
  record bytea NOT NULL,
  case_id text NOT NULL,
  message_id text NOT NULL,
  upload_id text NOT NULL,
  visibility text NOT NULL,
  scan_status text NOT NULL,
  author_body_id text NOT NULL,
  author_person_id text NOT NULL,
  deleted boolean NOT NULL,
  created_us bigint NOT NULL,
  PRIMARY KEY (territory, id)
);
CREATE UNIQUE INDEX attachment_upload ON attachment (territory, upload_id);
CREATE INDEX attachment_case ON attachment (territory, case_id, created_us, id);
CREATE INDEX attachment_message ON attachment (territory, message_id);
CREATE INDEX attachment_created ON attachment (territory, created_us, id);
CREATE INDEX attachment_scan ON attachment (scan_status, created_us);
