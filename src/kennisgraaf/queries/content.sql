-- What stands in a named graph: how many statements, and N-Quads, of a large graph only the begin.
SELECT statements, quads FROM content JOIN iri USING (id) WHERE value = :iri
