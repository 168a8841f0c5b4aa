"""Pool: processes that end are replaced, and none is left when the pool or its parent ends."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest

from kennisgraaf.errors import (
    QueryError,
    QueryFailedError,
    QueryRefusedError,
    QueryTimeoutError,
    QueryTooLargeError,
    VersionError,
)
from kennisgraaf.store.client import address_of, ask, ask_once, running_pool, start_pool
from kennisgraaf.store.messages import Question
from kennisgraaf.versions import Version
from processes import SECONDS, runs, until
from processes import children as started_by

SIMPLE = Question(query="SELECT (1 + 1 AS ?n) {}", results_type="text/csv", graph_type="")
DEEP = Question(query="ASK { FILTER(" + "!" * 90_000 + "true) }", results_type="a/b", graph_type="")
TWO = b"n\r\n2\r\n"
PARENT = """
import sys, time
from pathlib import Path
from kennisgraaf.store.client import running_pool
from kennisgraaf.versions import Version
with running_pool(Version(Path(sys.argv[1])), Path(sys.argv[2])):
    print("ready", flush=True)
    time.sleep(600)
"""


def children(process: int) -> set[int]:
    """List the processes that a process forked and that run."""
    return set(filter(runs, started_by(process)))


def ask_simple(address: Path, version: Version) -> bytes:
    return ask(address, SIMPLE, version.publication.limits).content


class Pool:
    """A pool that a test may end as it likes."""

    def __init__(self, version: Version, run: Path) -> None:
        self.version = version
        self.address = address_of(run, version.name)
        self.process = start_pool(version, self.address)
        until(self.address.exists)

    def ask(self) -> bytes:
        return ask_simple(self.address, self.version)

    def children(self) -> set[int]:
        return children(self.process.pid)

    def wait_for_replacement(self, *ended: int) -> None:
        count = self.version.publication.limits.query_processes
        until(lambda: len(self.children()) == count and not self.children() & {*ended})


@pytest.fixture
def pool(version: Version, tmp_path: Path) -> Iterator[Pool]:
    started = Pool(version, tmp_path)
    yield started
    started.process.kill()
    started.process.wait()


def test_pool_has_as_many_processes_as_set(pool: Pool) -> None:
    assert len(pool.children()) == pool.version.publication.limits.query_processes == 2
    assert pool.ask() == TWO


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV, signal.SIGTERM, signal.SIGALRM])
def test_process_that_is_killed_is_replaced(pool: Pool, number: signal.Signals) -> None:
    for child in pool.children():
        os.kill(child, number)
        pool.wait_for_replacement(child)
        assert pool.ask() == TWO


def test_process_that_is_told_to_end_as_it_begins_is_replaced(pool: Pool) -> None:
    seen = pool.children()
    os.kill(min(seen), signal.SIGTERM)
    for _ in range(100):
        until(lambda: bool(pool.children() - seen))
        (newcomer,) = pool.children() - seen
        os.kill(newcomer, signal.SIGTERM)
        seen.add(newcomer)  # It goes at once, and another comes: one that stays is not replaced.
    assert pool.ask() == TWO


def test_pool_that_is_told_to_end_while_it_replaces_ends(version: Version, tmp_path: Path) -> None:
    """At whatever moment: it was slept through when it came just before the pool waited."""
    for attempt in range(10):
        run = tmp_path / str(attempt)
        run.mkdir()
        pool = Pool(version, run)
        os.kill(min(pool.children()), signal.SIGKILL)
        time.sleep(attempt * 0.0004)
        pool.process.terminate()
        assert pool.process.wait(10) == 0


def test_all_processes_are_replaced_at_once(pool: Pool) -> None:
    before = pool.children()
    for child in before:
        os.kill(child, signal.SIGKILL)
    until(lambda: not any(map(runs, before)))
    assert pool.ask() == TWO  # It waits at the socket, which the pool itself holds.
    pool.wait_for_replacement(*before)


def test_processes_that_end_by_queries_are_replaced(pool: Pool) -> None:
    before = pool.children()
    lenient = msgspec.structs.replace(pool.version.publication.limits, query_operators=1_000_000)
    for _ in range(6):
        with pytest.raises(QueryFailedError):
            ask(pool.address, DEEP, lenient)
    pool.wait_for_replacement(*before)
    assert pool.ask() == TWO


def test_interrupt_at_the_terminal_is_for_the_server(pool: Pool) -> None:
    before = pool.children()
    for process in (pool.process.pid, *before):
        os.kill(process, signal.SIGINT)
    assert pool.ask() == TWO
    assert pool.children() == before


def test_pool_that_ends_takes_all_with_it(pool: Pool) -> None:
    before = pool.children()
    pool.process.terminate()
    assert pool.process.wait(SECONDS) == 0
    until(lambda: not any(map(runs, before)))
    assert not pool.address.exists()
    with pytest.raises(QueryRefusedError):
        pool.ask()


def test_pool_that_is_killed_takes_all_with_it(pool: Pool) -> None:
    before = pool.children()
    pool.process.kill()
    pool.process.wait(SECONDS)
    until(lambda: not any(map(runs, before)))


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_parent_that_is_killed_leaves_nothing(
    version: Version, tmp_path: Path, number: signal.Signals
) -> None:
    command = [sys.executable, "-c", PARENT, str(version.path), str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"ready\n"
        (started,) = children(parent.pid)
        processes = {started, *children(started)}
        assert ask_simple(address_of(tmp_path, version.name), version) == TWO
        parent.send_signal(number)
    assert len(processes) == 3
    until(lambda: not any(map(runs, processes)))


def test_parent_that_is_killed_while_the_pool_starts_leaves_nothing(
    version: Version, tmp_path: Path
) -> None:
    command = [sys.executable, "-c", PARENT, str(version.path), str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as parent:
        until(lambda: bool(children(parent.pid)))
        processes = children(parent.pid)
        parent.kill()
    until(lambda: not any(map(runs, processes)))


def test_socket_is_left_by_none(version: Version, tmp_path: Path) -> None:
    with running_pool(version, tmp_path) as address:
        assert ask_simple(address, version) == TWO
    assert list(tmp_path.iterdir()) == []


def test_rest_of_a_killed_pool_is_no_hindrance(version: Version, tmp_path: Path) -> None:
    address_of(tmp_path, version.name).with_suffix(".new").write_bytes(b"")
    with running_pool(version, tmp_path) as address:
        assert ask_simple(address, version) == TWO


def test_one_question_needs_no_pool_of_its_own(version: Version) -> None:
    before = children(os.getpid())
    assert ask_once(version, SIMPLE).content == TWO
    assert children(os.getpid()) == before


def test_version_that_is_not_complete_has_no_pool(
    version: Version, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / version.name).mkdir()
    with (
        pytest.raises(VersionError, match="cannot be loaded"),
        running_pool(Version(tmp_path / version.name), tmp_path),
    ):
        raise AssertionError("there is no pool")
    assert "Error" in capfd.readouterr().err


def test_without_a_pool_a_query_is_refused(version: Version, tmp_path: Path) -> None:
    with pytest.raises(QueryRefusedError, match="within 3 seconds"):
        ask_simple(tmp_path / "none.sock", version)


ON_DISK = """
import sys
import time
from pathlib import Path
from kennisgraaf.store import pool
from kennisgraaf.versions import Version
pool._MOST_IN_MEMORY = 0
version = Version(Path(sys.argv[1]))
pool.run_pool(version, Path(sys.argv[2]), version.publication.limits)
"""


def test_large_version_is_answered_from_its_folder(version: Version, tmp_path: Path) -> None:
    address = address_of(tmp_path, version.name)
    command = [sys.executable, "-c", ON_DISK, str(version.path), str(address)]
    count = Question(
        query="SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", results_type="text/csv", graph_type=""
    )
    with subprocess.Popen(command) as pool:
        until(address.exists)
        from_disk = ask(address, count, version.publication.limits).content
        pool.terminate()
    assert from_disk == ask_once(version, count).content


def test_who_waits_too_long_is_refused_and_who_runs_too_long_is_stopped(
    version: Version, tmp_path: Path
) -> None:
    limits = version.publication.limits
    endless = Question(
        query="SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
        results_type="text/csv",
        graph_type="",
    )

    def outcome(_number: int) -> type[QueryError]:
        with pytest.raises(QueryError) as caught:
            ask(address, endless, limits)
        return caught.type

    with running_pool(version, tmp_path) as address, ThreadPoolExecutor(12) as clients:
        outcomes = Counter(clients.map(outcome, range(12)))
        assert ask_simple(address, version) == TWO
    # Two processes, a second each, three seconds of patience.
    assert set(outcomes) == {QueryTimeoutError, QueryRefusedError}
    assert outcomes[QueryTimeoutError] >= 2


def test_answer_is_read_no_further_than_is_wanted(version: Version, tmp_path: Path) -> None:
    """A page shows a thousand rows; the answer to a careless query has millions."""
    digits = " ".join(f"VALUES ?v{n} {{ 0 1 2 3 4 5 6 7 8 9 }}" for n in range(5))
    large = msgspec.structs.replace(SIMPLE, query=f"SELECT * {{ {digits} }}")
    limits = version.publication.limits
    with running_pool(version, tmp_path) as address:
        with pytest.raises(QueryTooLargeError, match="over 0 MiB: ask for less"):
            ask(address, large, limits, 500_000)
        assert len(ask(address, large, limits).content) > 1_000_000
        assert ask_simple(address, version) == TWO
