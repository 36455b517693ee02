-- Times are ISO 8601 in UTC with seven decimals, so that text order is time order. Money is whole cents.
-- Columns named sealed_* hold AES-GCM boxes whose key lies in vault; dropping that row makes them unreadable for ever.

CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

CREATE TABLE vault (
  subject     TEXT PRIMARY KEY,          -- case:NO or conversation:ID
  case_no     TEXT,
  wrapped_key BLOB NOT NULL
) STRICT;
CREATE INDEX vault_case ON vault (case_no);

CREATE TABLE cases (
  case_no      TEXT PRIMARY KEY,
  customer_no  TEXT NOT NULL,
  id_last4     TEXT NOT NULL,
  id_hash      BLOB,                     -- keyed hash of the whole identity number, when the file gives it
  card_last4   TEXT NOT NULL,
  mobile_hash  BLOB NOT NULL,
  as_of        TEXT NOT NULL,
  file         TEXT NOT NULL,            -- figures and flags; nothing that names the person
  row_hash     BLOB NOT NULL,            -- keyed hash of everything in the row, to tell "again" from "changed"
  sealed_holder BLOB NOT NULL,
  is_sample    INTEGER NOT NULL DEFAULT 0,
  loaded_at    TEXT NOT NULL
) STRICT;
CREATE INDEX cases_mobile ON cases (mobile_hash);
CREATE INDEX cases_customer ON cases (customer_no);

CREATE TABLE payments (
  payment_id  TEXT PRIMARY KEY,
  case_no     TEXT NOT NULL REFERENCES cases (case_no),
  txn_type    TEXT NOT NULL,
  amount      INTEGER NOT NULL,
  currency    TEXT NOT NULL,
  value_date  TEXT NOT NULL,
  loaded_at   TEXT NOT NULL
) STRICT;
CREATE INDEX payments_case ON payments (case_no, value_date);

CREATE TABLE statement_lines (
  case_no         TEXT NOT NULL REFERENCES cases (case_no),
  statement_month TEXT NOT NULL,
  line_no         INTEGER NOT NULL,
  txn_date        TEXT NOT NULL,
  post_date       TEXT NOT NULL,
  line_type       TEXT NOT NULL,
  amount          INTEGER NOT NULL,
  merchant        TEXT,
  loaded_at       TEXT NOT NULL,
  PRIMARY KEY (case_no, statement_month, line_no)
) STRICT;

CREATE TABLE conversations (
  conversation_id TEXT PRIMARY KEY,
  channel         TEXT NOT NULL,
  user_id         TEXT NOT NULL,
  version         INTEGER NOT NULL,      -- rises by one each turn; a save that does not find its version is refused
  turn            INTEGER NOT NULL,
  next_seq        INTEGER NOT NULL,
  case_no         TEXT,                  -- the verified case, once there is one
  verified_until  TEXT,                  -- figures are shown unmasked up to this moment
  sealed_state    BLOB NOT NULL,
  started_at      TEXT NOT NULL,
  last_at         TEXT NOT NULL
) STRICT;
CREATE INDEX conversations_case ON conversations (case_no);

CREATE TABLE activities (
  conversation_id TEXT NOT NULL REFERENCES conversations (conversation_id),
  seq             INTEGER NOT NULL,
  direction       TEXT NOT NULL,         -- in, out
  inbound_key     TEXT,                  -- what the sender calls the activity; unique, so that it takes effect once
  turn            INTEGER NOT NULL,
  is_sensitive    INTEGER NOT NULL,
  sealed_body     BLOB NOT NULL,
  at              TEXT NOT NULL,
  sent_at         TEXT,                  -- for channels that are pushed to: when the channel took it
  PRIMARY KEY (conversation_id, seq)
) STRICT;
CREATE UNIQUE INDEX activities_once ON activities (conversation_id, inbound_key) WHERE inbound_key IS NOT NULL;

CREATE TABLE uploads (
  upload_id       TEXT PRIMARY KEY,
  conversation_id TEXT NOT NULL REFERENCES conversations (conversation_id),
  content_type    TEXT NOT NULL,
  sealed_name     BLOB NOT NULL,
  sealed_content  BLOB NOT NULL,
  at              TEXT NOT NULL
) STRICT;
CREATE INDEX uploads_conversation ON uploads (conversation_id);

