-- The passages that these graphs are, given as a JSON array.
SELECT graph, report, year, heading, first_line, last_line, statements, text FROM passage
WHERE graph IN (SELECT value FROM json_each(:graphs))
