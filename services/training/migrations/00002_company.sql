-- +goose Up
-- Needs of companies that have closed are few.
ALTER TABLE training_need ADD COLUMN company_ceased boolean NOT NULL DEFAULT false;
CREATE INDEX training_need_ceased ON training_need (territory, created_us, id) WHERE company_ceased;
