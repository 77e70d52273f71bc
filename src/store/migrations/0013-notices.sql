-- What people are told of (提示): made in the transaction of what it tells. `id` is the SHA-256 of its
-- cause and the account, so that nobody is told twice of the same; no leaf tells of a notice, since one
-- tells of the event. `mail` is the message that says it outside, where one does.
CREATE TABLE notice (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  account TEXT NOT NULL REFERENCES account (id),
  event TEXT NOT NULL,
  record TEXT NOT NULL,
  number TEXT,
  clock TEXT,
  due TEXT,
  at INTEGER NOT NULL,
  read_at INTEGER NOT NULL DEFAULT 0,
  mail TEXT
) STRICT;

CREATE INDEX notice_unread ON notice (account, seq) WHERE read_at = 0;
CREATE INDEX notice_read ON notice (account, seq) WHERE read_at <> 0;
CREATE INDEX notice_by_mail ON notice (mail) WHERE mail IS NOT NULL;

-- Where and in which language (`zh`, `en`) somebody is written to: beside the account and in no
-- document, as an address can say who an inspector is.
CREATE TABLE email (
  account TEXT PRIMARY KEY REFERENCES account (id),
  address TEXT NOT NULL,
  language TEXT NOT NULL CHECK (language IN ('zh','en'))
) STRICT;

-- Messages that tell of notices. A row that is done with stays a while, so that the same message is not
-- made again.
CREATE TABLE mail (
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL REFERENCES account (id),
  state TEXT NOT NULL CHECK (state IN ('waiting','sent','dropped','given_up')),
  dated INTEGER NOT NULL,
  retry_at INTEGER NOT NULL,
  failures INTEGER NOT NULL DEFAULT 0,
  failing_since INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX mail_waiting ON mail (retry_at) WHERE state = 'waiting';
CREATE INDEX mail_done ON mail (dated) WHERE state <> 'waiting';

-- Who has a role, and who is of a unit: those to be told are found without looking at all accounts.
INSERT INTO link (noun, kind, target, seq, id)
  SELECT 'account', 'role', r.value, a.seq, a.id FROM account a, json_each (a.doc, '$.roles') r;
CREATE INDEX account_by_unit ON account (unit, seq);
