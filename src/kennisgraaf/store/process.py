"""Query process: answers one query at a time, and is ended by the kernel when it takes too much."""

import io
import os
import resource
import signal
import socket
from typing import IO, Any, cast

import msgspec
from pyoxigraph import (
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    serialize,
)

from kennisgraaf import queries
from kennisgraaf.errors import NotRepresentableError, QueryTooLargeError
from kennisgraaf.serialisation import writable_as_xml
from kennisgraaf.settings import Limits
from kennisgraaf.store.messages import TAKEN, Answer, ConnectionEndedError, Question, receive, send

MIB = 1 << 20
_DECODER = msgspec.msgpack.Decoder(Question)
_ENCODER = msgspec.msgpack.Encoder()


def serve_queries(store: Store, listener: socket.socket, limits: Limits) -> None:
    """Answer queries until the process is ended; never returns in good order.

    The kernel ends the process when a query runs too long (SIGALRM, which Python must not handle:
    pyoxigraph cannot be interrupted) or wants more memory. No descriptor is left to open: a query
    that asks another server (SERVICE) cannot have a socket.
    """
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _answer(store, Question(query="ASK {}", results_type="text/csv", graph_type=""), 1)
    limit_memory(limits.query_memory_mib * MIB)
    _leave_one_descriptor()
    while True:
        connection, _ = listener.accept()
        with connection:
            try:
                signal.setitimer(signal.ITIMER_REAL, limits.queue_seconds)
                question = _DECODER.decode(receive(connection))
                send(connection, TAKEN)  # Fails here for who waits no longer.
                signal.setitimer(signal.ITIMER_REAL, limits.query_seconds)
                answer, content = _answer(store, question, limits.query_result_mib * MIB)
                signal.setitimer(signal.ITIMER_REAL, limits.queue_seconds)
                send(connection, _ENCODER.encode(answer), content)
            except (ConnectionEndedError, OSError):
                continue  # The web worker went away; there is nobody to tell.
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)


def limit_memory(more: int) -> None:
    """Let this process take ``more`` bytes beyond what it has now (RLIMIT_AS)."""
    with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123
        pages = int(statm.read().split()[0])
    most = pages * resource.getpagesize() + more
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _leave_one_descriptor() -> None:
    """Take all descriptors but one: the connection that is being answered."""
    highest = max(int(name) for name in os.listdir("/proc/self/fd"))  # noqa: PTH208
    resource.setrlimit(resource.RLIMIT_NOFILE, (highest + 2, highest + 2))
    taken: list[int] = []
    try:
        while True:
            taken.append(os.dup(0))
    except OSError:
        os.close(taken.pop())


def _answer(store: Store, question: Question, most_bytes: int) -> tuple[Answer, bytes]:
    try:
        found = store.query(
            question.query,
            base_iri=question.base_iri,
            default_graph=_graphs(question.default_graphs, question.named_graphs),
            named_graphs=_graphs(question.named_graphs, question.default_graphs),
        )
        return _serialised(found, question, most_bytes)
    except SyntaxError as error:
        return _syntax_error(error), b""
    except QueryTooLargeError as error:
        return Answer(error="large", message=str(error)), b""
    except NotRepresentableError as error:
        return Answer(error="format", message=str(error)), b""
    except (ValueError, RuntimeError, OSError) as error:
        return Answer(error="evaluation", message=str(error)), b""


def _syntax_error(error: SyntaxError) -> Answer:
    line, column, reason = queries.mistake(error) or (None, None, str(error.msg))
    return Answer(error="syntax", message=reason, line=line, column=column)


def _graphs(wanted: list[str] | None, others: list[str] | None) -> list[Any] | None:
    """Give the graphs of a protocol's dataset; naming only one kind leaves the other empty.

    (SPARQL 1.1 Protocol section 2.1.4, SPARQL 1.1 Query section 13.2.)
    """
    if wanted is None:
        return None if others is None else []
    return [NamedNode(iri) for iri in wanted]


def _serialised(
    found: QuerySolutions | QueryBoolean | QueryTriples, question: Question, most_bytes: int
) -> tuple[Answer, bytes]:
    is_graph = isinstance(found, QueryTriples)
    media_type = question.graph_type if is_graph else question.results_type
    if not media_type:
        return Answer(error="graph" if is_graph else "results"), b""
    output = _Bounded(most_bytes)
    stream = cast(IO[bytes], output)
    if isinstance(found, QueryTriples):
        rdf_format = RdfFormat.from_media_type(media_type)
        triples = writable_as_xml(found) if rdf_format == RdfFormat.RDF_XML else found
        serialize(triples, stream, rdf_format)
    else:
        results_format = QueryResultsFormat.from_media_type(media_type)
        if isinstance(found, QueryBoolean) and results_format in _WITHOUT_BOOLEAN:
            # The CSV and TSV formats have no booleans; the word is what clients expect.
            return Answer(media_type=media_type), str(bool(found)).lower().encode()
        found.serialize(stream, results_format)
    return Answer(media_type=media_type), output.getvalue()


_WITHOUT_BOOLEAN = (QueryResultsFormat.CSV, QueryResultsFormat.TSV)


class _Bounded(io.BytesIO):
    """Bytes in memory, up to a limit."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def write(self, content: object) -> int:
        """Take more bytes.

        Raises:
            QueryTooLargeError: they would be more than the limit.
        """
        count = super().write(cast(bytes, content))
        if self.tell() > self._most:
            raise QueryTooLargeError(
                f"The answer is larger than {self._most // MIB} MiB: add LIMIT and OFFSET, "
                "or take the whole data set from /download/dataset.nq.gz."
            )
        return count
