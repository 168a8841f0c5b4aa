-- Which members have which value of a property that has few values, each of several members.
-- A value of all members narrows nothing. Counted before it is read: most properties are not useful.
WITH counted AS MATERIALIZED (
  SELECT linked.property, linked.object, count(*) AS members
  FROM part JOIN linked ON linked.subject = part.id
  GROUP BY linked.property, linked.object
), useful AS MATERIALIZED (
  SELECT property FROM counted WHERE members < :total GROUP BY property
  HAVING count(*) BETWEEN :fewest AND :most AND sum(members) >= 2 * count(*)
)
SELECT property.value, json_array('iri', object.value), part.number
FROM part JOIN linked ON linked.subject = part.id
JOIN counted ON counted.property = linked.property AND counted.object = linked.object
JOIN described.iri AS property ON property.id = linked.property
JOIN described.iri AS object ON object.id = linked.object
WHERE linked.property IN (SELECT property FROM useful) AND counted.members < :total
ORDER BY linked.property, linked.object
