-- +goose Up
-- Needs of companies that have closed are few. A signed land request drafts one need, however often its event comes.
ALTER TABLE recruitment_need ADD COLUMN company_ceased boolean NOT NULL DEFAULT false;
ALTER TABLE recruitment_need ADD COLUMN land_request_id text;
CREATE INDEX recruitment_need_ceased ON recruitment_need (territory, created_us, id) WHERE company_ceased;
CREATE UNIQUE INDEX recruitment_need_land_request ON recruitment_need (territory, land_request_id);
