"""Validation: shapes, checks and evidence find what is wrong, and where. Knows no web."""
