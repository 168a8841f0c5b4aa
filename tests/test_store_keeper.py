"""Keeper: query processes for the current version, and for a while for the one before it."""

import functools
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kennisgraaf.errors import QueryRefusedError
from kennisgraaf.store import keeper
from kennisgraaf.store.client import address_of, ask
from kennisgraaf.store.messages import Question
from kennisgraaf.versions import Version, make_current
from processes import SECONDS, children, until

SIMPLE = Question(query="SELECT (1 + 1 AS ?n) {}", results_type="text/csv", graph_type="")
TWO = b"n\r\n2\r\n"


class Kept:
    """A keeper that runs, with versions that a test makes current."""

    def __init__(self, version: Version, folder: Path) -> None:
        self.version = version
        self.var, self.run = folder / "var", folder / "run"
        self.run.mkdir()
        (self.var / "versions").mkdir(parents=True)
        command = [sys.executable, "-m", "kennisgraaf.store.keeper", str(self.var), str(self.run)]
        self.process = subprocess.Popen([*command, str(os.getpid())])

    def make_current(self, name: str) -> None:
        """Make a copy of the version current under another name."""
        folder = self.var / "versions" / name
        if not folder.exists():
            shutil.copytree(self.version.path, folder)
        make_current(self.var, name)

    def address(self, name: str) -> Path:
        return address_of(self.run, name)

    def ask(self, name: str) -> bytes:
        return ask(self.address(name), SIMPLE, self.version.publication.limits).content

    def answers(self, name: str) -> bool:
        """Tell whether a version's processes can be asked, and answer rightly."""
        try:
            return self.ask(name) == TWO
        except QueryRefusedError:
            return False

    def pools(self) -> list[int]:
        return sorted(children(self.process.pid))


@pytest.fixture
def kept(version: Version, tmp_path: Path) -> Iterator[Kept]:
    started = Kept(version, tmp_path)
    yield started
    started.process.kill()
    started.process.wait()


def test_keeper_waits_for_a_first_version(kept: Kept) -> None:
    assert kept.process.poll() is None
    kept.make_current("one")
    until(lambda: kept.answers("one"))
    assert len(kept.pools()) == 1


def test_new_version_gets_a_pool_and_the_old_one_goes_on(kept: Kept) -> None:
    kept.make_current("one")
    until(lambda: kept.answers("one"))
    (first,) = kept.pools()
    kept.make_current("two")
    until(lambda: kept.answers("two"))
    assert kept.ask("one") == TWO
    assert len(kept.pools()) == 2
    assert first in kept.pools()


def test_version_that_is_current_again_keeps_its_pool(kept: Kept) -> None:
    for name in ("one", "two", "one"):
        kept.make_current(name)
        until(functools.partial(kept.answers, name))
    assert len(kept.pools()) == 2


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_pool_that_ended_is_started_again(kept: Kept, number: signal.Signals) -> None:
    kept.make_current("one")
    until(lambda: kept.answers("one"))
    (before,) = kept.pools()
    os.kill(before, number)
    until(lambda: len(kept.pools()) == 1 and before not in kept.pools())
    until(lambda: kept.answers("one"))
    assert len(children(kept.pools()[0])) == 2


def test_keeper_that_ends_takes_all_with_it(kept: Kept) -> None:
    for name in ("one", "two"):
        kept.make_current(name)
        until(functools.partial(kept.answers, name))
    pools = kept.pools()
    processes = [*pools, *(child for pool in pools for child in children(pool))]
    kept.process.terminate()
    assert kept.process.wait(SECONDS) == 0
    assert len(processes) == 6
    until(lambda: not any(Path(f"/proc/{process}").exists() for process in processes))
    assert list(kept.run.iterdir()) == []


def test_keeper_that_is_killed_takes_all_with_it(kept: Kept) -> None:
    kept.make_current("one")
    until(lambda: kept.answers("one"))
    (pool,) = kept.pools()
    processes = [pool, *children(pool)]
    kept.process.kill()
    kept.process.wait(SECONDS)
    until(lambda: not any(Path(f"/proc/{process}").exists() for process in processes))


@pytest.fixture
def own(kept: Kept) -> Iterator[keeper.Keeper]:
    """A keeper that looks when the test says so, with a version that answers."""
    kept.process.kill()
    kept.process.wait()
    kept.make_current("one")
    looking = keeper.Keeper(kept.var, kept.run)
    try:
        looking.look()
        until(lambda: kept.answers("one"))
        yield looking
    finally:
        looking.stop()


def test_old_version_loses_its_pool_in_time(
    kept: Kept, own: keeper.Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper, "_GRACE_SECONDS", 0.2)
    kept.make_current("two")
    own.look()
    time.sleep(0.3)  # However long the new version loads: the old one goes on until it answers.
    assert kept.answers("one")
    until(lambda: kept.answers("two"))
    own.look()
    assert kept.answers("one")
    time.sleep(0.3)
    own.look()
    assert not kept.address("one").exists()
    assert kept.answers("two")


def test_version_that_cannot_be_loaded_leaves_the_old_one_answering(
    kept: Kept, own: keeper.Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper, "_GRACE_SECONDS", 0.0)
    own.look()
    broken = shutil.copytree(kept.version.path, kept.var / "versions" / "broken")
    (broken / "dataset.nq.gz").write_bytes(b"no gzip")
    kept.make_current("broken")
    for _ in range(20):
        own.look()
        time.sleep(0.05)
    assert kept.answers("one")
    assert not kept.address("broken").exists()


def test_keeper_ends_when_the_only_version_cannot_be_loaded(kept: Kept) -> None:
    broken = shutil.copytree(kept.version.path, kept.var / "versions" / "broken")
    (broken / "dataset.nq.gz").write_bytes(b"no gzip")
    kept.make_current("broken")
    assert kept.process.wait(SECONDS) == 1
