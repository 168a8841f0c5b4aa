"""Authority: what is known of the concepts of others that a catalogue names."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from pyoxigraph import NamedNode, RdfFormat, Triple, parse


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
