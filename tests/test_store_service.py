"""Federation: no query process reaches another server, screened or not (S-01)."""

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from kennisgraaf.errors import QueryRejectedError
from kennisgraaf.store.client import ask, running_pool
from kennisgraaf.store.messages import ConnectionEndedError, Question, receive, send
from kennisgraaf.versions import Version

SECONDS = 20.0
# Each takes the address of the listener where it has {}.
CALLS = (
    "SELECT * {{ SERVICE <{}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ service <{}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE SILENT <{}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ VALUES ?where {{ <{}> }} SERVICE ?where {{ ?s ?p ?o }} }}",
    "SELECT * {{ BIND(IRI('{}') AS ?where) SERVICE SILENT ?where {{ ?s ?p ?o }} }}",
    "PREFIX a: <{}> SELECT * {{ SERVICE a: {{ ?s ?p ?o }} }}",
    "BASE <{}> SELECT * {{ SERVICE <> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE#\n<{}>{{ ?s ?p ?o }} }}",
    r"SELECT * {{ \u0053ERVICE <{}> {{ ?s ?p ?o }} }}",
    r"SELECT * {{ S\U00000045RVICE <{}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ {{ SELECT * {{ SERVICE <{}> {{ ?s ?p ?o }} }} }} }}",
    "SELECT * {{ ?a ?b ?c OPTIONAL {{ SERVICE <{}> {{ ?s ?p ?o }} }} }} LIMIT 1",
    "SELECT * {{ GRAPH ?g {{ SERVICE <{}> {{ ?s ?p ?o }} }} }}",
    "SELECT * {{ ?a ?b ?c FILTER EXISTS {{ SERVICE <{}> {{ ?s ?p ?o }} }} }} LIMIT 1",
    "SELECT * {{ ?a ?b ?c FILTER NOT EXISTS {{ SERVICE <{}> {{ ?s ?p ?o }} }} }} LIMIT 1",
    "SELECT * {{ ?a ?b ?c MINUS {{ SERVICE <{}> {{ ?a ?b ?c }} }} }} LIMIT 1",
    "SELECT * {{ {{}} UNION {{ SERVICE <{}> {{ ?s ?p ?o }} }} }}",
    "ASK {{ SERVICE <{}> {{ ?s ?p ?o }} }}",
    "CONSTRUCT {{ ?s ?p ?o }} {{ SERVICE <{}> {{ ?s ?p ?o }} }}",
    "DESCRIBE ?s {{ SERVICE <{}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ BIND(1 AS ?n) SERVICE <{}> {{ ?s ?p ?o }} }}",
)
# These are not calls as the screening reads them; whether they are is for the parser to say.
UNSCREENED = (
    "SELECT * {{ BIND('a' AS ?a) FILTER(?a<'b>') SERVICE <{}> {{ ?s ?p ?o }} FILTER('x'!='y') }}",
    "SELECT * {{ BIND(1 AS ?a) FILTER(?a<2) SERVICE <{}> {{ ?s ?p ?o }} FILTER(3>?a) }}",
    r"SELECT * {{ BIND('\u005C' AS ?a) SERVICE <{}> {{ ?s ?p ?o }} }} #'",
    "PREFIX a: <{}> SELECT * {{ SERVICEa: {{ ?s ?p ?o }} }}",
    "PREFIX : <{}> SELECT * {{ SERVICE: {{ ?s ?p ?o }} }}",
    "PREFIX : <{}> SELECT * {{ SERVICE SILENT: {{ ?s ?p ?o }} }}",
    "SELECT * FROM <{}> {{ ?s ?p ?o }}",
    "SELECT * FROM NAMED <{}> {{ GRAPH <{}> {{ ?s ?p ?o }} }}",
    "LOAD <{}>",
    "DESCRIBE <{}>",
)
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
