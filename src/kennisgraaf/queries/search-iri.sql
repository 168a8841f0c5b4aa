-- The names of an entity by its IRI.
SELECT entity.id, entity.iri, entity.level, entity.kind, name.role, name.text, name.language, name.folded, name.squeezed
FROM entity JOIN name ON name.entity = entity.id
WHERE entity.iri = :iri ORDER BY name.id LIMIT 1
