-- The IRIs with these numbers, given as a JSON array.
SELECT id, value FROM iri WHERE id IN (SELECT value FROM json_each(:numbers))
