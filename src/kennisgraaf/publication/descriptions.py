"""Descriptions: an index from each entity to what is said about it, literals as written."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse

from kennisgraaf import queries
from kennisgraaf.iris import readable
from kennisgraaf.namespaces import LABELS, RDF_TYPE
from kennisgraaf.settings import Publication
from kennisgraaf.versions import METADATA_GRAPH

_DEFAULT_GRAPH = 0

MOST_SHOWN = 100
"""So many statements of a graph are part of what is shown about it."""


class Index:
    """The quads of a dataset by subject and by object, and the labels of what they name."""

    def __init__(self, quads: bytes) -> None:
        self.outgoing: dict[str, list[str]] = defaultdict(list)
        self.incoming: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
        self.content: dict[str, list[str]] = defaultdict(list)
        self.labels: dict[str, dict[str, str]] = {}
        self._leads_to: dict[str, list[str]] = defaultdict(list)
        self._best: dict[tuple[str, str], int] = {}
        # Not splitlines(): literals may hold line separators that N-Quads does not escape.
        lines = quads.decode().split("\n")[:-1]
        for line, quad in zip(lines, parse(quads, format=RdfFormat.N_QUADS), strict=True):
            self._add(line, quad)

    def _add(self, line: str, quad: Quad) -> None:
        subject = quad.subject
        key = subject.value if isinstance(subject, NamedNode) else str(subject)
        self.outgoing[key].append(line)
        if isinstance(quad.graph_name, NamedNode):
            self.content[quad.graph_name.value].append(line)
        if isinstance(quad.object, NamedNode) and isinstance(subject, NamedNode):
            graph = quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""
            self.incoming[quad.object.value].append((quad.predicate.value, key, graph))
        elif isinstance(quad.object, BlankNode):
            self._leads_to[key].append(str(quad.object))
        elif isinstance(quad.object, Literal) and quad.predicate.value in LABELS:
            self._add_label(key, quad.predicate.value, quad.object)

    def _add_label(self, key: str, predicate: str, literal: Literal) -> None:
        """Keep the label of the property that comes first in ``LABELS``, then the first by text."""
        language = (literal.language or "").lower()
        rank = LABELS.index(predicate)
        if rank < self._best.get((key, language), len(LABELS)):
            self._best[key, language] = rank
            self.labels.setdefault(key, {})[language] = literal.value

    def entities(self) -> Iterator[str]:
        """Iterate over the IRIs that are subjects."""
        return (key for key in self.outgoing if not key.startswith("_:"))

    def description(self, entity: str) -> list[str]:
        """List the N-Quads about an entity and the blank nodes that they lead to."""
        lines: list[str] = []
        waiting, seen = [entity], {entity}
        while waiting:
            key = waiting.pop()
            lines += self.outgoing.get(key, ())
            new = [node for node in self._leads_to.get(key, []) if node not in seen]
            seen.update(new)
            waiting += new
        return lines


def write_descriptions(
    quads: bytes, path: Path, publication: Publication, published: str, previous: Path | None
) -> dict[str, int]:
    """Write the index of sorted N-Quads as an SQLite file.

    An entity of which nothing changed since ``previous`` keeps its date of change.

    Returns:
        The number of entities of each class of which a source says so, by IRI.
    """
    index = Index(quads)
    numbers = _numbers(index, publication.languages[0])
    others = {publication.iri(METADATA_GRAPH)}
    if publication.inference:
        others.add(publication.inference.graph)
    earlier = _earlier(previous)
    classes = _classes(index, others)
    with sqlite3.connect(path) as database:
        database.executescript(queries.load("descriptions-schema.sql"))
        database.executemany("INSERT INTO iri VALUES (?, ?)", ((n, i) for i, n in numbers.items()))
        database.executemany(
            "INSERT INTO entity VALUES (?, ?, ?, ?)", _entities(index, numbers, earlier, published)
        )
        database.executemany(
            "INSERT INTO content VALUES (?, ?, ?)",
            (
                (numbers[graph], len(lines), "\n".join(lines[:MOST_SHOWN]) + "\n")
                for graph, lines in index.content.items()
            ),
        )
        database.executemany(
            "INSERT INTO incoming VALUES (?, ?, ?, ?)",
            (
                (numbers[o], numbers[p], numbers[s], numbers[g] if g else _DEFAULT_GRAPH)
                for o, uses in index.incoming.items()
                for p, s, g in uses
            ),
        )
        database.executemany(
            "INSERT INTO label VALUES (?, ?, ?)",
            (
                (numbers[key], language, text)
                for key, texts in index.labels.items()
                if key in numbers
                for language, text in texts.items()
            ),
        )
        database.executemany(
            "INSERT INTO class VALUES (?, ?, ?)",
            ((numbers[iri], *counts) for iri, counts in classes.items()),
        )
    database.close()
    return {iri: asserted for iri, (_, asserted) in classes.items() if asserted}


def write_hashes(descriptions: Path, path: Path) -> None:
    """Write the hash of each entity of an index, a line each: what changed is told by ``diff``."""
    with sqlite3.connect(f"{descriptions.absolute().as_uri()}?mode=ro", uri=True) as database:
        rows = database.execute(queries.load("hashes.sql"))
        path.write_text("".join(f"{digest}  {iri}\n" for digest, iri in rows), "utf-8")
    database.close()


def _classes(index: Index, others: set[str]) -> dict[str, tuple[int, int]]:
    """Count the entities of each class: all, and those of which more than ``others`` say so."""
    classes: dict[str, tuple[int, int]] = {}
    for iri, uses in sorted(index.incoming.items()):
        typed = [(s, graph) for p, s, graph in uses if p == RDF_TYPE.value]
        if typed:
            asserted = {subject for subject, graph in typed if graph not in others}
            classes[iri] = len({subject for subject, _ in typed}), len(asserted)
    return classes


def _numbers(index: Index, language: str) -> dict[str, int]:
    """Number all IRIs in the order of their labels."""
    named = {*index.entities(), *index.incoming, *index.content}
    for uses in index.incoming.values():
        named.update(predicate for predicate, _, _ in uses)

    def order(iri: str) -> tuple[str, str]:
        texts = index.labels.get(iri, {})
        label = texts.get(language) or next(iter(texts.values()), readable(iri))
        return label.casefold(), iri

    return {iri: number for number, iri in enumerate(sorted(named, key=order), start=1)}


def _earlier(previous: Path | None) -> dict[str, tuple[str, str]]:
    """Read the hash and date of change of every entity of an earlier version."""
    if previous is None or not previous.is_file():
        return {}
    with sqlite3.connect(f"{previous.absolute().as_uri()}?mode=ro", uri=True) as database:
        rows = database.execute("SELECT value, hash, modified FROM entity JOIN iri USING (id)")
        earlier = {iri: (digest, modified) for iri, digest, modified in rows}
    database.close()
    return earlier


def _entities(
    index: Index, numbers: dict[str, int], earlier: dict[str, tuple[str, str]], published: str
) -> Iterator[tuple[int, str, str, str]]:
    for entity in index.entities():
        lines = index.description(entity)
        digest = _digest(index, entity, lines)
        unchanged = earlier.get(entity, ("", ""))[0] == digest
        modified = earlier[entity][1] if unchanged else published
        yield numbers[entity], digest, modified, "\n".join(lines) + "\n"


def _digest(index: Index, entity: str, lines: list[str]) -> str:
    """Hash all that documents about an entity show: both directions, labels of what they name."""
    stated = index.content.get(entity, [])
    lines = [*lines, *stated[:MOST_SHOWN]]
    content = sha256("\n".join(lines).encode())
    if len(stated) > MOST_SHOWN:
        content.update(f"\n{len(stated)}\n".encode())
    named = {entity}
    for predicate, subject, graph in sorted(index.incoming.get(entity, [])):
        content.update(f"{predicate} {subject} {graph}\n".encode())
        named.update((predicate, subject, graph))
    for line in lines:
        begin, _, rest = line.partition(' "')  # Words in a literal name nothing.
        terms = (begin + " " + rest.rpartition('"')[2]).split()
        named.update(term[1:-1] for term in terms if term[:1] == "<")
    for iri in sorted(named):
        if iri in index.labels:
            content.update(f"{iri} {sorted(index.labels[iri].items())}\n".encode())
    return content.hexdigest()
