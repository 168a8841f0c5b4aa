-- The named graphs, by IRI.
SELECT value FROM content JOIN iri USING (id) ORDER BY value
