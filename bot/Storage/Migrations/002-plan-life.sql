-- What becomes of agreements and promises after they are made: what was paid on them, what a person decided, what happened.

ALTER TABLE instalments ADD COLUMN paid INTEGER NOT NULL DEFAULT 0;
ALTER TABLE instalments ADD COLUMN paid_on TEXT;
ALTER TABLE instalments ADD COLUMN left_out INTEGER NOT NULL DEFAULT 0;      -- of amount: moved to the appended row, or interest not charged after an early pay-off
ALTER TABLE instalments ADD COLUMN is_appended INTEGER NOT NULL DEFAULT 0;   -- the row that takes a missed amount to the end

ALTER TABLE promises ADD COLUMN actual_amount INTEGER;
ALTER TABLE promises ADD COLUMN actual_on TEXT;

ALTER TABLE agreements ADD COLUMN decided_by TEXT;                           -- who gave the last word on an application
ALTER TABLE agreements ADD COLUMN decided_at TEXT;
ALTER TABLE agreements ADD COLUMN active_from TEXT;                          -- civil day in force; rows due earlier count as due then
ALTER TABLE agreements ADD COLUMN ended_at TEXT;                             -- civil day completed, broken or cancelled
ALTER TABLE agreements ADD COLUMN notice_at TEXT;                            -- civil day of the notice that stands
ALTER TABLE agreements ADD COLUMN down_paid INTEGER NOT NULL DEFAULT 0;

CREATE TABLE plan_events (
  agreement_id TEXT NOT NULL REFERENCES agreements (agreement_id),
  seq          INTEGER NOT NULL,         -- 1, 2, 3 within the agreement
  event        TEXT NOT NULL,
  instalment   INTEGER,
  at           TEXT NOT NULL,
  actor        TEXT NOT NULL,
  before       TEXT,
  after        TEXT,
  reason       TEXT,
  PRIMARY KEY (agreement_id, seq)
) STRICT;

-- A time during which nothing counts as missed; lifted early, it ends on the day it was lifted.
CREATE TABLE plan_holds (
  agreement_id TEXT NOT NULL REFERENCES agreements (agreement_id),
  from_on      TEXT NOT NULL,
  until_on     TEXT NOT NULL,
  PRIMARY KEY (agreement_id, from_on)
) STRICT;

CREATE INDEX promises_case ON promises (case_no, created_at);
CREATE INDEX agreements_case ON agreements (case_no);
CREATE INDEX agreements_status ON agreements (status);

INSERT INTO plan_events (agreement_id, seq, event, at, actor, after)
SELECT a.agreement_id, 1, 'CREATED', a.accepted_at, c.user_id, a.status
FROM agreements a JOIN conversations c ON c.conversation_id = a.conversation_id;
