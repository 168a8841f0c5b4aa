"""Triples: a dataset without its graphs, looked up by subject or by object."""

from collections import defaultdict
from collections.abc import Iterable

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kennisgraaf.specification import Term, Texts

Node = NamedNode | BlankNode
Value = NamedNode | BlankNode | Literal


class Triples:
    """Statements as sets: one of several graphs counts once."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._objects: dict[Node, dict[str, list[Value]]] = {}
        self._subjects: dict[str, dict[str, list[Node]]] = {}
        for triple in sorted({quad.triple for quad in quads}, key=str):
            subject, predicate, term = triple.subject, triple.predicate.value, triple.object
            if isinstance(subject, Triple) or isinstance(term, Triple):
                continue
            self._objects.setdefault(subject, {}).setdefault(predicate, []).append(term)
            if isinstance(term, NamedNode):
                by_predicate = self._subjects.setdefault(term.value, defaultdict(list))
                by_predicate[predicate].append(subject)

    def nodes(self) -> Iterable[Node]:
        """Give all subjects."""
        return self._objects

    def about(self, node: Node) -> dict[str, list[Value]]:
        """Give what is said about a node: values by property."""
        return self._objects.get(node, {})

    def values(self, node: Node, predicate: str) -> list[Value]:
        """List the values of a property, in an order that is always the same."""
        return self.about(node).get(predicate, [])

    def iris(self, iri: str, predicate: str) -> list[str]:
        """List the IRIs that are values of a property."""
        values = self.values(NamedNode(iri), predicate)
        return [value.value for value in values if isinstance(value, NamedNode)]

    def texts(self, iri: str, *predicates: str) -> Texts:
        """Give the texts of the first of the properties that has any."""
        node = NamedNode(iri)
        return next(filter(None, (texts_of(self.values(node, p)) for p in predicates)), {})

    def subjects(self, predicate: str, iri: str) -> list[str]:
        """List the IRIs with a value of a property."""
        nodes = self._subjects.get(iri, {}).get(predicate, [])
        return [node.value for node in nodes if isinstance(node, NamedNode)]

    def uses(self, iri: str) -> dict[str, list[Node]]:
        """Give what points to an IRI: subjects by property."""
        return self._subjects.get(iri, {})


def texts_of(terms: Iterable[Value]) -> Texts:
    """Take the literals by language; of several in one, the first by text."""
    literals = [term for term in terms if isinstance(term, Literal)]
    ordered = sorted(literals, key=lambda literal: literal.value, reverse=True)
    return {literal.language or "": literal.value for literal in ordered}


def term_of(term: Value) -> Term:
    """Show a node."""
    if isinstance(term, NamedNode):
        return Term(term.value)
    if isinstance(term, BlankNode):
        return Term("", "blank")
    datatype = "" if term.language else term.datatype.value
    return Term(term.value, "literal", term.language or "", datatype)
