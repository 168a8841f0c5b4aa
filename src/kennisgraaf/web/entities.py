"""Entities: dereference an IRI to its document, as a page or as RDF."""

from flask import Blueprint, Response, redirect, render_template, request

from kennisgraaf.errors import EntityNotFoundError, RequestError
from kennisgraaf.formats import EXTENSIONS, GRAPH_FORMATS, HTML, extension_of
from kennisgraaf.iris import document_path, is_iri, local_iri, server_path
from kennisgraaf.store.descriptions import Description
from kennisgraaf.store.documents import document
from kennisgraaf.web.caching import cached
from kennisgraaf.web.current import published
from kennisgraaf.web.language import interface_language
from kennisgraaf.web.negotiation import Representation, representation
from kennisgraaf.web.paging import Paging, page_number
from kennisgraaf.web.statements import Presenter

entities = Blueprint("entities", __name__)

# A document holds this many times more statements that point to the entity than a page.
_DOCUMENT_PAGES = 40


@entities.get("/id/<path:local_name>")
def identify(local_name: str) -> Response:
    """Lead from an entity to its document (Flemish URI standard, rules 4.2 to 4.4)."""
    base = published().publication.base_iri
    iri = local_iri(base, f"id/{local_name}")
    published().describe(iri, page_size=1)
    return see_other(document_path(base, iri))


@entities.get("/doc/<path:local_name>")
def describe(local_name: str) -> Response:
    """Describe an entity below ``id/``; an extension fixes the representation."""
    base = published().publication.base_iri
    stem, extension = _without_extension(local_name)
    iri = local_iri(base, f"id/{local_name}")
    if extension and not published().descriptions.is_described(iri):
        return show(
            local_iri(base, f"id/{stem}"), EXTENSIONS.get(extension), server_path(f"/doc/{stem}")
        )
    return show(iri, representation(), server_path(f"/doc/{local_name}"))


@entities.get("/doc")
def describe_any() -> Response:
    """Describe the entity that ``?iri=`` names, of whatever publisher."""
    iri = request.args.get("iri", "")
    if not is_iri(iri):
        raise RequestError("Give an absolute IRI as the parameter iri, percent-encoded.")
    path = document_path(published().publication.base_iri, iri)
    extension = request.args.get("format")
    if extension is None:
        return show(iri, representation(), path)
    if extension not in (*EXTENSIONS, "html"):
        raise RequestError(f"The parameter format is one of: html, {', '.join(EXTENSIONS)}.")
    return show(iri, EXTENSIONS.get(extension), path)


def identify_other(path: str) -> Response:
    """Lead from any other IRI below the base to its document.

    Raises:
        EntityNotFoundError: nothing is said about it.
    """
    base = published().publication.base_iri
    iri = local_iri(base, path)
    published().describe(iri, page_size=1)
    target = document_path(base, iri)
    if target == "/" + server_path(path):
        raise EntityNotFoundError(iri)
    return see_other(target)


def see_other(path: str) -> Response:
    """Answer 303 with a small page for who does not follow."""
    response: Response = redirect(path, 303)  # type: ignore[assignment]
    return response


def show(iri: str, chosen: Representation, path: str) -> Response:
    """Answer with the document about an entity, in the representation that was chosen."""
    current, number, language = published(), page_number(), interface_language()
    limits = current.publication.limits
    size = limits.page_size * (1 if chosen is None else _DOCUMENT_PAGES)
    description = current.describe(iri, number, size)
    paging = Paging(number, size, description.incoming_total)
    media_type = HTML if chosen is None else chosen.media_type

    def content() -> str | bytes:
        if chosen is None:
            return _page(description, path, paging, language)
        labels = current.descriptions.labels(description.named())
        return document(description, labels, current.publication, chosen)

    # A page shows what is not of the entity: the site's title, how many versions there are.
    state = f"{current.name} {language}" if chosen is None else ""
    variant = f"{description.hash} {number} {state}"
    response = cached(content, media_type, variant, description.modified)
    _link(response, iri, path, chosen, paging)
    return response


def _page(description: Description, path: str, paging: Paging, language: str) -> str:
    current = published()
    labels = current.descriptions.labels(description.named())
    described = {use.subject for use in description.incoming} | {description.iri}
    presenter = Presenter(current.publication, labels, language, described)
    return render_template(
        "entity.html",
        page=presenter.page(description),
        description=description,
        path=path,
        paging=paging,
        formats=[(extension_of(kind), kind.name) for kind in GRAPH_FORMATS],
        alternate=_alternate,
    )


def _alternate(path: str, extension: str) -> str:
    """Give the path of a document in one format."""
    return f"{path}&format={extension}" if "?" in path else f"{path}.{extension}"


def _link(response: Response, iri: str, path: str, chosen: Representation, paging: Paging) -> None:
    """Say where the other representations and pages are (RFC 8288)."""
    links = [
        f'<{_alternate(path, extension_of(kind))}>; rel="alternate"; type="{kind.media_type}"'
        for kind in GRAPH_FORMATS
        if kind != chosen
    ]
    if chosen is not None:
        links.append(f'<{_alternate(path, "html")}>; rel="alternate"; type="{HTML}"')
    links.append(f'<{server_path(iri)}>; rel="describes"')
    links.append(f'<{published().publication.licence}>; rel="license"')
    links += paging.links(path)
    response.headers["Link"] = ", ".join(links)
    extension = "html" if chosen is None else extension_of(chosen)
    response.headers["Content-Location"] = _alternate(path, extension)


def _without_extension(name: str) -> tuple[str, str]:
    stem, _, extension = name.rpartition(".")
    known = extension in EXTENSIONS or extension == "html"
    return (stem, extension) if stem and known else (name, "")
