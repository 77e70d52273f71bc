-- Exposures (曝光) of units' cases to the public.
CREATE TABLE exposure (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE CHECK (length (id) BETWEEN 1 AND 128),
  number TEXT UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('drafted','approved','declined','published','revoked')),
  version INTEGER NOT NULL CHECK (version >= 1),
  scheme TEXT,
  unit TEXT,
  parent TEXT,
  request TEXT NOT NULL,
  doc TEXT NOT NULL
) STRICT;
CREATE INDEX exposure_by_state ON exposure (state, seq);
CREATE INDEX exposure_by_scheme ON exposure (scheme, seq);
CREATE INDEX exposure_by_unit ON exposure (unit, seq);
