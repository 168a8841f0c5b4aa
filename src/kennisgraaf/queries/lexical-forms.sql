-- The decimals that the data write otherwise than the store does.
SELECT value, form FROM lexical_form
