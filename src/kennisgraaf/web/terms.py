"""Terms: how a page shows IRIs, literals and blank nodes, each with its evidence."""

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from itertools import islice

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kennisgraaf.iris import document_path, is_link, readable
from kennisgraaf.namespaces import DESCRIPTIONS, LABELS, RDF_TYPE, XSD
from kennisgraaf.settings import Publication
from kennisgraaf.store.descriptions import Labels
from kennisgraaf.store.layout import NOWHERE, Place
from kennisgraaf.store.passages import Passage
from kennisgraaf.web import literals
from kennisgraaf.web.language import Text, best_text, label

# So deep a page shows blank nodes in blank nodes; the documents have all.
_MOST_NESTED = 12
# So many statements about blank nodes a page shows.
_MOST_STATEMENTS = 5_000
# So many values of one property it shows, and so many are put in order to choose those.
_MOST_VALUES = 25
_MOST_SORTED = 1_000
_OMITTED = "…"
_LONGEST_HOST = 60

Nested = Mapping[BlankNode, list[Quad]]
"""The statements about each blank node of a description."""


@dataclass(frozen=True)
class Link:
    """An IRI as it is shown: its label, and where it leads (``""`` for nowhere safe)."""

    iri: str
    label: Text
    href: str
    is_local: bool

    @property
    def host(self) -> str:
        """The host of a link that leads away, ``""`` for others."""
        is_away = self.href and not self.is_local
        return self.href.partition("://")[2].partition("/")[0][:_LONGEST_HOST] if is_away else ""


@dataclass(frozen=True)
class Source:
    """A named graph as evidence: a passage of a report, the rules, or another source.

    ``number`` is its place among the sources of the page.
    """

    link: Link
    number: int
    passage: Passage | None
    is_rule: bool

    @property
    def report(self) -> str:
        """The report of a passage, ``""`` for another source."""
        return self.passage.report if self.passage else ""


@dataclass(frozen=True)
class Value:
    """An object as it is shown: a link or a text, nested statements for a blank node.

    Of a number or a date, ``machine`` is the value as the data have it, and ``element`` its markup.
    """

    link: Link | None = None
    text: Text | None = None
    datatype: str = ""
    nested: tuple["Group", ...] = ()
    evidence: tuple[Source, ...] = ()
    machine: str = ""
    element: str = ""

    def said_in(self, report: str) -> tuple[Source, ...]:
        """Give the evidence from one report, or with ``""`` from what is no report."""
        return tuple(source for source in self.evidence if source.report == report)

    @property
    def sort_key(self) -> tuple[int, Decimal, str]:
        """Where it stands among other values: numbers in their order, all else by its text."""
        with suppress(InvalidOperation):
            if self.element == "data":
                return 0, Decimal(self.machine), ""
        shown = self.machine or (self.link.label.text if self.link else "")
        return 1, Decimal(), (shown or (self.text.text if self.text else "")).casefold()


@dataclass(frozen=True)
class Group:
    """The values of one property, the first of ``total``."""

    property: Link
    values: tuple[Value, ...]
    total: int


