"""Shapes: what the data must satisfy, in words and as RDF."""

import re
from collections.abc import Iterable
from functools import partial

from flask import Blueprint, Response, render_template
from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, parse

from kennisgraaf.errors import EntityNotFoundError
from kennisgraaf.formats import EXTENSIONS, GRAPH_FORMATS, HTML, extension_of
from kennisgraaf.iris import local_iri, server_path
from kennisgraaf.specification import Shape
from kennisgraaf.store.documents import write
from kennisgraaf.versions import SHAPES
from kennisgraaf.web.caching import cached
from kennisgraaf.web.current import Published, published
from kennisgraaf.web.language import interface_language, translate
from kennisgraaf.web.negotiation import Representation, representation
from kennisgraaf.web.pages.entities import add_links, show
from kennisgraaf.web.pages.glossary import Glossary, named_in_shape
from kennisgraaf.web.pages.shape_words import Wording
from kennisgraaf.web.paging import Paging

shapes = Blueprint("shapes", __name__)


@shapes.get("/shapes")
def all_shapes() -> Response:
    """Show every shape of the version."""
    return _document("/shapes", "", representation())


@shapes.get("/shapes.<extension>")
def all_shapes_as(extension: str) -> Response:
    """Give every shape of the version in one format."""
    return _document("/shapes", "", _chosen(extension))


@shapes.get("/ns/<name>/shapes")
def shapes_of(name: str) -> Response:
    """Show the shapes whose IRI begins with that of a vocabulary."""
    return _document(*_place(name), representation())


@shapes.get("/ns/<name>/shapes.<extension>")
def shapes_of_as(name: str, extension: str) -> Response:
    """Give the shapes of a vocabulary in one format."""
    return _document(*_place(name), _chosen(extension))


@shapes.get("/ns/<name>/shapes/<shape>")
def shape_page(name: str, shape: str) -> Response:
    """Show one shape, with what to do when the data break it."""
    current, language = published(), interface_language()
    path, begin = _place(name)
    iris = {f"{begin}#{shape}", f"{begin}/{shape}"}
    found = [one for one in current.specification.shapes if one.iri in iris]
    if not found:
        raise EntityNotFoundError(f"{begin}#{shape}")

    def content() -> str:
        return _page(current, language, path, found, found[0])

    variant = f"{current.name}{path}{shape} {language}"
    return cached(content, HTML, variant, current.manifest.published)


@shapes.get("/checks")
def checks() -> Response:
    """Show the checks that are queries."""
    current, language = published(), interface_language()

    def content() -> str:
        words = Glossary(current, language)
        return render_template("checks.html", words=words, checks=current.specification.checks)

    return cached(content, HTML, f"{current.name} checks {language}", current.manifest.published)


def _place(name: str) -> tuple[str, str]:
    begin = local_iri(published().publication.base_iri, f"ns/{name}/shapes")
    return server_path(f"/ns/{name}/shapes"), begin


def _chosen(extension: str) -> Representation:
    if extension not in (*EXTENSIONS, "html"):
        raise EntityNotFoundError(f"shapes.{extension}")
    return EXTENSIONS.get(extension)


def _document(path: str, begin: str, chosen: Representation) -> Response:
    """Answer with the shapes whose IRI begins so."""
    current, language = published(), interface_language()
    found = [shape for shape in current.specification.shapes if shape.iri.startswith(begin)]
    if not found and begin:
        return show(begin, chosen)

    def content() -> str | bytes:
        if chosen is None:
            return _page(current, language, path, found)
        return write(_quads(current, begin), chosen, current.publication.prefixes)

    media_type, variant = (HTML, language) if chosen is None else (chosen.media_type, "")
    response = cached(
        content, media_type, f"{current.name}{path}{variant}", current.manifest.published
    )
    iri = begin or current.publication.iri("shapes")
    add_links(response, iri, path, chosen, Paging(1, 1, 1))
    return response


def _page(
    current: Published, language: str, path: str, found: list[Shape], one: Shape | None = None
) -> str:
    """Show shapes; one by itself with advice, many that have pages without."""
    words = Glossary(current, language)
    words.learn({iri for shape in current.specification.shapes for iri in named_in_shape(shape)})
    by_iri = {shape.iri: shape for shape in current.specification.shapes if shape.iri}
    wording = Wording(by_iri, translate(), words)
    inner = {i.iri for shape in current.specification.shapes for i in shape.properties}

    def title(shape: Shape) -> str:
        return words.title(shape).casefold()

    return render_template(
        "shapes.html",
        one=one,
        is_brief=one is None and _have_pages(current, found),
        chosen=found if one else sorted((s for s in found if s.targets), key=title),
        helpers=[s for s in found if one is None and not s.targets and s.iri not in inner],
        page_of=partial(_page_of, current.publication.base_iri),
        by_iri=by_iri,
        wording=wording,
        words=words,
        checks=current.specification.checks,
        path=path,
        vocabulary=path.removesuffix("/shapes"),
        formats=[(extension_of(kind), kind.name) for kind in GRAPH_FORMATS],
    )


def _page_of(base: str, shape: Shape) -> str:
    """Give where a shape of a vocabulary of ours has its page."""
    return server_path("/" + shape.iri.removeprefix(base).replace("#", "/"))


def _have_pages(current: Published, shapes: list[Shape]) -> bool:
    """Tell whether each of them has a page of its own, where its advice stands."""
    base = re.escape(local_iri(current.publication.base_iri, "ns/"))
    own = re.compile(base + "[^/#]+/shapes[/#]")
    return all(own.match(shape.iri) for shape in shapes if shape.targets)


def _quads(current: Published, begin: str) -> list[Quad]:
    """Read the statements about the shapes whose IRI begins so, and their blank nodes."""
    content = (current.version.path / SHAPES).read_bytes()
    quads = list(parse(content, format=RdfFormat.N_TRIPLES))
    if not begin:
        return quads
    wanted = {
        quad.subject
        for quad in quads
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(begin)
    }
    nodes = _reached(quads, wanted)
    return [quad for quad in quads if quad.subject in nodes]


def _reached(quads: Iterable[Quad], begin: Iterable[object]) -> set[object]:
    """Give nodes, and the blank nodes that they lead to."""
    leads: dict[object, list[BlankNode]] = {}
    for quad in quads:
        if isinstance(quad.object, BlankNode):
            leads.setdefault(quad.subject, []).append(quad.object)
    waiting, seen = list(begin), set(begin)
    while waiting:
        new = [node for node in leads.get(waiting.pop(), []) if node not in seen]
        seen.update(new)
        waiting += new
    return seen
