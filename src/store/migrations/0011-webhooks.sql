-- Addresses that are told of events: a record of the same shape as the others, without its secret.
CREATE TABLE webhook (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE CHECK (length (id) BETWEEN 1 AND 128),
  number TEXT UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('active','disabled')),
  version INTEGER NOT NULL CHECK (version >= 1),
  scheme TEXT,
  unit TEXT,
  parent TEXT,
  request TEXT NOT NULL,
  doc TEXT NOT NULL
) STRICT;

-- How far each has got: `position` is the last leaf that it has taken or did not ask for. Rows of those
-- that are disabled go, and their secrets with them.
CREATE TABLE webhook_delivery (
  id TEXT PRIMARY KEY REFERENCES webhook (id),
  secret TEXT NOT NULL,
  position INTEGER NOT NULL,
  failures INTEGER NOT NULL DEFAULT 0,
  failing_since INTEGER NOT NULL DEFAULT 0,
  retry_at INTEGER NOT NULL DEFAULT 0
) STRICT;
