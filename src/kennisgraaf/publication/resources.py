"""Resources: a few triples about one thing, written as they are read."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from kennisgraaf.namespaces import RDF_TYPE, WELL_KNOWN_PREFIXES, XSD

PREFIXES = {
    **WELL_KNOWN_PREFIXES,
    "dqv": "http://www.w3.org/ns/dqv#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
}
Value = NamedNode | Literal


class Resource:
    """A resource and what is said of it; terms are written with a prefix, as in ``dct:title``."""

    def __init__(self, iri: str, *classes: str) -> None:
        self.node = NamedNode(iri)
        self.triples = [Triple(self.node, RDF_TYPE, term(name)) for name in classes]

    def say(self, predicate: str, *values: "Value | Resource | None") -> "Resource":
        """State values of a property; ``None`` states nothing."""
        for value in values:
            if value is not None:
                target = value.node if isinstance(value, Resource) else value
                self.triples.append(Triple(self.node, term(predicate), target))
        return self


def term(name: str) -> NamedNode:
    """Give the IRI of a term that is written with a prefix."""
    prefix, _, local = name.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


def node(iri: str | None) -> NamedNode | None:
    """Give a node, or nothing for nothing."""
    return None if iri is None else NamedNode(iri)


def texts(values: dict[str, str] | None) -> list[Literal]:
    """Give a text in each language."""
    return [Literal(text, language=language) for language, text in (values or {}).items()]


def typed(value: object, datatype: str) -> Literal:
    """Give a literal of an XSD datatype."""
    return Literal(str(value), datatype=NamedNode(XSD + datatype))


@cache
def authority() -> dict[NamedNode, tuple[Triple, ...]]:
    """Read what is known of the concepts of others that catalogues name, by concept."""
    content = (files("kennisgraaf.publication") / "authority.ttl").read_bytes()
    about: dict[NamedNode, list[Triple]] = {}
    for quad in parse(content, format=RdfFormat.TURTLE):
        assert isinstance(quad.subject, NamedNode)
        about.setdefault(quad.subject, []).append(quad.triple)
    return {concept: tuple(triples) for concept, triples in about.items()}


def with_authorities(triples: list[Triple]) -> Iterator[Triple]:
    """Give triples, and what is known of the concepts that they name."""
    known, waiting = authority(), list(triples)
    seen: set[object] = set()
    while waiting:
        triple = waiting.pop(0)
        yield triple
        if triple.object in known and triple.object not in seen:
            seen.add(triple.object)
            waiting += known[triple.object]  # type: ignore[index]
