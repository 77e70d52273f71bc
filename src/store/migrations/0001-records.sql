-- Records. Each noun has a table of the same shape: the columns are what lists are filtered by, `doc` is
-- the record itself as canonical JSON (its SHA-256 stands in the leaf of the last change), `request`
-- is the SHA-256 of the request that made it, so that the same PUT again is known to be the same.
-- `parent` is the visit or order that a finding or a piece of evidence belongs to.

CREATE TABLE scheme (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE CHECK (length (id) BETWEEN 1 AND 128),
  number TEXT UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('loaded','in_force','closed')),
  version INTEGER NOT NULL CHECK (version >= 1),
  scheme TEXT,
  unit TEXT,
  parent TEXT,
  request TEXT NOT NULL,
  doc TEXT NOT NULL
) STRICT;

CREATE TABLE unit (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE CHECK (length (id) BETWEEN 1 AND 128),
  number TEXT UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('active','closed')),
  version INTEGER NOT NULL CHECK (version >= 1),
  scheme TEXT,
  unit TEXT,
  parent TEXT,
  request TEXT NOT NULL,
  doc TEXT NOT NULL
) STRICT;


CREATE TABLE calendar (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE CHECK (length (id) BETWEEN 1 AND 128),
  number TEXT UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('loaded')),
  version INTEGER NOT NULL CHECK (version >= 1),
  scheme TEXT,
  unit TEXT,
  parent TEXT,
  request TEXT NOT NULL,
  doc TEXT NOT NULL
) STRICT;

CREATE TABLE account (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE CHECK (length (id) BETWEEN 1 AND 128),
  number TEXT UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('active','disabled')),
  version INTEGER NOT NULL CHECK (version >= 1),
  scheme TEXT,
  unit TEXT,
  parent TEXT,
  request TEXT NOT NULL,
  doc TEXT NOT NULL
) STRICT;

CREATE TABLE visit (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE CHECK (length (id) BETWEEN 1 AND 128),
  number TEXT UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('draft','approved','in_progress','submitted','verified','archived','returned','cancelled')),
  version INTEGER NOT NULL CHECK (version >= 1),
  scheme TEXT,
  unit TEXT,
  parent TEXT,
  request TEXT NOT NULL,
  doc TEXT NOT NULL
) STRICT;

CREATE INDEX visit_by_state ON visit (state, seq);
CREATE INDEX visit_by_scheme ON visit (scheme, seq);
CREATE INDEX visit_by_unit ON visit (unit, seq);
CREATE INDEX visit_by_parent ON visit (parent, seq);

CREATE TABLE evidence (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE CHECK (length (id) BETWEEN 1 AND 128),
  number TEXT UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('received','examined','listed','superseded')),
  version INTEGER NOT NULL CHECK (version >= 1),
  scheme TEXT,
  unit TEXT,
  parent TEXT,
  request TEXT NOT NULL,
  doc TEXT NOT NULL
) STRICT;

CREATE INDEX evidence_by_state ON evidence (state, seq);
CREATE INDEX evidence_by_parent ON evidence (parent, seq);

CREATE TABLE finding (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE CHECK (length (id) BETWEEN 1 AND 128),
  number TEXT UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('registered','verifying','established','not_established','merged','assigned','rectifying','feedback','reinspect','closed','returned','reopened','referred')),
  version INTEGER NOT NULL CHECK (version >= 1),
  scheme TEXT,
  unit TEXT,
  parent TEXT,
  request TEXT NOT NULL,
  doc TEXT NOT NULL
) STRICT;

CREATE INDEX finding_by_state ON finding (state, seq);
CREATE INDEX finding_by_scheme ON finding (scheme, seq);
CREATE INDEX finding_by_unit ON finding (unit, seq);
CREATE INDEX finding_by_parent ON finding (parent, seq);

CREATE TABLE orders (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE CHECK (length (id) BETWEEN 1 AND 128),
  number TEXT UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('draft','reviewing','to_sign','signed','numbered','served','received','plan_due','plan_filed','plan_accepted','rectifying','feedback_filed','reinspecting','closing','closed','assign_objected','negotiating','withdrawn')),
  version INTEGER NOT NULL CHECK (version >= 1),
  scheme TEXT,
  unit TEXT,
  parent TEXT,
  request TEXT NOT NULL,
  doc TEXT NOT NULL
) STRICT;

CREATE INDEX orders_by_state ON orders (state, seq);
CREATE INDEX orders_by_scheme ON orders (scheme, seq);
CREATE INDEX orders_by_unit ON orders (unit, seq);
CREATE INDEX orders_by_parent ON orders (parent, seq);

