"""Passages: where in which report the evidence stands, read from the index of a version."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from kennisgraaf.store.connections import Connections
from kennisgraaf.versions import PASSAGES, Version


@dataclass(frozen=True)
class Passage:
    """A named graph as a passage of a report; ``text`` is "" where the report was not at hand."""

    graph: str
    report: str
    year: str
    heading: str
    first_line: int
    last_line: int
    statements: int
    text: str


class Passages:
    """The passages of a version; may be asked by several threads."""

    def __init__(self, version: Version) -> None:
        self._index = Connections(version.path / PASSAGES)

    def of(self, graphs: Iterable[str]) -> dict[str, Passage]:
        """Give the passages that graphs are, by graph; other graphs are left out."""
        rows = self._index.rows("passages.sql", graphs=json.dumps(sorted(graphs)))
        return {row[0]: Passage(*row) for row in rows}
