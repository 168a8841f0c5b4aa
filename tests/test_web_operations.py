"""Operations: health, figures and the log of a real server."""

import json
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from kennisgraaf.versions import Version

SECONDS = 10.0
AREA = "SELECT ?area WHERE { ?garden <ns/tuin#oppervlakte> ?area }"


@pytest.fixture(scope="module")
def logged(
    version: Version, var: Path, serving: type, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Path]]:
    """The address of a server of two workers, and its log."""
    log = tmp_path_factory.mktemp("log") / "requests.jsonl"
    garden = Path(__file__).parent / "publication"
    with serving(
        "--publication", str(garden), "--var", str(var), "--log", str(log), "--workers", "2"
    ) as address:
        yield address, log


def line_of(log: Path, path: str) -> dict[str, object]:
    """Give the last line on a path; it is written when the answer has been sent."""
    deadline = time.monotonic() + SECONDS
    while True:
        lines = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
        found: list[dict[str, object]] = [line for line in lines if line["path"] == path]
        if found:
            return found[-1]
        assert time.monotonic() < deadline, f"{path} is not in the log"
        time.sleep(0.01)


def test_server_lives_and_can_answer(logged: tuple[str, Path], version: Version) -> None:
    server, _ = logged
    assert httpx.get(f"{server}/healthz").text == "ok\n"
    ready = httpx.get(f"{server}/readyz")
    assert (ready.status_code, ready.text) == (200, f"{version.name}\n")


def test_figures_are_of_all_workers(logged: tuple[str, Path]) -> None:
    server, _ = logged

    def answered() -> float:
        families = text_string_to_metric_families(httpx.get(f"{server}/metrics").text)
        return sum(
            sample.value
            for family in families
            for sample in family.samples
            if sample.name == "kennisgraaf_requests_total" and sample.labels["kind"] == "doc"
        )

    before = answered()
    for number in range(20):
        httpx.get(f"{server}/doc/tuin/achtertuin.ttl?n={number}")
    assert answered() - before == 20


def test_each_request_is_a_line_of_the_log(logged: tuple[str, Path], version: Version) -> None:
    server, log = logged
    httpx.get(f"{server}/sparql", params={"query": AREA})
    httpx.get(f"{server}/id/tuin/geen", headers={"Accept": "text/turtle"})
    asked, missing = line_of(log, "/sparql"), line_of(log, "/id/tuin/geen")
    assert (asked["status"], asked["complete"]) == (200, True)
    assert asked["query_sha256"] == sha256(AREA.encode()).hexdigest()[:16]
    assert asked["version"] == version.name
    assert isinstance(asked["bytes"], int)
    assert asked["bytes"] > 0
    assert missing["status"] == 404
    assert AREA not in log.read_text("utf-8")


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_only_reading_is_answered(logged: tuple[str, Path], path: str) -> None:
    server, _ = logged
    for method in ("POST", "PUT", "DELETE", "TRACE", "QUERY"):
        answer = httpx.request(method, server + path)
        assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
        assert answer.json()["status"] == 405
    options = httpx.options(server + path)
    assert (options.status_code, options.headers["Allow"]) == (204, "GET, HEAD, OPTIONS")
    head = httpx.head(server + path)
    assert (head.status_code, head.content) == (200, b"")
