-- +goose Up
-- The register is searched by the numbers of its rows; dated_us is when the register itself last changed the row, by its
-- own clock: what is older never replaces what is newer. Rows that were there have number 0 until the next start.
ALTER TABLE establishment ADD COLUMN number bigint NOT NULL DEFAULT 0;
ALTER TABLE establishment ADD COLUMN dated_us bigint NOT NULL DEFAULT 0;
CREATE INDEX establishment_number ON establishment (territory, number);
CREATE TABLE establishment_counter (
  territory text NOT NULL,
  last bigint NOT NULL,
  PRIMARY KEY (territory)
);

-- What the register says of legal units: those of establishments of the register, and those that wait for theirs.
CREATE TABLE legal_unit (
  territory text NOT NULL,
  siren text NOT NULL,
  record bytea NOT NULL,
  dated_us bigint NOT NULL,
  PRIMARY KEY (territory, siren)
);

-- Words of names, found by what is left when a letter goes: how typing errors are found.
CREATE TABLE spelling (
  territory text NOT NULL,
  rest text NOT NULL,
  word text NOT NULL,
  PRIMARY KEY (territory, rest, word)
);

-- How far a file has been read.
CREATE TABLE file_progress (
  territory text NOT NULL,
  file text NOT NULL,
  layout text NOT NULL,
  position bigint NOT NULL,
  added bigint NOT NULL,
  changed bigint NOT NULL,
  same bigint NOT NULL,
  refused bigint NOT NULL,
  done boolean NOT NULL,
  updated_us bigint NOT NULL,
  PRIMARY KEY (territory, file)
);

-- Filters of the companies that were met; they are filled when a company is next put.
ALTER TABLE company ADD COLUMN epci_siren text NOT NULL DEFAULT '';
ALTER TABLE company ADD COLUMN zone_id text NOT NULL DEFAULT '';
ALTER TABLE company ADD COLUMN headcount_rank bigint NOT NULL DEFAULT -1;
CREATE INDEX company_epci ON company (territory, epci_siren, created_us, id);
