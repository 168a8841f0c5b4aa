"""Messages between a web worker and a query process: length-prefixed, over a Unix socket."""

import socket
import struct

import msgspec

_LENGTH = struct.Struct("!Q")
_PIECE = 1 << 18

TAKEN = b"taken"
"""What a query process sends first: from here the time of the query counts, not of the queue."""


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A query and how it is to be answered.

    ``results_type`` and ``graph_type`` are the media types for solutions or a boolean and for
    triples; ``""`` where the client takes none. ``None`` for graphs means: as the store has them.
    """

    query: str
    results_type: str
    graph_type: str
    default_graphs: list[str] | None = None
    named_graphs: list[str] | None = None
    base_iri: str | None = None


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What precedes the bytes of an answer.

    ``error`` is empty, ``syntax``, ``evaluation``, ``large``, ``format`` (the media type cannot
    write this answer), ``results`` or ``graph`` (the last two: the client takes no media type for
    this kind of answer).
    """

    error: str = ""
    message: str = ""
    media_type: str = ""
    line: int | None = None
    column: int | None = None


class ConnectionEndedError(Exception):
    """The other side ended before it had sent all."""


def send(connection: socket.socket, *parts: bytes) -> None:
    """Send byte strings, each with its length before it."""
    for part in parts:
        connection.sendall(_LENGTH.pack(len(part)))
        connection.sendall(part)


def receive(connection: socket.socket) -> bytes:
    """Receive one byte string.

    Raises:
        ConnectionEndedError: the other side ended.
    """
    (length,) = _LENGTH.unpack(_exactly(connection, _LENGTH.size))
    return _exactly(connection, length)


def _exactly(connection: socket.socket, length: int) -> bytes:
    pieces = bytearray()
    while len(pieces) < length:
        piece = connection.recv(min(length - len(pieces), _PIECE))
        if not piece:
            raise ConnectionEndedError
        pieces += piece
    return bytes(pieces)
