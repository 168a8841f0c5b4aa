"""Shape model: SHACL shapes read as they are shown, nested as they are written."""

from collections.abc import Iterable, Iterator
from itertools import islice

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kennisgraaf.namespaces import OWL, RDF, RDF_TYPE, RDFS, SHACL
from kennisgraaf.publication.triples import Node, Triples, Value, term_of, texts_of
from kennisgraaf.specification import Constraint, Shape, Texts

_TARGETS = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")
# Parameters whose value is a shape, and those whose value is a list of shapes or of nodes.
_OF_SHAPE = ("node", "not", "qualifiedValueShape")
_OF_SHAPES = ("and", "or", "xone")
_OF_NODES = ("in", "languageIn", "ignoredProperties")
_NO_CONSTRAINTS = {
    *_TARGETS, "path", "name", "description", "message", "severity", "deactivated", "group",
    "order", "property", "defaultValue", "flags",
}  # fmt: skip
_MOST_NESTED = 8
_MOST_OF_LIST = 1_000
_NIL = RDF + "nil"


class ShapeReader:
    """Reads the shapes of a graph."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._graph = Triples(quads)

    def shapes(self) -> list[Shape]:
        """Give the shapes with a name, and those without that choose what they are about."""
        nodes = [node for node in self._graph.nodes() if self._is_shape(node)]
        named = sorted(
            (node for node in nodes if isinstance(node, NamedNode)), key=lambda n: n.value
        )
        roots = [node for node in nodes if isinstance(node, BlankNode) and self._targets(node)]
        shapes = [self._shape(node, 0) for node in named]
        anonymous = [self._shape(node, 0) for node in roots]
        return shapes + sorted(anonymous, key=lambda shape: (shape.targets, repr(shape)))

    def groups(self) -> dict[str, Texts]:
        """Give the names of property groups, in their order."""
        iris = self._graph.subjects(RDF_TYPE.value, SHACL + "PropertyGroup")
        groups = [NamedNode(iri) for iri in iris]
        groups.sort(key=lambda node: (self._order(node), node.value))
        return {node.value: self._texts(node, RDFS + "label") for node in groups}

    def _is_shape(self, node: Node) -> bool:
        about = self._graph.about(node)
        kinds = {SHACL + "NodeShape", SHACL + "PropertyShape"}
        return any(SHACL + name in about for name in (*_TARGETS, "property", "path")) or any(
            isinstance(kind, NamedNode) and kind.value in kinds
            for kind in about.get(RDF_TYPE.value, [])
        )

    def _targets(self, node: Node) -> list[tuple[str, str]]:
        targets = [
            (name, term.value)
            for name in _TARGETS
            for term in self._objects(node, SHACL + name)
            if isinstance(term, NamedNode | Literal)
        ]
        types = {t.value for t in self._objects(node, RDF_TYPE.value) if isinstance(t, NamedNode)}
        classes = {RDFS + "Class", OWL + "Class"}
        if types & classes and types - classes and isinstance(node, NamedNode):
            targets.append(("targetClass", node.value))
        return sorted(targets)

    def _shape(self, node: Node, depth: int) -> Shape:
        if depth and (isinstance(node, NamedNode) or depth > _MOST_NESTED):
            return Shape(iri=node.value if isinstance(node, NamedNode) else "")
        path = next(iter(self._objects(node, SHACL + "path")), None)
        properties = [
            self._shape(term, depth + 1)
            for term in self._objects(node, SHACL + "property")
            if isinstance(term, NamedNode | BlankNode)
        ]
        severity = next(iter(self._objects(node, SHACL + "severity")), None)
        group = next(iter(self._objects(node, SHACL + "group")), None)
        is_off = self._objects(node, SHACL + "deactivated")
        return Shape(
            iri=node.value if isinstance(node, NamedNode) else "",
            path=[] if path is None else self._path(path, 0),
            names=self._texts(node, SHACL + "name") or self._texts(node, RDFS + "label"),
            descriptions=self._texts(node, SHACL + "description")
            or self._texts(node, RDFS + "comment"),
            messages=self._texts(node, SHACL + "message"),
            severity=_local(severity),
            deactivated=any(isinstance(t, Literal) and t.value == "true" for t in is_off),
            group=group.value if isinstance(group, NamedNode) else "",
            order=self._order(node),
            targets=self._targets(node),
            constraints=list(self._constraints(node, depth)),
            properties=sorted(properties, key=lambda s: (self._order_of(s), s.iri, repr(s))),
        )

    def _order_of(self, shape: Shape) -> float:
        return self._order(NamedNode(shape.iri)) if shape.iri else shape.order

    def _order(self, node: Node) -> float:
        for term in self._objects(node, SHACL + "order"):
            try:
                return float(term.value) if isinstance(term, Literal) else 0
            except ValueError:
                return 0
        return 0

    def _constraints(self, node: Node, depth: int) -> Iterator[Constraint]:
        by_name = {
            predicate.removeprefix(SHACL): values
            for predicate, values in self._graph.about(node).items()
            if predicate.startswith(SHACL)
        }
        for name, values in sorted(by_name.items()):
            if name in _NO_CONSTRAINTS:
                continue
            if name in _OF_SHAPE:
                yield Constraint(name, shapes=self._inner(values, depth))
            elif name in _OF_SHAPES:
                for value in values:
                    yield Constraint(name, shapes=self._inner(self._list(value), depth))
            elif name in _OF_NODES:
                terms = [term for value in values for term in self._list(value)]
                yield Constraint(name, terms=[term_of(term) for term in terms])
            else:
                yield Constraint(name, terms=[term_of(term) for term in values])

    def _inner(self, nodes: Iterable[Value], depth: int) -> list[Shape]:
        return [self._shape(node, depth + 1) for node in nodes if not isinstance(node, Literal)]

    def _path(self, path: Value, depth: int) -> list[str]:
        """Write a property path as SPARQL does, in pieces."""
        if isinstance(path, NamedNode):
            return [f"<{path.value}>"]
        if isinstance(path, Literal) or depth > _MOST_NESTED:
            return ["…"]
        for name, sign in (("zeroOrMorePath", "*"), ("oneOrMorePath", "+"), ("zeroOrOnePath", "?")):
            for inner in self._objects(path, SHACL + name):
                return [*self._in_brackets(inner, depth), sign]
        for inner in self._objects(path, SHACL + "inversePath"):
            return ["^", *self._in_brackets(inner, depth)]
        for choices in self._objects(path, SHACL + "alternativePath"):
            return self._joined(choices, "|", depth)
        return self._joined(path, "/", depth)

    def _joined(self, head: Value, sign: str, depth: int) -> list[str]:
        pieces: list[str] = []
        for inner in self._list(head):
            pieces += [*([sign] if pieces else []), *self._in_brackets(inner, depth)]
        return pieces

    def _in_brackets(self, path: Value, depth: int) -> list[str]:
        pieces = self._path(path, depth + 1)
        return pieces if len(pieces) == 1 else ["(", *pieces, ")"]

    def _list(self, head: Value) -> list[Value]:
        return list(islice(self._items(head), _MOST_OF_LIST))

    def _items(self, head: Value) -> Iterator[Value]:
        seen = set()
        while isinstance(head, NamedNode | BlankNode) and head not in seen:
            if isinstance(head, NamedNode) and head.value == _NIL:
                return
            seen.add(head)
            yield from self._objects(head, RDF + "first")[:1]
            rest = self._objects(head, RDF + "rest")
            if not rest:
                return
            head = rest[0]

    def _texts(self, node: Node, predicate: str) -> Texts:
        return texts_of(self._objects(node, predicate))

    def _objects(self, node: Node, predicate: str) -> list[Value]:
        return self._graph.values(node, predicate)


def _local(term: object) -> str:
    return term.value.removeprefix(SHACL) if isinstance(term, NamedNode) else ""
