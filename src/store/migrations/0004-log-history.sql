-- Checkpoints that witnesses cosigned, oldest first. None is ever changed: a pack names the first
-- that covers its leaves, so that it is the same pack whenever it is written.

CREATE TABLE log_cosigned (
  seq INTEGER PRIMARY KEY,
  size INTEGER NOT NULL CHECK (size >= 1),
  note TEXT NOT NULL
) STRICT;
CREATE INDEX log_cosigned_by_size ON log_cosigned (size, seq);

-- The log's changes of key, oldest first: notes that both keys signed. `size` is how many leaves the
-- log had when the new key took over.

CREATE TABLE log_rotation (
  seq INTEGER PRIMARY KEY,
  size INTEGER NOT NULL CHECK (size >= 1),
  note TEXT NOT NULL
) STRICT;
