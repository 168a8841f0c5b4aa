"""iCalendar: events for the calendars of other programs (RFC 5545, RFC 7986)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from icalendar import Calendar, Event, vText, vUri

from kennisgraaf import __version__
from kennisgraaf.iris import is_link
from kennisgraaf.timeline import Span
from kennisgraaf.web.current import published
from kennisgraaf.web.language import Text, best_text, translate
from kennisgraaf.web.pages.time_words import after

CALENDAR = "text/calendar"
_LONGEST = 500
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True)
class Occasion:
    """A period of an event, the how manieth of it, with its name and when it is in words."""

    iri: str
    number: int
    name: Text
    span: Span
    words: str
    said: Text | None


def written(occasions: Iterable[Occasion], language: str) -> bytes:
    """Write a calendar; equal occasions of a version have equal bytes."""
    current = published()
    publication = current.publication
    title = best_text(publication.title, language, publication.languages)
    calendar = Calendar()
    calendar.add("prodid", f"-//kennisgraaf//{__version__}//{language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("name", _text(title))
    calendar.add("x-wr-calname", _text(title))
    stamp = datetime.fromisoformat(current.manifest.published).astimezone(UTC)
    for occasion in occasions:
        calendar.add_component(_event(occasion, stamp, language))
    return bytes(calendar.to_ical())


def _event(occasion: Occasion, stamp: datetime, language: str) -> Event:
    """Write an event of whole days; of an uncertain one all the days on which it may be."""
    span, event = occasion.span, Event()
    event.add("uid", _clean(occasion.iri) + (f"#{occasion.number}" if occasion.number > 1 else ""))
    event.add("dtstamp", stamp)
    event.add("dtstart", span.first or span.earliest)
    end = after(span.last or span.latest)
    if end is not None:
        event.add("dtend", end)
    event.add("summary", _text(occasion.name))
    event.add("description", _text(Text(_note(occasion), language)))
    event.add("status", "CONFIRMED" if span.is_exact and not span.is_planned else "TENTATIVE")
    event.add("transp", "TRANSPARENT")
    if is_link(occasion.iri):
        event.add("url", vUri(occasion.iri))
    return event


def _note(occasion: Occasion) -> str:
    """Say when it is, and that its days are uncertain where they are."""
    _ = translate()
    said = [f"“{occasion.said.text}”"] if occasion.said else []
    lines = [*said, occasion.words]
    if not occasion.span.is_exact:
        lines.append(_("The exact day is not known: these are all the days on which it may be."))
    if occasion.span.is_planned:
        lines.append(_("This was a plan; nobody says that it came true."))
    return "\n".join(lines)


def _text(text: Text) -> vText:
    written_text = vText(_clean(text.text))
    if re.fullmatch(r"[A-Za-z0-9-]+", text.language):
        written_text.params["LANGUAGE"] = text.language
    return written_text


def _clean(text: str) -> str:
    """Leave out what iCalendar cannot hold."""
    return _CONTROLS.sub("", text)[:_LONGEST]
