"""Pages: each kind of page, and what draws it. Knows HTTP by its parent package only."""
