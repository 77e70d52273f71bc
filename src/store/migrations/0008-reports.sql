-- Figures that are entered because no record tells them, and reports as they were made: a report is
-- never changed, so that a past period keeps its numbers.

CREATE TABLE figure (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE CHECK (length (id) BETWEEN 1 AND 256),
  number TEXT UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('entered')),
  version INTEGER NOT NULL CHECK (version >= 1),
  scheme TEXT,
  unit TEXT,
  parent TEXT,
  request TEXT NOT NULL,
  doc TEXT NOT NULL
) STRICT;

CREATE INDEX figure_by_scheme ON figure (scheme, seq);
CREATE INDEX figure_by_unit ON figure (unit, seq);

CREATE TABLE report (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE CHECK (length (id) BETWEEN 1 AND 128),
  number TEXT UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('frozen')),
  version INTEGER NOT NULL CHECK (version = 1),
  scheme TEXT,
  unit TEXT,
  parent TEXT,
  request TEXT NOT NULL,
  doc TEXT NOT NULL
) STRICT;

CREATE INDEX report_by_scheme ON report (scheme, seq);

CREATE TRIGGER report_stays BEFORE UPDATE ON report
BEGIN SELECT RAISE (ABORT, 'reports are never changed'); END;
CREATE TRIGGER report_keeps BEFORE DELETE ON report
BEGIN SELECT RAISE (ABORT, 'reports are never deleted'); END;

-- Addresses under which a calendar program fetches an account's deadlines: at most one each, which
-- replaces the one before. Tokens are kept only as SHA-256: 32 random bytes need no slow hash.
CREATE TABLE calendar_feed (
  account TEXT PRIMARY KEY REFERENCES account (id),
  token_hash TEXT NOT NULL UNIQUE
) STRICT, WITHOUT ROWID;
