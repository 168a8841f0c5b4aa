-- What the rows of a view are about, and how many rows are about each, the first of them.
SELECT subject, count(*) FROM answer
WHERE view = (SELECT id FROM view WHERE name = :view)
GROUP BY subject ORDER BY min(position) LIMIT :limit
