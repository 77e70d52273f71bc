-- What the checks of plausibility found, each a record of the same shape as the others; `parent` is the
-- visit or order of the evidence, a link `subject` leads from the evidence, or from a visit that the
-- flag is about as a whole.

CREATE TABLE flag (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE CHECK (length (id) BETWEEN 1 AND 128),
  number TEXT UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('open','explained','unexplained','lapsed')),
  version INTEGER NOT NULL CHECK (version >= 1),
  scheme TEXT,
  unit TEXT,
  parent TEXT,
  request TEXT NOT NULL,
  doc TEXT NOT NULL
) STRICT;

CREATE INDEX flag_by_state ON flag (state, seq);
CREATE INDEX flag_by_parent ON flag (parent, seq);

-- The files of evidence by what they are: `sha256` of the file, `picture` of the picture alone without
-- what surrounds it, `phash` its perceptual hash; `seq` is the evidence's own.
CREATE TABLE picture (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  parent TEXT NOT NULL,
  sha256 TEXT NOT NULL CHECK (length (sha256) = 64),
  picture TEXT CHECK (length (picture) = 64),
  phash INTEGER
) STRICT;
CREATE INDEX picture_by_sha256 ON picture (sha256, seq);
CREATE INDEX picture_by_picture ON picture (picture, seq) WHERE picture IS NOT NULL;

-- Each hash four times, by each of its quarters: hashes that differ in few bits agree in some quarter
-- but for fewer still, so that the near ones are found by looking into few places, however many there are.
CREATE TABLE picture_band (
  band INTEGER NOT NULL,
  value INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  phash INTEGER NOT NULL,
  PRIMARY KEY (band, value, seq)
) STRICT, WITHOUT ROWID;

-- What is to be checked, or checked again. `round` counts what changed meanwhile.
CREATE TABLE check_due (
  due INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('evidence','visit')),
  id TEXT NOT NULL,
  round INTEGER NOT NULL DEFAULT 1,
  UNIQUE (kind, id)
) STRICT;

INSERT INTO check_due (kind, id)
SELECT 'evidence', id FROM evidence
 WHERE state = 'examined' OR (state = 'listed' AND json_extract (doc, '$.derived_from') IS NULL)
 ORDER BY seq;

-- How far a device's clock was ahead of the service's when somebody logged in from it.
CREATE TABLE login_clock (
  account TEXT NOT NULL,
  at INTEGER NOT NULL,
  skew_us INTEGER NOT NULL,
  PRIMARY KEY (account, at)
) STRICT, WITHOUT ROWID;
