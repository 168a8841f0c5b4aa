"""Entities: dereference an IRI to its document, as a page or as RDF."""

from collections.abc import Iterable

from flask import Blueprint, Response, redirect, render_template, request
from pyoxigraph import NamedNode

from kennisgraaf import queries
from kennisgraaf.errors import EntityNotFoundError, RequestError
from kennisgraaf.formats import EXTENSIONS, GRAPH_FORMATS, HTML, extension_of
from kennisgraaf.iris import document_path, encoded_iri, is_iri, local_iri, server_path
from kennisgraaf.store.descriptions import Description
from kennisgraaf.store.documents import document, document_state
from kennisgraaf.web.caching import cached
from kennisgraaf.web.current import published
from kennisgraaf.web.language import interface_language
from kennisgraaf.web.negotiation import Representation, representation
from kennisgraaf.web.pages.calendar import is_in_calendar
from kennisgraaf.web.pages.changes import changes_about
from kennisgraaf.web.pages.neighbourhood import drawing
from kennisgraaf.web.pages.panels import MOST_READ, panel_names, panels_shown
from kennisgraaf.web.pages.reports import reading_path
from kennisgraaf.web.pages.statements import classes_of, entity_page
from kennisgraaf.web.paging import Paging, page_number, with_page
from kennisgraaf.web.terms import Presenter

entities = Blueprint("entities", __name__)

# A document holds this many times more statements that point to the entity than a page.
_DOCUMENT_PAGES = 40
# Proxies take headers of 8 KiB; each representation would name a longer path once more.
_LONGEST_LINKED = 500


@entities.get("/id/<path:local_name>")
def identify(local_name: str) -> Response:
    """Lead from an entity to its document (Flemish URI standard, rules 4.2 to 4.4)."""
    iri = _iri_of(f"id/{local_name}")
    published().describe(iri, page_size=1)
    return see_other(_path_of(iri))


@entities.get("/doc/<path:local_name>")
def describe(local_name: str) -> Response:
    """Describe an entity below ``id/``; an extension fixes the representation."""
    stem, extension = _without_extension(local_name)
    iri = _iri_of(f"id/{local_name}")
    if extension and not published().descriptions.is_described(iri):
        return show(_iri_of(f"id/{stem}"), EXTENSIONS.get(extension))
    return show(iri, representation())


@entities.get("/doc")
def describe_any() -> Response:
    """Describe the entity that ``?iri=`` names, of whatever publisher."""
    iri = request.args.get("iri", "")
    if not is_iri(iri):
        raise RequestError("Give an absolute IRI as the parameter iri, percent-encoded.")
    extension = request.args.get("format")
    if extension is None:
        return show(iri, representation())
    if extension not in (*EXTENSIONS, "html"):
        raise RequestError(f"The parameter format is one of: html, {', '.join(EXTENSIONS)}.")
    return show(iri, EXTENSIONS.get(extension))


def identify_other(path: str) -> Response:
    """Lead from any other IRI below the base to its document.

    Raises:
        EntityNotFoundError: nothing is said about it.
    """
    iri = _iri_of(path)
    published().describe(iri, page_size=1)
    target = _path_of(iri)
    if target == "/" + server_path(path):
        raise EntityNotFoundError(iri)
    return see_other(target)


def see_other(path: str) -> Response:
    """Answer 303 with a small page for who does not follow."""
    response: Response = redirect(path, 303)  # type: ignore[assignment]
    response.headers["Content-Language"] = "en"
    response.headers["Link"] = f'<{response.location}>; rel="describedby"'
    return response


def show(iri: str, chosen: Representation) -> Response:
    """Answer with the document about an entity, in the representation that was chosen."""
    current, number, language = published(), page_number(), interface_language()
    limits = current.publication.limits
    size = limits.page_size * (1 if chosen is None else _DOCUMENT_PAGES)
    description = current.describe(iri, number, size)
    paging = Paging(number, size, description.incoming_total)
    path = _path_of(iri)
    media_type = HTML if chosen is None else chosen.media_type

    def content() -> str | bytes:
        if chosen is None:
            return _page(description, path, paging, language)
        labels = current.descriptions.labels(description.named())
        return document(description, labels, current.publication, chosen)

    state, modified = document_state(description, current.publication), description.modified
    if chosen is None:
        # A page shows what is not of the entity: the site's title, how many versions there are.
        state, modified = f"{current.name} {language}", current.manifest.published
    response = cached(content, media_type, f"{state} {number}", modified)
    add_links(response, iri, path, chosen, paging)
    return response


