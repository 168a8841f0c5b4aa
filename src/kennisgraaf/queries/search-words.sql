-- The names that have all words, or longer ones that begin with them.
SELECT entity.id, entity.iri, entity.level, entity.kind, name.role, name.text, name.language, name.folded, name.squeezed
FROM word JOIN name ON name.id = word.rowid JOIN entity ON entity.id = name.entity
WHERE word MATCH :match ORDER BY word.rowid LIMIT :limit
