"""Class rows: what the shapes of a class say about its properties, a row for each path."""

from collections.abc import Callable, Iterator, Mapping

from msgspec.structs import replace

from kennisgraaf.namespaces import SHACL, SKOS
from kennisgraaf.specification import Constraint, Entry, Expected, Row, Shape

_IN_SCHEME = SKOS + "inScheme"
_SEVERITIES = ("Violation", "Warning", "Info", "")
_OF_SHAPES = ("node", "or", "xone", "and", "qualifiedValueShape")
_MOST_NESTED = 8
_MOST_VALUES = 20
SchemesOf = Callable[[str], set[str]]
"""A concept → the schemes it is in."""


class RowMaker:
    """Knows the shapes of a publication, by IRI and by the class that they are about."""

    def __init__(self, shapes: list[Shape], schemes_of: SchemesOf) -> None:
        self._by_iri: Mapping[str, Shape] = {shape.iri: shape for shape in shapes if shape.iri}
        self._schemes_of = schemes_of
        self._of_class: dict[str, list[Shape]] = {}
        self._shared: dict[str, list[str]] = {}
        for shape in shapes:
            classes = [iri for kind, iri in shape.targets if kind == "targetClass"]
            for iri in classes:
                if len(classes) == 1 or not shape.iri:
                    self._of_class.setdefault(iri, []).append(shape)
                else:
                    self._shared.setdefault(iri, []).append(shape.iri)

    def classes(self, begin: str = "") -> list[str]:
        """List the classes that shapes whose IRI begins so are about, and no other shape alone."""
        return sorted(
            {
                iri
                for iri, shapes in self._of_class.items()
                if any(shape.iri.startswith(begin) for shape in shapes)
            }
        )

    def shared(self) -> list[Entry]:
        """Give the shapes that are about several classes, each with its rows."""
        iris = sorted({iri for shared in self._shared.values() for iri in shared})
        return [Entry(iri, rows=self._rows([self._by_iri[iri]])) for iri in iris]

    def complete(self, entry: Entry) -> Entry:
        """Add to a class what shapes say about it."""
        own = self._of_class.get(entry.iri, [])
        return replace(
            entry,
            rows=self._rows(own),
            shapes=[shape.iri for shape in own if shape.iri],
            shared=self._shared.get(entry.iri, []),
        )

    def _rows(self, shapes: list[Shape]) -> list[Row]:
        by_path: dict[tuple[str, ...], list[Shape]] = {}
        for shape in shapes:
            for found in self._properties(shape, 0):
                if not found.deactivated:
                    by_path.setdefault(tuple(found.path), []).append(found)
        return [self._row(list(path), same) for path, same in by_path.items()]

    def _properties(self, shape: Shape, depth: int) -> Iterator[Shape]:
        for inner in shape.properties:
            yield self._resolved(inner)
        for constraint in shape.constraints:
            if constraint.name in ("node", "and") and depth < _MOST_NESTED:
                for inner in constraint.shapes:
                    yield from self._properties(self._resolved(inner), depth + 1)

    def _resolved(self, shape: Shape) -> Shape:
        return self._by_iri.get(shape.iri, shape)

    def _row(self, path: list[str], shapes: list[Shape]) -> Row:
        first = shapes[0]
        expected = {e for shape in shapes for e in self._expected(shape.constraints, 0)}
        return Row(
            path=path,
            names=first.names if len(shapes) == 1 else {},
            texts=first.descriptions or (first.messages if len(shapes) == 1 else {}),
            expected=sorted(expected),
            least=max(_numbers(shapes, "minCount", "qualifiedMinCount"), default=0),
            most=min(_numbers(shapes, "maxCount"), default=None),
            severity=min((s.severity for s in shapes), key=_rank),
            shape=first.iri,
        )

    def _expected(self, constraints: list[Constraint], depth: int) -> Iterator[Expected]:
        for constraint in constraints:
            if constraint.name in ("class", "datatype", "nodeKind"):
                names = (term.value.removeprefix(SHACL) for term in constraint.terms)
                yield from (Expected(constraint.name, name) for name in names)
            elif constraint.name == "languageIn":
                yield from (Expected("language", term.value) for term in constraint.terms)
            elif constraint.name in ("in", "hasValue"):
                yield from self._values(constraint)
            elif constraint.name in _OF_SHAPES and depth < _MOST_NESTED:
                for inner in constraint.shapes:
                    yield from self._of_value(self._resolved(inner), depth + 1)

    def _of_value(self, shape: Shape, depth: int) -> Iterator[Expected]:
        """Say what a value is that has to conform to a shape; of a concept, from which list."""
        lists = [
            Expected("list", term.value)
            for inner in map(self._resolved, shape.properties)
            if inner.property == _IN_SCHEME
            for constraint in inner.constraints
            if constraint.name in ("hasValue", "in")
            for term in constraint.terms
        ]
        yield from lists or self._expected(shape.constraints, depth)

    def _values(self, constraint: Constraint) -> Iterator[Expected]:
        schemes = [
            self._schemes_of(t.value) if t.kind == "iri" else set() for t in constraint.terms
        ]
        common = set.intersection(*schemes) if schemes else set()
        if common:
            yield from (Expected("list", iri) for iri in common)
        else:
            kinds = {"iri": "value"}
            for term in constraint.terms[:_MOST_VALUES]:
                yield Expected(kinds.get(term.kind, "text"), term.value)


def _numbers(shapes: list[Shape], *names: str) -> Iterator[int]:
    for shape in shapes:
        for constraint in shape.constraints:
            if constraint.name in names:
                yield from (int(t.value) for t in constraint.terms if t.value.isdecimal())


def _rank(severity: str) -> int:
    return _SEVERITIES.index(severity) if severity in _SEVERITIES else len(_SEVERITIES)
