-- Leads (线索): where a visit or a finding may start. Who gave one (举报人) is kept apart from it, so that
-- no list, no answer and no export of leads can hold it; the lead has but a salted hash of it.

CREATE TABLE lead (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE CHECK (length (id) BETWEEN 1 AND 128),
  number TEXT UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('received','verified','turned','answered')),
  version INTEGER NOT NULL CHECK (version >= 1),
  scheme TEXT,
  unit TEXT,
  parent TEXT,
  request TEXT NOT NULL,
  doc TEXT NOT NULL
) STRICT;
CREATE INDEX lead_by_state ON lead (state, seq);
CREATE INDEX lead_by_scheme ON lead (scheme, seq);
CREATE INDEX lead_by_unit ON lead (unit, seq);

CREATE TABLE lead_informant (
  lead TEXT PRIMARY KEY,
  doc TEXT NOT NULL
) STRICT;

-- What a unit declared of itself (自查); `parent` is the category.
CREATE TABLE selfcheck (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE CHECK (length (id) BETWEEN 1 AND 128),
  number TEXT UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('declared')),
  version INTEGER NOT NULL CHECK (version >= 1),
  scheme TEXT,
  unit TEXT,
  parent TEXT,
  request TEXT NOT NULL,
  doc TEXT NOT NULL
) STRICT;
CREATE INDEX selfcheck_by_unit ON selfcheck (unit, seq);
CREATE INDEX selfcheck_by_scheme ON selfcheck (scheme, seq);
CREATE INDEX selfcheck_by_category ON selfcheck (unit, parent, seq);

-- Which findings are of the same unit and category, so that it is seen when one comes back: the links of
-- those that were established before they were kept.
INSERT INTO link (noun, kind, target, seq, id)
SELECT 'finding', 'subject', unit || ' ' || json_extract (doc, '$.category'), seq, id
  FROM finding
 WHERE json_extract (doc, '$.established') IS NOT NULL
    ON CONFLICT DO NOTHING;

-- Lots by which is chosen who is inspected, with the seed and the candidates.
CREATE TABLE draw (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE CHECK (length (id) BETWEEN 1 AND 128),
  number TEXT UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('drawn')),
  version INTEGER NOT NULL CHECK (version >= 1),
  scheme TEXT,
  unit TEXT,
  parent TEXT,
  request TEXT NOT NULL,
  doc TEXT NOT NULL
) STRICT;
CREATE INDEX draw_by_scheme ON draw (scheme, seq);
