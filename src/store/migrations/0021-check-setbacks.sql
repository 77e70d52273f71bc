-- What failed when it was to be examined or checked: it is tried again after a rest, and what is due
-- behind it is not held up. Kept beside the lists of what is due, so that a restart neither tells of it
-- anew nor hurries it.
CREATE TABLE check_setback (
  kind TEXT NOT NULL CHECK (kind IN ('evidence','visit','examination')),
  id TEXT NOT NULL,
  failures INTEGER NOT NULL CHECK (failures >= 1),
  retry_at INTEGER NOT NULL,
  PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX check_setback_by_time ON check_setback (retry_at);
