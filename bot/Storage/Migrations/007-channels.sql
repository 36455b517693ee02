-- Channels that answers are carried to: which conversation somebody there is in, how far they have been answered, and whose case they proved to be theirs.

CREATE TABLE channel_talks (
  talk_id         TEXT PRIMARY KEY,      -- keyed hash of the adapter and the channel's own name of the conversation
  adapter         TEXT NOT NULL,         -- botframework, wechat, webhook
  conversation_id TEXT NOT NULL UNIQUE,  -- the conversation it is in now
  sessions        INTEGER NOT NULL,      -- conversations it has been in
  is_over         INTEGER NOT NULL,      -- the next message starts another one
  address_box     TEXT NOT NULL,         -- where answers go, in the adapter's own words, encrypted
  notes           TEXT NOT NULL,         -- what the adapter remembers; names nobody
  sent_seq        INTEGER NOT NULL,      -- the channel has taken everything before this activity
  sent_chars      INTEGER NOT NULL,      -- and so many characters of it
  held_until      TEXT,                  -- up to this moment the adapter answers by itself
  sending_until   TEXT,                  -- up to this moment a node is sending the next piece
  next_at         TEXT,                  -- when sending is tried again; null: not before the person writes
  attempts        INTEGER NOT NULL,      -- failed in a row
  problem         TEXT,                  -- why nothing can be sent
  last_in_at      TEXT NOT NULL
) STRICT;

-- A message that is answered in the answer to its own delivery (WeChat): what was answered, so that each repetition gets the same.
CREATE TABLE passive_answers (
  conversation_id TEXT NOT NULL,
  message_key     TEXT NOT NULL,
  tries           INTEGER NOT NULL,
  sealed_text     BLOB,                  -- null: the answer goes another way
  from_seq        INTEGER,
  from_chars      INTEGER,
  to_seq          INTEGER,
  to_chars        INTEGER,
  at              TEXT NOT NULL,
  PRIMARY KEY (conversation_id, message_key)
) STRICT;

CREATE TABLE bindings (
  user_key  TEXT PRIMARY KEY,            -- channel and keyed hash of its user
  case_no   TEXT NOT NULL REFERENCES cases (case_no),
  bound_at  TEXT NOT NULL,
  proved_at TEXT                         -- when the last four were last given; null: by a link of the bank's alone
) STRICT;
CREATE INDEX bindings_case ON bindings (case_no);

-- Links by which the bank binds a user of a channel to a case: good once.
CREATE TABLE bind_links (
  link_hash  TEXT PRIMARY KEY,
  case_no    TEXT NOT NULL REFERENCES cases (case_no),
  expires_at TEXT NOT NULL,
  used_at    TEXT
) STRICT;

-- Tokens of other systems, shared by all nodes.
CREATE TABLE access_tokens (
  name       TEXT PRIMARY KEY,
  token_box  TEXT NOT NULL,
  expires_at TEXT NOT NULL
) STRICT;
