-- +goose Up
-- What a search of the best assets passes by without reading it. whole: it has an area and is not divided; lacks: bits of what it has not (domain/lack.go); the
-- numbers are -1 where they decide nothing. A spot has half the side now, and each index all that a search reads. Rows of before say nothing, so that they are read, until `hup rebuild --service land` or their next change.
ALTER TABLE asset_index ADD COLUMN whole boolean NOT NULL DEFAULT FALSE;
ALTER TABLE asset_index ADD COLUMN lacks bigint NOT NULL DEFAULT 0;
ALTER TABLE asset_index ADD COLUMN price_cents bigint NOT NULL DEFAULT -1;
ALTER TABLE asset_index ADD COLUMN rent_cents bigint NOT NULL DEFAULT -1;
ALTER TABLE asset_index ADD COLUMN power_kva bigint NOT NULL DEFAULT -1;
ALTER TABLE asset_index ADD COLUMN height_cm bigint NOT NULL DEFAULT -1;
DROP INDEX asset_index_spot;
UPDATE asset_index SET spot = ((lat_e6 + 90000000) / 50000) * 10000 + (lon_e6 + 180000000) / 50000;
CREATE INDEX asset_index_spot ON asset_index (territory, spot, kind, on_market, whole, area_m2, least_m2, lost, lacks, use_mask, price_cents, rent_cents, power_kva,
 height_cm, lat_e6, lon_e6, commune_code, confidentiality, body_id, asset_id, traits);
DROP INDEX asset_index_commune;
CREATE INDEX asset_index_commune ON asset_index (territory, commune_code, kind, on_market, whole, area_m2, least_m2, lost, lacks, use_mask, price_cents, rent_cents, power_kva,
 height_cm, confidentiality, body_id, asset_id, traits);
DROP INDEX asset_index_lost;
CREATE INDEX asset_index_lost ON asset_index (territory, kind, on_market, whole, lost, area_m2, asset_id, least_m2, lacks, use_mask, price_cents, rent_cents, power_kva,
 height_cm, lat_e6, lon_e6, commune_code, confidentiality, body_id, traits);
