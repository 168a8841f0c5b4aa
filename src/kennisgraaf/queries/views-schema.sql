-- The answers to the views of a version, and what is made of them for lists.

-- rows: how many are kept. clipped: whether there were more.
CREATE TABLE view (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  rows INTEGER NOT NULL DEFAULT 0,
  clipped INTEGER NOT NULL DEFAULT 0
);

-- cells: a JSON object of the other variables that are bound, each an array: kind, value, language,
-- datatype. In the order of the query.
CREATE TABLE answer (
  view INTEGER NOT NULL REFERENCES view,
  position INTEGER NOT NULL,
  subject TEXT NOT NULL,
  cells TEXT NOT NULL,
  PRIMARY KEY (view, position)
) WITHOUT ROWID;
-- Decimals that the data write otherwise than the store does: 421510.50, and not 421510.5.
CREATE TABLE lexical_form (
  value TEXT PRIMARY KEY,
  form TEXT NOT NULL
) WITHOUT ROWID;

CREATE INDEX answer_of_subject ON answer (subject, view, position);
