"""Keeper: keeps query processes for whichever version is current, and for the one before it."""

import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

from kennisgraaf.lifetime import end_with_parent
from kennisgraaf.store.client import address_of, start_pool
from kennisgraaf.versions import current_version

_WATCH_SECONDS = 0.25
# So long the query processes of an earlier version go on, for requests that are under way.
_GRACE_SECONDS = 30.0


class Keeper:
    """The pools that run, by version, and when those that are not current end."""

    def __init__(self, var: Path, run: Path) -> None:
        self._var, self._run = var, run
        self._pools: dict[str, subprocess.Popen[bytes]] = {}
        self._ending: dict[str, float] = {}

    def look(self) -> None:
        """Start a pool for a new current version, and again one that ended; end old ones."""
        current = current_version(self._var)
        if current is None:
            return
        pool = self._pools.get(current.name)
        if pool is None or pool.poll() is not None:
            address = address_of(self._run, current.name)
            self._pools[current.name] = start_pool(current, address)
        now = time.monotonic()
        self._ending.pop(current.name, None)
        for name in self._pools.keys() - {current.name}:
            self._ending.setdefault(name, now + _GRACE_SECONDS)
        for name in [name for name, end in self._ending.items() if now > end]:
            del self._ending[name]
            _stop(self._pools.pop(name))

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
