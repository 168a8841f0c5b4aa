"""Client: asks the query processes of a version, from a web worker or the command line."""

import asyncio
import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
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
    StoreUnavailableError,
    VersionError,
)
from kennisgraaf.formats import GRAPH_FORMATS, RESULTS_FORMATS
from kennisgraaf.settings import Limits
from kennisgraaf.store.messages import (
    LENGTH,
    PROGRESS,
    TAKEN,
    Answer,
    ConnectionEndedError,
    Question,
)
from kennisgraaf.store.screening import screen
from kennisgraaf.versions import Version

_DECODER = msgspec.msgpack.Decoder(Answer)
_ENCODER = msgspec.msgpack.Encoder()
# A kill by timer comes this much before or after the limit, in seconds.
_TIMER_MARGIN = 0.05
_STARTING_PAUSE = 0.01
_PIECE = 1 << 18


@dataclass(frozen=True)
class Found:
    """The complete answer to a query."""

    media_type: str
    content: bytes


@dataclass(frozen=True)
class Answering:
    """An answer that has begun: a small one is complete, of a large one pieces come."""

    media_type: str
    content: bytes | None
    pieces: AsyncIterator[bytes]

    async def found(self) -> Found:
        """Wait for all of it.

        Raises:
            QueryError: it ended before it was complete.
        """
        if self.content is not None:
            return Found(self.media_type, self.content)
        return Found(self.media_type, b"".join([piece async for piece in self.pieces]))


def address_of(run: Path, version: str) -> Path:
    """Give the Unix socket of the query processes of a version."""
    return run / f"{version}.sock"


def ask(address: Path, question: Question, limits: Limits) -> Found:
    """Ask a query process and wait for the whole answer.

    Raises:
        QueryError, NotAcceptableError, NotRepresentableError: as ``answering``.
    """

    async def complete() -> Found:
        async with answering(address, question, limits) as answer:
            return await answer.found()

    return asyncio.run(complete())


@contextlib.asynccontextmanager
async def answering(address: Path, question: Question, limits: Limits) -> AsyncIterator[Answering]:
    """Ask a query process, and give its answer as soon as it begins.

    Raises:
        QueryRejectedError: the query is not SPARQL, or asks for what is not allowed.
        QueryTooLargeError: the query or its answer is larger than the limit.
        QueryTimeoutError: the query took longer than the limit.
        QueryFailedError: the process ended, by memory or depth.
        QueryRefusedError: no process came free in time.
        StoreUnavailableError: the server that holds the statements does not answer.
        NotAcceptableError: the client takes no media type for this kind of answer.
        NotRepresentableError: the media type cannot write this answer.
    """
    screen(question.query, limits)
    with socket.socket(socket.AF_UNIX) as connection:
        connection.setblocking(False)
        channel = _Channel(connection)
        try:
            async with asyncio.timeout(limits.queue_seconds):
                await channel.connect(address)
                await channel.send(_ENCODER.encode(question))
                (started,) = TAKEN.unpack(await channel.receive())
        except (ConnectionEndedError, OSError, TimeoutError) as error:
            raise QueryRefusedError(limits.queue_seconds) from error
        query = _UnderWay(channel, limits, started)
        answer = _DECODER.decode(await query.receive())
        _raise_error(answer, limits)
        if not answer.is_streamed:
            yield Answering(answer.media_type, await query.receive(), _nothing())
            return
        with tempfile.TemporaryFile(dir=address.parent) as file:
            channel.send_file(file.fileno())
            yield Answering(answer.media_type, None, _pieces(query, file.fileno()))


class _Channel:
    """The messages of a connection, without waiting in a thread."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._loop = asyncio.get_running_loop()

    async def connect(self, address: Path) -> None:
        await self._loop.sock_connect(self._connection, str(address))

    async def send(self, message: bytes) -> None:
        await self._loop.sock_sendall(self._connection, LENGTH.pack(len(message)) + message)

    def send_file(self, descriptor: int) -> None:
        socket.send_fds(self._connection, [b"f"], [descriptor])

    async def receive(self) -> bytes:
        (length,) = LENGTH.unpack(await self._exactly(LENGTH.size))
        return await self._exactly(length)

    async def _exactly(self, length: int) -> bytes:
        pieces = bytearray()
        while len(pieces) < length:
            piece = await self._loop.sock_recv(self._connection, min(length - len(pieces), _PIECE))
            if not piece:
                raise ConnectionEndedError
            pieces += piece
        return bytes(pieces)


class _UnderWay:
    """A query that a process evaluates: says why it ended, if it does."""

    def __init__(self, channel: _Channel, limits: Limits, started: float) -> None:
        self._channel, self.limits, self._started = channel, limits, started

    async def receive(self) -> bytes:
        """Receive a message.

        Raises:
            QueryTimeoutError, QueryFailedError: the process was ended.
        """
        limits = self.limits
        try:
            async with asyncio.timeout(limits.query_seconds + limits.queue_seconds):
                return await self._channel.receive()
        except (ConnectionEndedError, OSError, TimeoutError) as error:
            raise _ended(time.monotonic() - self._started, limits) from error


async def _pieces(query: _UnderWay, file: int) -> AsyncIterator[bytes]:
    """Read a file while a query process writes it.

    Raises:
        QueryError: the process ended before it had written all.
    """
    place = 0
    message = await query.receive()
    while len(message) == PROGRESS.size:
        (size,) = PROGRESS.unpack(message)
        while place < size:
            # Not read(): the writer moves the place that the descriptor has.
            piece = os.pread(file, min(size - place, _PIECE), place)
            place += len(piece)
            yield piece
        message = await query.receive()
    _raise_error(_DECODER.decode(message), query.limits)


async def _nothing() -> AsyncIterator[bytes]:
    return
    yield


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


def _raise_error(answer: Answer, limits: Limits) -> None:
    if answer.error == "timeout":
        raise QueryTimeoutError(limits.query_seconds)
    if answer.error == "unavailable":
        raise StoreUnavailableError(answer.message)
    if answer.error == "large":
        raise QueryTooLargeError(answer.message)
    if answer.error in ("syntax", "evaluation"):
        raise QueryRejectedError(answer.message, answer.line, answer.column)
    if answer.error == "format":
        raise NotRepresentableError(answer.message)
    if answer.error == "results":
        raise NotAcceptableError([kind.media_type.partition(";")[0] for kind in RESULTS_FORMATS])
    if answer.error == "graph":
        raise NotAcceptableError([kind.media_type for kind in GRAPH_FORMATS])
