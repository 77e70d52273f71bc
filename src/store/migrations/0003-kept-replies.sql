-- What was answered to a request that carried an Idempotency-Key, kept in the transaction of its
-- effect, so that the same request again gets the same answer instead of being done twice or refused.
-- `fingerprint` is the SHA-256 of what was asked. Rows are swept after a day.
CREATE TABLE kept_reply (
  account TEXT NOT NULL,
  key TEXT NOT NULL CHECK (length (key) BETWEEN 1 AND 128),
  fingerprint TEXT NOT NULL CHECK (length (fingerprint) = 64),
  at INTEGER NOT NULL,
  status INTEGER NOT NULL CHECK (status BETWEEN 200 AND 299),
  version INTEGER NOT NULL CHECK (version >= 0),
  content_type TEXT,
  body TEXT,
  PRIMARY KEY (account, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX kept_reply_by_time ON kept_reply (at);
