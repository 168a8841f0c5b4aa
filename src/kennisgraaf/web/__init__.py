"""Web: HTTP in front of the current version. Knows no graph library but terms and formats."""
