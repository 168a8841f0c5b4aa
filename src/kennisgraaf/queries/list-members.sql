-- The members of a list with these numbers, given as a JSON array.
SELECT number, iri FROM member
WHERE list = :list AND number IN (SELECT value FROM json_each(:numbers))
