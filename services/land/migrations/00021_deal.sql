-- +goose Up
-- Sales, from the deliberation to the deed; one is open for an asset at any instant.
CREATE TABLE land_sale (
  territory text NOT NULL,
  id text NOT NULL,
  version bigint NOT NULL,
  head bytea NOT NULL,
  record bytea NOT NULL,
  status text NOT NULL,
  is_open boolean NOT NULL,
  asset_id text NOT NULL,
  land_request_id text NOT NULL,
  case_id text NOT NULL,
  company_id text NOT NULL,
  body_id text NOT NULL,
  keeper_body_id text NOT NULL,
  zone_id text NOT NULL,
  deliberation_on text NOT NULL,
  deed_on text NOT NULL,
  created_us bigint NOT NULL,
  updated_us bigint NOT NULL,
  PRIMARY KEY (territory, id)
);
CREATE UNIQUE INDEX land_sale_open ON land_sale (territory, asset_id) WHERE is_open;
CREATE INDEX land_sale_created ON land_sale (territory, created_us, id);
CREATE INDEX land_sale_updated ON land_sale (territory, updated_us, id);
CREATE INDEX land_sale_deliberation ON land_sale (territory, deliberation_on, id);
CREATE INDEX land_sale_deed ON land_sale (territory, deed_on, id);

-- Leases of companies that the territory hosts; premises that one company has alone are let once.
CREATE TABLE hosting_lease (
  territory text NOT NULL,
  id text NOT NULL,
  version bigint NOT NULL,
  head bytea NOT NULL,
  record bytea NOT NULL,
  status text NOT NULL,
  is_open boolean NOT NULL,
  is_held boolean NOT NULL,
  asset_id text NOT NULL,
  land_request_id text NOT NULL,
  case_id text NOT NULL,
  company_id text NOT NULL,
  siret text NOT NULL,
  body_id text NOT NULL,
  keeper_body_id text NOT NULL,
  follow_up text NOT NULL,
  preferential_months bigint NOT NULL,
  end_on text NOT NULL,
  created_us bigint NOT NULL,
  updated_us bigint NOT NULL,
  PRIMARY KEY (territory, id)
);
CREATE UNIQUE INDEX hosting_lease_held ON hosting_lease (territory, asset_id) WHERE is_held;
CREATE INDEX hosting_lease_asset ON hosting_lease (territory, asset_id, company_id, siret);
CREATE INDEX hosting_lease_created ON hosting_lease (territory, created_us, id);
CREATE INDEX hosting_lease_updated ON hosting_lease (territory, updated_us, id);
CREATE INDEX hosting_lease_end ON hosting_lease (territory, end_on, id);

-- The ledger of land used up and given back, and the two sides of each entry. An entry is undone once.
CREATE TABLE zan_entry (
  territory text NOT NULL,
  id text NOT NULL,
  version bigint NOT NULL,
  head bytea NOT NULL,
  record bytea NOT NULL,
  kind text NOT NULL,
  legal_reason text NOT NULL,
  asset_id text NOT NULL,
  land_sale_id text NOT NULL,
  reverses_entry_id text,
  entry_on text NOT NULL,
  created_us bigint NOT NULL,
  PRIMARY KEY (territory, id)
);
CREATE UNIQUE INDEX zan_entry_reversal ON zan_entry (territory, reverses_entry_id);
CREATE INDEX zan_entry_day ON zan_entry (territory, entry_on, id);
CREATE INDEX zan_entry_created ON zan_entry (territory, created_us, id);

CREATE TABLE zan_posting (
  territory text NOT NULL,
  zan_entry_id text NOT NULL,
  account text NOT NULL,
  entry_on text NOT NULL,
  area_m2 bigint NOT NULL,
  PRIMARY KEY (territory, zan_entry_id, account, entry_on, area_m2)
);
CREATE INDEX zan_posting_day ON zan_posting (territory, entry_on, account, area_m2);
