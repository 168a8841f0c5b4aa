-- What visitors look for, by its names. All numbers are in the order of prominence, the most
-- prominent first: an answer that ends early has what matters.

-- level: how much it is worth finding, 3 (most) to 0. kind: the class by which it is shown, or ''.
CREATE TABLE entity (
  id INTEGER PRIMARY KEY,
  iri TEXT NOT NULL UNIQUE,
  level INTEGER NOT NULL,
  kind TEXT NOT NULL
);

-- role: 0 preferred label, 1 other label, 2 hidden label, 3 identifier,
-- 4 last part of the IRI. folded: without case,
-- accents and punctuation; squeezed: without spaces too.
CREATE TABLE name (
  id INTEGER PRIMARY KEY,
  entity INTEGER NOT NULL REFERENCES entity,
  role INTEGER NOT NULL,
  language TEXT NOT NULL,
  text TEXT NOT NULL,
  folded TEXT NOT NULL,
  squeezed TEXT NOT NULL
);

CREATE TABLE description (
  id INTEGER PRIMARY KEY,
  entity INTEGER NOT NULL REFERENCES entity,
  language TEXT NOT NULL,
  text TEXT NOT NULL
);

CREATE VIRTUAL TABLE word USING fts5(
  folded, content='name', content_rowid='id', detail=none, prefix='1 2 3',
  tokenize='unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE trigram USING fts5(
  folded, content='name', content_rowid='id', tokenize='trigram'
);
CREATE VIRTUAL TABLE told USING fts5(
  text, content='description', content_rowid='id', detail=none, prefix='3',
  tokenize='unicode61 remove_diacritics 2'
);
-- In how many names each run of three letters stands.
CREATE VIRTUAL TABLE run USING fts5vocab(trigram, 'row');