CREATE TABLE locks (
  lock_key     TEXT PRIMARY KEY,         -- user:..., case:..., claim:... or address:..., hashed where it names a person
  failures     INTEGER NOT NULL,
  last_at      TEXT NOT NULL,
  locked_until TEXT
) STRICT;

CREATE TABLE promises (
  promise_id      TEXT PRIMARY KEY,
  case_no         TEXT NOT NULL REFERENCES cases (case_no),
  conversation_id TEXT NOT NULL REFERENCES conversations (conversation_id),
  amount          INTEGER NOT NULL,
  currency        TEXT NOT NULL,
  due_on          TEXT NOT NULL,
  status          TEXT NOT NULL,
  channel         TEXT NOT NULL,
  supersedes      TEXT,
  created_at      TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX promises_one_open ON promises (case_no) WHERE status = 'PENDING';

CREATE TABLE agreements (
  agreement_id    TEXT PRIMARY KEY,
  case_no         TEXT NOT NULL REFERENCES cases (case_no),
  conversation_id TEXT NOT NULL REFERENCES conversations (conversation_id),
  status          TEXT NOT NULL,
  policy          TEXT NOT NULL,
  offer           TEXT NOT NULL,         -- the whole offer agreed to
  locale          TEXT NOT NULL,
  contents        TEXT NOT NULL,         -- the clauses read back, word for word, one a line
  answer_by       TEXT,
  accepted_at     TEXT NOT NULL,
  evidence        TEXT NOT NULL          -- activity id of the explicit yes
) STRICT;
CREATE UNIQUE INDEX agreements_one_open ON agreements (case_no) WHERE status IN ('PENDING_APPROVAL', 'ACTIVE', 'PAUSED');

CREATE TABLE instalments (
  agreement_id TEXT NOT NULL REFERENCES agreements (agreement_id),
  seq          INTEGER NOT NULL,
  due_on       TEXT NOT NULL,
  principal    INTEGER NOT NULL,
  interest     INTEGER NOT NULL,
  amount       INTEGER NOT NULL,
  status       TEXT NOT NULL,
  PRIMARY KEY (agreement_id, seq)
) STRICT;

CREATE TABLE tickets (
  ticket_id       TEXT PRIMARY KEY,
  case_no         TEXT,
  conversation_id TEXT NOT NULL REFERENCES conversations (conversation_id),
  queue           TEXT NOT NULL,
  reason          TEXT NOT NULL,
  status          TEXT NOT NULL,
  opened_at       TEXT NOT NULL,
  due_at          TEXT NOT NULL,
  sealed_quote    BLOB
) STRICT;
CREATE INDEX tickets_case ON tickets (case_no);

CREATE TABLE handoffs (
  handoff_id      TEXT PRIMARY KEY,
  case_no         TEXT,
  conversation_id TEXT NOT NULL REFERENCES conversations (conversation_id),
  queue           TEXT NOT NULL,
  reason          TEXT NOT NULL,
  priority        INTEGER NOT NULL,
  status          TEXT NOT NULL,
  created_at      TEXT NOT NULL,
  due_at          TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX handoffs_one_open ON handoffs (conversation_id) WHERE status IN ('waiting', 'accepted');
CREATE INDEX handoffs_status ON handoffs (status, priority, created_at);

CREATE TABLE contact_records (
  contact_id      TEXT PRIMARY KEY,      -- one per conversation
  case_no         TEXT,
  conversation_id TEXT NOT NULL UNIQUE REFERENCES conversations (conversation_id),
  channel         TEXT NOT NULL,
  direction       TEXT NOT NULL,
  party           TEXT NOT NULL,
  actor           TEXT NOT NULL,
  disposition     TEXT NOT NULL,
  turns           INTEGER NOT NULL,
  started_at      TEXT NOT NULL,
  ended_at        TEXT NOT NULL
) STRICT;
CREATE INDEX contact_records_case ON contact_records (case_no);

CREATE TABLE audit (
  seq     INTEGER PRIMARY KEY,
  at      TEXT NOT NULL,
  kind    TEXT NOT NULL,
  actor   TEXT NOT NULL,
  subject TEXT NOT NULL,
  body    TEXT NOT NULL,
  hash    BLOB NOT NULL                  -- over the entry and the hash before it
) STRICT;
