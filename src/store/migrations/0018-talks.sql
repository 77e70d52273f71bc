-- Records of talks (谈话记录): testimony under a visit. Who was talked to (被谈话人) is kept apart from what
-- was said, as who gave a lead is: no list, no answer and no export of talks can hold it; the talk has
-- but a salted hash of it.
CREATE TABLE talk (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE CHECK (length (id) BETWEEN 1 AND 128),
  number TEXT UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('recorded','signed')),
  version INTEGER NOT NULL CHECK (version >= 1),
  scheme TEXT,
  unit TEXT,
  parent TEXT,
  request TEXT NOT NULL,
  doc TEXT NOT NULL
) STRICT;
CREATE INDEX talk_by_state ON talk (state, seq);
CREATE INDEX talk_by_visit ON talk (parent, seq);
CREATE INDEX talk_by_scheme ON talk (scheme, seq);
CREATE INDEX talk_by_unit ON talk (unit, seq);

CREATE TABLE talk_subject (
  talk TEXT PRIMARY KEY,
  doc TEXT NOT NULL
) STRICT;
