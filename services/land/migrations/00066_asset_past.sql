-- +goose Up
-- How an asset stood until a day on which it changed, and who might know of it then. The first change of a day keeps what was there at the
-- end of the day before; how it stands now is in asset_index. Assets that never changed have no row.
CREATE TABLE asset_past (
  territory text NOT NULL,
  asset_id text NOT NULL,
  until_on text NOT NULL,
  availability text NOT NULL,
  on_market boolean NOT NULL,
  offered boolean NOT NULL,
  confidentiality text NOT NULL,
  body_id text NOT NULL,
  PRIMARY KEY (territory, asset_id, until_on)
);
