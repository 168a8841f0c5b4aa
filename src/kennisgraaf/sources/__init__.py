"""Sources: files and reports become quads and passages. Knows nothing of what comes after."""
