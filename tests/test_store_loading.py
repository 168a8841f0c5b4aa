"""Loading: a store is given a version at once; what fails leaves what was."""

import gzip
import shutil
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from kennisgraaf.errors import PublishingError
from kennisgraaf.publication.pipeline import publish
from kennisgraaf.settings import Publication, RemoteStoreSettings
from kennisgraaf.store.loading import load
from kennisgraaf.validation.validate import validate_publication
from kennisgraaf.versions import QUADS, Version, current_name
from stores import COUNT, FOUR, STORES, PublishWith, ask_version, silent


@pytest.fixture
def garden(unasked: Path) -> Path:
    """Data are changed here that questions ask for."""
    return unasked


@pytest.fixture
def own(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[RemoteStoreSettings]:
    """A store for one test: what --store names, else Oxigraph."""
    name = request.config.getoption("--store")
    (tmp_path / "store").mkdir()
    with STORES["oxigraph" if name == "embedded" else name](tmp_path / "store") as settings:
        yield settings


def test_publication_that_breaks_off_leaves_what_was(
    own: RemoteStoreSettings, publish_with: PublishWith, tmp_path: Path
) -> None:
    version = publish_with(own, tmp_path)
    broken = Version(shutil.copytree(version.path, tmp_path / "broken"))
    whole = (broken.path / QUADS).read_bytes()
    (broken.path / QUADS).write_bytes(whole[: len(whole) // 2])
    with pytest.raises(EOFError):
        load(broken)
    assert ask_version(version, COUNT, tmp_path) == FOUR


def test_store_that_does_not_answer_stops_the_publication(
    publish_with: PublishWith, tmp_path: Path
) -> None:
    none = "http://127.0.0.1:9"
    settings = RemoteStoreSettings(query=none, update=(none,))
    with pytest.raises(PublishingError, match="does not answer"):
        publish_with(settings, tmp_path)
    assert current_name(tmp_path) is None
    assert list((tmp_path / "versions").iterdir()) == []


def test_publishing_the_same_again_restores_what_the_store_lost(
    own: RemoteStoreSettings, publish_with: PublishWith, tmp_path: Path
) -> None:
    version = publish_with(own, tmp_path)
    other = Version(shutil.copytree(version.path, tmp_path / "other"))
    (other.path / QUADS).write_bytes(gzip.compress(b""))
    load(other)
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
