-- The rows of a view, in its order, a page at a time.
SELECT subject, cells FROM answer
WHERE view = (SELECT id FROM view WHERE name = :view)
ORDER BY position LIMIT :limit OFFSET :offset
