-- The reports with their passages: how many, with how many statements, and how many with their text.
SELECT report, year, count(*), sum(statements), sum(text <> '') FROM passage
GROUP BY report, year ORDER BY year, report
