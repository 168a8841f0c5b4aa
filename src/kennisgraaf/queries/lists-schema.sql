-- The list of each class: its members by number, in the order of their names, and its facets.

-- latest, connected: the numbers of the members in another order, compressed; empty where there is
-- nothing to order them by.
CREATE TABLE list (
  id INTEGER PRIMARY KEY,
  class TEXT NOT NULL UNIQUE,
  members INTEGER NOT NULL,
  latest BLOB NOT NULL,
  connected BLOB NOT NULL
);

CREATE TABLE member (
  list INTEGER NOT NULL REFERENCES list,
  number INTEGER NOT NULL,
  iri TEXT NOT NULL,
  PRIMARY KEY (list, number)
) WITHOUT ROWID;

-- name: of the view, or the property that the program found itself. clipped: whether there are more
-- values than are kept.
CREATE TABLE facet (
  id INTEGER PRIMARY KEY,
  list INTEGER NOT NULL REFERENCES list,
  name TEXT NOT NULL,
  clipped INTEGER NOT NULL
);
CREATE INDEX facet_of_list ON facet (list);

-- members: a bit for each member that has the value, compressed. cell: a term, as in an answer.
CREATE TABLE facet_value (
  facet INTEGER NOT NULL REFERENCES facet,
  number INTEGER NOT NULL,
  cell TEXT NOT NULL,
  members BLOB NOT NULL,
  PRIMARY KEY (facet, number)
) WITHOUT ROWID;
