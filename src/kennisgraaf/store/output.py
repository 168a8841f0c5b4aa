"""Output: where a query process writes an answer: a small one to memory, a large one to a file."""

import os
import resource
import socket

import msgspec

from kennisgraaf.errors import QueryTooLargeError
from kennisgraaf.store.messages import PROGRESS, Answer, receive_file, send

MIB = 1 << 20
# A larger answer goes to a file: at first soon, then much at a time. A reader that is slow leaves
# some 300 messages of progress in the socket before this process would have to wait for it.
_FIRST = 1 << 16
_NEXT = 1 << 21
_ENCODER = msgspec.msgpack.Encoder()


class FilePlace:
    """Where the file stands that a large answer is written to."""

    _place: int

    def occupy(self) -> None:
        """Leave no descriptor while a query is evaluated."""

    def vacate(self) -> None:
        """Leave one for the next connection."""

    def receive(self, connection: socket.socket) -> int:
        """Receive a file."""
        self._place = receive_file(connection)
        return self._place

    def release(self) -> None:
        """Close the file."""
        os.close(self._place)


class SpareDescriptor(FilePlace):
    """The descriptors, beside that of the connection, that this process may still have.

    One is taken, so that nothing else can be opened, except while a file is written; another, for
    the next connection, while a query is evaluated.
    """

    def __init__(self) -> None:
        """Take all descriptors that the process may have but the connection's."""
        highest = max(int(name) for name in os.listdir("/proc/self/fd"))  # noqa: PTH208
        resource.setrlimit(resource.RLIMIT_NOFILE, (highest + 4, highest + 4))
        taken: list[int] = []
        try:
            while True:
                taken.append(os.dup(0))
        except OSError:
            os.close(taken.pop())
            os.close(taken.pop())
        self._next: int | None = None
        self._place = taken.pop()

    def occupy(self) -> None:
        """Take the descriptor of the next connection."""
        self._next = os.dup(0)

    def vacate(self) -> None:
        """Release it."""
        if self._next is not None:
            os.close(self._next)
            self._next = None

    def receive(self, connection: socket.socket) -> int:
        """Receive a file in place of the spare."""
        os.close(self._place)
        try:
            self._place = receive_file(connection)
        except BaseException:
            self._place = os.dup(0)
            raise
        return self._place

    def release(self) -> None:
        """Close the file and take the descriptor again."""
        os.close(self._place)
        self._place = os.dup(0)


class Output:
    """Takes what a serialiser writes, up to a limit, and sends it to who asked."""

    def __init__(self, connection: socket.socket, place: FilePlace, most: int) -> None:
        self.media_type = ""
        self._connection, self._place, self._most = connection, place, most
        self._waiting = bytearray()
        self._size = 0
        self._file: int | None = None
        self.is_complete = False  # An answer that was sent whole; another may follow it.

    def write(self, content: bytes) -> int:
        """Take more bytes.

        Raises:
            QueryTooLargeError: they would be more than the limit.
            ConnectionEndedError, OSError: who asked is gone.
        """
        self._size += len(content)
        if self._size > self._most:
            raise QueryTooLargeError(
                f"The answer is larger than {self._most // MIB} MiB: add LIMIT and OFFSET, "
                "or take the whole data set from /download/dataset.nq.gz."
            )
        self._waiting += content
        if len(self._waiting) >= (_FIRST if self._file is None else _NEXT):
            self._empty()
        return len(content)

    def flush(self) -> None:
        """Nothing: what waits is sent when there is enough of it, and at the end."""

    def finish(self, answer: Answer) -> None:
        """Send what is left, and how it went."""
        if self._file is None:
            content = b"" if answer.error else bytes(self._waiting)
            send(self._connection, _ENCODER.encode(answer), content)
            self.is_complete = True
            return
        if not answer.error:
            self._empty()
        send(self._connection, _ENCODER.encode(answer))

    def close(self) -> None:
        """Close the file, if there is one."""
        if self._file is not None:
            self._file = None
            self._place.release()

    def _empty(self) -> None:
        """Write what waits to the file; before the first time, ask for it."""
        if self._file is None:
            answer = Answer(media_type=self.media_type, is_streamed=True)
            send(self._connection, _ENCODER.encode(answer))
            self._file = self._place.receive(self._connection)
        view = memoryview(bytes(self._waiting))
        while view:
            view = view[os.write(self._file, view) :]
        self._waiting.clear()
        send(self._connection, PROGRESS.pack(self._size))
