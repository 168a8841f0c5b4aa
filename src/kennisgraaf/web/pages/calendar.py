"""Calendar: the events of a year or a month, those of an uncertain day apart, and as iCalendar."""

import calendar as months
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Response, render_template, request

from kennisgraaf.errors import EntityNotFoundError, RequestError
from kennisgraaf.formats import HTML
from kennisgraaf.timeline import Span, Thing
from kennisgraaf.web.caching import cached
from kennisgraaf.web.current import published
from kennisgraaf.web.language import Text, interface_language, translate
from kennisgraaf.web.literals import month_name
from kennisgraaf.web.pages.icalendar import CALENDAR, Occasion, written
from kennisgraaf.web.pages.time_words import in_words
from kennisgraaf.web.pages.timeline import presenter_of, status_name, timeline, year_asked, years_of
from kennisgraaf.web.paging import Paging, page_number
from kennisgraaf.web.terms import Link, Presenter

almanac = Blueprint("almanac", __name__)

PATH = "/calendar"
MOST_EXPORTED = 2_000
"""So many events one calendar file has; ``?year=`` and ``?iri=`` ask for fewer."""

_MOST_OF_A_MONTH = 30
_MOST_SHOWN = 120
_MOST_YEARS = 40

Dated = tuple[Thing, Span]


@dataclass(frozen=True)
class Event:
    """An event as a calendar shows it; ``day`` is empty where it is not certain."""

    link: Link
    day: str
    said: Text | None
    words: str
    statuses: tuple[Text, ...]
    span: Span

    @property
    def is_one_day(self) -> bool:
        """Whether it is on one day, which stands before it."""
        return self.span.is_exact and self.span.first == self.span.last

    @property
    def is_plain(self) -> bool:
        """Whether nothing is to be said but its day."""
        return self.is_one_day and not (self.said or self.statuses)


@dataclass(frozen=True)
class Month:
    """A month of a year: its events, how many there are, and its days as a picture.

    ``days`` are weeks from Monday with 0 for no day; on ``marked`` ones an
    event begins or ends, on those ``within`` one goes on.
    """

    name: str
    href: str
    events: tuple[Event, ...]
    total: int
    days: tuple[tuple[int, ...], ...]
    marked: frozenset[int]
    within: frozenset[int]


@almanac.get(PATH)
def show() -> Response:
    """Show the events of ``?year=``, or of ``?month=`` of it."""
    current, language, number = published(), interface_language(), page_number()
    everything = _events()
    year, month = year_asked() or _fullest(everything), _month_asked()
    first, last = _bounds(year, month)
    found = [dated for dated in everything if dated[1].touches(first, last)]
    if not found:
        raise EntityNotFoundError(current.publication.iri(_address(year, month).lstrip("/")))
    paging = Paging(number, _MOST_SHOWN, len(found) if month else 1)
    state = f"{current.name} {language} calendar {year} {month} {number}"

    def content() -> str:
        page = _month_page if month else _year_page
        return page(found, (year, month), paging, language)

    return cached(content, HTML, state, current.manifest.published)


@almanac.get("/calendar.ics")
def export() -> Response:
    """Give events as iCalendar (RFC 5545): all, of ``?year=``, or the one of ``?iri=``."""
    current, language = published(), interface_language()
    year, iri = year_asked(), request.args.get("iri", "")
    found = [
        (thing, span)
        for thing, span in _events()
        if (not iri or thing.iri == iri) and (year is None or year in years_of([span]))
    ]
    if not found:
        raise EntityNotFoundError(iri or current.publication.iri("calendar.ics"))

    def content() -> bytes:
        return written(_occasions(found[-MOST_EXPORTED:], language), language)

    state = f"{current.name} {language} calendar {year} {iri}"
    response = cached(content, CALENDAR, state, current.manifest.published)
    response.headers["Content-Disposition"] = 'attachment; filename="calendar.ics"'
    return response


def has_events() -> bool:
    """Tell whether there is something for a calendar."""
    whole = published().timeline
    return whole is not None and any(thing.is_event for thing in whole.things)


def is_in_calendar(iri: str) -> bool:
    """Tell whether a thing is an event with dates."""
    whole = published().timeline
    return whole is not None and any(t.is_event and t.iri == iri for t in whole.things)


def _events() -> list[Dated]:
    return [(thing, span) for thing in timeline().things if thing.is_event for span in thing.spans]


def _month_asked() -> int:
    text = request.args.get("month", "")
    if text and not (text.isascii() and text.isdecimal() and 1 <= int(text[:3]) <= 12):
        raise RequestError("The parameter month is a number, from 1 to 12.")
    return int(text[:3]) if text else 0


def _fullest(events: Sequence[Dated]) -> int:
    """Choose the year of most events: the calendar of a past has no today."""
    counts = Counter(year for _, span in events for year in years_of([span]))
    if not counts:
        raise EntityNotFoundError(published().publication.iri("calendar"))
    return max(counts, key=lambda year: (counts[year], year))


