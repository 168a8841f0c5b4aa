"""Keeper: keeps query processes for whichever version is current, and for the one before it."""

import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

from kennisgraaf.lifetime import end_with_parent
from kennisgraaf.store.client import address_of, start_pool
from kennisgraaf.versions import Version, current_version

_WATCH_SECONDS = 0.25
# So long the query processes of an earlier version go on, for requests that are under way.
_GRACE_SECONDS = 30.0
# A pool that cannot load its version is tried again this often.
_RESTART_SECONDS = 5.0


class Keeper:
    """The pools that run, by version, and when those that are not current end."""

    def __init__(self, var: Path, run: Path) -> None:
        self._var, self._run = var, run
        self._pools: dict[str, subprocess.Popen[bytes]] = {}
        self._started: dict[str, float] = {}
        self._answering: set[str] = set()
        self._ending: dict[str, float] = {}

    def look(self) -> None:
        """Start a pool for a new current version, and again one that ended; end old ones.

        Old ones go on until the current one can be asked.
        """
        current = current_version(self._var)
        if current is None:
            return
        self._keep(current)
        self._ending.pop(current.name, None)
        if current.name not in self._answering:
            return
        now = time.monotonic()
        for name in self._pools.keys() - {current.name}:
            self._ending.setdefault(name, now + _GRACE_SECONDS)
        for name in [name for name, end in self._ending.items() if now > end]:
            del self._ending[name]
            _stop(self._pools.pop(name))

    def _keep(self, version: Version) -> None:
        """Start the pool of a version unless it runs.

        One that was ended is started again at once; one that cannot load its version now and then,
        and when there is no other, the keeper ends: the server cannot begin, and says so.
        """
        name, address = version.name, address_of(self._run, version.name)
        pool = self._pools.get(name)
        if pool is not None and pool.poll() is None:
            if address.exists():
                self._answering.add(name)
            return
        if pool is not None and pool.returncode > 0 and name not in self._answering:
            if len(self._pools) == 1:
                sys.exit(1)
            if time.monotonic() - self._started[name] < _RESTART_SECONDS:
                return
        self._answering.discard(name)
        address.unlink(missing_ok=True)
        self._started[name] = time.monotonic()
        self._pools[name] = start_pool(version, address)

    def stop(self) -> None:
        """End all pools."""
        for pool in self._pools.values():
            _stop(pool)


def _stop(pool: subprocess.Popen[bytes]) -> None:
    pool.send_signal(signal.SIGTERM)
    pool.wait()


def _exit(_number: int, _frame: FrameType | None) -> None:
    sys.exit(0)


def keep(var: Path, run: Path) -> None:
    """Keep pools until SIGTERM."""
    signal.signal(signal.SIGTERM, _exit)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    keeper = Keeper(var, run)
    try:
        while True:
            keeper.look()
            time.sleep(_WATCH_SECONDS)
    finally:
        keeper.stop()


if __name__ == "__main__":
    end_with_parent(int(sys.argv[3]))
    keep(Path(sys.argv[1]), Path(sys.argv[2]))
