-- What is said about entities, given as a JSON array, but for those of which very much is said.
SELECT value, quads FROM entity JOIN iri USING (id)
WHERE value IN (SELECT value FROM json_each(:iris)) AND length(quads) <= :longest
