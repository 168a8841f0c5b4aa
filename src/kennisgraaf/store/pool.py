"""Pool: one process that has loaded a version, and the query processes that it forks.

A store in memory is loaded once, before the fork; one on disk is opened by each process, as it has
threads, which a fork would lose. A process that the kernel ended is replaced at once. Where another
server holds the statements, each process asks that one.
"""

import contextlib
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from kennisgraaf.lifetime import end_with_parent
from kennisgraaf.settings import Limits
from kennisgraaf.store.base import Store
from kennisgraaf.store.embedded import EmbeddedStore
from kennisgraaf.store.process import serve_queries
from kennisgraaf.versions import Version

# Above this many statements a version is read from its folder instead of loaded into memory.
_MOST_IN_MEMORY = 3_000_000
_BACKLOG = 256
_TOLD = {signal.SIGTERM, signal.SIGCHLD}


def store_opener(version: Version) -> Callable[[], Store]:
    """Load what the processes of a version share, and give what opens the store in each."""
    settings = version.publication.store
    if settings is not None:
        from kennisgraaf.store.remote import RemoteStore

        return lambda: RemoteStore(version, settings)
    if version.manifest.quads > _MOST_IN_MEMORY:
        return lambda: EmbeddedStore.on_disk(version)
    store = EmbeddedStore.in_memory(version)
    return lambda: store


def run_pool(version: Version, address: Path, limits: Limits) -> None:
    """Answer queries about a version at a Unix socket until SIGTERM."""
    open_store = store_opener(version)
    listener = socket.socket(socket.AF_UNIX)
    starting = address.with_suffix(".new")
    starting.unlink(missing_ok=True)
    listener.bind(str(starting))
    listener.listen(_BACKLOG)
    # Held back and waited for: a handler could run between two looks, and be slept through.
    signal.pthread_sigmask(signal.SIG_BLOCK, _TOLD)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    children = {_fork(open_store, listener, limits) for _ in range(limits.query_processes)}
    starting.rename(address)  # Who sees the address may connect.
    try:
        while signal.sigwait(_TOLD) != signal.SIGTERM:
            for child in _ended():
                children.discard(child)
                children.add(_fork(open_store, listener, limits))
    finally:
        address.unlink(missing_ok=True)
        for child in children:
            os.kill(child, signal.SIGKILL)


def _ended() -> Iterator[int]:
    """Give the children that ended since the last look: one signal may tell of several."""
    with contextlib.suppress(ChildProcessError):
        while child := os.waitpid(-1, os.WNOHANG)[0]:
            yield child


def _fork(open_store: Callable[[], Store], listener: socket.socket, limits: Limits) -> int:
    pool = os.getpid()
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _TOLD)
        end_with_parent(pool)
        serve_queries(open_store(), listener, limits)
    finally:
        # Nothing of the parent may be cleaned up by its child.
        os._exit(status)


if __name__ == "__main__":
    end_with_parent(int(sys.argv[3]))
    _version = Version(Path(sys.argv[1]))
    run_pool(_version, Path(sys.argv[2]), _version.publication.limits)
