-- Which classes have entities, and how many, by name.
SELECT value, instances FROM class JOIN iri USING (id) ORDER BY id
