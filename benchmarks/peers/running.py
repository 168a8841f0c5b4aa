"""Running: the servers of one data set, loaded and started, of which one at a time may work."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx

from peers.processes import EndedError, Peak, Tree
from peers.servers import Server, Site

_STARTING_SECONDS = 1800.0
_SETTLING_SECONDS = 30.0
_PAUSE = 0.05
_MIB = 1 << 20


@dataclass
class Running:
    """A server that answers: seconds until it did, memory while it loaded and while it served."""

    server: Server
    site: Site
    tree: Tree
    load_seconds: float = 0.0
    load_mib: float = 0.0
    serve_mib: float = 0.0
    notes: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The server's name."""
        return self.server.name

    def look_at_memory(self) -> None:
        """Remember the most memory that was seen between measurements."""
        self.serve_mib = max(self.serve_mib, self.tree.memory() / _MIB)


def start(server: Server, site: Site) -> Running:
    """Load and start a server; returns when it answers and has all data.

    Raises:
        EndedError: it ended, or a command before or after it failed.
        httpx.HTTPError: it did not take the data.
    """
    site.folder.mkdir(parents=True)
    started = time.monotonic()
    most = max([_run(command, site) for command in server.prepare(site)], default=0)
    tree = Tree(server.serve(site), site.folder)
    running = Running(server, site, tree)
    try:
        with Peak(tree) as peak:
            _wait_for(running)
            for command in server.fill(site):
                _run(command, site)
        running.load_seconds = time.monotonic() - started
        running.load_mib = max(most, peak.bytes) / _MIB
        running.look_at_memory()
        tree.freeze()
    except BaseException:
        tree.end()
        raise
    return running


@contextmanager
def alone(running: Running) -> Iterator[Running]:
    """Let a server work while the context lasts; the others stand still.

    What it still does for who went away is waited for, before and after.
    """
    running.tree.thaw()
    running.tree.require_alive()
    if not running.tree.settle(_SETTLING_SECONDS):
        running.notes.append("measured while it still worked on earlier queries")
    try:
        yield running
        running.look_at_memory()
    finally:
        running.tree.freeze()


def _run(command: list[str], site: Site) -> int:
    tree = Tree(command, site.folder)
    try:
        with Peak(tree) as peak:
            tree.wait(_STARTING_SECONDS)
        return peak.bytes
    finally:
        tree.end()


def _wait_for(running: Running) -> None:
    until = time.monotonic() + _STARTING_SECONDS
    path = running.server.path_of("ASK {}")
    while time.monotonic() < until:
        running.tree.require_alive()
        try:
            status = httpx.get(running.site.origin + path, timeout=10).status_code
            if status == 200:
                return
            if status < 500:
                raise EndedError(f"answers {status} to ASK")
        except httpx.TransportError:
            pass
        time.sleep(_PAUSE)
    raise EndedError("did not answer")
