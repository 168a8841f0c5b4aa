"""Passages."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Passage:
    report: str
    year: str
    heading: str
    first_line: int
    last_line: int
    text: str
