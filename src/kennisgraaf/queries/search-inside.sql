-- The names that have parts of words.
SELECT entity.id, entity.iri, entity.level, entity.kind, name.role, name.text, name.language, name.folded, name.squeezed
FROM trigram JOIN name ON name.id = trigram.rowid JOIN entity ON entity.id = name.entity
WHERE trigram MATCH :match ORDER BY trigram.rowid LIMIT :limit
