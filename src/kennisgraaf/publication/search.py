"""Search: an index of the names of all entities, those most worth finding first."""

import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kennisgraaf import queries
from kennisgraaf.folding import LONGEST, fold, squeeze
from kennisgraaf.iris import readable
from kennisgraaf.namespaces import (
    DESCRIPTIONS,
    HIDDEN_LABELS,
    IDENTIFIED_BY,
    IDENTIFIERS,
    LABELS,
    OTHER_LABELS,
    OWL,
    RDF,
    RDF_TYPE,
    RDFS,
    SHACL,
)
from kennisgraaf.settings import Publication
from kennisgraaf.versions import METADATA_GRAPH

_PREFERRED, _OTHER, _HIDDEN, _IDENTIFIER, _PATH = range(5)
_ROLES = {
    **dict.fromkeys(LABELS, _PREFERRED),
    **dict.fromkeys(OTHER_LABELS, _OTHER),
    **dict.fromkeys(HIDDEN_LABELS, _HIDDEN),
    **dict.fromkeys(IDENTIFIERS, _IDENTIFIER),
}
_ENTRY, _DATA, _TERM, _DERIVED = 3, 2, 1, 0
_OF_VOCABULARIES = (OWL, RDF, RDFS, SHACL)
_LONGEST_DESCRIPTION = 2_000
# Nobody looks for what a program made up.
_DIGEST = re.compile(r"[0-9a-f]{16}|[0-9a-f]{8}-[0-9a-f]{4}-", re.IGNORECASE)


@dataclass
class _Found:
    """What the statements say that matters to who looks for an entity."""

    names: list[tuple[int, str, str]] = field(default_factory=list)
    descriptions: dict[str, str] = field(default_factory=dict)
    identifiers: list[str] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)
    asserted_kinds: set[str] = field(default_factory=set)
    is_asserted: bool = False


class _Index:
    """What is found of each subject; how often each entity is pointed to."""

    def __init__(self, quads: bytes, publication: Publication) -> None:
        self.found: dict[str, _Found] = defaultdict(_Found)
        self.uses: Counter[str] = Counter()
        self.members: Counter[str] = Counter()
        self._publication = publication
        inference = publication.inference
        self._derived = {publication.iri(METADATA_GRAPH), inference.graph if inference else ""}
        for quad in parse(quads, format=RdfFormat.N_QUADS):
            self._add(quad)

    def _add(self, quad: Quad) -> None:
        found, predicate, term = self.found[_key(quad.subject)], quad.predicate.value, quad.object
        graph = quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else None
        is_asserted = graph is None or graph not in self._derived
        found.is_asserted |= is_asserted
        if isinstance(term, Literal):
            _add_text(found, predicate, term)
        elif predicate == RDF_TYPE.value:
            self._add_kind(found, _key(term), is_asserted)
        else:
            self.uses[_key(term)] += is_asserted
            if predicate in IDENTIFIED_BY:
                found.identifiers.append(_key(term))

    def _add_kind(self, found: _Found, kind: str, is_asserted: bool) -> None:
        if kind not in found.kinds:
            found.kinds.add(kind)
            self.members[kind] += 1
        if is_asserted:
            found.asserted_kinds.add(kind)

    def entities(self) -> list[tuple[str, int, str]]:
        """Give the entities, the most prominent first, each with its level and its kind."""
        named = [
            (iri, self._level(found), self._kind(found))
            for iri, found in self.found.items()
            if not iri.startswith("_:")
        ]
        return sorted(named, key=lambda entity: (-entity[1], -self.uses[entity[0]], entity[0]))

    def _level(self, found: _Found) -> int:
        evidence = self._publication.evidence
        if not found.is_asserted:
            return _DERIVED
        if found.kinds.intersection(kind.iri for kind in self._publication.pages.kinds):
            return _ENTRY
        if evidence and evidence.passage in found.kinds:
            return _TERM
        is_term = found.kinds and all(kind.startswith(_OF_VOCABULARIES) for kind in found.kinds)
        return _TERM if is_term or not found.names else _DATA

    def _kind(self, found: _Found) -> str:
        """Choose the class that an entity is shown by: of entry, else the rarest with a name."""
        for kind in self._publication.pages.kinds:
            if kind.iri in found.kinds:
                return kind.iri
        kinds = found.asserted_kinds or found.kinds
        known = [kind for kind in kinds if not kind.startswith("_:")]
        named = [kind for kind in known if kind in self.found and self.found[kind].names]
        return min(named or known, key=lambda kind: (self.members[kind], kind), default="")

    def names(self, iri: str) -> Iterator[tuple[int, str, str]]:
        """Give the names of an entity with role and language, the better ones first."""
        found = self.found[iri]
        yield from sorted(found.names)
        for node in found.identifiers:
            yield from (name for name in self.found[node].names if name[0] == _IDENTIFIER)
        last = readable(iri)
        if not found.names:
            yield _PREFERRED, "", last  # It is shown by this.
        elif not _DIGEST.search(last):
            yield _PATH, "", last


def write_search(quads: bytes, path: Path, publication: Publication) -> None:
    """Write the index of N-Quads as an SQLite file."""
    index = _Index(quads, publication)
    entities = index.entities()
    with sqlite3.connect(path) as database:
        database.executescript(queries.load("search-schema.sql"))
        database.executemany(
            "INSERT INTO entity VALUES (?, ?, ?, ?)",
            ((number, *entity) for number, entity in enumerate(entities, start=1)),
        )
        database.executemany(
            "INSERT INTO name (entity, role, language, text, folded, squeezed)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (
                (number, *name)
                for number, (iri, _, _) in enumerate(entities, start=1)
                for name in _different(index.names(iri))
            ),
        )
        database.executemany(
            "INSERT INTO description (entity, language, text) VALUES (?, ?, ?)",
            (
                (number, language, text)
                for number, (iri, _, _) in enumerate(entities, start=1)
                for language, text in sorted(index.found[iri].descriptions.items())
            ),
        )
        database.executescript(queries.load("search-index.sql"))
    database.close()


def _different(
    names: Iterator[tuple[int, str, str]],
) -> Iterator[tuple[int, str, str, str, str]]:
    """Leave out what the same letters say already."""
    seen = {""}
    for role, language, text in names:
        squeezed = squeeze(text)
        if squeezed not in seen:
            seen.add(squeezed)
            yield role, language, text[:LONGEST], fold(text), squeezed


def _add_text(found: _Found, predicate: str, term: Literal) -> None:
    language = (term.language or "").lower()
    if predicate in _ROLES:
        found.names.append((_ROLES[predicate], language, term.value))
    elif predicate in DESCRIPTIONS:
        found.descriptions.setdefault(language, term.value[:_LONGEST_DESCRIPTION])


def _key(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else str(term)
