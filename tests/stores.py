"""Stores: real SPARQL servers that hold the statements of a publication while a test lasts.

``.ci/stores FOLDER`` installs those that pip does not; ``STORES_JARS=FOLDER`` tells where jars are.
"""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import httpx

from kennisgraaf.settings import RemoteStoreSettings
from kennisgraaf.store.client import ask, running_pool
from kennisgraaf.store.messages import Question
from kennisgraaf.store.remote import UPDATE_ACCOUNT
from kennisgraaf.versions import Version

PublishWith = Callable[[RemoteStoreSettings, Path], Version]
COUNT = "SELECT (COUNT(*) AS ?n) { GRAPH <id/passage/2023/achtertuin> { ?s ?p ?o } }"
FOUR = b"n\r\n4\r\n"
SECONDS = 120.0
HOST = "127.0.0.1"
CONFIGURATION = Path(__file__).parent / "servers"
ASK = "?query=ASK%7B%3Fs%20%3Fp%20%3Fo%7D"


def silent(_stage: str) -> None:
    """Tell nobody of progress."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def program(name: str) -> str:
    beside = Path(sys.executable).with_name(name)
    found = str(beside) if beside.exists() else shutil.which(name, path=f"{os.defpath}:/usr/sbin")
    assert found, f"{name} is not installed: run .ci/stores"
    return found


def configured(name: str, folder: Path, **values: object) -> str:
    """Write a configuration into the folder of a server; give its path."""
    text = (CONFIGURATION / name).read_text("utf-8")
    for key, value in {"folder": folder, **values}.items():
        text = text.replace(f"@{key}@", str(value))
    (folder / name).write_text(text, "utf-8")
    return str(folder / name)


class Server:
    """A server that runs until it is stopped; begins when an address answers 200."""

    def __init__(self, command: list[str], folder: Path, address: str) -> None:
        self._command, self._folder, self._address = command, folder, address
        self.start()

    def start(self) -> None:
        with (self._folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                self._command, cwd=self._folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        deadline = time.monotonic() + SECONDS
        while not self._answers():
            assert self.process.poll() is None, (self._folder / "log").read_text("utf-8", "replace")
            assert time.monotonic() < deadline, f"{self._command[0]} did not answer in time"
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            return httpx.get(self._address, timeout=5).status_code == httpx.codes.OK
        except httpx.TransportError:
            return False

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(SECONDS)

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.kill()


@contextlib.contextmanager
def with_account(user: str, password: str) -> Iterator[None]:
    """Let the publisher have an account while the context lasts."""
    names = {f"{UPDATE_ACCOUNT}_USER": user, f"{UPDATE_ACCOUNT}_PASSWORD": password}
    before = {name: os.environ.get(name) for name in names}
    os.environ.update(names)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@contextlib.contextmanager
def oxigraph(folder: Path) -> Iterator[RemoteStoreSettings]:
    """Oxigraph's own server, from the package of this name; it knows no accounts."""
    address = f"{HOST}:{free_port()}"
    command = [program("oxigraph"), "serve", "--location", str(folder / "data")]
    command += ["--bind", address, "--timeout-s", "10"]
    with Server(command, folder, f"http://{address}/query{ASK}"):
        yield RemoteStoreSettings(
            query=f"http://{address}/query", graph_store=(f"http://{address}/store",)
        )


def start_fuseki(folder: Path, port: int) -> Server:
    (folder / "tdb2").mkdir(parents=True)
    (folder / "passwd").write_text("curator: geheim\n")
    jar = next(iter(sorted(Path(os.environ["STORES_JARS"]).glob("jena-fuseki-server-*.jar"))))
    command = ["java", "-Xmx1g", "-cp", str(jar), "org.apache.jena.fuseki.main.cmds.FusekiMainCmd"]
    command += ["--ping", "--localhost", "--port", str(port)]
    command += ["--config", configured("fuseki.ttl", folder)]
    return Server(command, folder, f"http://{HOST}:{port}/$/ping")


