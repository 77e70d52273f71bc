-- Steps of the ladder that orders have reached. `number` is the order and the step's key, so that none
-- is proposed twice; `parent` is the order.
CREATE TABLE step (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE CHECK (length (id) BETWEEN 1 AND 128),
  number TEXT UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('proposed','taken','declined','superseded','lapsed')),
  version INTEGER NOT NULL CHECK (version >= 1),
  scheme TEXT,
  unit TEXT,
  parent TEXT,
  request TEXT NOT NULL,
  doc TEXT NOT NULL
) STRICT;

CREATE INDEX step_by_state ON step (state, seq);
CREATE INDEX step_by_scheme ON step (scheme, seq);
CREATE INDEX step_by_unit ON step (unit, seq);
CREATE INDEX step_by_parent ON step (parent, seq);
