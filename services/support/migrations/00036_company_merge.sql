-- +goose Up
-- The company that goes on, for one that was merged; the company that owns it, in a group.
ALTER TABLE company ADD COLUMN merged_into text NOT NULL DEFAULT '';
ALTER TABLE company ADD COLUMN parent_id text NOT NULL DEFAULT '';
CREATE INDEX company_merged ON company (territory, merged_into, id);
CREATE INDEX company_parent ON company (territory, parent_id, id);
CREATE INDEX exchange_of_company ON exchange (territory, company_id, id);
CREATE INDEX task_of_company ON task (territory, owner_company_id, id);

-- A portfolio is handed over within a body.
ALTER TABLE company_owner ADD COLUMN body_id text NOT NULL DEFAULT '';
