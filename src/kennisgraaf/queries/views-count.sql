-- Notes how many rows a view has, and whether there were more.
UPDATE view SET clipped = :clipped, rows = (SELECT count(*) FROM answer WHERE view = :id)
WHERE id = :id
