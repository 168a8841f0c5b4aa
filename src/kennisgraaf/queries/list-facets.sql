-- The facets of a list with their values, those that most members have first.
SELECT facet.name, facet.clipped, facet_value.cell, facet_value.members
FROM facet JOIN facet_value ON facet_value.facet = facet.id
WHERE facet.list = :list
ORDER BY facet.id, facet_value.number
