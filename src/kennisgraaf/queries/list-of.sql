-- The list of a class.
SELECT id, members, latest, connected FROM list WHERE class = :class
