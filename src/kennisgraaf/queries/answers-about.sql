-- The rows about entities, given as a JSON array, of views, given as a JSON array; of each entity
-- and view no more than a number.
SELECT name, subject, cells, total FROM (
  SELECT view.name, answer.subject, answer.cells, answer.position,
    row_number() OVER part AS number,
    count(*) OVER (PARTITION BY answer.subject, answer.view) AS total
  FROM answer JOIN view ON view.id = answer.view
  WHERE answer.subject IN (SELECT value FROM json_each(:subjects))
    AND view.name IN (SELECT value FROM json_each(:views))
  WINDOW part AS (PARTITION BY answer.subject, answer.view ORDER BY answer.position)
)
WHERE number <= :most
ORDER BY position
