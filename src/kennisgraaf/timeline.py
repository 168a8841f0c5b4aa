"""Timeline: when things are, with what is certain of it, as a version folder holds it."""

from datetime import date

import msgspec

TIMELINE = "timeline.json"
"""In a version folder; missing where nothing has dates."""

LONGEST_MOMENT = 92
"""So many days what a calendar tells of may last, where the view names no events."""


class Span(msgspec.Struct, frozen=True, omit_defaults=True):
    """A period of which begin and end are known to lie between days; ``None`` for an open end.

    Attributes:
        first: the earliest day it may begin; ``begun``: the last day it may begin.
        ended: the earliest day it may end; ``last``: the last day it may end.
        words: how the source says it, by language.
        statuses: what the thing was then: IRIs, or words.
        is_planned: whether that is a plan, of which nobody says that it came true.
    """

    first: date | None = None
    begun: date | None = None
    ended: date | None = None
    last: date | None = None
    words: dict[str, str] = {}
    statuses: tuple[str, ...] = ()
    is_planned: bool = False

    @property
    def earliest(self) -> date:
        """The first day that is named."""
        return min(day for day in (self.first, self.begun, self.ended, self.last) if day)

    @property
    def latest(self) -> date:
        """The last day that is named."""
        return max(day for day in (self.first, self.begun, self.ended, self.last) if day)

    @property
    def is_exact(self) -> bool:
        """Whether the days of begin and end are known."""
        return self.first is not None and (self.first, self.ended) == (self.begun, self.last)

    @property
    def is_bounded(self) -> bool:
        """Whether it is known between which days it lies."""
        return self.first is not None and self.last is not None

    def touches(self, first: date, last: date) -> bool:
        """Tell whether it may lie in a period; of what has no end only what is named counts."""
        begin, end = self.first or self.earliest, self.last or self.latest
        return begin <= last and end >= first


class Thing(msgspec.Struct, frozen=True, omit_defaults=True):
    """What has dates: of which kind it is (``""`` for none), and its spans in order."""

    iri: str
    kind: str
    spans: tuple[Span, ...]
    is_event: bool = False


class Timeline(msgspec.Struct, frozen=True):
    """What has dates, the first of ``total``, by begin."""

    things: tuple[Thing, ...]
    total: int


def write_timeline(timeline: Timeline) -> bytes:
    """Write a timeline as JSON."""
    return msgspec.json.encode(timeline) + b"\n"


def read_timeline(content: bytes) -> Timeline:
    """Read what ``write_timeline`` wrote."""
    return msgspec.json.decode(content, type=Timeline)
