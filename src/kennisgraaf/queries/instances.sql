-- Which entities are in a class, by name, a page at a time.
SELECT DISTINCT subject.value
FROM incoming JOIN iri AS subject ON subject.id = incoming.subject
WHERE object = (SELECT id FROM iri WHERE value = :class)
  AND predicate = (SELECT id FROM iri WHERE value = :type)
ORDER BY incoming.subject
LIMIT :limit OFFSET :offset
