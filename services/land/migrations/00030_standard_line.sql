-- +goose Up
-- Lines of tables of a standard that no aggregate of ours is, as they were written: poles and establishments.
CREATE TABLE standard_line (
  territory text NOT NULL,
  kind text NOT NULL,
  line_key text NOT NULL,
  cells text NOT NULL,
  PRIMARY KEY (territory, kind, line_key)
);
