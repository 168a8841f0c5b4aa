"""Channel: a connection to a query process, which is kept for the next query where it can be."""

import asyncio
import os
import socket
from collections import deque
from pathlib import Path
from typing import cast

from kennisgraaf.store.messages import LENGTH, ConnectionEndedError

_HEAD = LENGTH.size


class Channel(asyncio.Protocol):
    """The messages of a connection, without waiting in a thread."""

    def __init__(self, connection: socket.socket) -> None:
        self.is_open = True
        self._connection = connection
        self._loop = asyncio.get_running_loop()
        self._buffer = bytearray()
        self._messages: deque[bytes] = deque()
        self._waiter: asyncio.Future[None] | None = None
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        """Take the messages out of what came."""
        buffer = self._buffer
        buffer += data
        place = 0
        while len(buffer) - place >= _HEAD:
            end = place + _HEAD + LENGTH.unpack_from(buffer, place)[0]
            if len(buffer) < end:
                break
            self._messages.append(bytes(memoryview(buffer)[place + _HEAD : end]))
            place = end
        if place:
            del buffer[:place]
            self._wake()

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell who waits."""
        self.is_open = False
        self._wake()

    def send(self, message: bytes) -> None:
        """Send a message."""
        assert self._transport is not None
        self._transport.write(LENGTH.pack(len(message)) + message)

    def send_file(self, descriptor: int) -> None:
        """Send an open file; nothing else may be on its way."""
        socket.send_fds(self._connection, [b"f"], [descriptor])

    async def receive(self, seconds: float) -> bytes:
        """Receive a message.

        Raises:
            ConnectionEndedError: the process ended.
            TimeoutError: none came in time.
        """
        if not self._messages and self.is_open:
            self._waiter = self._loop.create_future()
            timer = self._loop.call_later(seconds, self._wake)
            try:
                await self._waiter
            finally:
                timer.cancel()
                self._waiter = None
        if self._messages:
            return self._messages.popleft()
        raise TimeoutError if self.is_open else ConnectionEndedError

    def close(self) -> None:
        """End the connection."""
        self.is_open = False
        if self._transport is not None:
            self._transport.abort()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)


class Channels:
    """The connections of a web worker that a query process waits at for the next query.

    A process that another worker asks meanwhile ends the one that it waited at.
    """

    def __init__(self) -> None:
        self._kept: dict[Path, list[Channel]] = {}

    def kept(self, address: Path) -> Channel | None:
        """Give a connection that a process waits at, if there is one."""
        kept = self._kept.get(address, ())
        while kept:
            channel = kept.pop()
            if channel.is_open:
                return channel
        return None

    def keep(self, address: Path, channel: Channel) -> None:
        """Keep a connection for the next query; those to an earlier version are closed."""
        if not channel.is_open:
            return
        if address not in self._kept:
            self.close()
            self._kept = {address: []}
        self._kept[address].append(channel)

    def close(self) -> None:
        """End all that are kept."""
        for channels in self._kept.values():
            for channel in channels:
                channel.close()


async def connected(address: Path) -> Channel:
    """Connect to whichever process comes free first.

    Raises:
        OSError: none listens.
    """
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.setblocking(False)
        loop = asyncio.get_running_loop()
        await loop.sock_connect(connection, os.fspath(address))
        channel = Channel(connection)
        await loop.create_unix_connection(lambda: channel, sock=connection)
    except BaseException:
        connection.close()
        raise
    return channel
