-- What a scheme wants on file (登记), one entry a row; `parent` is scheme and register, so that one
-- register is listed by its index.
CREATE TABLE register (
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
CREATE INDEX register_by_parent ON register (parent, seq);
CREATE INDEX register_by_unit ON register (unit, seq);
CREATE INDEX register_by_scheme ON register (scheme, seq);

CREATE TRIGGER register_keeps BEFORE DELETE ON register
BEGIN SELECT RAISE (ABORT, 'entries are amended, never deleted'); END;
