-- +goose Up
CREATE TABLE support_case (
  territory text NOT NULL,
  id text NOT NULL,
  version bigint NOT NULL,
  head bytea NOT NULL,
  record bytea NOT NULL,
  status text NOT NULL,
  is_open boolean NOT NULL,
  unanswered boolean NOT NULL,
  number text,
  lead_body_id text NOT NULL,
  assigned_person_id text NOT NULL,
  company_id text NOT NULL,
  project_leader_id text NOT NULL,
  commune_code text NOT NULL,
  qpv_code text NOT NULL,
  origin text NOT NULL,
  urgency text NOT NULL,
  gap_recorded boolean NOT NULL,
  due_us bigint NOT NULL,
  received_us bigint NOT NULL,
  created_us bigint NOT NULL,
  updated_us bigint NOT NULL,
  PRIMARY KEY (territory, id)
);
CREATE UNIQUE INDEX support_case_number ON support_case (territory, number);
CREATE INDEX support_case_due ON support_case (territory, due_us, id);
CREATE INDEX support_case_status ON support_case (territory, status, due_us, id);
CREATE INDEX support_case_received ON support_case (territory, received_us, id);
CREATE INDEX support_case_created ON support_case (territory, created_us, id);
CREATE INDEX support_case_updated ON support_case (territory, updated_us, id);
CREATE INDEX support_case_lead ON support_case (territory, lead_body_id, due_us, id);
CREATE INDEX support_case_assigned ON support_case (territory, assigned_person_id, due_us, id);
CREATE INDEX support_case_company ON support_case (territory, company_id, received_us, id);
CREATE INDEX support_case_leader ON support_case (territory, project_leader_id, received_us, id);

-- Who sees a case: a projection of its policy, for lists. The reader is a body or a company.
CREATE TABLE case_reader (
  territory text NOT NULL,
  reader text NOT NULL,
  case_id text NOT NULL,
  status text NOT NULL,
  due_us bigint NOT NULL,
  PRIMARY KEY (territory, reader, case_id)
);
CREATE INDEX case_reader_due ON case_reader (territory, reader, due_us, case_id);
CREATE INDEX case_reader_status ON case_reader (territory, reader, status, due_us, case_id);
CREATE INDEX case_reader_case ON case_reader (territory, case_id);

-- What has several values in a case or a referral and can be asked for: "subject:land.premises", "body:cci".
CREATE TABLE keyword (
  territory text NOT NULL,
  value text NOT NULL,
  id text NOT NULL,
  PRIMARY KEY (territory, value, id)
);
CREATE INDEX keyword_id ON keyword (territory, id);

-- The human numbers of cases: the last of each year. Gaps are allowed.
CREATE TABLE case_counter (
  territory text NOT NULL,
  year bigint NOT NULL,
  last bigint NOT NULL,
  PRIMARY KEY (territory, year)
);

CREATE TABLE referral (
  territory text NOT NULL,
  id text NOT NULL,
  version bigint NOT NULL,
  head bytea NOT NULL,
  record bytea NOT NULL,
  status text NOT NULL,
  unanswered boolean NOT NULL,
  in_time boolean NOT NULL,
  case_id text NOT NULL,
  body_id text NOT NULL,
  sender_body_id text NOT NULL,
  assigned_person_id text NOT NULL,
  company_id text NOT NULL,
  commune_code text NOT NULL,
  due_us bigint NOT NULL,
  sent_us bigint NOT NULL,
  created_us bigint NOT NULL,
  updated_us bigint NOT NULL,
  PRIMARY KEY (territory, id)
);
CREATE INDEX referral_case ON referral (territory, case_id, id);
CREATE INDEX referral_body ON referral (territory, body_id, due_us, id);
CREATE INDEX referral_sender ON referral (territory, sender_body_id, due_us, id);
CREATE INDEX referral_due ON referral (territory, due_us, id);
CREATE INDEX referral_sent ON referral (territory, sent_us, id);
CREATE INDEX referral_created ON referral (territory, created_us, id);
CREATE INDEX referral_updated ON referral (territory, updated_us, id);

CREATE TABLE message (
  territory text NOT NULL,
  id text NOT NULL,
  version bigint NOT NULL,
  head bytea NOT NULL,
  record bytea NOT NULL,
  case_id text NOT NULL,
  visibility text NOT NULL,
  author_body_id text NOT NULL,
  author_person_id text NOT NULL,
  created_us bigint NOT NULL,
  PRIMARY KEY (territory, id)
);
CREATE INDEX message_case ON message (territory, case_id, created_us, id);

-- Who saw a case: one row a reader and a day, in Paris.
CREATE TABLE case_access (
  territory text NOT NULL,
  case_id text NOT NULL,
  body_id text NOT NULL,
  person_id text NOT NULL,
  read_on text NOT NULL,
  first_us bigint NOT NULL,
  count bigint NOT NULL,
  PRIMARY KEY (territory, case_id, body_id, person_id, read_on)
);
