"""Strips: periods drawn to scale, each on a line of its own, in percents of its width."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kennisgraaf.timeline import Span
from kennisgraaf.web.literals import month_name

_MOST_TICKS = 14
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
_LEAST_WIDTH = 0.5
# Of very many dates so large a part may lie outside what is drawn: years 1 and 9999 are mistakes.
_ODD = 0.02
_LONGEST_AXIS = 100
_MANY = 20


@dataclass(frozen=True)
class Tick:
    """A line of the scale: where it stands, what is written there, and how wide that place is."""

    x: float
    text: str
    width: float

    @property
    def short(self) -> str:
        """What is written where there is little room: ’23, a."""
        return f"’{self.text[-2:]}" if self.text.isdecimal() else self.text[:1]


@dataclass(frozen=True)
class Part:
    """A piece of a strip: ``sure`` or ``soft``, ``day`` for a single day."""

    kind: str
    x: float
    width: float


@dataclass(frozen=True)
class Strip:
    """A period as it is drawn; where it has no begin or end, an arrow leads on from there."""

    parts: tuple[Part, ...]
    open_from: float | None
    open_until: float | None


@dataclass(frozen=True)
class Scale:
    """The days from ``first`` to ``last``, by which all strips are drawn."""

    first: date
    last: date

    @property
    def ticks(self) -> list[Tick]:
        """The years, or the months of one year."""
        if self.first.year == self.last.year:
            return []
        years = self.last.year - self.first.year + 1
        step = next((s for s in _STEPS if years / s <= _MOST_TICKS), _STEPS[-1])
        begin = -(-self.first.year // step) * step
        marked = [date(y, 1, 1) for y in range(max(begin, 1), self.last.year + 1, step)]
        return self._placed(marked, [str(day.year) for day in marked])

    def months(self, language: str) -> list[Tick]:
        """Give the months of the one year."""
        marked = [date(self.first.year, month, 1) for month in range(1, 13)]
        return self._placed(marked, [month_name(month, language)[:3] for month in range(1, 13)])

    def strip(self, span: Span) -> Strip:
        """Draw a period: what is certain, and around it what is possible."""
        # Where begin and end are not known but overlap, no day is certain.
        is_vague = bool(span.begun and span.ended and span.begun > span.ended)
        pieces = (
            [("soft", span.first, span.last)]
            if is_vague
            else [
                ("soft", span.first, span.begun if span.first != span.begun else None),
                ("sure", span.begun, span.ended),
                ("soft", span.ended if span.ended != span.last else None, span.last),
            ]
        )
        if span.first is None and span.ended == span.last:
            pieces.append(("sure", span.last, span.last))
        if span.last is None and span.first == span.begun:
            pieces.append(("sure", span.first, span.first))
        parts = [self._part(*piece) for piece in pieces]
        return Strip(
            tuple(part for part in parts if part),
            None if span.first else self._x(span.ended or span.last or self.first),
            None if span.last else self._x(span.begun or span.first or self.last, 1),
        )

    def _part(self, kind: str, first: date | None, last: date | None) -> Part | None:
        if first is None or last is None or first > self.last or last < self.first:
            return None
        x, end = self._x(first), self._x(last, 1)
        if kind == "sure" and first == last:
            return Part("day", round((x + end) / 2, 2), 0)
        return Part(kind, x, max(round(end - x, 2), _LEAST_WIDTH))

    def _x(self, day: date, later: int = 0) -> float:
        """Give the place of a day, or of its end."""
        begin, end = self.first.toordinal(), self.last.toordinal() + 1
        place = min(max(day.toordinal() + later, begin), end)
        return round((place - begin) * 100 / (end - begin), 2)

    def _placed(self, marked: Sequence[date], texts: Iterable[str]) -> list[Tick]:
        places = [self._x(day) for day in marked]
        widths = [end - x for x, end in zip(places, [*places[1:], 100.0], strict=True)]
        return [Tick(*tick) for tick in zip(places, texts, widths, strict=True)]


def scale_of(spans: Sequence[Span], year: int | None = None) -> Scale:
    """Choose the scale for periods: whole years, or the one that is asked for."""
    if year is not None:
        return Scale(date(year, 1, 1), date(year, 12, 31))
    firsts = sorted(span.earliest for span in spans)
    lasts = sorted(span.latest for span in spans)
    first, last = firsts[0].year, lasts[-1].year
    if last - first > _LONGEST_AXIS and len(spans) >= _MANY:
        odd = max(1, int(len(spans) * _ODD))
        first, last = firsts[odd].year, lasts[-odd - 1].year
        last = max(first, last)
    return Scale(date(first, 1, 1), date(last, 12, 31))
