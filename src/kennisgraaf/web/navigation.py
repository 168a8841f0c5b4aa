"""Navigation: which pages the head and the foot of every page lead to."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import current_app, request

from kennisgraaf.iris import document_path
from kennisgraaf.settings import Publication
from kennisgraaf.web.current import published
from kennisgraaf.web.pages.calendar import has_events

Entry = tuple[str, str]
"""Where it leads, and its name: a message to translate."""


@dataclass(frozen=True)
class Navigation:
    """What the head and the foot lead to, and whether there is a search."""

    main: tuple[Entry, ...]
    footer: tuple[Entry, ...]
    search: bool


def navigation() -> Navigation:
    """Give what there is for the version that is shown."""
    publication = published().publication
    main = [entry for endpoint, entry in _MAIN if _is_there(endpoint)]
    footer = [entry for endpoint, entry in _FOOTER if _is_there(endpoint)]
    vocabulary = vocabulary_path(publication)
    if vocabulary:
        footer.insert(1, (vocabulary, "Vocabulary"))
    return Navigation(tuple(main), tuple(footer), _is_there("search.search"))


def with_language(code: str) -> str:
    """Give the address of this page in another language."""
    kept = [(key, value) for key, value in request.args.items(multi=True) if key != "lang"]
    return "?" + urlencode([("lang", code), *kept])


def vocabulary_path(publication: Publication) -> str:
    """Give the path of the publication's own vocabulary: the first below ``ns/`` with a prefix."""
    paths = (document_path(publication.base_iri, iri) for iri in publication.prefixes.values())
    return next((path.rstrip("#") for path in paths if path.startswith("/ns/")), "")


def _is_there(endpoint: str) -> bool:
    condition = _CONDITIONS.get(endpoint)
    return endpoint in current_app.view_functions and (condition is None or condition())


def _has_catalogue() -> bool:
    return published().publication.catalogue is not None


_MAIN = (
    ("home.show", ("/", "Browse")),
    ("chart.show", ("/map", "Map")),
    ("reports.every", ("/reports", "Reports")),
    ("chronicle.show", ("/timeline", "Timeline")),
    ("changes.every", ("/changes", "Changes")),
    ("questions.every", ("/questions", "Questions")),
    ("sparql.answer", ("/sparql", "SPARQL")),
)
_FOOTER = (
    ("almanac.show", ("/calendar", "Calendar")),
    ("catalogue.describe", ("/catalogus", "Catalogue")),
    ("concepts.scheme", ("/concepts", "Themes and code lists")),
    ("quality.report", ("/quality", "Quality")),
)
_CONDITIONS: dict[str, Callable[[], bool]] = {
    "catalogue.describe": _has_catalogue,
    "reports.every": lambda: bool(published().passages.reports()),
    "chart.show": lambda: published().chart is not None,
    "chronicle.show": lambda: published().timeline is not None,
    "almanac.show": has_events,
    "changes.every": lambda: bool(published().changes.all),
    "questions.every": lambda: bool(published().questions.by_name),
}