@contextlib.contextmanager
def fuseki(folder: Path) -> Iterator[RemoteStoreSettings]:
    """Apache Jena Fuseki over TDB2; who writes needs an account."""
    address = f"http://{HOST}:{(port := free_port())}/ds"
    with start_fuseki(folder, port), with_account("curator", "geheim"):
        yield RemoteStoreSettings(query=f"{address}/query", update=(f"{address}/update",))


@contextlib.contextmanager
def virtuoso(folder: Path) -> Iterator[RemoteStoreSettings]:
    """Virtuoso 7; it has no default graph that can be written."""
    (folder / "www").mkdir()
    address = f"http://{HOST}:{(port := free_port())}"
    ini = configured("virtuoso.ini", folder, port=port, sql=free_port())
    command = [program("virtuoso-t"), "+foreground", "+configfile", ini]
    passwords = ["+pwdold", "dba", "+pwddba", "geheim", "+pwddav", "geheim"]
    with (folder / "log").open("ab") as log:  # It makes its files, sets the passwords, and ends.
        subprocess.run(
            [*command, *passwords], cwd=folder, stdout=log, stderr=log, check=True, timeout=SECONDS
        )
    with Server(command, folder, f"{address}/sparql{ASK}"), with_account("dba", "geheim"):
        yield RemoteStoreSettings(
            query=f"{address}/sparql",
            update=(f"{address}/sparql-auth",),
            graph_store=(f"{address}/sparql-graph-crud-auth",),
            default_graph="urn:x-kennisgraaf:",
            authentication="digest",
        )


@dataclass(frozen=True)
class Replicas:
    """Three Fuseki servers, and the settings to use them through a balancer."""

    settings: RemoteStoreSettings
    servers: tuple[Server, ...]


@contextlib.contextmanager
def running_replicas(folder: Path) -> Iterator[Replicas]:
    ports = [free_port() for _ in range(4)]
    with contextlib.ExitStack() as running:
        servers = tuple(
            running.enter_context(start_fuseki(folder / f"replica-{n}", port))
            for n, port in enumerate(ports[:3], 1)
        )
        lines = {f"replica-{n}": f"{HOST}:{port}" for n, port in enumerate(ports[:3], 1)}
        balancer = f"http://{HOST}:{ports[3]}"
        cfg = configured("haproxy.cfg", folder, port=ports[3], **lines)
        ping = f"{balancer}/$/ping"
        running.enter_context(Server([program("haproxy"), "-db", "-f", cfg], folder, ping))
        running.enter_context(with_account("curator", "geheim"))
        settings = RemoteStoreSettings(
            query=f"{balancer}/ds/query",
            update=tuple(f"http://{HOST}:{port}/ds/update" for port in ports[:3]),
        )
        yield Replicas(settings, servers)


@contextlib.contextmanager
def replicas(folder: Path) -> Iterator[RemoteStoreSettings]:
    """Three replicas of Fuseki behind HAProxy."""
    with running_replicas(folder) as running:
        yield running.settings


STORES: dict[str, Callable[[Path], AbstractContextManager[RemoteStoreSettings]]] = {
    "oxigraph": oxigraph,
    "fuseki": fuseki,
    "virtuoso": virtuoso,
    "replicas": replicas,
}
"""Each gives a fresh, empty store, with its files in a folder."""


def ask_version(version: Version, query: str, run: Path, **graphs: list[str]) -> bytes:
    """Ask the query processes of a version, which run meanwhile."""
    with running_pool(version, run) as address:
        return ask_pool(address, version, query, **graphs)


def ask_pool(address: Path, version: Version, query: str, **graphs: list[str]) -> bytes:
    """Ask query processes that run."""
    question = Question(
        query=query,
        results_type="text/csv",
        graph_type="application/n-triples",
        base_iri=version.publication.base_iri,
        default_graphs=graphs.get("default"),
        named_graphs=graphs.get("named"),
    )
    return ask(address, question, version.publication.limits).content
