"""Concepts: the concept schemes, and each as a tree with how often its concepts are used."""

from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request

from kennisgraaf.errors import EntityNotFoundError, RequestError
from kennisgraaf.formats import HTML
from kennisgraaf.iris import expanded, is_iri
from kennisgraaf.listing import about_query
from kennisgraaf.store.views import About
from kennisgraaf.web.caching import cached
from kennisgraaf.web.current import published
from kennisgraaf.web.language import interface_language
from kennisgraaf.web.paging import Paging, page_number
from kennisgraaf.web.terms import Link, Presenter

concepts = Blueprint("concepts", __name__)

_VIEW = "concepts"
_MOST_READ = 20_000
_MOST_SCHEMES = 1_000
_ROOTS, _MOST_SHOWN, _DEEPEST = 100, 300, 8


@dataclass(frozen=True)
class Node:
    """A concept in the tree; ``more`` tells that narrower ones are left out."""

    link: Link
    uses: int
    narrower: tuple["Node", ...]
    more: bool


class Tree:
    """The concepts of a scheme, those without a broader one first."""

    def __init__(self, about: About) -> None:
        self.uses: dict[str, int] = {}
        self._narrower: dict[str, list[str]] = {}
        for row in about.rows:
            concept, uses = row.cells["concept"].value, row.cells.get("uses")
            self.uses[concept] = int(uses.value) if uses else 0
            broader = row.cells.get("broader")
            if broader:
                self._narrower.setdefault(broader.value, []).append(concept)
        reached = {concept for narrower in self._narrower.values() for concept in narrower}
        # Where all are narrower than another, as in a circle, none is left out.
        self.roots = [concept for concept in self.uses if concept not in reached] or [*self.uses]
        self._left = _MOST_SHOWN

    def shown(self, concepts: list[str], presenter: Presenter, depth: int = 0) -> tuple[Node, ...]:
        """Show concepts with what is narrower, as far as there is room."""
        nodes = []
        for concept in concepts:
            self._left -= 1
            narrower = by_name(self._narrower.get(concept, []), presenter)
            room = depth < _DEEPEST and self._left > len(narrower)
            inner = self.shown(narrower, presenter, depth + 1) if room else ()
            link = presenter.link(concept)
            nodes.append(Node(link, self.uses[concept], inner, bool(narrower) and not room))
        return tuple(nodes)


def by_name(iris: list[str], presenter: Presenter) -> list[str]:
    """Put IRIs in the order of their names."""
    return sorted(set(iris), key=lambda iri: (presenter.label(iri).text.casefold(), iri))


@concepts.get("/concepts")
def scheme() -> Response:
    """Show the concept scheme that ``?scheme=`` names as a tree; without it, all schemes."""
    current, language, number = published(), interface_language(), page_number()
    name = request.args.get("scheme", "")
    iri = expanded(name, current.publication.prefixes)
    if name and not is_iri(iri):
        raise RequestError("Give the absolute IRI of a concept scheme as the parameter scheme.")
    found = current.views.about([iri] if name else [], [_VIEW], _MOST_READ)
    if name and not found:
        raise EntityNotFoundError(iri)
    state = f"{current.name} {language} {number} concepts {iri}"
    if not found:
        return cached(lambda: _schemes(language), HTML, state, "")
    tree = Tree(found[0])
    paging = Paging(number, _ROOTS, len(tree.roots))
    return cached(lambda: _scheme(found[0], tree, paging, language), HTML, state, "")


def _schemes(language: str) -> str:
    current = published()
    schemes = dict(current.views.subjects(_VIEW, _MOST_SCHEMES))
    labels = current.descriptions.labels(schemes)
    presenter = Presenter(current.publication, labels, language, schemes)
    shown = [(presenter.link(iri), schemes[iri]) for iri in by_name(list(schemes), presenter)]
    return render_template(
        "concepts.html",
        schemes=[(link, count) for link, count in shown if link.iri in labels],
        nameless=[(link, count) for link, count in shown if link.iri not in labels],
    )


def _scheme(about: About, tree: Tree, paging: Paging, language: str) -> str:
    current = published()
    iri = about.rows[0].this
    labels = current.descriptions.labels([iri, *tree.uses])
    presenter = Presenter(current.publication, labels, language, tree.uses)
    offset = (paging.number - 1) * paging.size
    roots = by_name(tree.roots, presenter)[offset : offset + paging.size]
    return render_template(
        "concepts.html",
        scheme=presenter.link(iri),
        nodes=tree.shown(roots, presenter),
        total=len(tree.uses),
        is_clipped=about.total > len(about.rows),
        paging=paging,
        query=about_query(current.publication.base_iri, about.view, iri),
    )
