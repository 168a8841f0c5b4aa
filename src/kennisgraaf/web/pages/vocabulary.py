"""Vocabulary: an ontology below ``ns/`` as one document, each term a section of it."""

import json
from collections.abc import Callable, Iterable, Iterator

from flask import Blueprint, Response, render_template

from kennisgraaf.errors import EntityNotFoundError
from kennisgraaf.formats import EXTENSIONS, GRAPH_FORMATS, HTML, extension_of
from kennisgraaf.iris import local_iri, server_path
from kennisgraaf.specification import Vocabulary
from kennisgraaf.store.documents import json_ld_context, write
from kennisgraaf.web.caching import cached
from kennisgraaf.web.current import published
from kennisgraaf.web.language import interface_language
from kennisgraaf.web.negotiation import Representation, representation
from kennisgraaf.web.pages.entities import add_links, identify_other, see_other
from kennisgraaf.web.pages.glossary import Glossary, named_in
from kennisgraaf.web.pages.vocabulary_page import VocabularyPage
from kennisgraaf.web.paging import Paging

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
    for iri in (local_iri(base, f"ns/{name}#{term}"), local_iri(base, f"ns/{name}/{term}")):
        if published().descriptions.is_described(iri) and _vocabulary(name) is not None:
            return see_other(server_path(f"/ns/{name}#{term}"))
    return identify_other(f"ns/{name}/{term}")


@vocabulary.get("/ns/<name>/terms/<path:term>")
def term_page(name: str, term: str) -> Response:
    """Show all about a term: its relations, what the shapes ask of it, and examples."""
    return _page(name, "term.html", _named_here, term)


@vocabulary.get("/ns/<name>/codelists")
def code_lists(name: str) -> Response:
    """Show the code lists: each concept with its notation, meaning and use."""
    return _page(name, "codelists.html", _named_in_lists)


@vocabulary.get("/ns/<name>/alignments")
def alignments(name: str) -> Response:
    """Show what each term is mapped to, and whether that was found to exist."""
    return _page(name, "alignments.html", _named_here)


@vocabulary.get("/ns/context.jsonld")
def context() -> Response:
    """Give the JSON-LD context of the publication."""
    current = published()
    body = {"@context": json_ld_context(current.publication.prefixes)}
    return cached(
        lambda: json.dumps(body, indent=2) + "\n", "application/ld+json", current.name, ""
    )


def _document(name: str, chosen: Representation) -> Response:
    found = _vocabulary(name)
    if found is None:
        raise EntityNotFoundError(local_iri(published().publication.base_iri, f"ns/{name}"))
    path = server_path(f"/ns/{name}")
    if chosen is None:
        response = _page(name, "vocabulary.html", _named_here)
    else:
        current = published()
        response = cached(
            lambda: _triples(found, chosen),
            chosen.media_type,
            current.name,
            current.manifest.published,
        )
    add_links(response, found.iri, path, chosen, Paging(1, 1, 1))
    return response


def _triples(found: Vocabulary, chosen: Representation) -> bytes:
    current = published()
    described = current.descriptions.in_namespace(found.namespace)
    if current.descriptions.is_described(found.iri):
        described.insert(0, found.iri)
    descriptions = [current.descriptions.describe(iri, page_size=1) for iri in described]
    quads = [quad for description in descriptions for quad in description.quads]
    assert chosen is not None
    return write(quads, chosen, current.publication.prefixes)


def _page(
    name: str, template: str, named: Callable[[Vocabulary], Iterable[str]], term: str = ""
) -> Response:
    """Show a page about a vocabulary, or about one of its terms."""
    current, language, found = published(), interface_language(), _vocabulary(name)
    if found is None:
        raise EntityNotFoundError(local_iri(current.publication.base_iri, f"ns/{name}"))
    is_whole = template == "vocabulary.html"
    words = Glossary(current, language, found.namespace if is_whole else "")
    page = VocabularyPage(found, words)
    entry = page.find(term) if term else None
    if term and entry is None:
        raise EntityNotFoundError(f"{found.namespace}{term}")

    def content() -> str:
        words.learn({found.iri, *named(found)})
        return render_template(
            template,
            page=page,
            entry=entry,
            vocabulary=found,
            words=words,
            specification=current.specification,
            path=server_path(f"/ns/{name}"),
            formats=[(extension_of(kind), kind.name) for kind in GRAPH_FORMATS],
        )

    variant = f"{current.name} {template} {language} {term}"
    return cached(content, HTML, variant, current.manifest.published)


def _named_here(found: Vocabulary) -> Iterator[str]:
    return named_in(found, published().specification)


def _named_in_lists(_: Vocabulary) -> Iterator[str]:
    for code_list in published().specification.code_lists:
        yield from (code_list.iri, *code_list.properties)
        yield from (concept.iri for concept in code_list.concepts)


def _vocabulary(name: str) -> Vocabulary | None:
    found = published().specification.vocabularies
    return next((vocabulary for vocabulary in found if vocabulary.name == name), None)
