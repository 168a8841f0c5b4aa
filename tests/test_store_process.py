"""Query processes: a costly query ends by its limit, and others are answered meanwhile (S-08)."""

import asyncio
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from hostile import HOSTILE, LARGE, NESTED, SLOW
from kennisgraaf.errors import (
    NotRepresentableError,
    QueryError,
    QueryFailedError,
    QueryRejectedError,
    QueryTimeoutError,
    QueryTooLargeError,
)
from kennisgraaf.settings import Limits, write_publication
from kennisgraaf.store.client import answering, ask, running_pool
from kennisgraaf.store.messages import ConnectionEndedError, Question, receive, send
from kennisgraaf.versions import PUBLICATION, Version

SIMPLE = "SELECT (COUNT(*) AS ?n) { ?s a ?class }"
# The queue and the query's own limit are 4 s together; the rest is for a slow machine.
PATIENCE = 20.0


async def complete(address: Path, asked: Question, limits: Limits) -> bytes:
    async with answering(address, asked, limits) as answer:
        return (await answer.found()).content


def question(query: str, graph_type: str = "text/turtle") -> Question:
    return Question(query=query, results_type="text/csv", graph_type=graph_type)


@pytest.fixture(scope="module")
def limits(version: Version) -> Limits:
    return version.publication.limits


@pytest.fixture(scope="module")
def address(version: Version, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The query processes of the small publication: 2, of 1 s, 256 MiB and 4 MiB."""
    with running_pool(version, tmp_path_factory.mktemp("run")) as pool:
        yield pool


@pytest.fixture(scope="module")
def usual(address: Path, limits: Limits) -> bytes:
    """What the simple query is answered with."""
    return ask(address, question(SIMPLE), limits).content


def ask_unscreened(address: Path, query: str) -> bytes | None:
    """Ask without the screening; gives nothing if the process ended."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(PATIENCE)
        connection.connect(str(address))
        send(connection, msgspec.msgpack.encode(question(query)))
        try:
            receive(connection)  # That the question was taken.
            return receive(connection)
        except (ConnectionEndedError, ConnectionError):
            return None


class Others:
    """Someone else who asks a simple query all the time while the context lasts."""

    def __init__(self, address: Path, limits: Limits) -> None:
        self._address, self._limits = address, limits
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._ask)
        self.answers: list[bytes | QueryError] = []

    def __enter__(self) -> "Others":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join()

    def _ask(self) -> None:
        while not self.answers or not self._end.wait(0.02):
            try:
                self.answers.append(ask(self._address, question(SIMPLE), self._limits).content)
            except QueryError as error:
                self.answers.append(error)


@pytest.mark.parametrize("name", HOSTILE)
def test_costly_query_ends_and_others_are_answered(
    address: Path, limits: Limits, usual: bytes, name: str
) -> None:
    started = time.monotonic()
    with Others(address, limits) as others:
        try:
            ask(address, question(HOSTILE[name]), limits)
        except (QueryTimeoutError, QueryFailedError, QueryRejectedError, QueryTooLargeError):
            ended = True
        else:
            ended = name in {**NESTED, **LARGE}  # Some of these are long, but no more than that.
    assert ended
    assert time.monotonic() - started < PATIENCE
    assert set(others.answers) == {usual}
    assert ask(address, question(SIMPLE), limits).content == usual


@pytest.mark.parametrize("name", NESTED)
def test_deep_query_harms_only_the_process_that_reads_it(
    address: Path, limits: Limits, usual: bytes, name: str
) -> None:
    """Where the screening sees no depth, the process may end, and is replaced."""
    ask_unscreened(address, NESTED[name])
    for _ in range(limits.query_processes):
        assert ask(address, question(SIMPLE), limits).content == usual


@pytest.mark.parametrize("name", ["cross product", "path", "star of patterns", "regex", "replace"])
def test_slow_query_is_stopped_by_time(address: Path, limits: Limits, name: str) -> None:
    lenient = msgspec.structs.replace(limits, query_patterns=1000)
    with pytest.raises(QueryTimeoutError, match="stopped after 1 seconds"):
        ask(address, question(SLOW[name]), lenient)


