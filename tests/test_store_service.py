"""Federation: no query process reaches another server, screened or not (S-01)."""

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from hostile import CALLS, UNSCREENED
from kennisgraaf.errors import QueryRejectedError
from kennisgraaf.store.client import ask, running_pool
from kennisgraaf.store.messages import ConnectionEndedError, Question, receive, send
from kennisgraaf.versions import Version

SECONDS = 20.0
CONTROL = """
import sys
from pyoxigraph import Store
try:
    Store().query("ASK { SERVICE <" + sys.argv[1] + "> {} }")
except (OSError, RuntimeError, ValueError):
    pass
"""


class Listener:
    """A server on the loopback interface that counts who connects, and hangs up."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self.connections = 0
        self._last = 0
        self._thread = threading.Thread(target=self._count)
        self._thread.start()

    def _count(self) -> None:
        while True:
            connection, (_, port) = self._socket.accept()
            connection.close()
            if port == self._last:
                return
            self.connections += 1

    def stop(self) -> None:
        """Connect once more, which also waits for all who came before."""
        if self._last:
            return
        with socket.socket() as last:
            last.bind(("127.0.0.1", 0))
            self._last = last.getsockname()[1]
            last.connect(("127.0.0.1", self.port))
            self._thread.join()
        self._socket.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    listening = Listener()
    yield listening
    listening.stop()


@pytest.fixture(scope="module")
def address(version: Version, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with running_pool(version, tmp_path_factory.mktemp("run")) as pool:
        yield pool


def question(query: str) -> Question:
    return Question(query=query, results_type="text/csv", graph_type="text/turtle")


def ask_unscreened(address: Path, query: str) -> bytes:
    """Send a query to a process as a web worker does after the screening."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(SECONDS)
        connection.connect(str(address))
        send(connection, msgspec.msgpack.encode(question(query)))
        try:
            receive(connection)  # That the question was taken.
            return receive(connection)
        except (ConnectionEndedError, ConnectionError):
            return b""


def test_a_call_by_a_process_without_limits_is_counted(listener: Listener) -> None:
    """So that a count of 0 says something."""
    where = f"http://127.0.0.1:{listener.port}/"
    subprocess.run([sys.executable, "-c", CONTROL, where], check=True, timeout=SECONDS)
    listener.stop()
    assert listener.connections > 0


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "0x7f.1"])
def test_no_process_reaches_a_server(
    address: Path, version: Version, listener: Listener, host: str
) -> None:
    where = f"http://{host}:{listener.port}/"
    for query in (*CALLS, *UNSCREENED):
        ask_unscreened(address, query.format(*[where] * 2))
    listener.stop()
    assert listener.connections == 0
    assert (
        b"2"
        in ask(address, question("SELECT (1 + 1 AS ?n) {}"), version.publication.limits).content
    )


@pytest.mark.parametrize("query", CALLS)
def test_a_call_is_refused_before_it_is_asked(
    address: Path, version: Version, listener: Listener, query: str
) -> None:
    where = f"http://127.0.0.1:{listener.port}/"
    with pytest.raises(QueryRejectedError, match="SERVICE is refused"):
        ask(address, question(query.format(where)), version.publication.limits)
    listener.stop()
    assert listener.connections == 0
