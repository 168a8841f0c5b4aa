-- The members of a class, in the order of their names; when they are, and how much points to them.
SELECT incoming.subject, iri.value, moment.day, coalesce(degree.uses, 0)
FROM (
  SELECT DISTINCT subject FROM described.incoming WHERE object = :class AND predicate = :type
) AS incoming
JOIN described.iri AS iri ON iri.id = incoming.subject
LEFT JOIN moment ON moment.id = incoming.subject
LEFT JOIN degree ON degree.id = incoming.subject
ORDER BY incoming.subject
