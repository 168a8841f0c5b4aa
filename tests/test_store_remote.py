"""Remote store: a version is given to another server at once, and queries are answered from it."""

import threading
from base64 import b64encode
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import httpx
import pytest

from between import Between, Disturbance
from kennisgraaf.errors import (
    PublishingError,
    QueryRejectedError,
    QueryTimeoutError,
    StoreUnavailableError,
)
from kennisgraaf.settings import RemoteStoreSettings
from kennisgraaf.store.client import running_pool
from kennisgraaf.store.remote import QUERY_ACCOUNT, UPDATE_ACCOUNT
from kennisgraaf.versions import Version
from stores import COUNT, FOUR, PublishWith, ask_pool, ask_version, oxigraph

ALL = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
LARGE = "SELECT * { ?s ?p ?o . ?a ?b ?c } LIMIT 20000"
GARDEN = Path(__file__).parent / "publication"


Asked = Callable[..., bytes]
Disturbed = tuple["Disturbance", RemoteStoreSettings]


@pytest.fixture(scope="module")
def holding(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RemoteStoreSettings]:
    with oxigraph(tmp_path_factory.mktemp("oxigraph")) as settings:
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
            RemoteStoreSettings(query=f"{address}/query", graph_store=(f"{address}/store",)),
        )
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def held(
    holding: RemoteStoreSettings,
    publish_with: PublishWith,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Asked]:
    """Asks the query processes of a version whose statements a store holds."""
    folder = tmp_path_factory.mktemp("held")
    version = publish_with(holding, folder)
    with running_pool(version, folder) as address:
        yield partial(ask_pool, address, version)


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
    disturbed: Disturbed, publish_with: PublishWith, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
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
    disturbed: Disturbed, publish_with: PublishWith, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disturbance, settings = disturbed
    monkeypatch.setenv(f"{UPDATE_ACCOUNT}_USER", "curator")
    monkeypatch.setenv(f"{UPDATE_ACCOUNT}_PASSWORD", "geheim")
    version = publish_with(settings, tmp_path)
    assert "authorization" in disturbance.seen[-1]
    ask_version(version, COUNT, tmp_path)
    assert "authorization" not in disturbance.seen[-1]


def test_headers_of_the_client_are_not_passed_on(
    disturbed: Disturbed, publish_with: PublishWith, tmp_path: Path, serving: type
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
    disturbed: Disturbed, publish_with: PublishWith, tmp_path: Path, after: int
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
    disturbed: Disturbed, publish_with: PublishWith, tmp_path: Path, after: int
) -> None:
    """At the first place nothing has been sent to the client yet, at the other some has."""
    disturbance, settings = disturbed
    version = publish_with(settings, tmp_path)
    disturbance.breaks, disturbance.after = 1, after
    with pytest.raises(StoreUnavailableError, match="broke off"):
        ask_version(version, LARGE, tmp_path)
