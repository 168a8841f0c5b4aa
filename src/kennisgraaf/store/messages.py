"""Messages between a web worker and a query process: length-prefixed, over a Unix socket.

The worker sends a ``Question``. The process sends ``TAKEN`` as soon as it begins, then an
``Answer``. Of a small answer the content follows. A large one is written to a file that the worker
opens and passes when it is asked to (``Answer.is_streamed``); then the process tells how many bytes
stand there, again and again, and ends with another ``Answer``: without it, what stands there is
not complete.
"""

import socket
import struct

import msgspec

LENGTH = struct.Struct("!Q")
_PIECE = 1 << 18

TAKEN = struct.Struct("!d")
"""What a query process sends first: when it began (``time.monotonic``, one clock for all processes
of a machine); from here the time of the query counts, not of the queue."""


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A query and how it is to be answered.

    ``results_type`` and ``graph_type`` are the media types for solutions or a boolean and for
    triples; ``""`` where the client takes none. ``None`` for graphs means: as the store has them.
    ``origin`` is what a workbook tells of where it comes from, by name.
    """

    query: str
    results_type: str
    graph_type: str
    default_graphs: list[str] | None = None
    named_graphs: list[str] | None = None
    base_iri: str | None = None
    origin: dict[str, str] = {}


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What precedes the bytes of an answer.

    ``is_streamed`` tells that the content goes to a file, and asks for that file. ``error`` is
    empty, ``syntax``, ``evaluation``, ``large``, ``timeout`` or ``unavailable`` (these two: of
    another server), ``format`` (the media type cannot write this answer), ``results`` or ``graph``
    (these two: the client takes no media type for this kind of answer).
    """

    error: str = ""
    message: str = ""
    media_type: str = ""
    is_streamed: bool = False
    line: int | None = None
    column: int | None = None


PROGRESS = struct.Struct("!Q")
"""How many bytes stand in the file; no ``Answer`` is as short."""


class ConnectionEndedError(Exception):
    """The other side ended before it had sent all."""


def send(connection: socket.socket, *parts: bytes) -> None:
    """Send byte strings, each with its length before it."""
    connection.sendall(b"".join([LENGTH.pack(len(part)) + part for part in parts]))


def receive(connection: socket.socket) -> bytes:
    """Receive one byte string.

    Raises:
        ConnectionEndedError: the other side ended.
    """
    (length,) = LENGTH.unpack(_exactly(connection, LENGTH.size))
    return _exactly(connection, length)


def receive_file(connection: socket.socket) -> int:
    """Receive the descriptor of an open file.

    Raises:
        ConnectionEndedError: the other side ended.
    """
    _, descriptors, _, _ = socket.recv_fds(connection, 1, 1)
    if not descriptors:
        raise ConnectionEndedError
    return descriptors[0]


def _exactly(connection: socket.socket, length: int) -> bytes:
    pieces = bytearray()
    while len(pieces) < length:
        piece = connection.recv(min(length - len(pieces), _PIECE))
        if not piece:
            raise ConnectionEndedError
        pieces += piece
    return bytes(pieces)
