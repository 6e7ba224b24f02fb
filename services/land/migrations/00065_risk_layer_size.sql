-- +goose Up
-- The box of what lies in a square, in millionths of a degree: what is beside it is not read. Rows of before have the whole globe until
-- `hup rebuild --service land`, or their next change.
ALTER TABLE map_square ADD COLUMN south bigint NOT NULL DEFAULT -90000000;
ALTER TABLE map_square ADD COLUMN north bigint NOT NULL DEFAULT 90000000;
ALTER TABLE map_square ADD COLUMN west bigint NOT NULL DEFAULT -180000000;
ALTER TABLE map_square ADD COLUMN east bigint NOT NULL DEFAULT 180000000;

-- What a layer touches counts unless it is being laid: said once of the layer, not of each shape and touch.
UPDATE map_square SET what = 'shape' WHERE what = 'laying';
ALTER TABLE asset_touch DROP COLUMN laying;

-- Who lays a layer, and the parts of its file that are laid: a file that was cut short goes on after them. A digest is of the file up to a part's
-- end; those of a layer in use tell whether a file is the same.
ALTER TABLE risk_laying ADD COLUMN run text NOT NULL DEFAULT '';
CREATE TABLE risk_part (
  territory text NOT NULL,
  layer_id text NOT NULL,
  last_no bigint NOT NULL,
  digest bytea NOT NULL,
  PRIMARY KEY (territory, layer_id, last_no)
);
