-- +goose Up
CREATE TABLE risk_layer (
  territory text NOT NULL,
  id text NOT NULL,
  version bigint NOT NULL,
  head bytea NOT NULL,
  record bytea NOT NULL,
  external_id text NOT NULL,
  layer_version bigint NOT NULL,
  name_key text NOT NULL,
  status text NOT NULL,
  kind text NOT NULL,
  source_on text NOT NULL,
  body_id text NOT NULL,
  demonstration boolean NOT NULL,
  created_us bigint NOT NULL,
  updated_us bigint NOT NULL,
  PRIMARY KEY (territory, id)
);
CREATE UNIQUE INDEX risk_layer_external ON risk_layer (territory, external_id, layer_version);
CREATE INDEX risk_layer_name ON risk_layer (territory, name_key, id);
CREATE INDEX risk_layer_source ON risk_layer (territory, source_on, id);
CREATE INDEX risk_layer_created ON risk_layer (territory, created_us, id);

-- The shapes of all versions of the layers, and the boundary of each activity zone as a layer of one shape.
CREATE TABLE risk_shape (
  territory text NOT NULL,
  layer_id text NOT NULL,
  shape_no bigint NOT NULL,
  shape_key text NOT NULL,
  label text NOT NULL,
  kind bigint NOT NULL,
  flood bigint NOT NULL,
  plu bigint NOT NULL,
  reach_m bigint NOT NULL,
  geometry text NOT NULL,
  PRIMARY KEY (territory, layer_id, shape_no)
);

-- The squares of the map, at the zoom at which a few cover it, that a shape of a current layer or an asset lies in: what touches
-- is looked for there.
CREATE TABLE map_square (
  territory text NOT NULL,
  what text NOT NULL,
  square bigint NOT NULL,
  owner_id text NOT NULL,
  shape_no bigint NOT NULL,
  PRIMARY KEY (territory, what, square, owner_id, shape_no)
);
CREATE INDEX map_square_owner ON map_square (territory, owner_id);

-- Which assets touch which shape of a current layer, and how much of each.
CREATE TABLE asset_touch (
  territory text NOT NULL,
  asset_id text NOT NULL,
  layer_id text NOT NULL,
  shape_no bigint NOT NULL,
  kind bigint NOT NULL,
  flood bigint NOT NULL,
  plu bigint NOT NULL,
  share_bp bigint NOT NULL,
  touched_m2 bigint NOT NULL,
  distance_m bigint NOT NULL,
  PRIMARY KEY (territory, asset_id, layer_id, shape_no)
);
CREATE INDEX asset_touch_layer ON asset_touch (territory, layer_id, share_bp, asset_id, shape_no);
