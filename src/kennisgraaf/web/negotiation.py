"""Negotiation: which representation a client gets (RFC 9110 section 12)."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from flask import request
from pyoxigraph import QueryResultsFormat, RdfFormat
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from kennisgraaf.errors import NotAcceptableError
from kennisgraaf.formats import GRAPH_FORMATS, GRAPH_TYPES, HTML, RESULTS_FORMATS, SYNONYMS, XLSX

Representation = RdfFormat | None
"""An RDF format, or ``None`` for the page."""

PROBLEM = "application/problem+json"
# Clients send few different headers; reading one takes longer than a short query.
_HEADERS = 256
_PAGE_SYNONYMS = ("application/xhtml+xml",)
_RESULTS = {
    **{kind.media_type.partition(";")[0]: kind.media_type for kind in RESULTS_FORMATS},
    XLSX: XLSX,
    "application/json": QueryResultsFormat.JSON.media_type,
    "application/xml": QueryResultsFormat.XML.media_type,
    "text/xml": QueryResultsFormat.XML.media_type,
    "text/plain": QueryResultsFormat.CSV.media_type,
}
_GRAPHS = {
    **{kind.media_type: kind.media_type for kind in GRAPH_FORMATS},
    **{name: kind.media_type for name, kind in SYNONYMS.items()},
}


def representation(offered: Sequence[RdfFormat] = GRAPH_FORMATS) -> Representation:
    """Choose between the page and the RDF formats by the Accept header.

    Without a preference the first format is given: tools get Turtle. Browsers ask for HTML by name.

    Raises:
        NotAcceptableError: nothing that is offered is accepted.
    """
    by_type: dict[str, Representation] = {kind.media_type: kind for kind in offered}
    by_type[HTML] = None
    by_type |= {name: kind for name, kind in SYNONYMS.items() if kind in offered}
    by_type |= dict.fromkeys(_PAGE_SYNONYMS)
    return by_type[_best(by_type, [*(kind.media_type for kind in offered), HTML])]


@lru_cache(_HEADERS)
def results_types(accept: str | None) -> tuple[str, str]:
    """Choose the media types for solutions and for triples; ``""`` where none is accepted.

    Without a preference: JSON and Turtle.
    """
    accepted = _read(accept)
    return _best_or_none(_RESULTS, accepted), _best_or_none(_GRAPHS, accepted)


def graph_type(accept: str | None) -> str:
    """Choose the media type for a graph.

    Raises:
        NotAcceptableError: none is accepted.
    """
    best = _best_or_none(_GRAPHS, _read(accept))
    if not best:
        raise NotAcceptableError(GRAPH_TYPES)
    return best


@lru_cache(_HEADERS)
def prefers_page(accept: str | None) -> bool:
    """Tell whether a client names HTML, and nothing that a query is answered in before it."""
    accepted = _read(accept)
    return bool(accepted) and accepted.best_match([*_RESULTS, *_GRAPHS, HTML]) == HTML


def _best_or_none(by_type: Mapping[str, str], accepted: MIMEAccept) -> str:
    best = accepted.best_match(by_type) if accepted else next(iter(by_type))
    return by_type[best] if best else ""


def wants_page() -> bool:
    """Tell whether an HTML page suits the client better than anything else."""
    accepted = _accepted()
    best = accepted.best_match([PROBLEM, "application/json", HTML])
    return bool(accepted) and best == HTML


def _best(by_type: Mapping[str, object], named: Sequence[str]) -> str:
    accepted = _accepted()
    best = accepted.best_match(by_type) if accepted else next(iter(by_type))
    if best is None:
        raise NotAcceptableError(named)
    return best


def _accepted() -> MIMEAccept:
    return _read(request.headers.get("Accept"))


def _read(header: str | None) -> MIMEAccept:
    """Read an Accept header, without the parameters of media types and with q within 0 to 1.

    No parameter (profile, charset) changes what is offered here. What cannot be read is passed over
    (RFC 9110 section 12.5.1 leaves that to the server).
    """
    return MIMEAccept(
        [
            (_bare(value), min(max(quality, 0.0), 1.0))
            for value, quality in parse_accept_header(header, MIMEAccept)
            if all(value.partition("/"))
        ]
    )


def _bare(media_type: str) -> str:
    return media_type.partition(";")[0].strip().lower()
