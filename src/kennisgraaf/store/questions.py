"""Questions: the competency questions of a version, and whether an answer is the proven one."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from kennisgraaf.versions import QUESTIONS, Version

_DIGITS = re.compile(r"(\d+)")


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A competency question, with the answer that was proven when the version was published.

    ``answer`` has a row a line, as ``written_rows`` writes them. ``group`` names what it is about
    per language; ``featured`` is its place among those that are shown first, 0 for none.
    """

    name: str
    question: dict[str, str]
    form: str
    query: str
    answer: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    group: dict[str, str] = {}
    featured: int = 0

    @property
    def body(self) -> str:
        """The query without the comments before it."""
        return without_head(self.query)


class Questions:
    """The questions of a version, by name and in the order of their numbers."""

    def __init__(self, version: Version) -> None:
        content = (version.path / QUESTIONS).read_bytes()
        questions = msgspec.json.decode(content, type=list[Asked])
        questions.sort(key=lambda asked: natural(asked.name))
        self.by_name = {asked.name: asked for asked in questions}

    def featured(self, most: int) -> list[Asked]:
        """Give those that are shown first: the chosen ones, then those with a short answer."""
        chosen = sorted((q for q in self.by_name.values() if q.featured), key=lambda q: q.featured)
        short = [q for q in self.by_name.values() if not q.featured and 0 < len(q.answer) < 4]
        return [*chosen, *short][:most]


def without_head(query: str) -> str:
    """Leave out the comments before a query, which tell what is expected of it."""
    lines = query.split("\n")
    first = next((n for n, line in enumerate(lines) if not line.startswith("#")), 0)
    return "\n".join(lines[first:]).strip()


def natural(name: str) -> tuple[tuple[int, str], ...]:
    """Sort 9 before 10."""
    parts = _DIGITS.split(name)
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in parts)


def written_rows(results: Mapping[str, Any], base_iri: str) -> tuple[str, ...]:
    """Write results (SPARQL 1.1 Query Results JSON) as the questions have their answers."""
    if "boolean" in results:
        return (str(bool(results["boolean"])).lower(),)
    variables = results["head"]["vars"]
    rows = results["results"]["bindings"]
    return tuple(sorted(_written(variables, row, base_iri) for row in rows))


def _written(variables: Iterable[str], row: Mapping[str, Any], base_iri: str) -> str:
    return " | ".join(_written_term(row.get(name), base_iri) for name in variables).strip()


def _written_term(term: Mapping[str, str] | None, base_iri: str) -> str:
    if term is None:
        return ""
    return term["value"].removeprefix(base_iri) if term["type"] == "uri" else term["value"]
