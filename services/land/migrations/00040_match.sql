-- +goose Up
-- What a request's best matches are found by: the points that an asset loses whatever is asked (flood, pollution), the spot of a
-- tenth of a degree that it lies in, and, packed, all else that the matching looks at, so that it reads no record. Rows of before
-- are read from their records until `hup rebuild --service land`, or their next change.
ALTER TABLE asset_index ADD COLUMN lost bigint NOT NULL DEFAULT 0;
ALTER TABLE asset_index ADD COLUMN spot bigint NOT NULL DEFAULT 0;
ALTER TABLE asset_index ADD COLUMN traits bytea NOT NULL DEFAULT '';
UPDATE asset_index SET spot = ((lat_e6 + 90000000) / 100000) * 10000 + (lon_e6 + 180000000) / 100000;
CREATE INDEX asset_index_spot ON asset_index (territory, spot, kind, on_market, lost, area_m2, asset_id, least_m2, commune_code, confidentiality, body_id, traits);
DROP INDEX asset_index_area;
CREATE INDEX asset_index_lost ON asset_index (territory, kind, on_market, lost, area_m2, asset_id, least_m2, lat_e6, lon_e6);
DROP INDEX asset_index_commune;
CREATE INDEX asset_index_commune ON asset_index (territory, commune_code, kind, on_market, lost, area_m2, asset_id);
