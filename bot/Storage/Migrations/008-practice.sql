-- Practice with simulated debtors: what was said, what it scored, who is to practise what.

CREATE TABLE practice_sessions (
  session_id    TEXT PRIMARY KEY,
  scenario_id   TEXT NOT NULL,
  scenario_hash TEXT NOT NULL,           -- of the file as it was; a changed file ends the session
  trainee       TEXT NOT NULL,
  seed          INTEGER NOT NULL,
  difficulty    INTEGER NOT NULL,
  parent_id     TEXT REFERENCES practice_sessions (session_id),
  from_turn     INTEGER,                 -- first turn that is said anew
  started_by    TEXT NOT NULL,
  started_at    TEXT NOT NULL,
  ended_at      TEXT,
  disposition   TEXT,
  note          TEXT,
  total         TEXT,                    -- of the card, once ended
  compliance    TEXT,
  passed        INTEGER,
  card          TEXT                     -- JSON of the contract, section 9
) STRICT;
CREATE INDEX practice_sessions_trainee ON practice_sessions (trainee, started_at);

CREATE TABLE practice_turns (
  session_id TEXT NOT NULL REFERENCES practice_sessions (session_id),
  turn       INTEGER NOT NULL,           -- from 1, among all turns
  speaker    TEXT NOT NULL,              -- agent, debtor, third_party
  text       TEXT NOT NULL,
  mood       TEXT,                       -- JSON, of the person after the turn
  at         TEXT NOT NULL,
  PRIMARY KEY (session_id, turn)
) STRICT;

CREATE TABLE practice_assignments (
  assignment_id INTEGER PRIMARY KEY,
  scenario_id   TEXT NOT NULL,
  trainee       TEXT NOT NULL,
  due_on        TEXT,
  assigned_by   TEXT NOT NULL,
  assigned_at   TEXT NOT NULL,
  UNIQUE (scenario_id, trainee)
) STRICT;

-- Marks a trainer holds wrong: the next calibration is made of them.
CREATE TABLE practice_disputes (
  dispute_id INTEGER PRIMARY KEY,
  session_id TEXT NOT NULL REFERENCES practice_sessions (session_id),
  item       TEXT NOT NULL,
  scored     TEXT NOT NULL,              -- full, half, none
  wanted     TEXT NOT NULL,
  reason     TEXT NOT NULL,
  by         TEXT NOT NULL,
  at         TEXT NOT NULL,
  UNIQUE (session_id, item, by)
) STRICT;

-- Scenarios that people wrote, or made from real conversations: each waits for a second person.
CREATE TABLE practice_drafts (
  draft_id    TEXT PRIMARY KEY,
  text        TEXT NOT NULL,             -- YAML; of a real conversation with names, numbers and places masked
  masked      TEXT,                      -- JSON, how often each kind was masked; null where somebody wrote it themselves
  made_by     TEXT NOT NULL,
  made_at     TEXT NOT NULL,
  approved_by TEXT,
  approved_at TEXT
) STRICT;
