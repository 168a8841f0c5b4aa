"""Serialisation: quads in an RDF format, from the same quads the same bytes."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import cast

from pyoxigraph import Literal, Quad, RdfFormat, Triple, serialize

from kennisgraaf.errors import NotRepresentableError

_PREFIXED = (RdfFormat.TURTLE, RdfFormat.TRIG)
_NAME_START = (
    r"A-Z_a-z\xC0-\xD6\xD8-\xF6\xF8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C\u200D\u2070-\u218F"
    r"\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
)
# What an IRI must end in to be an element's name (Namespaces in XML 1.0: NCName).
_XML_NAME = re.compile(rf"[{_NAME_START}][{_NAME_START}\-.0-9\xB7\u0300-\u036F\u203F\u2040]*\Z")
# What no XML document may hold, not even escaped (XML 1.0 section 2.2).
_NOT_XML = re.compile(r"[\x00-\x08\x0B\x0C\x0E-\x1F\uFFFE\uFFFF]")


def serialised(
    statements: Iterable[Triple] | Iterable[Quad],
    rdf_format: RdfFormat,
    prefixes: Mapping[str, str],
) -> bytes:
    """Write triples or quads, in their order; Turtle and TriG declare the prefixes that they use.

    Raises:
        ValueError: the format cannot write a statement.
    """
    written = cast(list[Quad], list(statements))
    if rdf_format not in _PREFIXED:
        return serialize(written, format=rdf_format, prefixes=dict(prefixes)) or b""
    content = serialize(written, format=rdf_format, prefixes=dict(prefixes)) or b""
    # pyoxigraph declares all prefixes, in another order in each process.
    *declarations, body = content.split(b"\n", len(prefixes))
    used = [line for line in declarations if b" ".join(line.split()[1:2]) in body]
    return b"\n".join([*sorted(used), body])


def writable_as_xml(triples: Iterable[Triple]) -> Iterator[Triple]:
    """Give the same triples; of others than these pyoxigraph writes RDF/XML that is not XML.

    Raises:
        NotRepresentableError: a predicate ends in no XML name, or a text holds what XML cannot.
    """
    for triple in triples:
        if not _XML_NAME.search(triple.predicate.value):
            raise NotRepresentableError(
                f"RDF/XML has no name for <{triple.predicate.value}>. Ask for Turtle or JSON-LD."
            )
        if isinstance(triple.object, Literal) and _NOT_XML.search(triple.object.value):
            raise NotRepresentableError(
                f"XML cannot hold a character of the <{triple.predicate.value}> of "
                f"{triple.subject}. Ask for Turtle or JSON-LD."
            )
        yield triple
