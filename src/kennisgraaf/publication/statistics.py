"""Statistics: how many triples, entities, classes, properties and links a dataset has (VoID).

They are of the union of all graphs, as a SPARQL query over the default graph counts them.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from kennisgraaf.namespaces import OWL, RDF_TYPE, SKOS

_TYPE = f"<{RDF_TYPE.value}>"
LINKS = {OWL + "sameAs"} | {
    f"{SKOS}{kind}Match" for kind in ("exact", "close", "broad", "narrow", "related")
}
# A line of canonical N-Quads: terms are parted by one space, and only literals and triple terms
# hold others.
_LINE = re.compile(
    r"(?P<subject>\S+) (?P<predicate>\S+) "
    r'(?P<object>"[^"\\]*(?:\\.[^"\\]*)*"\S*|<<\(.*\)>>|\S+) (?:\S+ )?\.\n',
    re.DOTALL,
)


@dataclass
class Uses:
    """How a property is used."""

    triples: int = 0
    subjects: int = 0
    objects: set[str] = field(default_factory=set)


@dataclass
class Statistics:
    """Counts of a dataset; classes and properties by IRI.

    ``links`` counts the triples that say that an entity is the same as, or matches, one of another
    dataset: by property and by the namespace of that entity.
    """

    triples: int = 0
    subjects: int = 0
    entities: int = 0
    objects: set[str] = field(default_factory=set)
    classes: Counter[str] = field(default_factory=Counter)
    properties: dict[str, Uses] = field(default_factory=lambda: defaultdict(Uses))
    links: Counter[tuple[str, str]] = field(default_factory=Counter)


def lines_of(quads: bytes) -> list[str]:
    """Split N-Quads into lines, each with its end."""
    # Not splitlines(): literals may hold line separators that N-Quads does not escape.
    return [f"{line}\n" for line in quads.decode().split("\n")[:-1]]


def statistics(lines: Iterable[str], base_iri: str) -> Statistics:
    """Count sorted lines of canonical N-Quads; a triple of several graphs counts once.

    Entities are the subjects below ``id/``; links lead from them out of the base IRI.
    """
    counts = Statistics()
    for subject, about in groupby(_triples(lines), lambda triple: triple[0]):
        counts.subjects += 1
        is_entity = subject.startswith(f"<{base_iri}id/")
        counts.entities += is_entity
        for predicate, triples in groupby(about, lambda triple: triple[1]):
            objects = [term for _, _, term in triples]
            uses = counts.properties[predicate[1:-1]]
            uses.triples += len(objects)
            uses.subjects += 1
            uses.objects.update(objects)
            if predicate == _TYPE:
                counts.classes.update(term[1:-1] for term in objects if term[0] == "<")
            elif is_entity and predicate[1:-1] in LINKS:
                spaces = [_namespace(term[1:-1]) for term in objects if term[0] == "<"]
                counts.links.update(
                    (predicate[1:-1], space) for space in spaces if not space.startswith(base_iri)
                )
    counts.triples = sum(uses.triples for uses in counts.properties.values())
    counts.objects = set().union(*(uses.objects for uses in counts.properties.values()))
    return counts


def _namespace(iri: str) -> str:
    """Give an IRI up to the slash or hash before its last part."""
    name = iri.rstrip("/#")
    return iri[: max(name.rfind("/"), name.rfind("#")) + 1]


def _triples(lines: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Read each triple once: in sorted lines, those of several graphs follow each other."""
    last = None
    for line in lines:
        match = _LINE.fullmatch(line)
        if match is None:
            raise ValueError(f"This is no line of canonical N-Quads: {line!r}")
        triple = match["subject"], match["predicate"], match["object"]
        if triple != last:
            yield triple
        last = triple
