"""Facets: what a page shows beside a list, to choose from, with counts."""

from dataclasses import dataclass
from decimal import Decimal

from pyoxigraph import Literal, NamedNode

from kennisgraaf.store.lists import Facet
from kennisgraaf.views import Cell
from kennisgraaf.web.current import Published
from kennisgraaf.web.language import Text
from kennisgraaf.web.pages.filters import Filter
from kennisgraaf.web.terms import Presenter, Value

_SHOWN, _MOST_SHOWN = 8, 100


@dataclass(frozen=True)
class Choice:
    """A value that can be chosen; ``without`` leads to the list without it where it is."""

    value: Value
    key: str
    count: int
    is_chosen: bool
    without: str

    @property
    def text(self) -> Text:
        """What it is called."""
        return self.value.link.label if self.value.link else self.value.text or Text("–", "")


@dataclass(frozen=True)
class FacetShown:
    """A facet with its choices: the ``first``, and the ``others`` behind a click."""

    name: Text
    parameter: str
    first: tuple[Choice, ...]
    others: tuple[Choice, ...]
    left_out: bool

    @property
    def chosen(self) -> tuple[Choice, ...]:
        """The choices that are made."""
        return tuple(choice for choice in (*self.first, *self.others) if choice.is_chosen)


def facet_names(asked: Filter, published: Published) -> set[str]:
    """Give the IRIs that the facets name, to look up their labels."""
    views = published.views.by_name
    cells = (cell for facet in asked.of.facets for cell in _looked_at(facet, asked))
    names = {cell.value for cell in cells if cell.kind != "literal"}
    return names | {facet.name for facet in asked.of.facets if facet.name not in views}


def facets_shown(
    asked: Filter, presenter: Presenter, published: Published
) -> tuple[FacetShown, ...]:
    """Show the facets that divide what is left of the list, or of which something is chosen."""
    counts = asked.of.counts(asked.chosen)
    shown = (
        _facet(facet, counts[facet.name], asked, presenter, published) for facet in asked.of.facets
    )
    return tuple(facet for facet in shown if len(facet.first) > 1 or facet.chosen)


def term_of(cell: Cell) -> NamedNode | Literal:
    """Give the term that a cell holds; a blank node as its name."""
    if cell.kind in ("iri", "graph"):
        return NamedNode(cell.value)
    if cell.language:
        return Literal(cell.value, language=cell.language)
    datatype = NamedNode(cell.datatype) if cell.datatype else None
    return Literal(cell.value, datatype=datatype)


def _looked_at(facet: Facet, asked: Filter) -> list[Cell]:
    """Give the values that may be shown: those that most members have, and what is chosen."""
    chosen = asked.chosen.get(facet.name, ())
    first = list(facet.values)[:_MOST_SHOWN]
    return [*first, *(cell for cell in chosen if cell not in first)]


def _facet(
    facet: Facet,
    counts: dict[Cell, int],
    asked: Filter,
    presenter: Presenter,
    published: Published,
) -> FacetShown:
    chosen = asked.chosen.get(facet.name, ())
    keys = asked.keys.of(facet)
    choices = [
        Choice(
            presenter.value(term_of(cell)),
            keys[cell],
            counts[cell],
            cell in chosen,
            asked.without(facet.name, cell).address if cell in chosen else "",
        )
        for cell in _looked_at(facet, asked)
        if counts[cell] or cell in chosen
    ]
    choices.sort(key=_order)
    first = [choice for n, choice in enumerate(choices) if n < _SHOWN or choice.is_chosen]
    if len(choices) - len(first) == 1:
        first = choices  # One more is not worth a click.
    view = published.views.by_name.get(facet.name)
    return FacetShown(
        presenter.best(view.texts) if view else presenter.link(facet.name).label,
        asked.keys.parameter(facet.name),
        tuple(first),
        tuple(choice for choice in choices if choice not in first),
        facet.is_clipped or len(facet.values) > _MOST_SHOWN,
    )


def _order(choice: Choice) -> tuple[tuple[int, Decimal, str], int, str]:
    """Put numbers and dates in their order, all else by how many have it."""
    value = choice.value
    return (
        (value.sort_key, 0, "")
        if value.machine
        else ((2, Decimal(), ""), -choice.count, choice.text.text.casefold())
    )
