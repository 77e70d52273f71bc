-- Surveys (满意度调查、问卷、座谈会), and their sheets, many in one row as they were entered; no names
-- or numbers of the public are in either.
CREATE TABLE survey (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE CHECK (length (id) BETWEEN 1 AND 128),
  number TEXT UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('draft', 'open', 'closed', 'released')),
  version INTEGER NOT NULL CHECK (version >= 1),
  scheme TEXT,
  unit TEXT,
  parent TEXT,
  request TEXT NOT NULL,
  doc TEXT NOT NULL
) STRICT;
CREATE INDEX survey_by_scheme ON survey (scheme, seq);

CREATE TABLE sheets (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE CHECK (length (id) BETWEEN 1 AND 128),
  number TEXT UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('entered')),
  version INTEGER NOT NULL CHECK (version >= 1),
  scheme TEXT,
  unit TEXT,
  parent TEXT,
  request TEXT NOT NULL,
  doc TEXT NOT NULL
) STRICT;
CREATE INDEX sheets_by_parent ON sheets (parent, seq);
CREATE INDEX sheets_by_scheme ON sheets (scheme, seq);

CREATE TRIGGER survey_keeps BEFORE DELETE ON survey
BEGIN SELECT RAISE (ABORT, 'surveys are closed, never deleted'); END;
CREATE TRIGGER sheets_keep BEFORE DELETE ON sheets
BEGIN SELECT RAISE (ABORT, 'sheets are never deleted'); END;
