"""Client: asks the query processes of a version, from a web worker or the command line."""

import asyncio
import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from kennisgraaf.errors import (
    AddressError,
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
from kennisgraaf.formats import GRAPH_TYPES, RESULTS_TYPES
from kennisgraaf.settings import Limits
from kennisgraaf.store.channel import Channel, Channels, connected
from kennisgraaf.store.messages import (
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
_LONGEST_ADDRESS = 103  # Bytes; macOS allows the fewest.


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

    async def found(self, most: int = sys.maxsize) -> Found:
        """Wait for all of it.

        Raises:
            QueryTooLargeError: it has more than ``most`` bytes.
            QueryError: it ended before it was complete.
        """
        if self.content is not None:
            return Found(self.media_type, self.content)
        content = bytearray()
        async for piece in self.pieces:
            content += piece
            if len(content) > most:
                raise QueryTooLargeError(f"The answer has over {most >> 20} MiB: ask for less.")
        return Found(self.media_type, bytes(content))


def address_of(run: Path, version: str) -> Path:
    """Give the Unix socket of the query processes of a version.

    Raises:
        AddressError: the folder's name is too long for one (unix(7)).
    """
    address = run / f"{version}.sock"
    if len(os.fsencode(address)) > _LONGEST_ADDRESS:
        where = f"The name of the folder for temporary files is too long for a socket: {run}."
        raise AddressError(f"{where} Set TMPDIR to a folder with a shorter one.")
    return address


def ask(address: Path, question: Question, limits: Limits, most: int = sys.maxsize) -> Found:
    """Ask a query process and wait for the whole answer; ``most`` is as of ``found``.

    Raises:
        QueryError, NotAcceptableError, NotRepresentableError: as ``answering``.
    """

    async def complete() -> Found:
        async with answering(address, question, limits) as answer:
            return await answer.found(most)

    return asyncio.run(complete())


@contextlib.asynccontextmanager
async def answering(
    address: Path, question: Question, limits: Limits, channels: Channels | None = None
) -> AsyncIterator[Answering]:
    """Ask a query process, and give its answer as soon as it begins.

    A connection is taken from, and kept in, ``channels`` where these are given.

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
    own = Channels() if channels is None else channels
    try:
        channel, started = await _taken(address, question, limits, own)
        query = _UnderWay(channel, limits, started)
        try:
            answer = _DECODER.decode(await query.receive())
            content = None if answer.is_streamed else await query.receive()
        except BaseException:
            channel.close()
            raise
        if content is not None:
            own.keep(address, channel)
            _raise_error(answer, limits)
            yield Answering(answer.media_type, content, _nothing())
            return
        try:
            with tempfile.TemporaryFile(dir=address.parent) as file:
                channel.send_file(file.fileno())
                yield Answering(answer.media_type, None, _pieces(query, file.fileno()))
        finally:
            channel.close()
    finally:
        if channels is None:
            own.close()
            await asyncio.sleep(0)  # So that it is closed before the loop may end.


async def _taken(
    address: Path, question: Question, limits: Limits, channels: Channels
) -> tuple[Channel, float]:
    """Give a question to a process, and when it began.

    Raises:
        QueryRefusedError: none came free in time.
    """
    message = _ENCODER.encode(question)
    while (kept := channels.kept(address)) is not None:
        try:
            return kept, await _asked(kept, message, limits.queue_seconds)
        except ConnectionEndedError:
            continue  # The process took another connection just before.
        except TimeoutError as error:
            raise QueryRefusedError(limits.queue_seconds) from error
    try:
        async with asyncio.timeout(limits.queue_seconds):
            channel = await connected(address)
        return channel, await _asked(channel, message, limits.queue_seconds)
    except (ConnectionEndedError, OSError, TimeoutError) as error:
        raise QueryRefusedError(limits.queue_seconds) from error


async def _asked(channel: Channel, message: bytes, seconds: float) -> float:
    try:
        channel.send(message)
        (started,) = TAKEN.unpack(await channel.receive(seconds))
    except BaseException:
        channel.close()
        raise
    return float(started)


class _UnderWay:
    """A query that a process evaluates: says why it ended, if it does."""

    def __init__(self, channel: Channel, limits: Limits, started: float) -> None:
        self._channel, self.limits, self._started = channel, limits, started

    async def receive(self) -> bytes:
        """Receive a message.

        Raises:
            QueryTimeoutError, QueryFailedError: the process was ended.
        """
        limits = self.limits
        try:
            return await self._channel.receive(limits.query_seconds + limits.queue_seconds)
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
        AddressError: as ``address_of``.
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
        raise NotAcceptableError(RESULTS_TYPES)
    if answer.error == "graph":
        raise NotAcceptableError(GRAPH_TYPES)
