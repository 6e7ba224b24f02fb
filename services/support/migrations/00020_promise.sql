-- +goose Up
-- The body that has the next move, and what the published rate is counted by.
ALTER TABLE support_case ADD COLUMN responsible_body_id text NOT NULL DEFAULT '';
CREATE INDEX support_case_responsible ON support_case (territory, responsible_body_id, due_us, id);
ALTER TABLE referral ADD COLUMN paused_days bigint NOT NULL DEFAULT 0;
ALTER TABLE referral ADD COLUMN sent_month text NOT NULL DEFAULT '';
