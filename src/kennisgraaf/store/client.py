"""Client: asks the query processes of a version, from a web worker or the command line."""

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from kennisgraaf.errors import (
    NotAcceptableError,
    NotRepresentableError,
    QueryFailedError,
    QueryRefusedError,
    QueryRejectedError,
    QueryTimeoutError,
    QueryTooLargeError,
    VersionError,
)
from kennisgraaf.formats import RESULTS_FORMATS, TRIPLE_FORMATS
from kennisgraaf.settings import Limits
from kennisgraaf.store.messages import Answer, ConnectionEndedError, Question, receive, send
from kennisgraaf.store.screening import screen
from kennisgraaf.versions import Version

_DECODER = msgspec.msgpack.Decoder(Answer)
_ENCODER = msgspec.msgpack.Encoder()
# A kill by timer comes this much before or after the limit, in seconds.
_TIMER_MARGIN = 0.05
_STARTING_PAUSE = 0.01
# So many threads of a process wait for answers at a time: the others are for pages.
_WAITING = threading.BoundedSemaphore(16)


@dataclass(frozen=True)
class Found:
    """The complete answer to a query."""

    media_type: str
    content: bytes


def address_of(run: Path, version: str) -> Path:
    """Give the Unix socket of the query processes of a version."""
    return run / f"{version}.sock"


def ask(address: Path, question: Question, limits: Limits) -> Found:
    """Ask a query process.

    Raises:
        QueryRejectedError: the query is not SPARQL, or asks for what is not allowed.
        QueryTooLargeError: the query or its answer is larger than the limit.
        QueryTimeoutError: the query took longer than the limit.
        QueryFailedError: the process ended, by memory or depth.
        QueryRefusedError: no process came free in time.
        NotAcceptableError: the client takes no media type for this kind of answer.
        NotRepresentableError: the media type cannot write this answer.
    """
    screen(question.query, limits.query_characters)
    if not _WAITING.acquire(blocking=False):
        raise QueryRefusedError(0)
    try:
        return _ask(address, question, limits)
    finally:
        _WAITING.release()


def _ask(address: Path, question: Question, limits: Limits) -> Found:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(limits.queue_seconds)
        try:
            connection.connect(str(address))
            send(connection, _ENCODER.encode(question))
            receive(connection)  # messages.TAKEN
        except (ConnectionEndedError, OSError) as error:
            raise QueryRefusedError(limits.queue_seconds) from error
        started = time.monotonic()
        connection.settimeout(limits.query_seconds + limits.queue_seconds)
        try:
            answer = _DECODER.decode(receive(connection))
            content = receive(connection)
        except (ConnectionEndedError, OSError) as error:
            raise _ended(time.monotonic() - started, limits) from error
    _raise_error(answer)
    return Found(answer.media_type, content)


def ask_once(version: Version, question: Question) -> Found:
    """Start query processes for a version, ask one, and end them.

    Raises:
        QueryError, NotAcceptableError, NotRepresentableError: as ``ask``.
    """
    with (
        tempfile.TemporaryDirectory(prefix="kennisgraaf-") as run,
        running_pool(version, Path(run)) as address,
    ):
        return ask(address, question, version.publication.limits)


@contextlib.contextmanager
def running_pool(version: Version, run: Path) -> Iterator[Path]:
    """Run the query processes of a version while the context lasts; gives their Unix socket.

    Raises:
        VersionError: they ended before they could be asked.
    """
    address = address_of(run, version.name)
    pool = start_pool(version, address)
    try:
        while not address.exists():
            if pool.poll() is not None:
                raise VersionError(f"The store of {version.path} cannot be loaded.")
            time.sleep(_STARTING_PAUSE)
        yield address
    finally:
        pool.terminate()
        pool.wait()


def start_pool(version: Version, address: Path) -> subprocess.Popen[bytes]:
    """Start the query processes of a version; ``address`` appears when they can be asked.

    They end when this process does, and with the thread that started them (prctl(2)).
    """
    paths = [str(version.path), str(address)]
    command = [sys.executable, "-m", "kennisgraaf.store.pool", *paths, str(os.getpid())]
    return subprocess.Popen(command, stdin=subprocess.DEVNULL)


def _ended(seconds: float, limits: Limits) -> QueryTimeoutError | QueryFailedError:
    if seconds >= limits.query_seconds - _TIMER_MARGIN:
        return QueryTimeoutError(limits.query_seconds)
    return QueryFailedError(
        "The query was stopped: it needs more than "
        f"{limits.query_memory_mib} MiB of memory, or nests too deep. Ask for less."
    )


def _raise_error(answer: Answer) -> None:
    if answer.error == "large":
        raise QueryTooLargeError(answer.message)
    if answer.error in ("syntax", "evaluation"):
        raise QueryRejectedError(answer.message, answer.line, answer.column)
    if answer.error == "format":
        raise NotRepresentableError(answer.message)
    if answer.error == "results":
        raise NotAcceptableError([kind.media_type.partition(";")[0] for kind in RESULTS_FORMATS])
    if answer.error == "graph":
        raise NotAcceptableError([kind.media_type for kind in TRIPLE_FORMATS])
