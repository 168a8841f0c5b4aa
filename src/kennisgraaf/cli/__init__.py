"""The command line: one command a stage, exit status 0, 1 (the data are wrong) or 2 (wrong use)."""

from kennisgraaf.cli import asking, curating, publishing, serving
from kennisgraaf.cli.session import main

__all__ = ["asking", "curating", "main", "publishing", "serving"]
