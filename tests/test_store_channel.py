"""Channel: connections to query processes are kept, and who loses one asks another process."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from kennisgraaf.errors import QueryFailedError, QueryRejectedError, QueryTimeoutError
from kennisgraaf.store.channel import Channels
from kennisgraaf.store.client import answering, ask, running_pool
from kennisgraaf.store.messages import Question
from kennisgraaf.versions import Version
from processes import children

SIMPLE = Question(query="SELECT (1 + 1 AS ?n) {}", results_type="text/csv", graph_type="")
LARGE = Question(
    query=f"SELECT * {{ {' '.join(f'VALUES ?v{n} {{ 0 1 2 3 4 5 6 7 8 9 }}' for n in range(5))} }}",
    results_type="text/csv",
    graph_type="",
)
SLOW = Question(
    query="SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
    results_type="text/csv",
    graph_type="",
)
TWO = b"n\r\n2\r\n"


@pytest.fixture(scope="module")
def address(version: Version, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with running_pool(version, tmp_path_factory.mktemp("run")) as pool:
        yield pool


class Asking:
    """A web worker's side."""

    def __init__(self, address: Path, version: Version) -> None:
        self.address, self.limits = address, version.publication.limits
        self.channels = Channels()

    async def ask(self, question: Question = SIMPLE) -> bytes:
        async with answering(self.address, question, self.limits, self.channels) as answer:
            return (await answer.found()).content

    def kept(self) -> int:
        return sum(channel.is_open for channel in self.channels._kept.get(self.address, ()))


@pytest.fixture
def asking(address: Path, version: Version) -> Asking:
    return Asking(address, version)


@asynccontextmanager
async def closing(*all_asking: Asking) -> AsyncIterator[None]:
    try:
        yield
    finally:
        for asking in all_asking:
            asking.channels.close()
        await asyncio.sleep(0)


def run(asking: Asking, work: Coroutine[Any, Any, None]) -> None:
    async def whole() -> None:
        async with closing(asking):
            await work

    asyncio.run(whole())


def test_connection_is_kept_for_the_next_query(asking: Asking) -> None:
    async def work() -> None:
        for _ in range(5):
            assert await asking.ask() == TWO
            assert asking.kept() == 1

    run(asking, work())


def test_queries_at_a_time_have_a_connection_each(asking: Asking) -> None:
    async def work() -> None:
        for _ in range(5):
            assert await asyncio.gather(*(asking.ask() for _ in range(6))) == [TWO] * 6
        await asyncio.sleep(0.1)  # Until those are noticed whose process took another.
        assert 1 <= asking.kept() <= asking.limits.query_processes

    run(asking, work())


def test_who_comes_anew_takes_the_place_of_a_kept_connection(
    asking: Asking, address: Path, version: Version
) -> None:
    async def work() -> None:
        await asyncio.gather(*(asking.ask() for _ in range(2)))
        loop = asyncio.get_running_loop()
        for _ in range(10):
            others = [loop.run_in_executor(None, ask, address, SIMPLE, asking.limits)]
            own = await asyncio.gather(*(asking.ask() for _ in range(3)))
            assert own == [TWO] * 3
            assert [(await other).content for other in others] == [TWO]

    run(asking, work())
    assert version.publication.limits.query_processes == 2


def test_error_keeps_the_connection_and_a_large_answer_does_not(asking: Asking) -> None:
    async def work() -> None:
        wrong = Question(query="SELECT", results_type="text/csv", graph_type="")
        with pytest.raises(QueryRejectedError):
            await asking.ask(wrong)
        assert asking.kept() == 1
        assert len(await asking.ask(LARGE)) > 1_000_000
        assert asking.kept() == 0
        assert await asking.ask() == TWO

    run(asking, work())


def test_process_that_is_ended_by_a_query_is_replaced(asking: Asking) -> None:
    async def work() -> None:
        for _ in range(3):
            with pytest.raises(QueryTimeoutError):
                await asking.ask(SLOW)
            assert await asking.ask() == TWO

    run(asking, work())


def test_process_that_ends_while_it_waits_is_not_missed(version: Version, tmp_path: Path) -> None:
    async def work() -> None:
        asking = Asking(tmp_path / f"{version.name}.sock", version)
        async with closing(asking):
            for _ in range(3):
                await asyncio.gather(*(asking.ask() for _ in range(4)))
                for process in children(pool):
                    os.kill(process, signal.SIGKILL)
                outcomes = await asyncio.gather(
                    *(asking.ask() for _ in range(4)), return_exceptions=True
                )
                # One may have been taken just before its process ended.
                assert all(out == TWO or isinstance(out, QueryFailedError) for out in outcomes)
                assert await asking.ask() == TWO

    others = children(os.getpid())
    with running_pool(version, tmp_path):
        (pool,) = children(os.getpid()) - others
        asyncio.run(work())