CREATE TABLE referral (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE CHECK (length (id) BETWEEN 1 AND 128),
  number TEXT UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('drafted','approved','sent','received','accepted','returned_for_supplement','declined','handling','result_reported','archived')),
  version INTEGER NOT NULL CHECK (version >= 1),
  scheme TEXT,
  unit TEXT,
  parent TEXT,
  request TEXT NOT NULL,
  doc TEXT NOT NULL
) STRICT;

CREATE INDEX referral_by_state ON referral (state, seq);
CREATE INDEX referral_by_scheme ON referral (scheme, seq);
CREATE INDEX referral_by_unit ON referral (unit, seq);
CREATE INDEX referral_by_parent ON referral (parent, seq);

-- Who and what a record names: the members of a visit, the lead units of an order, …; `seq` is the
-- record's own, so that a list filtered by a link pages like any other.
CREATE TABLE link (
  noun TEXT NOT NULL,
  kind TEXT NOT NULL,
  target TEXT NOT NULL,
  seq INTEGER NOT NULL,
  id TEXT NOT NULL,
  PRIMARY KEY (noun, kind, target, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE credential (
  account TEXT PRIMARY KEY REFERENCES account (id),
  hash TEXT NOT NULL
) STRICT;

CREATE TABLE device (
  account TEXT NOT NULL REFERENCES account (id),
  device TEXT NOT NULL CHECK (length (device) BETWEEN 1 AND 128),
  first_seen INTEGER NOT NULL,
  revoked INTEGER NOT NULL DEFAULT 0 CHECK (revoked IN (0, 1)),
  PRIMARY KEY (account, device)
) STRICT, WITHOUT ROWID;

-- Tokens are kept only as SHA-256: 32 random bytes need no slow hash.
CREATE TABLE session (
  token_hash TEXT PRIMARY KEY,
  account TEXT NOT NULL REFERENCES account (id),
  device TEXT NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_by_account ON session (account);
CREATE INDEX session_by_expiry ON session (expires_at);

-- Evidence on its way. `received` is the acknowledged, durable offset; the part in the vault may hold
-- more, which is cut off when it is gone on with.
CREATE TABLE upload (
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  evidence TEXT NOT NULL,
  sha256 TEXT NOT NULL CHECK (length (sha256) = 64),
  size INTEGER NOT NULL CHECK (size >= 0),
  received INTEGER NOT NULL DEFAULT 0 CHECK (received >= 0),
  metadata TEXT NOT NULL,
  touched_at INTEGER NOT NULL,
  finished INTEGER NOT NULL DEFAULT 0 CHECK (finished IN (0, 1))
) STRICT;
CREATE INDEX upload_by_touch ON upload (finished, touched_at);
CREATE INDEX upload_by_evidence ON upload (evidence);

-- Letter numbers and ledger numbers: one counter for each series.
CREATE TABLE counter (
  series TEXT PRIMARY KEY,
  last INTEGER NOT NULL CHECK (last >= 1)
) STRICT, WITHOUT ROWID;

-- The custody log (RFC 6962). Nodes are kept at every eighth level only; the rest is recomputed.
CREATE TABLE log_leaf (
  idx INTEGER PRIMARY KEY,
  hash BLOB NOT NULL CHECK (length (hash) = 32),
  record TEXT NOT NULL,
  line TEXT NOT NULL
) STRICT;
CREATE INDEX log_leaf_by_record ON log_leaf (record, idx);

CREATE TABLE log_node (
  level INTEGER NOT NULL,
  idx INTEGER NOT NULL,
  hash BLOB NOT NULL CHECK (length (hash) = 32),
  PRIMARY KEY (level, idx)
) STRICT, WITHOUT ROWID;

CREATE TABLE log_checkpoint (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  size INTEGER NOT NULL,
  note TEXT NOT NULL
) STRICT;

-- The log is the proof; these only catch accidents of our own.
CREATE TRIGGER log_leaf_keeps BEFORE DELETE ON log_leaf
BEGIN SELECT RAISE (ABORT, 'leaves are never deleted'); END;
CREATE TRIGGER log_leaf_stays BEFORE UPDATE ON log_leaf
BEGIN SELECT RAISE (ABORT, 'leaves are never changed'); END;
CREATE TRIGGER evidence_stays BEFORE DELETE ON evidence
BEGIN SELECT RAISE (ABORT, 'evidence is never deleted'); END;
