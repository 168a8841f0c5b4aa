-- Gathers what lists are made of: what entities are connected with, when they are, their facets.

CREATE TEMP TABLE degree AS
SELECT object AS id, count(DISTINCT subject) AS uses FROM described.incoming GROUP BY object;
CREATE UNIQUE INDEX temp.degree_of ON degree (id);

CREATE TEMP TABLE moment AS
SELECT iri.id AS id, max(coalesce(
  cells ->> '$.until[1]', cells ->> '$.from[1]', cells ->> '$.during[1]'
)) AS day
FROM answer JOIN view ON view.id = answer.view JOIN described.iri ON iri.value = answer.subject
WHERE view.name = 'timeline'
GROUP BY iri.id;
CREATE UNIQUE INDEX temp.moment_of ON moment (id);

CREATE TEMP TABLE term (id INTEGER PRIMARY KEY, cell TEXT NOT NULL UNIQUE);
INSERT OR IGNORE INTO term (cell)
SELECT cells -> '$.value' FROM answer JOIN view ON view.id = answer.view
WHERE view.name LIKE 'facets/%' AND cells -> '$.value' IS NOT NULL
  AND cells ->> '$.value[0]' <> 'blank' AND length(cells ->> '$.value[1]') <= :longest;

CREATE TEMP TABLE declared (
  subject INTEGER, view INTEGER, term INTEGER, PRIMARY KEY (subject, view, term)
) WITHOUT ROWID;
INSERT OR IGNORE INTO declared
SELECT iri.id, answer.view, term.id
FROM answer JOIN view ON view.id = answer.view
JOIN described.iri ON iri.value = answer.subject JOIN term ON term.cell = cells -> '$.value'
WHERE view.name LIKE 'facets/%';

-- Properties of so many different values are of no class a facet.
CREATE TEMP TABLE linked (
  subject INTEGER, property INTEGER, object INTEGER, PRIMARY KEY (subject, property, object)
) WITHOUT ROWID;
INSERT OR IGNORE INTO linked
SELECT subject, predicate, object FROM described.incoming WHERE predicate IN (
  SELECT predicate FROM described.incoming GROUP BY predicate
  HAVING count(DISTINCT object) BETWEEN 2 AND :different
);

CREATE TEMP TABLE part (number INTEGER PRIMARY KEY, id INTEGER NOT NULL);
