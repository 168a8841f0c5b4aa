-- What is said about each entity, as the sources wrote it: pages and documents are made of it.

-- Numbered in the order of labels, so that what is listed by number is listed by name.
CREATE TABLE iri (
  id INTEGER PRIMARY KEY,
  value TEXT NOT NULL UNIQUE
);

-- quads: N-Quads with the entity as subject, and those of the blank nodes that they lead to.
-- hash: of all that its documents show. modified: when the hash last changed, in UTC.
CREATE TABLE entity (
  id INTEGER PRIMARY KEY REFERENCES iri,
  hash TEXT NOT NULL,
  modified TEXT NOT NULL,
  quads TEXT NOT NULL
);

CREATE TABLE incoming (
  object INTEGER NOT NULL REFERENCES iri,
  predicate INTEGER NOT NULL REFERENCES iri,
  subject INTEGER NOT NULL REFERENCES iri,
  graph INTEGER NOT NULL,
  PRIMARY KEY (object, predicate, subject, graph)
) WITHOUT ROWID;

CREATE TABLE label (
  id INTEGER NOT NULL REFERENCES iri,
  language TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (id, language)
) WITHOUT ROWID;

-- What each named graph says, as N-Quads: a passage's statements. Of a large graph only the begin.
CREATE TABLE content (
  id INTEGER PRIMARY KEY REFERENCES iri,
  statements INTEGER NOT NULL,
  quads TEXT NOT NULL
);

-- How many entities each class has, and of how many a source says so.
CREATE TABLE class (
  id INTEGER PRIMARY KEY REFERENCES iri,
  instances INTEGER NOT NULL,
  asserted INTEGER NOT NULL
);
