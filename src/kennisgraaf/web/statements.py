"""Statements: a description as a page shows it, grouped by property, with evidence beside each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kennisgraaf.iris import document_path, is_link, readable
from kennisgraaf.namespaces import DESCRIPTIONS, LABELS, RDF_TYPE, XSD
from kennisgraaf.settings import Publication
from kennisgraaf.store.descriptions import Description, Incoming, Labels
from kennisgraaf.web.language import Text, best_text, label

# So deep a page shows blank nodes in blank nodes; the documents have all.
_MOST_NESTED = 12
# So many statements about blank nodes a page shows.
_MOST_STATEMENTS = 5_000
_OMITTED = "…"

Nested = Mapping[BlankNode, list[Quad]]
"""The statements about each blank node of a description."""


@dataclass(frozen=True)
class Link:
    """An IRI as it is shown: its label, and where it leads (``""`` for nowhere safe)."""

    iri: str
    label: Text
    href: str
    is_local: bool


@dataclass(frozen=True)
class Value:
    """An object as it is shown: a link or a text, nested statements for a blank node."""

    link: Link | None
    text: Text | None
    datatype: str
    nested: tuple["Group", ...]
    evidence: tuple[Link, ...]


@dataclass(frozen=True)
class Group:
    """The values of one property."""

    property: Link
    values: tuple[Value, ...]


@dataclass(frozen=True)
class EntityPage:
    """All that the page of an entity shows; it is ``elsewhere`` when others publish its IRI."""

    entity: Link
    is_elsewhere: bool
    title: Text
    types: tuple[Link, ...]
    descriptions: tuple[Text, ...]
    asserted: tuple[Group, ...]
    inferred: tuple[Group, ...]
    incoming: tuple[Group, ...]
    incoming_inferred: tuple[Group, ...]
    content: tuple[tuple[Link, tuple[Group, ...]], ...]


class Presenter:
    """Knows how to show terms on one page: in which language, with which labels, linking where.

    It shows the statements about each blank node once: those that lead to one another in several
    ways would make a page that grows exponentially.
    """

    def __init__(
        self, publication: Publication, labels: Labels, language: str, described: set[str]
    ) -> None:
        self._publication = publication
        self._labels = labels
        self._language = language
        self._described = described
        self._expanded: set[BlankNode] = set()
        self._statements_left = _MOST_STATEMENTS
        inference = publication.inference
        self._inferred = NamedNode(inference.graph) if inference else None
        self._inferred_only = (inference.graph,) if inference else ()

    def link(self, iri: str) -> Link:
        """Show an IRI."""
        base = self._publication.base_iri
        is_local = iri.startswith(base) or iri in self._labels or iri in self._described
        href = document_path(base, iri) if is_local else iri if is_link(iri) else ""
        return Link(iri, self._label(iri), href, is_local)

    def page(self, description: Description) -> EntityPage:
        """Show a description."""
        own = [quad for quad in description.quads if _is(quad.subject, description.iri)]
        asserted = [quad for quad in own if quad.graph_name != self._inferred]
        known = {quad.triple for quad in asserted}
        inferred = [quad for quad in own if quad.triple not in known]
        nested = _by_blank_node(description.quads)
        types = {
            quad.object.value
            for quad in asserted
            if quad.predicate == RDF_TYPE and isinstance(quad.object, NamedNode)
        }
        return EntityPage(
            entity=self.link(description.iri),
            is_elsewhere=self._is_elsewhere(description.iri),
            title=self._label(description.iri),
            types=tuple(self.link(iri) for iri in sorted(types)),
            descriptions=self._descriptions(asserted),
            asserted=self.groups(asserted, nested),
            inferred=self.groups(inferred, nested),
            incoming=self._incoming(
                use for use in description.incoming if use.graphs != self._inferred_only
            ),
            incoming_inferred=self._incoming(
                use for use in description.incoming if use.graphs == self._inferred_only
            ),
            content=self._content(description.content),
        )

    def _content(self, quads: Iterable[Quad]) -> tuple[tuple[Link, tuple[Group, ...]], ...]:
        """Show what a graph says, by subject; the graph itself is the evidence of it all."""
        by_subject: dict[str, list[Quad]] = {}
        for quad in quads:
            subject = quad.subject
            name = subject.value if isinstance(subject, NamedNode) else str(subject)
            triple = Quad(quad.subject, quad.predicate, quad.object)
            by_subject.setdefault(name, []).append(triple)
        return tuple(
            (self.link(subject), self.groups(statements, {}))
            for subject, statements in by_subject.items()
        )

    def _is_elsewhere(self, iri: str) -> bool:
        return is_link(iri) and not iri.startswith(self._publication.base_iri)

    def _label(self, iri: str) -> Text:
        return label(self._labels, iri, self._language, self._publication.languages)

    def groups(self, quads: Iterable[Quad], nested: Nested, depth: int = 0) -> tuple[Group, ...]:
        """Group quads by property, both in the order of labels."""
        by_property: dict[str, dict[Triple, list[Quad]]] = {}
        for quad in quads:
            same = by_property.setdefault(quad.predicate.value, {})
            same.setdefault(quad.triple, []).append(quad)
        # Sorted before the values are made: a blank node is shown where a reader meets it first.
        properties = sorted(map(self.link, by_property), key=_by_importance)
        return tuple(
            Group(
                link,
                tuple(
                    sorted(
                        (
                            self._value(same, nested, depth)
                            for same in by_property[link.iri].values()
                        ),
                        key=_by_text,
                    )
                ),
            )
            for link in properties
        )

    def _value(self, same: list[Quad], nested: Nested, depth: int) -> Value:
        term = same[0].object
        graphs = {q.graph_name.value for q in same if isinstance(q.graph_name, NamedNode)}
        evidence = tuple(self.link(graph) for graph in sorted(graphs))
        if isinstance(term, NamedNode):
            return Value(self.link(term.value), None, "", (), evidence)
        if isinstance(term, BlankNode):
            inner = nested.get(term, [])
            if inner and not self._may_expand(term, len(inner), depth):
                return Value(None, Text(_OMITTED, ""), "", (), evidence)
            return Value(None, None, "", self.groups(inner, nested, depth + 1), evidence)
        if isinstance(term, Literal):
            datatype = "" if term.language else term.datatype.value
            shown = "" if datatype == XSD + "string" else readable(datatype) if datatype else ""
            return Value(None, Text(term.value, term.language or ""), shown, (), evidence)
        return Value(None, Text(str(term), ""), "", (), evidence)

    def _may_expand(self, node: BlankNode, statements: int, depth: int) -> bool:
        """Tell whether the statements about a blank node are shown here, and count them if so."""
        if depth == _MOST_NESTED or node in self._expanded or statements > self._statements_left:
            return False
        self._expanded.add(node)
        self._statements_left -= statements
        return True

    def _incoming(self, uses: Iterable[Incoming]) -> tuple[Group, ...]:
        groups: dict[str, list[Value]] = {}
        for use in uses:
            evidence = tuple(self.link(graph) for graph in use.graphs)
            value = Value(self.link(use.subject), None, "", (), evidence)
            groups.setdefault(use.predicate, []).append(value)
        return tuple(Group(self.link(name), tuple(values)) for name, values in groups.items())

    def _descriptions(self, quads: list[Quad]) -> tuple[Text, ...]:
        for term in DESCRIPTIONS:
            texts = {
                quad.object.language or "": quad.object.value
                for quad in quads
                if quad.predicate.value == term and isinstance(quad.object, Literal)
            }
            if texts:
                return (best_text(texts, self._language, self._publication.languages),)
        return ()


def _by_blank_node(quads: Iterable[Quad]) -> Nested:
    nested: dict[BlankNode, list[Quad]] = {}
    for quad in quads:
        if isinstance(quad.subject, BlankNode):
            nested.setdefault(quad.subject, []).append(quad)
    return nested


def _by_importance(link: Link) -> tuple[int, str]:
    iri = link.iri
    return (
        0 if iri == RDF_TYPE.value else 2 if iri in LABELS else 3 if iri in DESCRIPTIONS else 1,
        link.label.text.casefold(),
    )


def _by_text(value: Value) -> str:
    shown = value.link.label.text if value.link else value.text.text if value.text else ""
    return shown.casefold()


def _is(term: object, iri: str) -> bool:
    return isinstance(term, NamedNode) and term.value == iri
