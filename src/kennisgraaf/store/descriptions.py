"""Descriptions: what a version says about each entity, read from its index."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from kennisgraaf.errors import EntityNotFoundError
from kennisgraaf.namespaces import RDF_TYPE
from kennisgraaf.store.connections import Connections
from kennisgraaf.versions import DESCRIPTIONS, Version

# Of an entity of which more characters are said, a list gives the name only.
_LONGEST_SUMMARY = 50_000

Labels = dict[str, dict[str, str]]
"""IRI → language (``""`` for none) → text."""


@dataclass(frozen=True)
class Incoming:
    """A statement that has the entity as object, and the graphs that it stands in."""

    predicate: str
    subject: str
    graphs: tuple[str, ...]


@dataclass(frozen=True)
class ClassCount:
    """How many entities a class has, and of how many a source says so."""

    iri: str
    instances: int
    asserted: int


@dataclass(frozen=True)
class Description:
    """What is said about an entity, with its literals as the sources wrote them.

    ``quads`` have the entity as subject, or a blank node that they lead to. ``incoming`` is one
    page of ``incoming_total`` statements. ``hash`` changes when anything here, or a label of what
    is named here, does; ``modified`` says when it last did (UTC, ISO 8601), ``""`` for an entity
    that is named but not described. ``content`` is, of a named graph, what stands in it; of a large
    one the begin of ``content_total`` statements.
    """

    iri: str
    hash: str
    modified: str
    quads: tuple[Quad, ...]
    incoming: tuple[Incoming, ...]
    incoming_total: int
    content: tuple[Quad, ...]
    content_total: int

    def named(self) -> set[str]:
        """Give the IRIs of all that the description names."""
        names = {self.iri}
        for quad in self.quads:
            terms = (quad.predicate, quad.object, quad.graph_name)
            names.update(term.value for term in terms if isinstance(term, NamedNode))
        for quad in self.content:
            names.update(term.value for term in quad if isinstance(term, NamedNode))
        for use in self.incoming:
            names.update((use.predicate, use.subject, *use.graphs))
        return names


class Descriptions:
    """The index of a version; may be asked by several threads."""

    def __init__(self, version: Version) -> None:
        self._version = version
        self._index = Connections(version.path / DESCRIPTIONS)

    def describe(self, iri: str, page: int = 1, page_size: int = 1000) -> Description:
        """Describe an entity, with one page (from 1) of the statements that point to it.

        Raises:
            EntityNotFoundError: nothing is said about it.
        """
        row = next(iter(self._rows("description.sql", iri=iri)), None)
        offset = (page - 1) * page_size
        uses = self._rows("incoming.sql", iri=iri, limit=page_size, offset=offset)
        total = len(uses)
        if total == page_size or offset:
            ((total,),) = self._rows("incoming-count.sql", iri=iri)
        ((content_total, content),) = self._rows("content.sql", iri=iri) or [(0, "")]
        if row is None and not total and not content_total:
            raise EntityNotFoundError(iri)
        digest, modified, text = row or ("", "", "")
        return Description(
            iri=iri,
            hash=digest or self._version.name,  # Its version: nothing else is known to change.
            modified=modified,
            quads=tuple(parse(text, format=RdfFormat.N_QUADS)),
            incoming=self._incoming(uses),
            incoming_total=total,
            content=tuple(parse(content, format=RdfFormat.N_QUADS)),
            content_total=content_total,
        )

    def summaries(self, iris: Iterable[str]) -> dict[str, list[Quad]]:
        """Give the quads about entities, by IRI; of which very much is said, none."""
        rows = self._rows("summaries.sql", iris=json.dumps(list(iris)), longest=_LONGEST_SUMMARY)
        return {iri: list(parse(quads, format=RdfFormat.N_QUADS)) for iri, quads in rows}

    def is_described(self, iri: str) -> bool:
        """Tell whether an IRI is the subject of a statement."""
        return bool(self._rows("description.sql", iri=iri))

    def labels(self, iris: Iterable[str]) -> Labels:
        """Give the labels of IRIs; those without any are left out."""
        labels: Labels = {}
        for iri, language, text in self._rows("labels.sql", iris=json.dumps(sorted(iris))):
            labels.setdefault(iri, {})[language] = text
        return labels

    def classes(self) -> list[ClassCount]:
        """Count the entities of each class, by name."""
        return [ClassCount(*row) for row in self._rows("classes.sql")]

    def instances(self, class_iri: str, page: int, page_size: int) -> list[str]:
        """List one page (from 1) of the entities of a class, by name."""
        offset = (page - 1) * page_size
        parameters = {"class": class_iri, "type": RDF_TYPE.value}
        rows = self._rows("instances.sql", limit=page_size, offset=offset, **parameters)
        return [iri for (iri,) in rows]

    def graphs(self) -> list[str]:
        """List the named graphs, by IRI."""
        return [iri for (iri,) in self._rows("graphs.sql")]

    def in_namespace(self, begin: str) -> list[str]:
        """List the entities whose IRI begins with ``begin``, by name."""
        end = begin[:-1] + chr(ord(begin[-1]) + 1)
        return [iri for (iri,) in self._rows("namespace.sql", begin=begin, end=end)]

    def _incoming(self, uses: list[Any]) -> tuple[Incoming, ...]:
        numbers = {number for _, _, graphs in uses for number in graphs.split(",")}
        graph_names = dict(self._rows("iris.sql", numbers=f"[{','.join(sorted(numbers))}]"))
        return tuple(
            Incoming(
                predicate,
                subject,
                tuple(
                    graph_names[int(number)]
                    for number in graphs.split(",")
                    if int(number) in graph_names
                ),
            )
            for predicate, subject, graphs in uses
        )

    def _rows(self, query: str, **parameters: str | int) -> list[Any]:
        return self._index.rows(query, **parameters)
