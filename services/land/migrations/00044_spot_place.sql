-- +goose Up
-- A look into a spot passes by what lies too far to matter.
DROP INDEX asset_index_spot;
CREATE INDEX asset_index_spot ON asset_index (territory, spot, kind, on_market, lost, area_m2, asset_id, least_m2, lat_e6, lon_e6, commune_code, confidentiality, body_id, traits);
