-- What descriptions with all words are about.
SELECT entity.id, entity.iri, entity.level, entity.kind
FROM told JOIN description ON description.id = told.rowid
JOIN entity ON entity.id = description.entity
WHERE told MATCH :match ORDER BY told.rowid LIMIT :limit
