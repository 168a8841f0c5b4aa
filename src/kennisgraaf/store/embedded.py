"""Embedded: the statements of a version in this process, in memory or read from its folder."""

from typing import Any

import pyoxigraph
from pyoxigraph import NamedNode

from kennisgraaf import queries
from kennisgraaf.store.base import NoAnswerError, Results
from kennisgraaf.store.catalogue import quads_of
from kennisgraaf.store.messages import Answer, Question
from kennisgraaf.store.prologue import undeclared_prefix
from kennisgraaf.store.screening import tokens_of
from kennisgraaf.versions import STORE, Version


class EmbeddedStore:
    """A store of pyoxigraph."""

    is_remote = False

    def __init__(self, store: pyoxigraph.Store) -> None:
        self._store = store

    @classmethod
    def in_memory(cls, version: Version) -> "EmbeddedStore":
        """Load the statements of a version, and what it says of itself."""
        store = pyoxigraph.Store()
        store.bulk_extend(quads_of(version))
        return cls(store)

    @classmethod
    def on_disk(cls, version: Version) -> "EmbeddedStore":
        """Open the folder of a version."""
        return cls(pyoxigraph.Store.read_only(str(version.path / STORE)))

    def query(self, question: Question) -> Results:
        """Answer a query.

        Raises:
            NoAnswerError: it is not SPARQL.
            ValueError, RuntimeError, OSError: it cannot be evaluated.
        """
        try:
            return self._store.query(
                question.query,
                base_iri=question.base_iri,
                default_graph=_graphs(question.default_graphs, question.named_graphs),
                named_graphs=_graphs(question.named_graphs, question.default_graphs),
            )
        except SyntaxError as error:
            raise NoAnswerError(_syntax_error(question.query, error)) from error


def _syntax_error(query: str, error: SyntaxError) -> Answer:
    undeclared = undeclared_prefix(tokens_of(query))
    if undeclared is not None:  # The parser lists all that it would take in its place.
        return undeclared.answer
    line, column, reason = queries.mistake(error) or (None, None, str(error.msg))
    return Answer(error="syntax", message=reason, line=line, column=column)


def _graphs(wanted: list[str] | None, others: list[str] | None) -> list[Any] | None:
    """Give the graphs of a protocol's dataset; naming only one kind leaves the other empty.

    (SPARQL 1.1 Protocol section 2.1.4, SPARQL 1.1 Query section 13.2.)
    """
    if wanted is None:
        return None if others is None else []
    return [NamedNode(iri) for iri in wanted]
