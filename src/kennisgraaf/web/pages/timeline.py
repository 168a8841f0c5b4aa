"""Timeline: what is when, by kind and year, each period drawn beside its words."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request

from kennisgraaf.errors import EntityNotFoundError, RequestError
from kennisgraaf.formats import HTML
from kennisgraaf.timeline import Span, Thing, Timeline
from kennisgraaf.views import View
from kennisgraaf.web.caching import cached
from kennisgraaf.web.current import published
from kennisgraaf.web.language import Text, interface_language, translate
from kennisgraaf.web.pages.strips import Strip, scale_of
from kennisgraaf.web.pages.time_words import in_words
from kennisgraaf.web.paging import Paging, page_number
from kennisgraaf.web.terms import Link, Presenter

chronicle = Blueprint("chronicle", __name__)

NAME, PATH = "timeline", "/timeline"
_MOST_SHOWN = 80
_MOST_YEARS = 40
_LONGEST_SPREAD = 50


@dataclass(frozen=True)
class Asked:
    """What of the timeline is asked for: a kind, a year, either or both."""

    kind: str = ""
    year: int | None = None

    def address(self, **others: object) -> str:
        """Give the address with some of it chosen otherwise."""
        asked = replace(self, **others)  # type: ignore[arg-type]
        given = {"year": asked.year, "kind": asked.kind}
        parts = {name: value for name, value in given.items() if value}
        return f"{PATH}?{urlencode(parts)}" if parts else PATH

    def takes(self, thing: Thing) -> bool:
        """Tell whether a thing is asked for."""
        return (not self.kind or thing.kind == self.kind) and (
            self.year is None or self.year in years_of(thing.spans)
        )


@dataclass(frozen=True)
class Choice:
    """A way to filter: its name, how many things it leaves, where it leads."""

    text: Text
    count: int
    href: str
    is_chosen: bool


@dataclass(frozen=True)
class Line:
    """A period as it is shown: in the source's words, in plain words, and drawn."""

    span: Span
    said: Text | None
    words: str
    statuses: tuple[Text, ...]
    strip: Strip


@dataclass(frozen=True)
class Entry:
    """A thing with its periods."""

    link: Link
    lines: tuple[Line, ...]


@chronicle.get(PATH)
def show() -> Response:
    """Show the timeline; ``?kind=`` and ``?year=`` filter."""
    current, language, number = published(), interface_language(), page_number()
    whole, asked = timeline(), Asked(request.args.get("kind", ""), year_asked())
    found = in_order([thing for thing in whole.things if asked.takes(thing)])
    if not found:
        raise EntityNotFoundError(current.publication.iri(asked.address().lstrip("/")))
    paging = Paging(number, _MOST_SHOWN, len(found))
    state = f"{current.name} {language} timeline {asked} {number}"
    return cached(
        lambda: _page(asked, found, paging, language), HTML, state, current.manifest.published
    )


def timeline() -> Timeline:
    """Give the timeline of the version.

    Raises:
        EntityNotFoundError: nothing has dates.
    """
    current = published()
    if current.timeline is None:
        raise EntityNotFoundError(current.publication.iri(NAME))
    return current.timeline


def year_asked() -> int | None:
    """Read ``?year=``.

    Raises:
        RequestError: it is no year.
    """
    text = request.args.get("year", "")
    if text and not (text.isascii() and text.isdecimal() and 1 <= int(text[:5]) <= 9999):
        raise RequestError("The parameter year is a number, from 1 to 9999.")
    return int(text[:5]) if text else None


def years_of(spans: Sequence[Span]) -> set[int]:
    """List the years in which periods may lie; of very long ones, and of open ones, the ends."""
    years: set[int] = set()
    for span in spans:
        first, last = span.earliest.year, span.latest.year
        is_long = last - first > _LONGEST_SPREAD
        years |= {first, last} if is_long else set(range(first, last + 1))
    return years


