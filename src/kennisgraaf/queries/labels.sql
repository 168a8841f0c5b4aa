-- The labels of IRIs, given as a JSON array.
SELECT value, language, text FROM label JOIN iri USING (id)
WHERE value IN (SELECT value FROM json_each(:iris))
