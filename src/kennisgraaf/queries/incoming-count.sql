-- How many statements have an entity as object.
SELECT count(*) FROM (
  SELECT DISTINCT predicate, subject FROM incoming
  WHERE object = (SELECT id FROM iri WHERE value = :iri)
)
