"""Pool: one process that has loaded a version, and the query processes that it forks.

A store in memory is loaded before the fork, so that all processes share it; one on disk is opened
by each process, as it has threads, which a fork would lose. A process that the kernel ended is
replaced at once.
"""

import gzip
import os
import signal
import socket
import sys
from collections.abc import Callable
from itertools import chain
from pathlib import Path
from types import FrameType
from typing import IO, cast

from pyoxigraph import RdfFormat, Store, parse

from kennisgraaf.lifetime import end_children_while_they_start, end_with_parent
from kennisgraaf.settings import Limits
from kennisgraaf.store.catalogue import catalogue_quads
from kennisgraaf.store.process import serve_queries
from kennisgraaf.union import with_union
from kennisgraaf.versions import QUADS, STORE, Version

# Above this many statements a version is read from its folder instead of loaded into memory.
_MOST_IN_MEMORY = 3_000_000
_BACKLOG = 256


def load_store(version: Version) -> Store:
    """Load the statements of a version, and what it says of itself, into memory."""
    store = Store()
    with gzip.open(version.path / QUADS) as stream:
        data = parse(cast(IO[bytes], stream), format=RdfFormat.N_QUADS)
        quads = chain(data, catalogue_quads(version))
        store.bulk_extend(with_union(quads) if version.publication.union_default_graph else quads)
    return store


def run_pool(version: Version, address: Path, limits: Limits) -> None:
    """Answer queries about a version at a Unix socket until SIGTERM."""
    in_memory = load_store(version) if version.manifest.quads <= _MOST_IN_MEMORY else None

    def open_store() -> Store:
        return in_memory or Store.read_only(str(version.path / STORE))

    listener = socket.socket(socket.AF_UNIX)
    starting = address.with_suffix(".starting")
    starting.unlink(missing_ok=True)
    listener.bind(str(starting))
    listener.listen(_BACKLOG)
    signal.signal(signal.SIGTERM, _stop)
    end_children_while_they_start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    children = {_fork(open_store, listener, limits) for _ in range(limits.query_processes)}
    starting.rename(address)  # Who sees the address may connect.
    try:
        while True:
            child, _status = os.wait()
            children.discard(child)
            children.add(_fork(open_store, listener, limits))
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        address.unlink(missing_ok=True)
        for child in children:
            os.kill(child, signal.SIGKILL)


def _fork(open_store: Callable[[], Store], listener: socket.socket, limits: Limits) -> int:
    pool = os.getpid()
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        end_with_parent(pool)
        serve_queries(open_store(), listener, limits)
    finally:
        # Nothing of the parent may be cleaned up by its child.
        os._exit(status)


def _stop(_number: int, _frame: FrameType | None) -> None:
    sys.exit(0)


if __name__ == "__main__":
    end_with_parent(int(sys.argv[3]))
    _version = Version(Path(sys.argv[1]))
    run_pool(_version, Path(sys.argv[2]), _version.publication.limits)
