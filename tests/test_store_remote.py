"""Remote store: a version is given to another server at once, and queries are answered from it."""

import shutil
import threading
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import msgspec
import pytest

from kennisgraaf.errors import (
    PublishingError,
    QueryRejectedError,
    QueryTimeoutError,
    StoreUnavailableError,
)
from kennisgraaf.publication.pipeline import publish
from kennisgraaf.settings import Publication, RemoteStoreSettings
from kennisgraaf.store.client import ask, running_pool
from kennisgraaf.store.loading import load
from kennisgraaf.store.messages import Question
from kennisgraaf.store.remote import QUERY_ACCOUNT, UPDATE_ACCOUNT
from kennisgraaf.validation.validate import Validated, validate_publication
from kennisgraaf.versions import QUADS, Version, current_name
from stores import oxigraph

ALL = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
COUNT = "SELECT (COUNT(*) AS ?n) { GRAPH <id/passage/2023/achtertuin> { ?s ?p ?o } }"
LARGE = "SELECT * { ?s ?p ?o . ?a ?b ?c } LIMIT 20000"
FOUR = b"n\r\n4\r\n"
GARDEN = Path(__file__).parent / "publication"


def silent(_stage: str) -> None:
    """Tell nobody of progress."""


Publish = Callable[[RemoteStoreSettings, Path], Version]
Asked = Callable[..., bytes]
Disturbed = tuple["Disturbance", RemoteStoreSettings]


@dataclass
class Disturbance:
    """What a server between us and the store does to what comes by."""

    account: str | None = None
    """Only who sends this is let through."""
    breaks: int = 0
    """So many of the next answers end before their end."""
    after: int = 0
    """So many bytes of them come."""
    seen: list[dict[str, str]] = field(default_factory=list)


