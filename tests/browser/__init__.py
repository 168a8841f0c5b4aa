"""What a reader's browser makes of the pages; needs Chromium, playwright and axe."""
