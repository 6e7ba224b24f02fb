-- +goose Up
-- What counts as supply: all that is on the market, but for the brownfields that their owners do not offer.
ALTER TABLE asset_index ADD COLUMN offered boolean NOT NULL DEFAULT FALSE;
UPDATE asset_index SET offered = on_market WHERE kind <> 'ASSET_KIND_BROWNFIELD';