def presenter_of(description: Description, language: str, others: Iterable[str] = ()) -> Presenter:
    """Give a presenter that knows all that a description names, and others."""
    current = published()
    named = description.named() | set(others)
    passages = current.passages.of(named)
    labels = current.descriptions.labels(named | {p.report for p in passages.values()})
    described = {use.subject for use in description.incoming} | {description.iri}
    return Presenter(current.publication, labels, language, described, passages)


def _page(description: Description, path: str, paging: Paging, language: str) -> str:
    current = published()
    found = current.views.panels(description.iri, MOST_READ)
    presenter = presenter_of(description, language, panel_names(found))
    panels = panels_shown(found, presenter)
    places = current.layout.places(classes_of(description))
    page = entity_page(presenter, description, places)
    return render_template(
        "entity.html",
        panels=panels,
        changes=changes_about(description.iri, language),
        page=page,
        drawn=drawing(page),
        reading=reading_path(description.iri),
        passage=current.passages.of([description.iri]).get(description.iri),
        is_in_calendar=is_in_calendar(description.iri),
        description=description,
        path=path,
        paging=paging,
        formats=[(extension_of(kind), kind.name, kind.media_type) for kind in GRAPH_FORMATS],
        alternate=_alternate,
        query=_query("page", {"iri": str(NamedNode(description.iri))}),
    )


def query_values(iri: str, property_iri: str) -> str:
    """Ask for all values of a property of an entity."""
    terms = {"iri": str(NamedNode(iri)), "property": str(NamedNode(property_iri))}
    return _query("values", terms)


def _query(name: str, terms: dict[str, str]) -> str:
    union = published().publication.union_default_graph
    return queries.filled(queries.seen(name, union), terms)


def _alternate(path: str, extension: str) -> str:
    """Give the path of a document in one format."""
    return f"{path}&format={extension}" if "?" in path else f"{path}.{extension}"


def add_links(
    response: Response, iri: str, path: str, chosen: Representation, paging: Paging
) -> None:
    """Say where a document is, and where its other representations and pages are (RFC 8288)."""
    links = []
    if len(path) <= _LONGEST_LINKED:
        links = [
            f'<{_alternate(path, extension_of(kind))}>; rel="alternate"; type="{kind.media_type}"'
            for kind in GRAPH_FORMATS
            if kind != chosen
        ]
        if chosen is not None:
            links.append(f'<{_alternate(path, "html")}>; rel="alternate"; type="{HTML}"')
    if chosen is None:
        best = GRAPH_FORMATS[0]
        links.append(
            f'<{_alternate(path, extension_of(best))}>; rel="describedby"; type="{best.media_type}"'
        )
    links.append(f'<{server_path(iri)}>; rel="describes"')
    links.append(f'<{server_path(published().publication.licence)}>; rel="license"')
    document = _alternate(path, "html" if chosen is None else extension_of(chosen))
    links += paging.links(document)
    response.headers["Link"] = ", ".join(links)
    number = paging.number
    response.headers["Content-Location"] = with_page(document, number) if number > 1 else document


def _iri_of(path: str) -> str:
    """Give the IRI that a decoded request path names; some data have ``%C3%A9`` for ``é``.

    And some have ``%28`` for ``(``; the server does not tell how the path was written.
    """
    base, is_known = published().publication.base_iri, published().descriptions.is_described
    iri = local_iri(base, path)
    others = {encoded_iri(base, path), encoded_iri(base, path, "/")} - {iri}
    if not others or is_known(iri):
        return iri
    return next((other for other in sorted(others, reverse=True) if is_known(other)), iri)


def _path_of(iri: str) -> str:
    return document_path(published().publication.base_iri, iri)


def _without_extension(name: str) -> tuple[str, str]:
    stem, _, extension = name.rpartition(".")
    known = extension in EXTENSIONS or extension == "html"
    return (stem, extension) if stem and known else (name, "")
