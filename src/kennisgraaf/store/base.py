"""Base: what a query process asks, whether the statements are here or at another server."""

from collections.abc import Iterator
from typing import Protocol

from pyoxigraph import QueryBoolean, QuerySolutions, Triple

from kennisgraaf.store.messages import Answer, Question

Results = QuerySolutions | QueryBoolean | Iterator[Triple]


class NoAnswerError(Exception):
    """A query has no answer; carries what is told instead."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.message)
        self.answer = answer


class Store(Protocol):
    """The statements of a version, asked one query at a time."""

    is_remote: bool
    """Whether it is asked over the network, which a query process must not reach otherwise."""

    def query(self, question: Question) -> Results:
        """Begin to answer a query; the rest comes as the results are read.

        Raises:
            NoAnswerError: it has no answer.
            ValueError, RuntimeError, OSError: it cannot be evaluated.
        """
