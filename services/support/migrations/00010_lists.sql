-- +goose Up
-- What lists show of a row, beside its record: a list neither reads nor decodes the record. Empty in rows that were last
-- written before; these are shown from their record.
ALTER TABLE support_case ADD COLUMN summary bytea NOT NULL DEFAULT '';
ALTER TABLE referral ADD COLUMN summary bytea NOT NULL DEFAULT '';

-- Who sees a case, with what its lists sort by: each order has an index that begins with the reader. The open cases, which
-- are few beside all that ever were, have one of their own.
ALTER TABLE case_reader RENAME TO case_reader_before;
CREATE TABLE case_reader (
  territory text NOT NULL,
  case_id text NOT NULL,
  reader text NOT NULL,
  status text NOT NULL,
  is_open boolean NOT NULL,
  due_us bigint NOT NULL,
  received_us bigint NOT NULL,
  created_us bigint NOT NULL,
  updated_us bigint NOT NULL,
  PRIMARY KEY (territory, case_id, reader)
);
INSERT INTO case_reader (territory, case_id, reader, status, is_open, due_us, received_us, created_us, updated_us)
SELECT r.territory, r.case_id, r.reader, r.status, t.is_open, r.due_us, t.received_us, t.created_us, t.updated_us
 FROM case_reader_before r JOIN support_case t ON t.territory = r.territory AND t.id = r.case_id;
DROP TABLE case_reader_before;
CREATE INDEX case_reader_due ON case_reader (territory, reader, due_us, case_id);
CREATE INDEX case_reader_received ON case_reader (territory, reader, received_us, case_id);
CREATE INDEX case_reader_created ON case_reader (territory, reader, created_us, case_id);
CREATE INDEX case_reader_updated ON case_reader (territory, reader, updated_us, case_id);
CREATE INDEX case_reader_status ON case_reader (territory, reader, status, due_us, case_id);
CREATE INDEX case_reader_open ON case_reader (territory, reader, due_us, case_id) WHERE is_open;

CREATE INDEX support_case_open ON support_case (territory, due_us, id) WHERE is_open;
CREATE INDEX support_case_commune ON support_case (territory, commune_code, due_us, id);
CREATE INDEX support_case_qpv ON support_case (territory, qpv_code, due_us, id);

-- What waits for an answer is little beside all that was ever sent.
CREATE INDEX referral_waiting ON referral (territory, due_us, id) WHERE unanswered;
CREATE INDEX referral_body_waiting ON referral (territory, body_id, due_us, id) WHERE unanswered;
CREATE INDEX referral_body_updated ON referral (territory, body_id, updated_us, id);
CREATE INDEX referral_assigned ON referral (territory, assigned_person_id, due_us, id);
CREATE INDEX referral_body_status ON referral (territory, body_id, status, due_us, id);
CREATE INDEX referral_company ON referral (territory, company_id, due_us, id);
