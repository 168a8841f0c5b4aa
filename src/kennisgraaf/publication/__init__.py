"""Publication: a validated dataset becomes an immutable version folder. Knows no web."""
