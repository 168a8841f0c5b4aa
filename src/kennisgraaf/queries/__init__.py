"""The program's own questions: SPARQL to datasets, SQL to descriptions; one question a file."""

import re
from functools import cache
from importlib.resources import files


@cache
def load(name: str) -> str:
    """Read the text of a query file, such as ``infer-inverses.rq``."""
    return (files(__name__) / name).read_text("utf-8")


def mistake(error: SyntaxError) -> tuple[int, int, str] | None:
    """Take line, column and reason out of the message of the SPARQL parser."""
    place = re.match(r"error at (\d+):(\d+): (.*)", str(error.msg), re.DOTALL)
    return (int(place[1]), int(place[2]), place[3]) if place else None
