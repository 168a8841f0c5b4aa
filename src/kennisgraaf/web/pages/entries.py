"""Entries: what a list tells of each of its entities."""

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad

from kennisgraaf.namespaces import RDF_TYPE, XSD
from kennisgraaf.views import FACETS, Cell, Row
from kennisgraaf.web.current import Published
from kennisgraaf.web.language import Text
from kennisgraaf.web.pages.facets import term_of
from kennisgraaf.web.pages.filters import Filter
from kennisgraaf.web.terms import Link, Presenter, Value

_LONGEST = 220
_MOST_CHIPS, _MOST_KINDS = 4, 2
_TIMELINE = "timeline"


@dataclass(frozen=True)
class Entry:
    """An entity in a list; ``chips`` are values of facets with the address of what has them."""

    link: Link
    kinds: tuple[Link, ...]
    description: Text | None
    period: tuple[Value, ...]
    chips: tuple[tuple[Link, str], ...]


class Entries:
    """The entities of one page of a list, and what is needed to show them."""

    def __init__(self, published: Published, asked: Filter, members: list[str]) -> None:
        self._asked, self._members = asked, members
        self._quads = published.descriptions.summaries(members)
        chips = [view.name for view in published.views.of_kind(FACETS) if view.chips]
        about = published.views.about(members, [*chips, _TIMELINE], _MOST_CHIPS)
        self._rows = {(found.rows[0].this, found.view.name): found.rows for found in about}
        self._facets = {facet.name: facet for facet in asked.of.facets if facet.name in chips}
        graph = published.publication.inference
        self._inferred = graph.graph if graph else ""

    def names(self) -> set[str]:
        """Give the IRIs that the entries name, to look up their labels."""
        kinds = {iri for quads in self._quads.values() for iri in self._kinds(quads)}
        cells = (
            cell for rows in self._rows.values() for row in rows for cell in row.cells.values()
        )
        return {*self._members, *kinds, *(cell.value for cell in cells if cell.kind == "iri")}

    def shown(self, presenter: Presenter) -> list[Entry]:
        """Show the entries."""
        return [
            Entry(
                presenter.link(iri),
                tuple(map(presenter.link, self._kinds(self._quads.get(iri, [])))),
                _description(self._quads.get(iri, []), presenter),
                _period(self._rows.get((iri, _TIMELINE), ()), presenter),
                tuple(self._chips(iri, presenter)),
            )
            for iri in self._members
        ]

    def _kinds(self, quads: Iterable[Quad]) -> list[str]:
        """Give what a source says it is, besides what the list is of."""
        kinds = {
            quad.object.value
            for quad in quads
            if quad.predicate == RDF_TYPE
            and isinstance(quad.object, NamedNode)
            and getattr(quad.graph_name, "value", "") != self._inferred
        }
        return [] if self._asked.class_iri in kinds else sorted(kinds)[:_MOST_KINDS]

    def _chips(self, iri: str, presenter: Presenter) -> Iterable[tuple[Link, str]]:
        for name, facet in self._facets.items():
            keys = self._asked.keys.of(facet)
            for row in self._rows.get((iri, name), ())[:_MOST_CHIPS]:
                cell = row.cells.get("value")
                if cell in keys and cell.kind == "iri":
                    yield presenter.link(cell.value), self._asked.only(name, cell).address


def _description(quads: list[Quad], presenter: Presenter) -> Text | None:
    best = presenter.description(quads)
    return Text(_clipped(best.text), best.language) if best else None


def _clipped(text: str) -> str:
    """Cut a text at the end of a word."""
    text = " ".join(text[: 4 * _LONGEST].split())
    if len(text) <= _LONGEST:
        return text
    whole = text[:_LONGEST].rpartition(" ")[0] or text[:_LONGEST]
    return f"{whole} …"


def _period(rows: Iterable[Row], presenter: Presenter) -> tuple[Value, ...]:
    """Show when it is: as the source writes it, or from and until, once where they are the same."""
    for row in rows:
        if "shown" in row.cells:
            return (presenter.value(term_of(row.cells["shown"])),)
        ends = [row.cells[name] for name in ("from", "until") if name in row.cells]
        days = dict.fromkeys(map(_day, ends))
        return tuple(presenter.value(term_of(cell)) for cell in days)
    return ()


def _day(cell: Cell) -> Cell:
    """Give the day of a moment at midnight: its source means the day."""
    day, separator, _ = cell.value.partition("T00:00:00")
    is_day = separator and cell.datatype == f"{XSD}dateTime"
    return Cell("literal", day, "", f"{XSD}date") if is_day else cell
