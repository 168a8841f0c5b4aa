-- What is said about an entity: hash, date of change, N-Quads.
SELECT hash, modified, quads FROM entity JOIN iri USING (id) WHERE value = :iri
