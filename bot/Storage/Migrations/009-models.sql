-- What was sent to a language model and what it answered, and what both cost.

CREATE TABLE model_calls (
  call_id         INTEGER PRIMARY KEY,
  use             TEXT NOT NULL,
  conversation_id TEXT,                  -- null where none is behind it
  turn            INTEGER,
  asked_by        TEXT,                  -- member of staff, where one asked
  model           TEXT NOT NULL,
  host            TEXT NOT NULL,
  sent            BLOB,                  -- sealed: the messages and settings as they were sent; null once erased
  answered        BLOB,                  -- sealed: what came back
  wrapped_key     BLOB,
  caught          TEXT,                  -- the check that stopped it; null where it was used
  tokens          INTEGER NOT NULL,      -- reckoned before it is sent, counted after
  cost            INTEGER NOT NULL,      -- in millionths of the contract's currency
  day             TEXT NOT NULL,         -- of the bank
  at              TEXT NOT NULL
) STRICT;
CREATE INDEX model_calls_conversation ON model_calls (conversation_id, call_id);
CREATE INDEX model_calls_day ON model_calls (day, tokens, cost);
