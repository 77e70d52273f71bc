-- Whom an office chose to visit by risk, with every figure and weight of it.
CREATE TABLE choice (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE CHECK (length (id) BETWEEN 1 AND 128),
  number TEXT UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('chosen')),
  version INTEGER NOT NULL CHECK (version >= 1),
  scheme TEXT,
  unit TEXT,
  parent TEXT,
  request TEXT NOT NULL,
  doc TEXT NOT NULL
) STRICT;
CREATE INDEX choice_by_scheme ON choice (scheme, seq);
