"""The program's own questions: SPARQL to datasets, SQL to descriptions; one question a file."""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def load(name: str) -> str:
    """Read the text of a query file, such as ``infer-inverses.rq``."""
    return (files(__name__) / name).read_text("utf-8")


def seen(name: str, union: bool) -> str:
    """Name the form of a query for a default graph that is the union of all graphs, or is none."""
    return f"{name}.rq" if union else f"{name}-of-graphs.rq"


def filled(name: str, parts: Mapping[str, str]) -> str:
    """Fill the places of a query with terms, or with queries that the publication declares.

    What is filled in is looked at no more: no value can take the place of another. Without the
    comment that the file begins with.
    """
    text = load(name).partition("\n")[2].rstrip()
    done = re.sub(r"@([a-z]+)@", lambda place: parts[place[1]], text)
    return "\n".join(line for line in done.split("\n") if line.strip())


def mistake(error: SyntaxError) -> tuple[int, int, str] | None:
    """Take line, column and reason out of the message of the SPARQL parser."""
    place = re.match(r"error at (\d+):(\d+): (.*)", str(error.msg), re.DOTALL)
    return (int(place[1]), int(place[2]), place[3]) if place else None
