-- +goose Up
-- What a body was sent, in the orders of its list that had no index.
CREATE INDEX referral_body_sent ON referral (territory, body_id, sent_us, id);
CREATE INDEX referral_body_created ON referral (territory, body_id, created_us, id);
