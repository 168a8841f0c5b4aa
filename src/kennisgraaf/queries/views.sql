-- How many rows each view has, and whether there were more than are kept.
SELECT name, rows, clipped FROM view ORDER BY id
