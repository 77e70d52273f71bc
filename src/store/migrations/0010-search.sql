-- What is searched: one row a record, in the order in which the records were made. The index holds no
-- text of its own: to take a row out, it must be told the very text that was put in.
CREATE TABLE search_row (
  key INTEGER PRIMARY KEY,
  noun TEXT NOT NULL,
  seq INTEGER NOT NULL,
  UNIQUE (noun, seq)
) STRICT;

-- `tags` is by what records are chosen (kind, state, who may read them), `open` the text that a unit
-- may be shown, `hidden` the rest of it.
CREATE VIRTUAL TABLE search USING fts5 (
  tags, open, hidden, content='', columnsize=0, tokenize='unicode61 remove_diacritics 0');
CREATE VIRTUAL TABLE search_word USING fts5vocab (search, row);

-- Which way of making text of a record the index was built by; another one's is built anew.
CREATE TABLE search_state (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  built INTEGER NOT NULL
) STRICT;

CREATE INDEX link_by_seq ON link (noun, seq);

INSERT INTO search_row (noun, seq)
SELECT noun, seq FROM (
  SELECT 'unit' AS noun, seq, json_extract (doc, '$.created_at') AS at FROM unit
  UNION ALL SELECT 'visit', seq, json_extract (doc, '$.created_at') FROM visit
  UNION ALL SELECT 'finding', seq, json_extract (doc, '$.created_at') FROM finding
  UNION ALL SELECT 'order', seq, json_extract (doc, '$.created_at') FROM orders)
 ORDER BY at, noun, seq;
