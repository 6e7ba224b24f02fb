-- +goose Up
CREATE TABLE zone (
  territory text NOT NULL,
  id text NOT NULL,
  version bigint NOT NULL,
  head bytea NOT NULL,
  record bytea NOT NULL,
  external_id text,
  name_key text NOT NULL,
  state text NOT NULL,
  kind text NOT NULL,
  commune_code text NOT NULL,
  epci_siren text NOT NULL,
  gross_area_m2 bigint NOT NULL,
  body_id text NOT NULL,
  demonstration boolean NOT NULL,
  created_us bigint NOT NULL,
  updated_us bigint NOT NULL,
  PRIMARY KEY (territory, id)
);
CREATE UNIQUE INDEX zone_external ON zone (territory, external_id);
CREATE INDEX zone_name ON zone (territory, name_key, id);
CREATE INDEX zone_area ON zone (territory, gross_area_m2, id);
CREATE INDEX zone_updated ON zone (territory, updated_us, id);

CREATE TABLE plot (
  territory text NOT NULL,
  id text NOT NULL,
  version bigint NOT NULL,
  head bytea NOT NULL,
  record bytea NOT NULL,
  external_id text,
  name_key text NOT NULL,
  availability text NOT NULL,
  confidentiality text NOT NULL,
  zone_id text NOT NULL,
  commune_code text NOT NULL,
  area_m2 bigint NOT NULL,
  servicing_stage text NOT NULL,
  occupation text NOT NULL,
  plu_zone text NOT NULL,
  body_id text NOT NULL,
  demonstration boolean NOT NULL,
  created_us bigint NOT NULL,
  updated_us bigint NOT NULL,
  PRIMARY KEY (territory, id)
);
CREATE UNIQUE INDEX plot_external ON plot (territory, external_id);
CREATE INDEX plot_name ON plot (territory, name_key, id);
CREATE INDEX plot_area ON plot (territory, area_m2, id);
CREATE INDEX plot_updated ON plot (territory, updated_us, id);
CREATE INDEX plot_zone ON plot (territory, zone_id, id);

CREATE TABLE premises (
  territory text NOT NULL,
  id text NOT NULL,
  version bigint NOT NULL,
  head bytea NOT NULL,
  record bytea NOT NULL,
  external_id text,
  name_key text NOT NULL,
  availability text NOT NULL,
  confidentiality text NOT NULL,
  kind text NOT NULL,
  zone_id text NOT NULL,
  commune_code text NOT NULL,
  area_m2 bigint NOT NULL,
  tenure text NOT NULL,
  available_from_on text NOT NULL,
  body_id text NOT NULL,
  demonstration boolean NOT NULL,
  created_us bigint NOT NULL,
  updated_us bigint NOT NULL,
  PRIMARY KEY (territory, id)
);
CREATE UNIQUE INDEX premises_external ON premises (territory, external_id);
CREATE INDEX premises_name ON premises (territory, name_key, id);
CREATE INDEX premises_area ON premises (territory, area_m2, id);
CREATE INDEX premises_updated ON premises (territory, updated_us, id);
CREATE INDEX premises_zone ON premises (territory, zone_id, id);

CREATE TABLE brownfield (
  territory text NOT NULL,
  id text NOT NULL,
  version bigint NOT NULL,
  head bytea NOT NULL,
  record bytea NOT NULL,
  external_id text,
  name_key text NOT NULL,
  status text NOT NULL,
  type text NOT NULL,
  confidentiality text NOT NULL,
  commune_code text NOT NULL,
  departement_code text NOT NULL,
  area_m2 bigint NOT NULL,
  soil_pollution text NOT NULL,
  plu_zone text NOT NULL,
  body_id text NOT NULL,
  demonstration boolean NOT NULL,
  created_us bigint NOT NULL,
  updated_us bigint NOT NULL,
  PRIMARY KEY (territory, id)
);
CREATE UNIQUE INDEX brownfield_external ON brownfield (territory, external_id);
CREATE INDEX brownfield_name ON brownfield (territory, name_key, id);
CREATE INDEX brownfield_area ON brownfield (territory, area_m2, id);
CREATE INDEX brownfield_updated ON brownfield (territory, updated_us, id);
CREATE INDEX brownfield_commune ON brownfield (territory, commune_code, id);

-- What matching looks candidates up by, whatever the kind of asset; least_m2 is the least area that is had alone. Positions in millionths of a degree, the centre of the
-- commune where the asset has none, 0 when that is unknown, too.
CREATE TABLE asset_index (
  territory text NOT NULL,
  asset_id text NOT NULL,
  kind text NOT NULL,
  on_market boolean NOT NULL,
  area_m2 bigint NOT NULL,
  least_m2 bigint NOT NULL,
  commune_code text NOT NULL,
  lat_e6 bigint NOT NULL,
  lon_e6 bigint NOT NULL,
  availability text NOT NULL,
  confidentiality text NOT NULL,
  body_id text NOT NULL,
  PRIMARY KEY (territory, asset_id)
);
CREATE INDEX asset_index_area ON asset_index (territory, kind, on_market, area_m2, least_m2, lat_e6, lon_e6, asset_id);
CREATE INDEX asset_index_commune ON asset_index (territory, commune_code, kind, on_market, area_m2);
