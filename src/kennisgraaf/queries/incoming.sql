-- Which statements have an entity as object: property, subject, graphs; by name, a page at a time.
SELECT property.value, subject.value, use.graphs
FROM (
  SELECT predicate, subject, group_concat(graph) AS graphs
  FROM incoming
  WHERE object = (SELECT id FROM iri WHERE value = :iri)
  GROUP BY predicate, subject
  ORDER BY predicate, subject
  LIMIT :limit OFFSET :offset
) AS use
JOIN iri AS property ON property.id = use.predicate
JOIN iri AS subject ON subject.id = use.subject
ORDER BY use.predicate, use.subject
