-- What a person can pay a month by their own figures. The figures themselves stand nowhere but in the words they were said in.
CREATE TABLE affordability (
  case_no         TEXT PRIMARY KEY REFERENCES cases (case_no),
  conversation_id TEXT NOT NULL REFERENCES conversations (conversation_id),
  amount          INTEGER NOT NULL,
  currency        TEXT NOT NULL,
  reckoned_on     TEXT NOT NULL,
  expires_on      TEXT NOT NULL
) STRICT;

-- Answers about income and living costs: not shown to staff, and erased when they expire.
ALTER TABLE activities ADD COLUMN is_private INTEGER NOT NULL DEFAULT 0;
CREATE INDEX activities_private ON activities (at) WHERE is_private = 1;