class Presenter:
    """Knows how to show terms on one page: in which language, with which labels, linking where.

    It shows the statements about each blank node once: those that lead to one another in several
    ways would make a page that grows exponentially. It numbers the sources as it meets them.
    """

    def __init__(
        self,
        publication: Publication,
        labels: Labels,
        language: str,
        described: Iterable[str] = (),
        passages: Mapping[str, Passage] | None = None,
    ) -> None:
        self.publication = publication
        self.language = language
        self.inference_graph = publication.inference.graph if publication.inference else ""
        self._labels = labels
        self._described = frozenset(described)
        self._passages = passages or {}
        self._links: dict[str, Link] = {}
        self._sources: dict[str, Source] = {}
        self._expanded: set[BlankNode] = set()
        self._statements_left = _MOST_STATEMENTS

    @property
    def sources(self) -> tuple[Source, ...]:
        """The sources of all that was shown, in the order of their numbers."""
        return tuple(self._sources.values())

    def link(self, iri: str) -> Link:
        """Show an IRI."""
        if iri not in self._links:
            base = self.publication.base_iri
            is_local = iri.startswith(base) or iri in self._labels or iri in self._described
            href = document_path(base, iri) if is_local else iri if is_link(iri) else ""
            self._links[iri] = Link(iri, self.label(iri), href, is_local)
        return self._links[iri]

    def label(self, iri: str) -> Text:
        """Give the name of an IRI."""
        return label(self._labels, iri, self.language, self.publication.languages)

    def best(self, texts: Mapping[str, str]) -> Text:
        """Choose the text in the reader's language, or near it."""
        return best_text(texts, self.language, self.publication.languages)

    def description(self, quads: Collection[Quad]) -> Text | None:
        """Choose the description of what quads are about, by the first property that has one."""
        for name in DESCRIPTIONS:
            texts = {
                quad.object.language or "": quad.object.value
                for quad in quads
                if quad.predicate.value == name and isinstance(quad.object, Literal)
            }
            if texts:
                return self.best(texts)
        return None

    def evidence(self, graphs: Iterable[str]) -> tuple[Source, ...]:
        """Show named graphs as evidence: passages in reading order first, the rules last."""
        return tuple(sorted(map(self._source, sorted(set(graphs))), key=_reading_order))

    def groups(
        self,
        quads: Iterable[Quad],
        nested: Nested,
        depth: int = 0,
        places: Mapping[str, Place] | None = None,
        most: int = _MOST_VALUES,
    ) -> tuple[Group, ...]:
        """Group quads by property, in the order of places and labels; ``most`` values of each."""
        places = places or {}
        by_property: dict[str, dict[Triple, list[Quad]]] = {}
        for quad in quads:
            same = by_property.setdefault(quad.predicate.value, {})
            same.setdefault(quad.triple, []).append(quad)
        properties = [self._property(iri, places.get(iri, NOWHERE)) for iri in by_property]
        # Sorted before the values are made: a blank node is shown where a reader meets it first.
        properties.sort(key=lambda link: _by_place(link, places.get(link.iri, NOWHERE)))
        return tuple(
            self._group(link, by_property[link.iri].values(), nested, depth, most)
            for link in properties
        )

    def value(self, term: object, evidence: tuple[Source, ...] = ()) -> Value:
        """Show a term that is no blank node of which more is said."""
        if isinstance(term, NamedNode):
            return Value(self.link(term.value), evidence=evidence)
        if not isinstance(term, Literal):
            return Value(text=Text(str(term), ""), evidence=evidence)
        if term.language:
            return Value(text=Text(term.value, term.language), evidence=evidence)
        shown = literals.shown(term, self.language)
        if shown is not None:
            text = Text(shown.text, "")
            return Value(text=text, evidence=evidence, machine=term.value, element=shown.element)
        datatype = term.datatype.value
        name = "" if datatype == XSD + "string" else readable(datatype)
        return Value(text=Text(term.value, ""), datatype=name, evidence=evidence)

    def _property(self, iri: str, place: Place) -> Link:
        link = self.link(iri)
        if not place.names:
            return link
        return Link(iri, self.best(place.names), link.href, link.is_local)

    def _group(
        self, link: Link, statements: Collection[list[Quad]], nested: Nested, depth: int, most: int
    ) -> Group:
        """Show the values of a property; of very many those that come first in the data."""
        first = islice(statements, max(most, _MOST_SORTED))
        # Sorted before they are made: the sources of what is not shown are none of the page's.
        bare = [(self._bare(same[0].object), same) for same in first]
        bare.sort(key=lambda pair: pair[0].sort_key)
        values = tuple(self._told(value, same, nested, depth) for value, same in bare[:most])
        return Group(link, values, len(statements))

    def _bare(self, term: object) -> Value:
        return Value() if isinstance(term, BlankNode) else self.value(term)

    def _told(self, value: Value, same: list[Quad], nested: Nested, depth: int) -> Value:
        """Add who says a value; of a blank node, show what is said about it."""
        term = same[0].object
        graphs = (q.graph_name.value for q in same if isinstance(q.graph_name, NamedNode))
        evidence = self.evidence(graphs)
        if not isinstance(term, BlankNode):
            return replace(value, evidence=evidence)
        inner = nested.get(term, [])
        if inner and not self._may_expand(term, len(inner), depth):
            return Value(text=Text(_OMITTED, ""), evidence=evidence)
        return Value(nested=self.groups(inner, nested, depth + 1), evidence=evidence)

    def _may_expand(self, node: BlankNode, statements: int, depth: int) -> bool:
        """Tell whether the statements about a blank node are shown here, and count them if so."""
        if depth == _MOST_NESTED or node in self._expanded or statements > self._statements_left:
            return False
        self._expanded.add(node)
        self._statements_left -= statements
        return True

    def _source(self, graph: str) -> Source:
        if graph not in self._sources:
            self._sources[graph] = Source(
                self.link(graph),
                len(self._sources) + 1,
                self._passages.get(graph),
                graph == self.inference_graph,
            )
        return self._sources[graph]


def _reading_order(source: Source) -> tuple[bool, bool, str, int, str]:
    passage = source.passage
    place = (passage.year, passage.first_line) if passage else ("", 0)
    return source.is_rule, passage is None, *place, source.link.iri


def _by_place(link: Link, place: Place) -> tuple[float, float, int, str]:
    iri = link.iri
    rank = 0 if iri == RDF_TYPE.value else 2 if iri in LABELS else 3 if iri in DESCRIPTIONS else 1
    return place.section.order, place.order, rank, link.label.text.casefold()
