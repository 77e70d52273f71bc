-- Under which key what names people is sealed: those kept apart from leads and talks, addresses, and the
-- names of accounts. Without a row nothing is sealed yet.
CREATE TABLE people_key (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  key_id TEXT NOT NULL CHECK (length (key_id) = 16)
) STRICT;
