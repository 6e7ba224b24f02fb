-- +goose Up
-- What ended in a time, for the figures.
CREATE INDEX land_request_closed ON land_request (territory, closed_us, status, fail_reason, min_area_m2);
