-- The names that begin with what was asked, whatever stands between the letters.
SELECT entity.id, entity.iri, entity.level, entity.kind, name.role, name.text, name.language, name.folded, name.squeezed
FROM name JOIN entity ON entity.id = name.entity
WHERE squeezed >= :squeezed AND squeezed < :end LIMIT :limit