def _bounds(year: int, month: int) -> tuple[date, date]:
    last = month or 12
    return date(year, month or 1, 1), date(year, last, months.monthrange(year, last)[1])


def _address(year: int, month: int = 0) -> str:
    return f"{PATH}?year={year}" + (f"&month={month}" if month else "")


def _year_page(found: list[Dated], asked: tuple[int, int], _: Paging, language: str) -> str:
    year = asked[0]
    placed: dict[int, list[Dated]] = {month: [] for month in range(13)}
    for dated in found:
        placed[_month_of(dated[1], year)].append(dated)
    shown = [dated for in_month in placed.values() for dated in in_month[:_MOST_OF_A_MONTH]]
    presenter = presenter_of([thing for thing, _ in shown], language)
    return render_template(
        "calendar.html",
        year=year,
        has_events=True,
        years=_years(),
        months=[_month(placed[m], (year, m), found, presenter) for m in range(1, 13)],
        vague=_shown(placed[0][:_MOST_OF_A_MONTH], presenter, language),
        vague_total=len(placed[0]),
    )


def _month_page(found: list[Dated], asked: tuple[int, int], paging: Paging, language: str) -> str:
    year, month = asked
    first, last = _bounds(year, month)
    found = sorted(found, key=lambda dated: (not dated[1].is_exact, dated[1].earliest))
    shown = found[paging.first_shown - 1 : paging.last_shown]
    presenter = presenter_of([thing for thing, _ in shown], language)
    events = _shown(shown, presenter, language)
    others = sorted({m for _, span in _events() for m in _months_of(span)})
    return render_template(
        "calendar_month.html",
        year=year,
        heading=f"{month_name(month, language)} {year}",
        exact=[event for event in events if event.span.is_exact],
        vague=[event for event in events if not event.span.is_exact],
        before=_neighbour([m for m in others if m < (year, month)][-1:], language),
        after=_neighbour([m for m in others if m > (year, month)][:1], language),
        address=_address(year, month),
        paging=paging,
        first=first,
        last=last,
    )


def _month_of(span: Span, year: int) -> int:
    """Give the month in which an event stands, 0 for somewhere in the year."""
    first = max(span.earliest, date(year, 1, 1))
    last = min(span.last or span.latest, date(year, 12, 31))
    is_placed = span.is_exact or (first.month == last.month and span.is_bounded)
    return first.month if is_placed else 0


def _months_of(span: Span) -> set[tuple[int, int]]:
    """List the months of a certain event; of a long one the first and the last."""
    days = (span.earliest, span.latest) if span.is_exact else ()
    return {(day.year, day.month) for day in days}


def _month(
    events: list[Dated], asked: tuple[int, int], found: list[Dated], presenter: Presenter
) -> Month:
    year, month = asked
    first, last = _bounds(year, month)
    sure = [span for _, span in found if span.is_exact and span.touches(first, last)]
    ends = {day for span in sure for day in (span.earliest, span.latest)}
    within = {
        day
        for span in sure
        for day in range(max(span.earliest, first).day, min(span.latest, last).day + 1)
    }
    return Month(
        month_name(month, presenter.language),
        _address(year, month) if any(s.touches(first, last) for _, s in found) else "",
        _shown(events[:_MOST_OF_A_MONTH], presenter, presenter.language),
        len(events),
        tuple(tuple(week) for week in months.Calendar().monthdayscalendar(year, month)),
        frozenset(day.day for day in ends if first <= day <= last),
        frozenset(within),
    )


def _years() -> list[tuple[int, int, str]]:
    counts = Counter(year for _, span in _events() for year in years_of([span]))
    years = sorted(year for year, _ in counts.most_common(_MOST_YEARS))
    return [(year, counts[year], _address(year)) for year in years]


def _neighbour(found: Sequence[tuple[int, int]], language: str) -> tuple[str, str] | None:
    for year, month in found:
        return f"{month_name(month, language)} {year}", _address(year, month)
    return None


def _shown(events: Sequence[Dated], presenter: Presenter, language: str) -> tuple[Event, ...]:
    return tuple(
        Event(
            presenter.link(thing.iri),
            str(span.earliest.day) if span.is_exact else "",
            presenter.best(span.words) if span.words else None,
            in_words(span, language, translate()),
            tuple(status_name(status, presenter) for status in span.statuses),
            span,
        )
        for thing, span in events
    )


def _occasions(found: Sequence[Dated], language: str) -> list[Occasion]:
    presenter = presenter_of([thing for thing, _ in found], language)
    numbers: Counter[str] = Counter()
    occasions = []
    for thing, span in found:
        numbers[thing.iri] += 1
        said = presenter.best(span.words) if span.words else None
        occasions.append(
            Occasion(
                thing.iri,
                numbers[thing.iri],
                presenter.label(thing.iri),
                span,
                in_words(span, language, translate()),
                said,
            )
        )
    return occasions
