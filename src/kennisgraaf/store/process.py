"""Query process: answers one query at a time, and is ended by the kernel when it takes too much."""

import contextlib
import math
import os
import resource
import select
import signal
import socket
import time
from io import BytesIO
from typing import IO, cast

import msgspec
import pyoxigraph
from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, serialize

from kennisgraaf.errors import NotRepresentableError, QueryTooLargeError
from kennisgraaf.formats import XLSX
from kennisgraaf.serialisation import writable_as_xml
from kennisgraaf.settings import Limits
from kennisgraaf.store.base import NoAnswerError, Results, Store
from kennisgraaf.store.messages import TAKEN, Answer, ConnectionEndedError, Question, receive, send
from kennisgraaf.store.output import MIB, FilePlace, Output, SpareDescriptor
from kennisgraaf.store.workbook import write_workbook

# Pages are answered before queries when both want the processor.
_NICER = 5
_DECODER = msgspec.msgpack.Decoder(Question)


def serve_queries(store: Store, listener: socket.socket, limits: Limits) -> None:
    """Answer queries until the process is ended; never returns in good order.

    The kernel ends the process when a query runs too long (SIGALRM, which Python must not handle:
    pyoxigraph cannot be interrupted), uses more processor time, or wants more memory. While a query
    is evaluated here no descriptor is left to open: one that asks another server (SERVICE) cannot
    have a socket.
    """
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(_NICER)
    _prepare()
    limit_memory(limits.query_memory_mib * MIB)
    place = FilePlace() if store.is_remote else SpareDescriptor()
    desk = _Desk(listener)
    while True:
        connection = desk.next()
        place.occupy()
        output = Output(connection, place, limits.query_result_mib * MIB)
        try:
            with contextlib.closing(output):
                _answer_one(store, connection, output, limits)
            if not output.is_complete:
                desk.end()
        except (ConnectionEndedError, OSError):
            desk.end()  # The web worker went away; there is nobody to tell.
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            place.vacate()


class _Desk:
    """Where the next question comes from: the connection of the last one, or a new one.

    A new one goes first and ends the other, so that who waits there asks another process.
    """

    def __init__(self, listener: socket.socket) -> None:
        listener.setblocking(False)
        self._listener, self._kept = listener, listener
        self._poll = select.poll()
        self._poll.register(listener, select.POLLIN)

    def next(self) -> socket.socket:
        """Wait for a question."""
        while True:
            ready = [descriptor for descriptor, _ in self._poll.poll()]
            if self._listener.fileno() in ready:
                with contextlib.suppress(BlockingIOError):  # Another process was faster.
                    connection, _ = self._listener.accept()
                    self.end()
                    self._poll.register(connection, select.POLLIN)
                    self._kept = connection
                    return connection
            elif ready:
                return self._kept

    def end(self) -> None:
        """End the connection."""
        if self._kept is not self._listener:
            self._poll.unregister(self._kept)
            self._kept.close()
            self._kept = self._listener


def _answer_one(store: Store, connection: socket.socket, output: Output, limits: Limits) -> None:
    signal.setitimer(signal.ITIMER_REAL, limits.queue_seconds)
    question = _DECODER.decode(receive(connection))
    send(connection, TAKEN.pack(time.monotonic()))  # Fails here for who waits no longer.
    _limit_time(limits.query_seconds)
    answer = _answer(store, question, output)
    signal.setitimer(signal.ITIMER_REAL, limits.queue_seconds)
    output.finish(answer)


def _prepare() -> None:
    """Load what the first answers need: later nothing can be opened, and memory is counted."""
    found = pyoxigraph.Store().query("ASK {}")
    assert isinstance(found, QueryBoolean)
    write_workbook(found, Question(query="", results_type=XLSX, graph_type=""), BytesIO())


def _limit_time(seconds: float) -> None:
    """Let the kernel end this process after so much time, and after as much processor time."""
    signal.setitimer(signal.ITIMER_REAL, seconds)
    usage = resource.getrusage(resource.RUSAGE_SELF)
    most = math.ceil(usage.ru_utime + usage.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))


def limit_memory(more: int) -> None:
    """Let this process take ``more`` bytes beyond what it has now (RLIMIT_AS)."""
    with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123
        pages = int(statm.read().split()[0])
    most = pages * resource.getpagesize() + more
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _answer(store: Store, question: Question, output: Output) -> Answer:
    try:
        return _serialised(store.query(question), question, output)
    except NoAnswerError as error:
        return error.answer
    except QueryTooLargeError as error:
        return Answer(error="large", message=str(error))
    except NotRepresentableError as error:
        return Answer(error="format", message=str(error))
    except ConnectionError as error:
        return Answer(error="unavailable", message=str(error))
    except SyntaxError:
        return Answer(error="unavailable", message="The answer of the store is not complete.")
    except (ValueError, RuntimeError, OSError) as error:
        return Answer(error="evaluation", message=str(error))


def _serialised(found: Results, question: Question, output: Output) -> Answer:
    is_graph = not isinstance(found, QuerySolutions | QueryBoolean)
    output.media_type = question.graph_type if is_graph else question.results_type
    if not output.media_type:
        return Answer(error="graph" if is_graph else "results")
    stream = cast(IO[bytes], output)
    if not isinstance(found, QuerySolutions | QueryBoolean):
        rdf_format = RdfFormat.from_media_type(output.media_type)
        triples = writable_as_xml(found) if rdf_format == RdfFormat.RDF_XML else found
        serialize(triples, stream, rdf_format)
    elif output.media_type == XLSX:
        write_workbook(found, question, stream)
    else:
        results_format = QueryResultsFormat.from_media_type(output.media_type)
        if isinstance(found, QueryBoolean) and results_format in _WITHOUT_BOOLEAN:
            # The CSV and TSV formats have no booleans; the word is what clients expect.
            output.write(str(bool(found)).lower().encode())
        else:
            found.serialize(stream, results_format)
    return Answer(media_type=output.media_type)


_WITHOUT_BOOLEAN = (QueryResultsFormat.CSV, QueryResultsFormat.TSV)
