"""Resources: a few triples about one thing, written as they are read."""

from pyoxigraph import Literal, NamedNode, Triple

from kennisgraaf.namespaces import RDF_TYPE, SHACL, WELL_KNOWN_PREFIXES, XSD

PREFIXES = {
    **WELL_KNOWN_PREFIXES,
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "sh": SHACL,
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
