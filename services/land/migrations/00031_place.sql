-- +goose Up
-- Where each record of the register lies, for lists by box and radius: its own position, the middle of its boundary, or the centre
-- of its commune. A tile is a square of some two metres in Z order: the records of a box are in a few spans of it.
-- Records of before have their place after `hup rebuild --service land`, or their next change.
CREATE TABLE place (
  territory text NOT NULL,
  record_id text NOT NULL,
  kind text NOT NULL,
  tile bigint NOT NULL,
  lat_e6 bigint NOT NULL,
  lon_e6 bigint NOT NULL,
  PRIMARY KEY (territory, record_id)
);
CREATE INDEX place_tile ON place (territory, kind, tile, record_id, lat_e6, lon_e6);

-- The land units of each zone, for its vacancy rate.
CREATE TABLE land_unit (
  territory text NOT NULL,
  asset_id text NOT NULL,
  zone_id text NOT NULL,
  vacant_since_on text NOT NULL,
  PRIMARY KEY (territory, asset_id)
);
CREATE INDEX land_unit_zone ON land_unit (territory, zone_id, vacant_since_on);
