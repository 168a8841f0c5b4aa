-- In how many names runs of three letters, given as a JSON array, stand, the rarest first.
SELECT term, doc FROM run
WHERE term IN (SELECT value FROM json_each(:runs)) ORDER BY doc, term
