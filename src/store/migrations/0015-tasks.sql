-- What somebody has to do or hand in by a day (任务): of a scheme, or added by the office. `state` is the place
-- in its life cycle; whether it is overdue follows from the day and is not kept.
CREATE TABLE task (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE CHECK (length (id) BETWEEN 1 AND 128),
  number TEXT UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('open','deployed','checked','done','done_late','dropped')),
  version INTEGER NOT NULL CHECK (version >= 1),
  scheme TEXT,
  unit TEXT,
  parent TEXT,
  request TEXT NOT NULL,
  doc TEXT NOT NULL
) STRICT;
CREATE INDEX task_by_scheme ON task (scheme, seq);
CREATE INDEX task_by_unit ON task (unit, seq);
