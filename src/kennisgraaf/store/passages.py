"""Passages: where in which report the evidence stands, read from the index of a version."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

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


@dataclass(frozen=True)
class ReportCount:
    """A report: how many passages it has, with how many statements, how many with their text."""

    report: str
    year: str
    passages: int
    statements: int
    with_text: int


@dataclass(frozen=True)
class Chapter:
    """Passages of a report that follow each other under one heading, numbered from 1."""

    number: int
    heading: str
    passages: tuple[Passage, ...]

    @property
    def statements(self) -> int:
        """How many statements its passages yield."""
        return sum(passage.statements for passage in self.passages)


class Passages:
    """The passages of a version; may be asked by several threads."""

    def __init__(self, version: Version) -> None:
        self._index = Connections(version.path / PASSAGES)

    def of(self, graphs: Iterable[str]) -> dict[str, Passage]:
        """Give the passages that graphs are, by graph; other graphs are left out."""
        rows = self._index.rows("passages.sql", graphs=json.dumps(sorted(graphs)))
        return {row[0]: Passage(*row) for row in rows}

    def reports(self) -> list[ReportCount]:
        """List the reports that have passages, by year."""
        return [ReportCount(*row) for row in self._index.rows("reports.sql")]

    def chapters(self, report: str) -> list[Chapter]:
        """Give the passages of a report in reading order, by heading."""
        passages = (Passage(*row) for row in self._index.rows("passages-of.sql", report=report))
        by_heading = groupby(passages, key=lambda passage: passage.heading)
        return [
            Chapter(number, heading, tuple(held))
            for number, (heading, held) in enumerate(by_heading, start=1)
        ]
