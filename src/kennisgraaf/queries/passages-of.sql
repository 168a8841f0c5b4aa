-- The passages of a report, in reading order.
SELECT graph, report, year, heading, first_line, last_line, statements, text FROM passage
WHERE report = :report ORDER BY number
