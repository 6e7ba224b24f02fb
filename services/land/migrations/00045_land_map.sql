-- +goose Up
-- How many assets of each kind and availability lie in each square of the map, at every other zoom, by who may know of them: public, partners, or
-- the one body that keeps a secret. Positions are summed up so that a square is shown where its assets are. Written with the assets.
CREATE TABLE map_count (
  territory text NOT NULL,
  zoom bigint NOT NULL,
  square bigint NOT NULL,
  reader text NOT NULL,
  kind text NOT NULL,
  availability text NOT NULL,
  asset_count bigint NOT NULL,
  sum_lat_e6 bigint NOT NULL,
  sum_lon_e6 bigint NOT NULL,
  PRIMARY KEY (territory, zoom, square, reader, kind, availability)
);
INSERT INTO map_count (territory, zoom, square, reader, kind, availability, asset_count, sum_lat_e6, sum_lon_e6)
SELECT a.territory, z.zoom, p.tile / z.tiles, CASE a.confidentiality WHEN 'ASSET_CONFIDENTIALITY_PUBLIC' THEN 'public'
  WHEN 'ASSET_CONFIDENTIALITY_OWNER_BODY' THEN 'body:' || a.body_id ELSE 'partners' END, a.kind, a.availability,
  count(*), CAST(sum(p.lat_e6) AS bigint), CAST(sum(p.lon_e6) AS bigint)
FROM asset_index a JOIN place p ON p.territory = a.territory AND p.record_id = a.asset_id
CROSS JOIN (SELECT 4 AS zoom, CAST(1099511627776 AS bigint) AS tiles UNION ALL SELECT 6, 68719476736 UNION ALL SELECT 8, 4294967296 UNION ALL SELECT 10, 268435456
  UNION ALL SELECT 12, 16777216 UNION ALL SELECT 14, 1048576 UNION ALL SELECT 16, 65536 UNION ALL SELECT 18, 4096) z
GROUP BY 1, 2, 3, 4, 5, 6;

-- The uses that an asset allows, one bit each; 0 when none is known, or it was last written before.
ALTER TABLE asset_index ADD COLUMN use_mask bigint NOT NULL DEFAULT 0;
