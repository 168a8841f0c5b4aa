"""Vocabulary: an ontology below ``ns/`` as one document, each term a section of it."""

import json

from flask import Blueprint, Response, render_template

from kennisgraaf.errors import EntityNotFoundError
from kennisgraaf.formats import EXTENSIONS, HTML
from kennisgraaf.iris import local_iri, server_path
from kennisgraaf.store.descriptions import Description
from kennisgraaf.store.documents import json_ld_context, write
from kennisgraaf.web.caching import cached
from kennisgraaf.web.current import published
from kennisgraaf.web.entities import add_links, identify_other, see_other
from kennisgraaf.web.language import interface_language
from kennisgraaf.web.negotiation import Representation, representation
from kennisgraaf.web.paging import Paging
from kennisgraaf.web.statements import entity_page
from kennisgraaf.web.terms import Presenter

vocabulary = Blueprint("vocabulary", __name__)


@vocabulary.get("/ns/<name>")
def ontology(name: str) -> Response:
    """Describe an ontology with all its terms; an extension fixes the representation."""
    stem, _, extension = name.rpartition(".")
    if stem and (extension in EXTENSIONS or extension == "html"):
        return _document(stem, EXTENSIONS.get(extension))
    return _document(name, representation())


@vocabulary.get("/ns/<name>/<term>")
def term(name: str, term: str) -> Response:
    """Lead from a term written with a slash to its section (LD-07)."""
    base = published().publication.base_iri
    iri = local_iri(base, f"ns/{name}#{term}")
    if published().descriptions.is_described(iri):
        return see_other(server_path(f"/ns/{name}#{term}"))
    return identify_other(f"ns/{name}/{term}")


@vocabulary.get("/ns/context.jsonld")
def context() -> Response:
    """Give the JSON-LD context of the publication."""
    current = published()
    body = {"@context": json_ld_context(current.publication.prefixes)}
    return cached(
        lambda: json.dumps(body, indent=2) + "\n", "application/ld+json", current.name, ""
    )


def _document(name: str, chosen: Representation) -> Response:
    current = published()
    iri = local_iri(current.publication.base_iri, f"ns/{name}")
    described = current.descriptions.in_namespace(f"{iri}#")
    if current.descriptions.is_described(iri):
        described.insert(0, iri)
    if not described:
        raise EntityNotFoundError(iri)
    language = interface_language()
    media_type, variant = (HTML, language) if chosen is None else (chosen.media_type, "")

    def content() -> str | bytes:
        descriptions = [current.descriptions.describe(name, page_size=1) for name in described]
        if chosen is None:
            return _page(name, descriptions, language)
        quads = [quad for description in descriptions for quad in description.quads]
        return write(quads, chosen, current.publication.prefixes)

    response = cached(content, media_type, current.name + variant, current.manifest.published)
    add_links(response, iri, server_path(f"/ns/{name}"), chosen, Paging(1, 1, 1))
    return response


def _page(name: str, descriptions: list[Description], language: str) -> str:
    current = published()
    named = set().union(*(description.named() for description in descriptions))
    labels = current.descriptions.labels(named)
    presenter = Presenter(current.publication, labels, language, set())
    pages = [(entity_page(presenter, d, {}), d.iri.partition("#")[2]) for d in descriptions]
    return render_template("vocabulary.html", name=name, pages=pages)
