-- +goose Up
-- What the table of supply against demand and the search for matches cut by. A cell is half a degree of latitude and longitude.
ALTER TABLE asset_index ADD COLUMN zone_id text NOT NULL DEFAULT '';
ALTER TABLE asset_index ADD COLUMN use_code text NOT NULL DEFAULT '';
ALTER TABLE asset_index ADD COLUMN cell bigint NOT NULL DEFAULT 0;
UPDATE asset_index SET cell = ((lat_e6 + 90000000) / 500000) * 1000 + (lon_e6 + 180000000) / 500000;
UPDATE asset_index SET zone_id = coalesce((SELECT p.zone_id FROM plot p WHERE p.territory = asset_index.territory AND p.id = asset_index.asset_id),
 (SELECT q.zone_id FROM premises q WHERE q.territory = asset_index.territory AND q.id = asset_index.asset_id), '')
 WHERE confidentiality <> 'ASSET_CONFIDENTIALITY_OWNER_BODY';
CREATE INDEX asset_index_cell ON asset_index (territory, cell, kind, on_market, area_m2, least_m2, lat_e6, lon_e6, confidentiality, body_id, asset_id);

-- What came on the market and left it, day by day, brownfields left out: the sum up to a day is what was there at its end. What
-- was there before days were kept counts from the beginning of time.
CREATE TABLE availability_day (
  territory text NOT NULL,
  on_day text NOT NULL,
  zone_id text NOT NULL,
  use_code text NOT NULL,
  asset_count bigint NOT NULL,
  area_m2 bigint NOT NULL,
  PRIMARY KEY (territory, on_day, zone_id, use_code)
);
INSERT INTO availability_day (territory, on_day, zone_id, use_code, asset_count, area_m2)
 SELECT territory, '0001-01-01', zone_id, use_code, count(*), CAST(sum(area_m2) AS bigint) FROM asset_index
 WHERE on_market AND kind <> 'ASSET_KIND_BROWNFIELD' GROUP BY territory, zone_id, use_code;

ALTER TABLE land_request ADD COLUMN use_code text NOT NULL DEFAULT '';
ALTER TABLE land_request ADD COLUMN zone_id text NOT NULL DEFAULT '';
ALTER TABLE land_request ADD COLUMN signed_zone_id text NOT NULL DEFAULT '';
ALTER TABLE land_request ADD COLUMN signed_m2 bigint NOT NULL DEFAULT 0;
CREATE INDEX land_request_asked ON land_request (territory, created_us, status, use_code, zone_id, min_area_m2);
CREATE INDEX land_request_ended ON land_request (territory, closed_us, status, use_code, zone_id, signed_zone_id, fail_reason, min_area_m2, signed_m2);
