"""Layout: in which order and groups the shapes of a version put properties, and what they say."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from kennisgraaf.namespaces import OWL, RDF_TYPE, RDFS, SHACL
from kennisgraaf.versions import SHAPES, Version

_CLASSES = (RDFS + "Class", OWL + "Class")
_LAST = float("inf")
_BLANK = "bnode:"

Texts = dict[str, str]
"""Language (``""`` for none) → text."""


@dataclass(frozen=True)
class Section:
    """A ``sh:PropertyGroup``: its IRI (``""`` for what stands in none), its place and labels."""

    iri: str
    order: float
    labels: Texts


@dataclass(frozen=True)
class Place:
    """Where a property stands on the page of an entity; ``names`` is empty where shapes differ."""

    section: Section
    order: float
    names: Texts


NOWHERE = Place(Section("", _LAST, {}), _LAST, {})
"""The place of a property that no shape of the entity names."""


class Layout:
    """Where the properties of the entities of a class stand (SHACL sections 2.3.2 and 2.1.3)."""

    def __init__(self, shapes: Iterable[Triple]) -> None:
        self._terms: dict[str, dict[str, list[NamedNode | Literal]]] = defaultdict(dict)
        self._shapes_of: dict[str, list[str]] = defaultdict(list)
        for triple in shapes:
            term = triple.object
            value = term if isinstance(term, Literal) else NamedNode(_name(term))
            of_subject = self._terms[_name(triple.subject)]
            of_subject.setdefault(triple.predicate.value, []).append(value)
        for shape in list(self._terms):
            for target in self._targets(shape):
                self._shapes_of[target].append(shape)

    def places(self, classes: Iterable[str]) -> dict[str, Place]:
        """Give the place of each property that a shape of one of the classes names.

        Where several shapes name a property, the first place counts.
        """
        found: dict[str, list[Place]] = defaultdict(list)
        for name in sorted(set(classes)):
            for shape in self._shapes_of.get(name, ()):
                for path, place in self._properties(shape, set()):
                    found[path].append(place)
        return {path: _first(places) for path, places in found.items()}

    def _properties(self, shape: str, seen: set[str]) -> Iterator[tuple[str, Place]]:
        if shape in seen:
            return
        seen.add(shape)
        for parent in self._values(shape, "node"):
            yield from self._properties(parent, seen)
        for constraint in self._values(shape, "property"):
            for path in self._values(constraint, "path"):
                if not path.startswith(_BLANK):
                    section = next(map(self._section, self._values(constraint, "group")), None)
                    order = self._order(constraint)
                    names = self._texts(constraint, SHACL + "name")
                    yield path, Place(section or NOWHERE.section, order, names)

    def _targets(self, shape: str) -> list[str]:
        targets = self._values(shape, "targetClass")
        types = [term.value for term in self._terms[shape].get(RDF_TYPE.value, ())]
        is_class = SHACL + "NodeShape" in types and any(name in _CLASSES for name in types)
        return [*targets, shape] if is_class else targets

    def _section(self, iri: str) -> Section:
        return Section(iri, self._order(iri), self._texts(iri, RDFS + "label"))

    def _order(self, subject: str) -> float:
        try:
            return min(float(value) for value in self._values(subject, "order"))
        except ValueError:  # None, or no number.
            return _LAST

    def _values(self, subject: str, name: str) -> list[str]:
        return [term.value for term in self._terms.get(subject, {}).get(SHACL + name, ())]

    def _texts(self, subject: str, predicate: str) -> Texts:
        terms = self._terms.get(subject, {}).get(predicate, ())
        return {(t.language or "").lower(): t.value for t in terms if isinstance(t, Literal)}


def layout_of(version: Version) -> Layout:
    """Read the layout of a version."""
    quads = parse(path=str(version.path / SHAPES), format=RdfFormat.N_TRIPLES)
    return Layout(quad.triple for quad in quads)


def _first(places: list[Place]) -> Place:
    first = min(places, key=lambda place: (place.section.order, place.order))
    same = all(place.names == first.names for place in places)
    return first if same else Place(first.section, first.order, {})


def _name(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else _BLANK + str(term)
