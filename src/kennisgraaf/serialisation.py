"""Serialisation: quads in an RDF format, from the same quads the same bytes."""

from collections.abc import Iterable, Mapping
from typing import cast

from pyoxigraph import Quad, RdfFormat, Triple, serialize

_PREFIXED = (RdfFormat.TURTLE, RdfFormat.TRIG)


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
    text = "\n".join(map(str, written))
    used = {prefix: iri for prefix, iri in prefixes.items() if f"<{iri}" in text}
    content = serialize(written, format=rdf_format, prefixes=used) or b""
    # pyoxigraph declares prefixes in another order in each process.
    lines = content.split(b"\n", len(used))
    return b"\n".join([*sorted(lines[:-1]), lines[-1]])
