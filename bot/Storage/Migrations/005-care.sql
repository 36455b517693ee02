-- Protections, disputes, preferences and papers of a case; what is to be sent to other systems; what was written out already.

CREATE TABLE protections (
  protection_id   TEXT PRIMARY KEY,
  case_no         TEXT,                  -- null while nobody is verified; filled in once they are
  conversation_id TEXT NOT NULL REFERENCES conversations (conversation_id),
  kind            TEXT NOT NULL,         -- of prompts/policy/protections.yaml
  status          TEXT NOT NULL,         -- ACTIVE, CLEARED
  ticket_id       TEXT,                  -- the ticket that holds the words
  opened_at       TEXT NOT NULL,
  frozen_until    TEXT,                  -- nothing goes out before this moment
  lapses_at       TEXT,                  -- it lifts by itself
  cleared_by      TEXT,
  cleared_at      TEXT,
  clear_reason    TEXT
) STRICT;
CREATE INDEX protections_case ON protections (case_no);
CREATE INDEX protections_conversation ON protections (conversation_id);

CREATE TABLE disputes (
  dispute_id      TEXT PRIMARY KEY,
  case_no         TEXT NOT NULL REFERENCES cases (case_no),
  conversation_id TEXT NOT NULL REFERENCES conversations (conversation_id),
  ticket_id       TEXT,
  kind            TEXT NOT NULL,         -- transaction, fee
  lines           TEXT NOT NULL,         -- month/number, separated by blanks
  amount          INTEGER,
  currency        TEXT NOT NULL,
  status          TEXT NOT NULL,         -- OPEN, UPHELD, REJECTED
  opened_at       TEXT NOT NULL,
  answered_by     TEXT,
  answered_at     TEXT,
  answer          TEXT
) STRICT;
CREATE INDEX disputes_case ON disputes (case_no);

CREATE TABLE preferences (
  case_no     TEXT PRIMARY KEY REFERENCES cases (case_no),
  channel     TEXT,
  window_from TEXT,
  window_to   TEXT,
  support     TEXT,
  changed_at  TEXT NOT NULL
) STRICT;

CREATE TABLE papers (
  paper_id        TEXT PRIMARY KEY,
  case_no         TEXT NOT NULL REFERENCES cases (case_no),
  conversation_id TEXT NOT NULL REFERENCES conversations (conversation_id),
  kind            TEXT NOT NULL,         -- hardship, medical, receipt
  status          TEXT NOT NULL,         -- ASKED, RECEIVED, ACCEPTED, RETURNED
  reason          TEXT,
  consent_at      TEXT,                  -- separate consent to look at health data
  upload_id       TEXT,
  asked_at        TEXT NOT NULL,
  changed_at      TEXT NOT NULL,
  changed_by      TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX papers_once ON papers (case_no, kind) WHERE status <> 'ACCEPTED';

CREATE TABLE outbox (
  outbox_id  INTEGER PRIMARY KEY,
  target     TEXT NOT NULL,              -- bank, oncall
  kind       TEXT NOT NULL,
  body       TEXT NOT NULL,
  created_at TEXT NOT NULL,
  next_at    TEXT NOT NULL,
  attempts   INTEGER NOT NULL DEFAULT 0,
  sent_at    TEXT
) STRICT;
CREATE INDEX outbox_due ON outbox (next_at) WHERE sent_at IS NULL;

-- An export takes row versions into a batch first and writes its files from there: stopped anywhere, the same files are written again.
CREATE TABLE exports (
  record   TEXT NOT NULL,
  row_id   TEXT NOT NULL,
  row_hash TEXT NOT NULL,
  batch    TEXT NOT NULL,
  body     TEXT NOT NULL,
  PRIMARY KEY (record, row_id, row_hash)
) STRICT;
CREATE INDEX exports_batch ON exports (batch);
CREATE TABLE export_batches (batch TEXT PRIMARY KEY, done_at TEXT) STRICT;
