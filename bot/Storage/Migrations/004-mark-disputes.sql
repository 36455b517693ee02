-- An agent may dispute a mark; the dispute and its answer are kept.
CREATE TABLE mark_disputes (
  dispute_id  TEXT PRIMARY KEY,
  rule        TEXT NOT NULL,             -- rule or rubric item
  quote       TEXT NOT NULL,             -- the words marked, long numbers masked
  reason      TEXT NOT NULL,
  opened_by   TEXT NOT NULL,
  opened_at   TEXT NOT NULL,
  outcome     TEXT,                      -- UPHELD: the mark stands; WITHDRAWN: it does not
  answer      TEXT,
  answered_by TEXT,
  answered_at TEXT
) STRICT;
CREATE INDEX mark_disputes_open ON mark_disputes (opened_at) WHERE outcome IS NULL;
