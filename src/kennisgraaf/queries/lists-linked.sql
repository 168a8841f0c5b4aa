-- Which members have which value of a property.
SELECT property.value, json_array('iri', object.value), part.number
FROM part JOIN linked ON linked.subject = part.id
JOIN described.iri AS property ON property.id = linked.property
JOIN described.iri AS object ON object.id = linked.object
ORDER BY linked.property, linked.object
