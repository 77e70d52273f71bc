-- SM3 of blobs that were handed over, or are about to be, and when the whole of each was read last and
-- found to be what its name says. Rebuilt from the blobs when a row is missing.
CREATE TABLE blob_sm3 (
  sha256 TEXT PRIMARY KEY CHECK (length (sha256) = 64),
  sm3 TEXT NOT NULL CHECK (length (sm3) = 64),
  checked_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
