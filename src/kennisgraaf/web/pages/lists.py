"""Lists: the entities of each class, by facets."""

from dataclasses import replace

from flask import Blueprint, Response, render_template

from kennisgraaf.formats import HTML
from kennisgraaf.listing import list_query
from kennisgraaf.web.caching import cached
from kennisgraaf.web.current import published
from kennisgraaf.web.language import Text, interface_language
from kennisgraaf.web.pages.entries import Entries
from kennisgraaf.web.pages.facets import facet_names, facets_shown
from kennisgraaf.web.pages.filters import SORTS, Filter, filter_of_request
from kennisgraaf.web.paging import Paging
from kennisgraaf.web.terms import Presenter

lists = Blueprint("lists", __name__)


@lists.get("/list")
def instances() -> Response:
    """List the entities of the class that ``?class=`` names, by facets, a page at a time."""
    current, language = published(), interface_language()
    asked = filter_of_request(current)
    total = asked.members.bit_count()
    paging = Paging(asked.page, current.publication.limits.page_size, total)
    state = f"{current.name} {language} {asked.address}"
    response = cached(lambda: _list(asked, paging, language), HTML, state, "")
    first = replace(asked, page=1).address
    response.headers["Link"] = ", ".join(
        [f'<{asked.address}>; rel="canonical"', *paging.links(first)]
    )
    return response


def _list(asked: Filter, paging: Paging, language: str) -> str:
    current = published()
    offset = (paging.number - 1) * paging.size
    numbers = asked.of.numbers(asked.members, asked.sort, offset, paging.size)
    entries = Entries(current, asked, current.lists.members(asked.of, numbers))
    names = {asked.class_iri, *entries.names(), *facet_names(asked, current)}
    labels = current.descriptions.labels(names)
    presenter = Presenter(current.publication, labels, language, names)
    publication = current.publication
    conditions = asked.conditions(current)
    union = publication.union_default_graph
    query = list_query(publication.base_iri, asked.class_iri, conditions, language, union)
    is_same = current.is_seen_whole or all(isinstance(c.facet, str) for c in conditions)
    return render_template(
        "list.html",
        kind=presenter.link(asked.class_iri),
        heading=_plural(asked.class_iri, presenter),
        asked=asked,
        sorts=[sort for sort in SORTS if sort == SORTS[0] or sort in asked.of.orders],
        facets=facets_shown(asked, presenter, current),
        entries=entries.shown(presenter),
        paging=paging,
        path=replace(asked, page=1).address,
        query=query if is_same else "",
    )


def _plural(class_iri: str, presenter: Presenter) -> Text:
    """Name a class in the plural, where the publication does."""
    kinds = presenter.publication.pages.kinds
    named = (presenter.best(kind.name) for kind in kinds if kind.iri == class_iri)
    return next(named, presenter.label(class_iri))
