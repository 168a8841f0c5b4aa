-- The hash of each entity, by IRI.
SELECT hash, value FROM entity JOIN iri USING (id) ORDER BY value