def in_order(things: Sequence[Thing]) -> list[Thing]:
    """Put kinds together: events first, then in the order of the publication; each by begin."""
    events = {thing.kind for thing in published().timeline.things if thing.is_event}  # type: ignore[union-attr]
    kinds = published().publication.pages.kinds
    rank = {kind.iri: number for number, kind in enumerate(kinds)}
    return sorted(
        things,
        key=lambda thing: (thing.kind not in events, rank.get(thing.kind, len(rank)), thing.kind),
    )


def presenter_of(things: Sequence[Thing], language: str) -> Presenter:
    """Give a presenter that knows the names of things, of their kinds and of their statuses."""
    current = published()
    statuses = {status for thing in things for span in thing.spans for status in span.statuses}
    iris = {thing.iri for thing in things}
    named = iris | statuses | {thing.kind for thing in things if thing.kind}
    labels = current.descriptions.labels(named)
    return Presenter(current.publication, labels, language, iris)


def kind_name(kind: str, presenter: Presenter) -> Text:
    """Name things of a kind: as the publication does in the plural, else by the class."""
    named = {kind.iri: kind.name for kind in presenter.publication.pages.kinds}
    if kind in named:
        return presenter.best(named[kind])
    return presenter.label(kind) if kind else Text(translate()("Other"), "")


def status_name(status: str, presenter: Presenter) -> Text:
    """Name a status: an IRI by its label, else as it is."""
    return presenter.label(status) if ":" in status else Text(status, "")


def view_of() -> View | None:
    """Give the view from which the timeline is."""
    return published().views.by_name.get(NAME)


def _page(asked: Asked, found: list[Thing], paging: Paging, language: str) -> str:
    shown = found[paging.first_shown - 1 : paging.last_shown]
    presenter = presenter_of(shown, language)
    scale = scale_of([span for thing in found for span in thing.spans], asked.year)

    def entry(thing: Thing) -> Entry:
        spans = [s for s in thing.spans if asked.year is None or asked.year in years_of([s])]
        lines = (
            Line(
                span,
                presenter.best(span.words) if span.words else None,
                in_words(span, language, translate()),
                tuple(status_name(status, presenter) for status in span.statuses),
                scale.strip(span),
            )
            for span in spans
        )
        return Entry(presenter.link(thing.iri), tuple(lines))

    groups = [
        (kind_name(kind, presenter), [entry(thing) for thing in same])
        for kind, same in groupby(shown, key=lambda thing: thing.kind)
    ]
    whole, view = timeline(), view_of()
    return render_template(
        "timeline.html",
        asked=asked,
        groups=groups,
        ticks=scale.months(language) if asked.year else scale.ticks,
        kinds=_kinds(asked, language),
        years=_years(asked),
        paging=paging,
        has_events=any(thing.is_event for thing in whole.things),
        is_clipped=whole.total > len(whole.things),
        query=view.query if view else "",
    )


def _kinds(asked: Asked, language: str) -> list[Choice]:
    others = replace(asked, kind="")
    taken = in_order([thing for thing in timeline().things if others.takes(thing)])
    counts = Counter(thing.kind for thing in taken)
    first = {thing.kind: thing for thing in reversed(taken)}
    presenter = presenter_of(list(first.values())[:_MOST_YEARS], language)
    return [
        Choice(
            kind_name(kind, presenter),
            count,
            asked.address(kind="" if kind == asked.kind else kind),
            kind == asked.kind,
        )
        for kind, count in list(counts.items())[:_MOST_YEARS]
    ]


def _years(asked: Asked) -> list[Choice]:
    """Count the years among what else is chosen; of very many those in which most is."""
    others = replace(asked, year=None)
    taken = (thing for thing in timeline().things if others.takes(thing))
    counts = Counter(year for thing in taken for year in years_of(thing.spans))
    return [
        Choice(
            Text(str(year), ""),
            counts[year],
            asked.address(year=None if year == asked.year else year),
            year == asked.year,
        )
        for year in sorted(year for year, _ in counts.most_common(_MOST_YEARS))
    ]
