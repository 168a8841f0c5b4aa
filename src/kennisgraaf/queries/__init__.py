"""The program's own questions: SPARQL to datasets, SQL to descriptions; one question a file."""

from functools import cache
from importlib.resources import files


@cache
def load(name: str) -> str:
    """Read the text of a query file, such as ``infer-inverses.rq``."""
    return (files(__name__) / name).read_text("utf-8")


def names() -> list[str]:
    """List the names of all query files."""
    entries = (entry.name for entry in files(__name__).iterdir())
    return sorted(name for name in entries if name.endswith((".rq", ".sql")))
