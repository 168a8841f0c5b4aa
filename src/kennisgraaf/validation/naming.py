"""Naming: who a passage's graph names is named in the passage."""

from collections import defaultdict
from collections.abc import Iterable

from pyoxigraph import Dataset, Literal, NamedNode, Quad

from kennisgraaf.namespaces import RDF_TYPE, SKOS
from kennisgraaf.validation import wording

_NAMES = tuple(NamedNode(f"{SKOS}{kind}Label") for kind in ("pref", "alt", "hidden"))


class Names:
    """The names of all entities that a passage must print to say something about them."""

    def __init__(self, dataset: Dataset, classes: Iterable[str]) -> None:
        self._names: dict[NamedNode, list[str]] = {}
        for kind in classes:
            for quad in dataset.quads_for_object(NamedNode(kind)):
                if quad.predicate == RDF_TYPE and isinstance(quad.subject, NamedNode):
                    self._names[quad.subject] = []
        for predicate in _NAMES:
            for quad in dataset.quads_for_predicate(predicate):
                if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
                    self._names.get(quad.subject, []).append(quad.object.value)

    def unnamed(self, quads: Iterable[Quad], text: str) -> dict[NamedNode, list[Quad]]:
        """Find who is not named in a passage.

        Args:
            quads: of the passage's graph.
            text: of the passage, normalised.

        Returns:
            Statements by the entity that they are about or name, and the text does not.
        """
        statements: dict[NamedNode, list[Quad]] = defaultdict(list)
        for quad in quads:
            for term in {quad.subject, quad.object} & self._names.keys():
                statements[term].append(quad)  # type: ignore[index]
        return {
            entity: about
            for entity, about in statements.items()
            if not any(wording.contains(text, name) for name in self._names[entity])
        }
