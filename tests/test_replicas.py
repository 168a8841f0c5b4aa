"""Replicas: one is killed under load and comes back; no request fails (with --store replicas)."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx
import msgspec
import pytest

from kennisgraaf.publication.pipeline import publish
from kennisgraaf.settings import Publication
from kennisgraaf.store.loading import load
from kennisgraaf.validation.validate import validate_publication
from kennisgraaf.versions import Version
from stores import Replicas, running_replicas, silent

AREA = "SELECT ?o { <id/tuin/achtertuin> <ns/tuin#oppervlakte> ?o }"
CLIENTS = 8


@pytest.fixture
def replicas(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Replicas]:
    if request.config.getoption("--store") != "replicas":
        pytest.skip("run with --store replicas")
    with running_replicas(tmp_path) as running:
        yield running


class Load:
    """Clients that ask all the time, each time anew."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.outcomes: Counter[object] = Counter()
        self._ends = threading.Event()
        self._threads = [threading.Thread(target=self._ask) for _ in range(CLIENTS)]

    def __enter__(self) -> "Load":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ends.set()
        for thread in self._threads:
            thread.join()

    def _ask(self) -> None:
        headers = {"Cache-Control": "no-cache", "Accept": "text/csv"}
        with httpx.Client(timeout=60, headers=headers) as client:
            while not self._ends.is_set():
                answer = client.get(f"{self.address}/sparql", params={"query": AREA})
                self.outcomes[answer.status_code, answer.text] += 1


def test_replica_that_is_killed_under_load_is_not_missed(
    replicas: Replicas, publication: Publication, garden: Path, tmp_path: Path, serving: type
) -> None:
    many = msgspec.structs.replace(publication.limits, queries_per_client=64, query_seconds=10.0)
    settings = msgspec.structs.replace(publication, store=replicas.settings, limits=many)
    warnings: list[str] = []

    def publish_folder() -> Version:
        sound = validate_publication(settings, garden, silent)
        given = lambda version: load(version, warnings.append)  # noqa: E731
        return publish(sound, settings, tmp_path / "var", silent, load=given)[0]

    publish_folder()
    killed, *_ = replicas.servers
    arguments = ("--publication", str(garden), "--var", str(tmp_path / "var"))
    with serving(*arguments) as address, Load(address) as clients:
        time.sleep(3)
        killed.kill()
        time.sleep(3)
        for file in [*garden.rglob("*.trig"), *garden.rglob("*.rq")]:  # The questions know it.
            file.write_text(file.read_text("utf-8").replace("1250.5", "1300.5"), "utf-8")
        publish_folder()
        assert len(warnings) == 1
        assert "publish again" in warnings[0]
        time.sleep(3)
        killed.start()
        publish_folder()
        time.sleep(3)
    assert set(clients.outcomes) == {(200, "o\r\n1250.5\r\n"), (200, "o\r\n1300.5\r\n")}
    assert len(warnings) == 1
    for update in replicas.settings.update:
        query = AREA.replace("<", f"<{publication.base_iri}")
        answer = httpx.get(
            update.replace("/update", "/query"),
            params={"query": query},
            headers={"Accept": "text/csv"},
        )
        assert answer.text == "o\r\n1300.5\r\n"
