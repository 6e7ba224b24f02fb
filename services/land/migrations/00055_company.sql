-- +goose Up
-- What is kept of a company is found by its id when the directory says something new of it; those that have closed are few.
ALTER TABLE land_request ADD COLUMN company_ceased boolean NOT NULL DEFAULT false;
ALTER TABLE land_option ADD COLUMN company_ceased boolean NOT NULL DEFAULT false;
ALTER TABLE land_sale ADD COLUMN company_ceased boolean NOT NULL DEFAULT false;
ALTER TABLE hosting_lease ADD COLUMN company_ceased boolean NOT NULL DEFAULT false;
CREATE INDEX land_request_ceased ON land_request (territory, created_us, id) WHERE company_ceased;
CREATE INDEX land_option_ceased ON land_option (territory, created_us, id) WHERE company_ceased;
CREATE INDEX land_sale_ceased ON land_sale (territory, created_us, id) WHERE company_ceased;
CREATE INDEX hosting_lease_ceased ON hosting_lease (territory, created_us, id) WHERE company_ceased;
CREATE INDEX land_option_company ON land_option (territory, company_id, created_us, id);
CREATE INDEX land_sale_company ON land_sale (territory, company_id, created_us, id);
CREATE INDEX hosting_lease_company ON hosting_lease (territory, company_id, created_us, id);
