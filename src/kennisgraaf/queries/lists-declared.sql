-- Which members have which value of a facet that the publication declares.
SELECT view.name, term.cell, part.number
FROM part JOIN declared ON declared.subject = part.id
JOIN view ON view.id = declared.view JOIN term ON term.id = declared.term
ORDER BY view.id, term.id
