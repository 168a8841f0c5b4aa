"""A small publication, published and served as it is for users."""

import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import msgspec
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import Client
from werkzeug.wrappers import Request

from kennisgraaf.publication.pipeline import publish
from kennisgraaf.publication_file import read_publication
from kennisgraaf.settings import Publication, RemoteStoreSettings
from kennisgraaf.store.client import running_pool
from kennisgraaf.store.loading import load
from kennisgraaf.validation.validate import Validated, validate_publication
from kennisgraaf.versions import Version
from kennisgraaf.web.app import create_app
from kennisgraaf.web.current import Current
from stores import STORES, PublishWith, free_port, silent

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

TESTS = Path(__file__).parent
ROOT = TESTS.parent
GARDEN = TESTS / "publication"
REPORTS = GARDEN / "reports"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--store", default="embedded", choices=["embedded", *STORES],
        help="Which server holds the statements that queries are about.",
    )  # fmt: skip


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Expect failures of other people's servers that a test names, and only those."""
    for item in items:
        marker = item.get_closest_marker("fails_with")
        reason = marker.kwargs.get(config.getoption("--store")) if marker else None
        if reason:
            item.add_marker(pytest.mark.xfail(reason=reason))


WithStore = Callable[[Publication], Publication]


@pytest.fixture(scope="session")
def with_store(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[WithStore]:
    """Give publications the store that the option --store names, a fresh one each."""
    name = request.config.getoption("--store")
    with contextlib.ExitStack() as running:

        def give(publication: Publication) -> Publication:
            if name == "embedded":
                return publication
            settings = running.enter_context(STORES[name](tmp_path_factory.mktemp(name)))
            # Some run on a virtual machine that has to warm.
            limits = msgspec.structs.replace(publication.limits, query_seconds=8.0)
            return msgspec.structs.replace(publication, store=settings, limits=limits)

        yield give


@pytest.fixture
def garden(tmp_path: Path) -> Path:
    """A copy of the small publication that a test may change."""
    return shutil.copytree(GARDEN, tmp_path / "garden")


@pytest.fixture
def unasked(garden: Path) -> Path:
    """Such a copy without questions: what is changed has no answer that would be wrong."""
    for question in (garden / "questions").glob("*.rq"):
        question.unlink()
    return garden


@pytest.fixture(scope="session")
def publication() -> Publication:
    return read_publication(GARDEN / "publication.toml")


@pytest.fixture(scope="session")
def validated(publication: Publication) -> Validated:
    return validate_publication(publication, GARDEN, silent, REPORTS)


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder with the texts of the reports; outside the project, as they are not ours."""
    folder = ROOT.parent / "shared" / "seeds"
    if not folder.is_dir():
        reason = f"the texts of the reports are not in {folder}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return folder


@pytest.fixture(scope="session")
def stadskennis() -> Publication:
    """The settings of the project's own publication."""
    return read_publication(ROOT / "publication.toml")


@pytest.fixture(scope="session")
def stadskennis_validated(stadskennis: Publication) -> Validated:
    """The project's own publication, read, inferred and validated."""
    return validate_publication(stadskennis, ROOT, silent)


@pytest.fixture(scope="session")
def stadskennis_version(
    stadskennis: Publication,
    stadskennis_validated: Validated,
    with_store: WithStore,
    tmp_path_factory: pytest.TempPathFactory,
) -> Version:
    """The project's own publication, published."""
    var = tmp_path_factory.mktemp("stadskennis")
    return publish(stadskennis_validated, with_store(stadskennis), var, silent, load=load)[0]


@pytest.fixture(scope="session")
def publish_with(validated: Validated, publication: Publication) -> PublishWith:
    """Publishes the small publication with its statements in a store."""

    def publish_there(settings: RemoteStoreSettings, var: Path) -> Version:
        limits = msgspec.structs.replace(publication.limits, query_seconds=5.0)
        remote = msgspec.structs.replace(publication, store=settings, limits=limits)
        return publish(validated, remote, var, silent, load=load)[0]

    return publish_there


@pytest.fixture(scope="session")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("var")


@pytest.fixture(scope="session")
def version(
    validated: Validated, publication: Publication, with_store: WithStore, var: Path
) -> Version:
    """The small publication, published."""
    return publish(validated, with_store(publication), var, silent, load=load)[0]


@pytest.fixture(scope="session")
def app(version: Version, var: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The pages of the small publication, with its query processes."""
    run = tmp_path_factory.mktemp("run")
    with running_pool(version, run):
        yield create_app(Current(var, run))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client(use_cookies=False)


@pytest.fixture(scope="session")
def server(version: Version, var: Path) -> Iterator[str]:
    """The address of a real server of the small publication."""
    with Serving("--publication", str(GARDEN), "--var", str(var)) as address:
        yield address


@pytest.fixture(scope="session")
def real_client(server: str) -> Client:
    """A client of a real server, to be used like that of the pages."""

    def forward(environ: "WSGIEnvironment", start_response: "StartResponse") -> list[bytes]:
        request = Request(environ)
        answer = httpx.request(
            request.method,
            f"{server}{environ['REQUEST_URI'].partition('?')[0]}?{environ['QUERY_STRING']}",
            headers=list(request.headers),
            content=request.get_data(),
            timeout=30,
        )
        headers = [h for h in answer.headers.multi_items() if h[0] != "transfer-encoding"]
        start_response(f"{answer.status_code} {answer.reason_phrase}", headers)
        return [answer.content]

    return Client(forward, use_cookies=False)


class Serving:
    """Run ``kennisgraaf serve`` with arguments while the context lasts."""

    def __init__(self, *arguments: str, seconds: float = 30) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._seconds = seconds
        self._command = [
            sys.executable, "-m", "kennisgraaf", "serve", *arguments, "--port", str(self.port),
        ]  # fmt: skip
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> str:
        self.process = subprocess.Popen(self._command, env={**os.environ, "LC_ALL": "C.UTF-8"})
        deadline = time.monotonic() + self._seconds
        while time.monotonic() < deadline:
            try:
                httpx.get(self.address, timeout=5)
            except httpx.TransportError:
                assert self.process.poll() is None, "the server ended"
                time.sleep(0.05)
            else:
                return self.address
        raise AssertionError("the server did not answer in time")

    def __exit__(self, *_: object) -> None:
        assert self.process is not None
        self.process.terminate()
        self.process.wait(10)


@pytest.fixture(scope="session")
def serving() -> type[Serving]:
    """Runs ``kennisgraaf serve`` with other arguments."""
    return Serving