class Handler(BaseHTTPRequestHandler):
    """Hands requests on to the store, and notes their headers."""

    protocol_version = "HTTP/1.1"
    server: "Between"

    def do_GET(self) -> None:
        disturbance = self.server.disturbance
        disturbance.seen.append({k.lower(): v for k, v in self.headers.items()})
        body = self._body()
        if disturbance.account and self.headers.get("Authorization") != disturbance.account:
            self._reply(401, {"WWW-Authenticate": "Basic"}, b"no")
            return
        kept = ("Accept", "Content-Type")
        headers = {name: self.headers[name] for name in kept if name in self.headers}
        url = self.server.store + self.path
        answer = httpx.request(self.command, url, headers=headers, content=body, timeout=60)
        kind = {"Content-Type": answer.headers.get("Content-Type", "")}
        self._reply(answer.status_code, kind, answer.content)

    do_POST = do_PUT = do_GET

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = b""
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def _reply(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        disturbance = self.server.disturbance
        if disturbance.breaks:
            disturbance.breaks -= 1
            body, self.close_connection = body[: disturbance.after], True
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Print nothing."""


class Between(ThreadingHTTPServer):
    """A server between us and the store."""

    def __init__(self, store: str) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.store = store
        self.disturbance = Disturbance()


@pytest.fixture(scope="module")
def holding(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RemoteStoreSettings]:
    with oxigraph(tmp_path_factory.mktemp("oxigraph")) as settings:
        yield settings


@pytest.fixture
def own(tmp_path: Path) -> Iterator[RemoteStoreSettings]:
    """A store for one test."""
    (tmp_path / "oxigraph").mkdir()
    with oxigraph(tmp_path / "oxigraph") as settings:
        yield settings


@pytest.fixture
def disturbed(holding: RemoteStoreSettings) -> Iterator[Disturbed]:
    """A store that is reached through a server which may disturb."""
    with Between(holding.query.removesuffix("/query")) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        address = f"http://127.0.0.1:{server.server_port}"
        yield (
            server.disturbance,
            RemoteStoreSettings(
                query=f"{address}/query", update=f"{address}/update", graph_store=f"{address}/store"
            ),
        )
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def publish_with(validated: Validated, publication: Publication) -> Publish:
    """Publishes the small publication with its statements in a store."""

    def publish_there(settings: RemoteStoreSettings, var: Path) -> Version:
        limits = msgspec.structs.replace(publication.limits, query_seconds=5.0)
        remote = msgspec.structs.replace(publication, store=settings, limits=limits)
        return publish(validated, remote, var, silent, load=load)[0]

    return publish_there


@pytest.fixture(scope="module")
def held(
    holding: RemoteStoreSettings, publish_with: Publish, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Asked]:
    """Asks the query processes of a version whose statements a store holds."""
    folder = tmp_path_factory.mktemp("held")
    version = publish_with(holding, folder)
    with running_pool(version, folder) as address:
        yield partial(ask_pool, address, version)


def ask_pool(address: Path, version: Version, query: str, **graphs: list[str]) -> bytes:
    question = Question(
        query=query,
        results_type="text/csv",
        graph_type="application/n-triples",
        base_iri=version.publication.base_iri,
        default_graphs=graphs.get("default"),
        named_graphs=graphs.get("named"),
    )
    return ask(address, question, version.publication.limits).content


def ask_version(version: Version, query: str, run: Path) -> bytes:
    with running_pool(version, run) as address:
        return ask_pool(address, version, query)


@pytest.mark.parametrize(
    "query",
    [
        COUNT,
        "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g",
        "SELECT ?s ?o { ?s <ns/tuin#oppervlakte> ?o } ORDER BY ?s",
        "ASK { <id/tuin/achtertuin> ?p ?o }",
        "CONSTRUCT { ?s <urn:p> ?o } WHERE { ?s <ns/tuin#oppervlakte> ?o }",
    ],
)
def test_answers_are_those_of_the_embedded_store(
    held: Asked, version: Version, tmp_path: Path, query: str
) -> None:
    assert held(query) == ask_version(version, query, tmp_path)


def test_dataset_of_the_protocol_is_passed_on(held: Asked) -> None:
    graph = "https://tuin.example/id/passage/2023/achtertuin"
    graphs = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
    assert held(ALL, default=[graph]) == b"n\r\n4\r\n"
    assert held(ALL, named=[graph]) == b"n\r\n0\r\n"
    assert held(graphs, default=[graph]) == b"g\r\n"
    assert held(graphs, named=[graph]).decode() == f"g\r\n{graph}\r\n"
    assert held(ALL, default=["urn:unknown"]) == b"n\r\n0\r\n"


def test_long_query_is_passed_on(held: Asked) -> None:
    assert held(f'SELECT (STRLEN("{"x" * 50_000}") AS ?n) {{}}') == b"n\r\n50000\r\n"


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", "INSERT is no query"),
        ("# SELECT\nBASE <urn:x> PREFIX select: <urn:select> DELETE WHERE { ?s ?p ?o }", "DELETE"),
        ("CLEAR ALL", "CLEAR is no query"),
        ('DEFINE get:soft "replace" SELECT * { ?s ?p ?o }', "get: is not declared"),
        ('DEFINE <get:soft> "replace" SELECT * { ?s ?p ?o }', "DEFINE is no query"),
        ("SELECT (bif:sys_dirlist('/') AS ?d) {}", "bif: is not declared"),
        ("PREFIX b: <bif:> SELECT (b:sys_dirlist('/') AS ?d) {}", "<bif:> is refused"),
        ("SELECT (<sql:rank>('/') AS ?d) {}", "<sql:rank> is refused"),
        ("SELECT (<java:com.example.f>() AS ?d) {}", "is refused"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE is refused"),
        ("SELECT * {\n?s ?o }", r"2:\d"),
        ("", "Nothing is no query"),
    ],
)
def test_what_is_no_query_of_sparql_is_refused(held: Asked, query: str, words: str) -> None:
    with pytest.raises(QueryRejectedError, match=words):
        held(query)
    assert held(COUNT) == FOUR


def test_place_of_a_mistake_is_that_in_the_query(held: Asked) -> None:
    with pytest.raises(QueryRejectedError) as caught:
        held("SELECT * {\n  ?s ?o }")
    assert (caught.value.line, caught.value.column) == (2, 10)


def test_query_that_is_too_slow_is_stopped(held: Asked) -> None:
    with pytest.raises(QueryTimeoutError):
        held("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")
    assert held(COUNT) == FOUR


def test_credentials_come_from_the_environment_and_go_nowhere_else(
    disturbed: Disturbed, publish_with: Publish, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disturbance, settings = disturbed
    secret = b64encode(b"curator:geheim").decode()
    disturbance.account = f"Basic {secret}"
    with pytest.raises(PublishingError, match="KENNISGRAAF_STORE_USER"):
        publish_with(settings, tmp_path)
    for name in (QUERY_ACCOUNT, UPDATE_ACCOUNT):
        monkeypatch.setenv(f"{name}_USER", "curator")
        monkeypatch.setenv(f"{name}_PASSWORD", "geheim")
    version = publish_with(settings, tmp_path)
    assert ask_version(version, COUNT, tmp_path) == FOUR
    written = [path.read_bytes() for path in version.path.rglob("*") if path.is_file()]
    assert not any(word in content for content in written for word in (b"geheim", secret.encode()))


def test_queries_do_not_use_the_account_that_may_write(
    disturbed: Disturbed, publish_with: Publish, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disturbance, settings = disturbed
    monkeypatch.setenv(f"{UPDATE_ACCOUNT}_USER", "curator")
    monkeypatch.setenv(f"{UPDATE_ACCOUNT}_PASSWORD", "geheim")
    version = publish_with(settings, tmp_path)
    assert "authorization" in disturbance.seen[-1]
    ask_version(version, COUNT, tmp_path)
    assert "authorization" not in disturbance.seen[-1]


def test_headers_of_the_client_are_not_passed_on(
    disturbed: Disturbed, publish_with: Publish, tmp_path: Path, serving: type
) -> None:
    disturbance, settings = disturbed
    publish_with(settings, tmp_path)
    headers = {"X-Canary": "canary", "Cookie": "canary=1", "Authorization": "Bearer canary"}
    with serving("--publication", str(GARDEN), "--var", str(tmp_path)) as address:
        answer = httpx.get(f"{address}/sparql", params={"query": COUNT}, headers=headers)
    assert answer.json()["results"]["bindings"][0]["n"]["value"] == "4"
    assert "canary" not in str(disturbance.seen)


@pytest.mark.parametrize("after", [0, 10])
def test_answer_that_breaks_off_at_once_is_asked_for_again(
    disturbed: Disturbed, publish_with: Publish, tmp_path: Path, after: int
) -> None:
    disturbance, settings = disturbed
    version = publish_with(settings, tmp_path)
    disturbance.breaks, disturbance.after = 2, after
    assert ask_version(version, COUNT, tmp_path) == FOUR
    disturbance.breaks = 100
    with pytest.raises(StoreUnavailableError, match="does not answer"):
        ask_version(version, COUNT, tmp_path)


@pytest.mark.parametrize("after", [100_000, 1_000_000])
def test_large_answer_that_breaks_off_is_not_taken_for_complete(
    disturbed: Disturbed, publish_with: Publish, tmp_path: Path, after: int
) -> None:
    """At the first place nothing has been sent to the client yet, at the other some has."""
    disturbance, settings = disturbed
    version = publish_with(settings, tmp_path)
    disturbance.breaks, disturbance.after = 1, after
    with pytest.raises(StoreUnavailableError, match="broke off"):
        ask_version(version, LARGE, tmp_path)


def test_publication_that_breaks_off_leaves_what_was(
    holding: RemoteStoreSettings, publish_with: Publish, tmp_path: Path
) -> None:
    version = publish_with(holding, tmp_path)
    broken = Version(shutil.copytree(version.path, tmp_path / "broken"))
    whole = (broken.path / QUADS).read_bytes()
    (broken.path / QUADS).write_bytes(whole[: len(whole) // 2])
    with pytest.raises(EOFError):
        load(broken)
    assert ask_version(version, COUNT, tmp_path) == FOUR


def test_store_that_does_not_answer_stops_the_publication(
    publish_with: Publish, tmp_path: Path
) -> None:
    none = "http://127.0.0.1:9"
    settings = RemoteStoreSettings(query=none, update=none, graph_store=none)
    with pytest.raises(PublishingError, match="does not answer"):
        publish_with(settings, tmp_path)
    assert current_name(tmp_path) is None
    assert list((tmp_path / "versions").iterdir()) == []


def test_publishing_the_same_again_restores_what_the_store_lost(
    own: RemoteStoreSettings, publish_with: Publish, tmp_path: Path
) -> None:
    version = publish_with(own, tmp_path)
    httpx.put(own.graph_store, content=b"", headers={"Content-Type": "application/n-quads"})
    assert ask_version(version, COUNT, tmp_path) == b"n\r\n0\r\n"
    assert publish_with(own, tmp_path) == version
    assert ask_version(version, COUNT, tmp_path) == FOUR


def test_new_version_takes_the_place_of_the_old_one(
    own: RemoteStoreSettings, publication: Publication, garden: Path, tmp_path: Path
) -> None:
    remote = msgspec.structs.replace(publication, store=own)
    area = "SELECT ?o { <id/tuin/achtertuin> <ns/tuin#oppervlakte> ?o }"

    def answered() -> bytes:
        sound = validate_publication(remote, garden, silent)
        version, _ = publish(sound, remote, tmp_path / "var", silent, load=load)
        return ask_version(version, area, tmp_path)

    assert answered() == b"o\r\n1250.5\r\n"
    for file in (garden / "data").rglob("*.trig"):
        file.write_text(file.read_text("utf-8").replace("1250.50", "1300.50"), "utf-8")
    assert answered() == b"o\r\n1300.5\r\n"
