"""Negotiation: which representation a client gets (RFC 9110 section 12)."""

from collections.abc import Mapping, Sequence

from flask import request
from pyoxigraph import QueryResultsFormat, RdfFormat
from werkzeug.datastructures import MIMEAccept

from kennisgraaf.errors import NotAcceptableError
from kennisgraaf.formats import GRAPH_FORMATS, HTML, RESULTS_FORMATS, SYNONYMS, TRIPLE_FORMATS

Representation = RdfFormat | None
"""An RDF format, or ``None`` for the page."""

_PAGE_SYNONYMS = ("application/xhtml+xml",)
_RESULTS_SYNONYMS = {
    "application/json": QueryResultsFormat.JSON,
    "application/xml": QueryResultsFormat.XML,
    "text/xml": QueryResultsFormat.XML,
    "text/plain": QueryResultsFormat.CSV,
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


def results_types() -> tuple[str, str]:
    """Choose the media types for solutions and for triples; ``""`` where none is accepted."""
    results = {_bare(kind.media_type): kind.media_type for kind in RESULTS_FORMATS}
    results |= {name: kind.media_type for name, kind in _RESULTS_SYNONYMS.items()}
    graphs = {kind.media_type: kind.media_type for kind in TRIPLE_FORMATS}
    graphs |= {name: kind.media_type for name, kind in SYNONYMS.items() if kind in TRIPLE_FORMATS}
    return _best_or_none(results), _best_or_none(graphs)


def _best_or_none(by_type: Mapping[str, str]) -> str:
    try:
        return by_type[_best(by_type, [])]
    except NotAcceptableError:
        return ""


def wants_page() -> bool:
    """Tell whether an HTML page suits the client better than anything else."""
    accepted = _accepted()
    best = accepted.best_match(["application/problem+json", "application/json", HTML])
    return bool(accepted) and best == HTML


def _best(by_type: Mapping[str, object], named: Sequence[str]) -> str:
    accepted = _accepted()
    best = accepted.best_match(by_type) if accepted else next(iter(by_type))
    if best is None:
        raise NotAcceptableError(named)
    return best


def _accepted() -> MIMEAccept:
    """Read the Accept header, without the parameters of media types and with q within 0 to 1.

    No parameter (profile, charset) changes what is offered here. What cannot be read is passed over
    (RFC 9110 section 12.5.1 leaves that to the server).
    """
    return MIMEAccept(
        [
            (_bare(value), min(max(quality, 0.0), 1.0))
            for value, quality in request.accept_mimetypes
            if all(value.partition("/"))
        ]
    )


def _bare(media_type: str) -> str:
    return media_type.partition(";")[0].strip().lower()
