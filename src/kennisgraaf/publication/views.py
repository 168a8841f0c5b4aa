"""Views: asks them once, at publication, and keeps the answers for the pages."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import msgspec
from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QuerySolution,
    QuerySolutions,
    RdfFormat,
    Store,
    parse,
)

from kennisgraaf import queries
from kennisgraaf.decimals import DECIMAL
from kennisgraaf.namespaces import XSD
from kennisgraaf.publication.forms import lexical_forms
from kennisgraaf.settings import Publication
from kennisgraaf.union import with_union
from kennisgraaf.validation.validate import Progress
from kennisgraaf.versions import ANSWERS, STORE
from kennisgraaf.views import Cell, View

MOST_ROWS = 1_000_000
"""So many rows of a view are kept; the rest is behind SPARQL."""

LONGEST_SHOWN = 2_000
"""So many characters of a literal are kept for pages."""

_PLAIN = XSD + "string"


@dataclass(frozen=True)
class _Asked:
    """What views are asked of, and what tells how their answers are shown."""

    store: Store
    base_iri: str
    graphs: frozenset[str]
    forms: Mapping[str, str]


def write_answers(
    views: Iterable[View], quads: bytes, folder: Path, publication: Publication, progress: Progress
) -> None:
    """Ask views of the union of all graphs of a version's store; write the answers beside it.

    What is about a blank node is left out: no page is. ``progress`` is told of views that have
    more than ``MOST_ROWS`` rows.
    """
    store = _union_store(quads, folder / STORE, publication.union_default_graph)
    graphs = frozenset(
        graph.value for graph in store.named_graphs() if isinstance(graph, NamedNode)
    )
    asked = _Asked(store, publication.base_iri, graphs, lexical_forms(quads))
    with sqlite3.connect(folder / ANSWERS) as database:
        database.executescript(queries.load("views-schema.sql"))
        database.executemany("INSERT INTO lexical_form VALUES (?, ?)", asked.forms.items())
        for number, view in enumerate(views, start=1):
            database.execute("INSERT INTO view (id, name) VALUES (?, ?)", (number, view.name))
            rows = _rows(view, asked)
            database.executemany(
                "INSERT INTO answer VALUES (?, ?, ?, ?)",
                (
                    (number, position, subject, cells)
                    for position, (subject, cells) in enumerate(islice(rows, MOST_ROWS))
                ),
            )
            is_clipped = next(rows, None) is not None
            if is_clipped:
                progress(f"view {view.name}: the first {MOST_ROWS} rows are kept, there are more")
            database.execute(queries.load("views-count.sql"), {"id": number, "clipped": is_clipped})
    database.close()


def _union_store(quads: bytes, folder: Path, is_union: bool) -> Store:
    """Open the store of a version; where its default graph is no union, one that has it."""
    if is_union:
        return Store.read_only(str(folder))
    store = Store()
    store.bulk_extend(with_union(parse(quads, format=RdfFormat.N_QUADS)))
    return store


def _rows(view: View, asked: _Asked) -> Iterator[tuple[str, bytes]]:
    answer = asked.store.query(view.query, base_iri=asked.base_iri)
    if not isinstance(answer, QuerySolutions):
        raise AssertionError(f"{view.name} was read as a SELECT query")
    names = [variable.value for variable in answer.variables if variable.value != "this"]
    for row in answer:
        this = row["this"]
        if isinstance(this, NamedNode):
            yield this.value, msgspec.json.encode(_cells(row, names, asked))


def _cells(row: QuerySolution, names: list[str], asked: _Asked) -> dict[str, Cell]:
    cells = {name: _cell(row[name], asked) for name in names}
    return {name: cell for name, cell in cells.items() if cell is not None}


def _cell(term: object, asked: _Asked) -> Cell | None:
    if isinstance(term, NamedNode):
        return Cell("graph" if term.value in asked.graphs else "iri", term.value)
    if isinstance(term, Literal):
        datatype = "" if term.language or term.datatype.value == _PLAIN else term.datatype.value
        text = asked.forms.get(term.value, term.value) if datatype == DECIMAL else term.value
        return Cell("literal", _clipped(text), term.language or "", datatype)
    if isinstance(term, BlankNode):
        return Cell("blank", term.value)
    return None if term is None else Cell("literal", _clipped(str(term)))


def _clipped(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
