"""Timeline: gathers when things are from the view of that name, and what of it is certain."""

import calendar
import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import msgspec

from kennisgraaf import queries
from kennisgraaf.graph.edtf import bounds
from kennisgraaf.timeline import LONGEST_MOMENT, Span, Thing, Timeline
from kennisgraaf.views import Cell

MOST_THINGS = 20_000
"""So many things a timeline has."""

_MOST_ROWS = 500_000
_MOST_SPANS = 40
_LONGEST_WORDS = 200
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T.*)?)?)?(?:Z|[+-]\d\d:\d\d)?", re.ASCII)
_TRUE = ("true", "1")

Bounds = tuple[date | None, date | None]
_Cells = dict[str, Cell]
_Days = tuple[date | None, date | None, date | None, date | None]


@dataclass
class _Dates:
    """The dates that rows give of one span."""

    begins: list[Bounds] = field(default_factory=list)
    ends: list[Bounds] = field(default_factory=list)
    words: dict[str, str] = field(default_factory=dict)
    statuses: dict[str, None] = field(default_factory=dict)
    is_planned: bool = False

    def add(self, cells: _Cells) -> None:
        """Add a row of the view."""
        for name, into in (("from", (self.begins,)), ("until", (self.ends,))):
            if name in cells:
                _note(days_of(cells[name]), into)
        if "during" in cells:
            self._add_whole(cells["during"])
        words = cells.get("words")
        if words:
            self.words.setdefault(words.language, words.value[:_LONGEST_WORDS])
        if "status" in cells:
            self.statuses[cells["status"].value] = None
        self.is_planned |= "planned" in cells and cells["planned"].value in _TRUE

    def _add_whole(self, cell: Cell) -> None:
        """Add one date, somewhere in which it is, or an interval of two (EDTF)."""
        begin, slash, end = cell.value.partition("/")
        if not slash:
            _note(days_of(cell), (self.begins, self.ends))
        elif days_of(cell):
            for text, into in ((begin, self.begins), (end, self.ends)):
                _note(days_of(Cell("literal", text)) or (None, None), (into,))

    def span(self, is_event: bool) -> Span | None:
        """Give the period; of an event of which only the begin is given, that is its date."""
        first, begun = _hull(self.begins)
        ended, last = _hull(self.ends or (self.begins if is_event else ()))
        days = [day for day in (first, begun, ended, last) if day]
        if not days or (first and last and first > last):
            return None
        return Span(first, begun, ended, last, self.words, tuple(self.statuses), self.is_planned)


@dataclass
class _Gathered:
    """What rows say of one thing."""

    kinds: dict[str, None] = field(default_factory=dict)
    dates: dict[str, _Dates] = field(default_factory=dict)
    is_event: bool | None = None

    def add(self, this: str, cells: _Cells) -> None:
        """Add a row of the view."""
        if "kind" in cells and cells["kind"].kind != "blank":
            self.kinds[cells["kind"].value] = None
        if "event" in cells:
            self.is_event = bool(self.is_event) or cells["event"].value in _TRUE
        span = cells["span"].value if "span" in cells else this
        if span in self.dates or len(self.dates) < _MOST_SPANS:
            self.dates.setdefault(span, _Dates()).add(cells)

    def spans(self) -> list[Span]:
        """Give the periods in their order, those of the same days together."""
        spans = [dates.span(bool(self.is_event)) for dates in self.dates.values()]
        found: dict[_Days, Span] = {}
        # What is said of the end of a span ("finished on 30 May") stands with the span.
        for span in sorted(filter(None, spans), key=_is_moment):
            days = _days(span)
            if _is_moment(span):
                days = next((d for d in found if d[2:] == days[2:]), days)
            found[days] = _together(found[days], span) if days in found else span
        return sorted(found.values(), key=lambda span: (span.earliest, span.latest))


def timeline_of(answers: Path, order: Sequence[str]) -> Timeline | None:
    """Gather the timeline of a version from the answers to its views; nothing without dates.

    Args:
        answers: the file of answers.
        order: kinds; of several kinds of a thing the first of these counts, else the rarest.
    """
    things: dict[str, _Gathered] = {}
    for this, cells in _rows(answers):
        things.setdefault(this, _Gathered()).add(this, cells)
    counts = Counter(kind for thing in things.values() for kind in thing.kinds)
    rank = {iri: number for number, iri in enumerate(order)}
    is_told = any(thing.is_event is not None for thing in things.values())
    found = []
    for iri, thing in things.items():
        spans = tuple(thing.spans())
        kind = min(thing.kinds, key=lambda k: (rank.get(k, len(rank)), counts[k], k), default="")
        is_event = bool(thing.is_event) if is_told else _are_moments(spans)
        if spans:
            found.append(Thing(iri, kind, spans, is_event))
    found.sort(key=lambda thing: (thing.spans[0].earliest, thing.spans[0].latest, thing.iri))
    return Timeline(tuple(found[:MOST_THINGS]), len(found)) if found else None


def days_of(cell: Cell) -> Bounds | None:
    """Give the first and last day that a literal may mean; nothing for what is no date."""
    text = cell.value.strip()
    match = _DATE.fullmatch(text)
    try:
        if cell.kind != "literal" or cell.language:
            return None
        if match is None or int(match[2] or 1) > 12:
            return bounds(text)
        return _bounds(*(int(part) if part else None for part in match.groups()))
    except ValueError:
        return None


def _note(found: Bounds | None, into: Iterable[list[Bounds]]) -> None:
    for dates in into:
        if found and found not in dates:
            dates.append(found)


def _bounds(year: int | None, month: int | None, day: int | None) -> Bounds:
    first = date(year or 0, month or 1, day or 1)
    if day:
        return first, first
    last_month = month or 12
    days = calendar.monthrange(first.year, last_month)[1]
    return first, date(first.year, last_month, days)


def _hull(found: Iterable[Bounds]) -> Bounds:
    """Give the days that all agree with; an end that one leaves open is open."""
    given = list(found)
    firsts, lasts = [f for f, _ in given], [last for _, last in given]
    first = min((day for day in firsts if day), default=None)
    last = max((day for day in lasts if day), default=None)
    return None if None in firsts else first, None if None in lasts else last


def _days(span: Span) -> _Days:
    return span.first, span.begun, span.ended, span.last


def _is_moment(span: Span) -> bool:
    return (span.first, span.begun) == (span.ended, span.last)


def _together(one: Span, other: Span) -> Span:
    statuses = tuple(dict.fromkeys((*one.statuses, *other.statuses)))
    return msgspec.structs.replace(
        one,
        words=other.words | one.words,
        statuses=statuses,
        is_planned=one.is_planned and other.is_planned,
    )


def _are_moments(spans: Iterable[Span]) -> bool:
    return all(
        span.first is not None
        and span.last is not None
        and (span.last - span.first).days < LONGEST_MOMENT
        for span in spans
    )


def _rows(answers: Path) -> Iterable[tuple[str, _Cells]]:
    with closing(sqlite3.connect(f"{answers.absolute().as_uri()}?mode=ro", uri=True)) as database:
        rows = database.execute(
            queries.load("answers.sql"), {"view": "timeline", "limit": _MOST_ROWS, "offset": 0}
        )
        for this, written in rows:
            yield this, msgspec.json.decode(written, type=_Cells)
