"""Filters: which part of a list is asked for, and the address of every other part."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from flask import request

from kennisgraaf.errors import EntityNotFoundError, RequestError
from kennisgraaf.iris import expanded, is_iri, short
from kennisgraaf.listing import Condition
from kennisgraaf.store.lists import ClassList, Facet
from kennisgraaf.views import FACETS, TAKEN, Cell
from kennisgraaf.web.current import Published
from kennisgraaf.web.paging import page_number

SORTS = ("name", "latest", "connected")


@dataclass(frozen=True)
class Filter:
    """A part of the list of a class: what is chosen of each facet, in which order, which page.

    ``unknown`` are texts that name no value of their facet: nothing has them.
    """

    class_iri: str
    of: ClassList
    keys: "Keys"
    chosen: Mapping[str, tuple[Cell, ...]]
    unknown: Mapping[str, tuple[str, ...]]
    sort: str = "name"
    page: int = 1

    @property
    def members(self) -> int:
        """The members that it lets through."""
        return 0 if self.unknown else self.of.having(self.chosen)

    @property
    def address(self) -> str:
        """The one address of this part."""
        pairs = [("class", self.keys.short(self.class_iri))]
        for facet in self.of.facets:
            name = self.keys.parameter(facet.name)
            if facet.name in self.chosen:
                chosen, keys = self.chosen[facet.name], self.keys.of(facet)
                pairs += [(name, key) for cell, key in keys.items() if cell in chosen]
            pairs += [(name, text) for text in self.unknown.get(facet.name, ())]
        pairs += [("sort", self.sort)] if self.sort != SORTS[0] else []
        pairs += [("page", str(self.page))] if self.page > 1 else []
        return "/list?" + urlencode(pairs)

    def with_sort(self, sort: str) -> "Filter":
        """Give the same part in another order."""
        return replace(self, sort=sort, page=1)

    def without(self, facet: str, cell: Cell | None = None) -> "Filter":
        """Give the part without a chosen value; without a cell, without any of the facet."""
        kept = tuple(c for c in self.chosen.get(facet, ()) if cell is not None and c != cell)
        chosen = {**self.chosen, facet: kept}
        unknown = {name: texts for name, texts in self.unknown.items() if name != facet}
        chosen = {name: cells for name, cells in chosen.items() if cells}
        return replace(self, chosen=chosen, unknown=unknown, page=1)

    def only(self, facet: str, cell: Cell) -> "Filter":
        """Give all that has one value."""
        return replace(self.cleared(), chosen={facet: (cell,)})

    def cleared(self) -> "Filter":
        """Give the whole list, in this order."""
        return replace(self, chosen={}, unknown={}, page=1)

    def conditions(self, published: Published) -> list[Condition]:
        """Give what the entities of this part have, as a query is made of it."""
        views = published.views.by_name
        return [
            Condition(views.get(facet.name, facet.name), self.chosen[facet.name])
            for facet in self.of.facets
            if facet.name in self.chosen
        ]


class Keys:
    """How addresses write classes, facets and their values."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self.prefixes = prefixes
        self._of: dict[str, dict[Cell, str]] = {}

    def short(self, iri: str) -> str:
        """Write an IRI, with a prefix where there is one."""
        return short(iri, self.prefixes)

    def parameter(self, facet: str) -> str:
        """Name a facet: a view by its file, a property by its IRI."""
        kind, _, name = facet.rpartition("/")
        return name if kind == FACETS else self.short(facet)

    def of(self, facet: Facet) -> dict[Cell, str]:
        """Write each value of a facet: two are never written the same."""
        if facet.name not in self._of:
            self._of[facet.name] = self._written(facet)
        return self._of[facet.name]

    def _written(self, facet: Facet) -> dict[Cell, str]:
        keys: dict[Cell, str] = {}
        taken: set[str] = set()
        for cell in facet.values:
            key = self.short(cell.value) if cell.kind != "literal" else cell.value
            if key in taken:
                key = (
                    f"{cell.value}@{cell.language}" if cell.language else f"{key}^^{cell.datatype}"
                )
            taken.add(key)
            keys[cell] = key
        return keys


def filter_of_request(published: Published) -> Filter:
    """Read which part of which list is asked for.

    Raises:
        RequestError: no class is named, or a facet or order that the list does not have.
        EntityNotFoundError: nothing is of the class.
    """
    keys = Keys(published.publication.prefixes)
    name = request.args.get("class", "")
    class_iri = expanded(name, keys.prefixes)
    if not is_iri(class_iri):
        raise RequestError(
            "Give a class as the parameter class: its absolute IRI, or its name with a prefix."
        )
    of = published.lists.of(name) or published.lists.of(class_iri)
    if of is None:
        raise EntityNotFoundError(class_iri)
    class_iri = name if published.lists.of(name) else class_iri
    chosen, unknown = _chosen(of, keys)
    sort = request.args.get("sort", SORTS[0])
    if sort not in (SORTS[0], *of.orders):
        raise RequestError(f"The parameter sort is one of: {', '.join((SORTS[0], *of.orders))}.")
    return Filter(class_iri, of, keys, chosen, unknown, sort, page_number())


def _chosen(
    of: ClassList, keys: Keys
) -> tuple[dict[str, tuple[Cell, ...]], dict[str, tuple[str, ...]]]:
    """Read what is chosen, and what is asked for that is no value."""
    chosen: dict[str, tuple[Cell, ...]] = {}
    unknown: dict[str, tuple[str, ...]] = {}
    by_parameter = {keys.parameter(facet.name): facet for facet in of.facets}
    by_parameter |= {facet.name: facet for facet in of.facets}
    for parameter in sorted(request.args.keys() - set(TAKEN)):
        facet = by_parameter.get(parameter)
        if facet is None:
            names = ", ".join(keys.parameter(facet.name) for facet in of.facets)
            raise RequestError(f"This list has no facet {parameter[:80]}; it has: {names or '–'}.")
        known = _by_text(facet, keys)
        asked = dict.fromkeys(filter(None, request.args.getlist(parameter)))
        cells = tuple(cell for text in asked for cell in known.get(text, ()))
        missing = tuple(text for text in asked if text not in known)
        if cells:
            chosen[facet.name] = (*chosen.get(facet.name, ()), *cells)
        elif missing:
            unknown[facet.name] = missing
    return chosen, unknown


def _by_text(facet: Facet, keys: Keys) -> dict[str, tuple[Cell, ...]]:
    """Find values by their key, and by their whole IRI."""
    known: dict[str, tuple[Cell, ...]] = {}
    for cell, key in keys.of(facet).items():
        for text in {key, cell.value if cell.kind != "literal" else key}:
            known[text] = (*known.get(text, ()), cell)
    return known
