-- Which entities have an IRI that begins so, by name.
SELECT value FROM entity JOIN iri USING (id)
WHERE value >= :begin AND value < :end
ORDER BY id
