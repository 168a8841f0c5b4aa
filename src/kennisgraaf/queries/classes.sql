-- Which classes have entities, how many, and of how many a source says so; by name.
SELECT value, instances, asserted FROM class JOIN iri USING (id) ORDER BY id
