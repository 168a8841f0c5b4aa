"""Turns: how many queries a web worker has under way, and who waits for which.

A client has few turns, so that some processes stay for others. And as long as queries are quick,
a worker has no more of them under way than its share of the processes: each of its connections
then stays with a process. When they are slow it takes more, so that no client waits for another.
"""

import asyncio
from collections import Counter, deque

from kennisgraaf.errors import TooManyError
from kennisgraaf.settings import Limits

# So many wait for each that a client may have under way.
_WAITING = 16
# So long a query waits for a share of the processes, in seconds: many times what a quick one takes.
_PATIENCE = 0.02


class Turns:
    """The queries that are under way in this worker; one that ends lets the next one begin."""

    def __init__(self, workers: int) -> None:
        """Begin with no query under way.

        Args:
            workers: so many web workers share what a client may have.
        """
        self._workers = workers
        self._under_way: Counter[str] = Counter()
        self._waiting: dict[str, deque[asyncio.Future[bool]]] = {}

    async def begin(self, client: str, limits: Limits) -> None:
        """Wait until a client may have another query under way; some processes stay for others.

        Raises:
            TooManyError: too many of its queries wait, or this one waited too long.
        """
        most = max(1, limits.queries_per_client // self._workers)
        waiting = self._waiting.get(client, ())
        if self._under_way[client] < most and not waiting:
            self._under_way[client] += 1
            return
        if len(waiting) >= _WAITING * most:
            raise TooManyError(most)
        if not await self._waited(client, limits.queue_seconds):
            raise TooManyError(most)

    def end(self, client: str) -> None:
        """Let the next one of a client begin, in the order in which they came."""
        for turn in self._waiting.get(client, ()):
            if not turn.done():
                turn.set_result(True)  # It has the place of the one that ended.
                return
        self._under_way[client] -= 1
        if not self._under_way[client]:
            del self._under_way[client]

    async def _waited(self, client: str, seconds: float) -> bool:
        """Wait for a turn; tell whether it came."""
        loop = asyncio.get_running_loop()
        turn: asyncio.Future[bool] = loop.create_future()
        timer = loop.call_later(seconds, _expire, turn)
        queue = self._waiting.setdefault(client, deque())
        queue.append(turn)
        try:
            return await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled() and turn.result():
                self.end(client)  # It came just when the client went away.
            raise
        finally:
            timer.cancel()
            queue.remove(turn)
            if not queue:
                self._waiting.pop(client, None)


class Places:
    """A worker's share of the query processes."""

    def __init__(self, workers: int) -> None:
        """Begin with all places free."""
        self._workers = workers
        self._taken = 0
        self._waiting: deque[asyncio.Future[None]] = deque()

    async def take(self, limits: Limits) -> None:
        """Wait for a place, but not long."""
        self._taken += 1
        if self._taken <= -(-limits.query_processes // self._workers):
            return
        loop = asyncio.get_running_loop()
        turn = loop.create_future()
        timer = loop.call_later(_PATIENCE, _give, turn)
        self._waiting.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            self._taken -= 1
            raise
        finally:
            timer.cancel()
            self._waiting.remove(turn)

    def leave(self) -> None:
        """Give a place to the next one."""
        self._taken -= 1
        for turn in self._waiting:
            if not turn.done():
                _give(turn)
                return


def _give(turn: "asyncio.Future[None]") -> None:
    if not turn.done():
        turn.set_result(None)


def _expire(turn: asyncio.Future[bool]) -> None:
    if not turn.done():
        turn.set_result(False)
