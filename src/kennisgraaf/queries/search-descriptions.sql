-- What entities, given as a JSON array of numbers, are described with.
SELECT entity, language, text FROM description
WHERE entity IN (SELECT value FROM json_each(:entities)) ORDER BY id
