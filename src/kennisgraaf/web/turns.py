"""Turns: how many queries a web worker has under way, and who waits for which."""

import asyncio
from collections import Counter, deque

from kennisgraaf.errors import TooManyError
from kennisgraaf.settings import Limits

# So many wait for each that a client may have under way.
_WAITING = 4


class Turns:
    """The queries that are under way in this worker; one that ends lets the next one begin."""

    def __init__(self, workers: int) -> None:
        """Begin with no query under way.

        Args:
            workers: so many web workers share the processes, and what a client may have.
        """
        self._workers = workers
        self._total = 0
        self._under_way: Counter[str] = Counter()
        self._waiting: deque[tuple[str, asyncio.Future[None]]] = deque()

    async def begin(self, client: str, limits: Limits) -> None:
        """Wait until a client may have another query under way; some processes stay for others.

        Raises:
            TooManyError: it waits for too many, or waited too long.
        """
        self._most = max(1, -(-limits.query_processes // self._workers))
        self._most_each = most = max(1, limits.queries_per_client // self._workers)
        if self._may_begin(client):
            self._count(client)
            return
        if sum(who == client for who, _ in self._waiting) >= _WAITING * most:
            raise TooManyError(most)
        loop = asyncio.get_running_loop()
        turn = loop.create_future()
        timer = loop.call_later(limits.queue_seconds, turn.cancel)
        place = (client, turn)
        self._waiting.append(place)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self.end(client)  # It was given just when the client went away.
            else:
                self._waiting.remove(place)
            if timer.when() <= loop.time():
                raise TooManyError(most) from None
            raise
        finally:
            timer.cancel()

    def end(self, client: str) -> None:
        """Let the next one begin."""
        self._total -= 1
        self._under_way[client] -= 1
        if not self._under_way[client]:
            del self._under_way[client]
        for place in self._waiting:
            if self._may_begin(place[0]) and not place[1].done():
                self._waiting.remove(place)
                self._count(place[0])
                place[1].set_result(None)
                return

    def _may_begin(self, client: str) -> bool:
        return self._total < self._most and self._under_way[client] < self._most_each

    def _count(self, client: str) -> None:
        self._total += 1
        self._under_way[client] += 1
