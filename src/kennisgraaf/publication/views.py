"""Views: asks them once, at publication, and keeps the answers for the pages."""

import sqlite3
from collections.abc import Iterable, Iterator
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
from kennisgraaf.namespaces import XSD
from kennisgraaf.union import with_union
from kennisgraaf.validation.validate import Progress
from kennisgraaf.views import Cell, View

MOST_ROWS = 1_000_000
"""So many rows of a view are kept; the rest is behind SPARQL."""

LONGEST_SHOWN = 2_000
"""So many characters of a literal are kept for pages."""

_PLAIN = XSD + "string"


def write_answers(
    views: Iterable[View], store: Store, path: Path, base_iri: str, progress: Progress
) -> None:
    """Ask views of a store whose default graph is the union of all graphs; write the answers.

    What is about a blank node is left out: no page is. ``progress`` is told of views that have
    more than ``MOST_ROWS`` rows.
    """
    graphs = {graph.value for graph in store.named_graphs() if isinstance(graph, NamedNode)}
    with sqlite3.connect(path) as database:
        database.executescript(queries.load("views-schema.sql"))
        for number, view in enumerate(views, start=1):
            database.execute("INSERT INTO view (id, name) VALUES (?, ?)", (number, view.name))
            rows = _rows(view, store, base_iri, graphs)
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


def union_store(quads: bytes, folder: Path, is_union: bool) -> Store:
    """Open the store of a version; where its default graph is no union, one that has it."""
    if is_union:
        return Store.read_only(str(folder))
    store = Store()
    store.bulk_extend(with_union(parse(quads, format=RdfFormat.N_QUADS)))
    return store


def _rows(view: View, store: Store, base_iri: str, graphs: set[str]) -> Iterator[tuple[str, bytes]]:
    answer = store.query(view.query, base_iri=base_iri)
    if not isinstance(answer, QuerySolutions):
        raise AssertionError(f"{view.name} was read as a SELECT query")
    names = [variable.value for variable in answer.variables if variable.value != "this"]
    for row in answer:
        this = row["this"]
        if isinstance(this, NamedNode):
            yield this.value, msgspec.json.encode(_cells(row, names, graphs))


def _cells(row: QuerySolution, names: list[str], graphs: set[str]) -> dict[str, Cell]:
    cells = {name: _cell(row[name], graphs) for name in names}
    return {name: cell for name, cell in cells.items() if cell is not None}


def _cell(term: object, graphs: set[str]) -> Cell | None:
    if isinstance(term, NamedNode):
        return Cell("graph" if term.value in graphs else "iri", term.value)
    if isinstance(term, Literal):
        datatype = "" if term.language or term.datatype.value == _PLAIN else term.datatype.value
        return Cell("literal", _clipped(term.value), term.language or "", datatype)
    if isinstance(term, BlankNode):
        return Cell("blank", term.value)
    return None if term is None else Cell("literal", _clipped(str(term)))


def _clipped(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