def test_time_is_told_as_the_reason_also_by_who_notices_late(address: Path, limits: Limits) -> None:
    """The reader of the answers is held up when the query begins, as on a busy machine."""
    slow = question(SLOW["cross product"])

    async def held_up() -> None:
        loop = asyncio.get_running_loop()
        busy = [loop.run_in_executor(None, ask, address, slow, limits) for _ in range(2)]
        await asyncio.sleep(limits.query_seconds / 2)
        asked = asyncio.create_task(complete(address, slow, limits))
        await asyncio.sleep(limits.query_seconds * 0.4)
        time.sleep(limits.query_seconds / 2)  # Nothing is noticed meanwhile.
        await asyncio.gather(*busy, return_exceptions=True)
        await asked

    with pytest.raises(QueryTimeoutError):
        asyncio.run(held_up())


def test_growing_text_is_stopped_by_memory(version: Version, tmp_path: Path) -> None:
    """With much time, as on a busy machine a second may be over before the memory is full."""
    patient = Version(shutil.copytree(version.path, tmp_path / "patient"))
    limits = msgspec.structs.replace(version.publication.limits, query_seconds=60.0)
    publication = msgspec.structs.replace(version.publication, limits=limits)
    (patient.path / PUBLICATION).write_text(write_publication(publication), "utf-8")
    with running_pool(patient, tmp_path) as address:
        with pytest.raises(QueryFailedError, match="256 MiB of memory"):
            ask(address, question(SLOW["doubled text"]), limits)
        assert ask(address, question(SIMPLE), limits).content


def rows(count: int, length: int) -> str:
    """Write a query with so many rows of so many characters."""
    digits = "VALUES ?{} {{ 0 1 2 3 4 5 6 7 8 9 }}"
    tables = " ".join(digits.format(name) for name in "abcdef"[: len(str(count)) - 1])
    return f'SELECT ("{"x" * length}" AS ?text) {{ {tables} }}'


@pytest.mark.parametrize(("count", "length"), [(1, 10), (1000, 100), (1000, 4000), (10_000, 400)])
def test_answer_below_the_limit_is_complete(
    address: Path, limits: Limits, count: int, length: int
) -> None:
    lines = ask(address, question(rows(count, length)), limits).content.split(b"\r\n")
    assert lines == [b"text", *[b"x" * length] * count, b""]


@pytest.mark.parametrize(("count", "length"), [(1000, 4200), (10_000, 420), (100_000, 50)])
def test_answer_above_the_limit_is_an_error(
    address: Path, limits: Limits, count: int, length: int
) -> None:
    """It is never cut."""
    with pytest.raises(QueryTooLargeError, match="larger than 4 MiB"):
        ask(address, question(rows(count, length)), limits)


@pytest.mark.parametrize("graph_type", ["text/turtle", "application/rdf+xml"])
def test_graph_above_the_limit_is_an_error(address: Path, limits: Limits, graph_type: str) -> None:
    numbers = " ".join(str(number) for number in range(100))
    text = f'CONCAT("{"x" * 50_000}", STR(?n))'
    query = f"CONSTRUCT {{ <urn:s> <urn:p> ?t }} {{ VALUES ?n {{ {numbers} }} BIND({text} AS ?t) }}"
    with pytest.raises(QueryTooLargeError, match="larger than 4 MiB"):
        ask(address, question(query, graph_type), limits)


def test_long_list_of_values_is_answered(address: Path, limits: Limits) -> None:
    values = " ".join(str(number) for number in range(15_000))
    query = f"SELECT (COUNT(*) AS ?n) {{ VALUES ?a {{ {values} }} }}"
    assert ask(address, question(query), limits).content == b"n\r\n15000\r\n"


def test_query_beyond_the_limit_is_not_read(address: Path, limits: Limits) -> None:
    with pytest.raises(QueryTooLargeError, match="at most 100000 are read"):
        ask(address, question("ASK {}".ljust(100_001)), limits)


@pytest.mark.parametrize("name", ["1", "", "a:", "a/-", "²", "a²"])
def test_predicate_without_a_name_is_refused_as_rdf_xml(
    address: Path, limits: Limits, name: str
) -> None:
    query = f"CONSTRUCT {{ <urn:s> <http://ex.org/{name}> 1 }} {{}}"
    with pytest.raises(NotRepresentableError, match="no name for <http://ex.org/"):
        ask(address, question(query, "application/rdf+xml"), limits)
    assert ask(address, question(query), limits).content.startswith(b"<urn:s> <http://ex.org/")


@pytest.mark.parametrize("query", ["", "SELECT", "ASK { ?s }", "CLEAR ALL", "ASK { <a b> ?p ?o }"])
def test_no_query_is_refused(address: Path, limits: Limits, query: str) -> None:
    with pytest.raises(QueryRejectedError):
        ask(address, question(query), limits)
