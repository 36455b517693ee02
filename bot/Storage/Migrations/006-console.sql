-- People who hold conversations: who took a hand-off and how it ended, what they wrote, what the review stopped, who is signed in.

ALTER TABLE handoffs ADD COLUMN holder TEXT;            -- who accepted it
ALTER TABLE handoffs ADD COLUMN accepted_at TEXT;
ALTER TABLE handoffs ADD COLUMN first_reply_at TEXT;
ALTER TABLE handoffs ADD COLUMN seen_at TEXT;           -- last sign of life of the holder
ALTER TABLE handoffs ADD COLUMN danger_at TEXT;         -- a sign of danger was heard while a person held it
ALTER TABLE handoffs ADD COLUMN ended_at TEXT;
ALTER TABLE handoffs ADD COLUMN ended_by TEXT;
ALTER TABLE handoffs ADD COLUMN disposition TEXT;
ALTER TABLE handoffs ADD COLUMN sealed_note BLOB;
CREATE INDEX handoffs_holder ON handoffs (holder) WHERE status = 'accepted';
CREATE INDEX handoffs_case ON handoffs (case_no);

ALTER TABLE activities ADD COLUMN author TEXT;          -- the member of staff who wrote it; null for the assistant and the cardholder

-- Lines that the review stopped at sending, and lines sent in spite of a warning, with the reason.
CREATE TABLE draft_marks (
  mark_id         INTEGER PRIMARY KEY,
  at              TEXT NOT NULL,
  user            TEXT NOT NULL,
  conversation_id TEXT NOT NULL REFERENCES conversations (conversation_id),
  action          TEXT NOT NULL,         -- BLOCKED, OVERRIDDEN
  rules           TEXT NOT NULL,         -- rule ids, separated by blanks
  reason          TEXT
) STRICT;
CREATE INDEX draft_marks_at ON draft_marks (at);

-- Who looked at a case, for the case itself.
CREATE INDEX audit_subject ON audit (subject);

CREATE TABLE staff_sessions (
  session    TEXT PRIMARY KEY,           -- keyed hash of what the cookie carries
  user       TEXT NOT NULL,
  started_at TEXT NOT NULL,
  ended_at   TEXT
) STRICT;
