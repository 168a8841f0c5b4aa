"""Versions: the folders that readers can trust, and the link that says which is current."""

import re
import shutil
import threading
from pathlib import Path

import msgspec
import pytest

from kennisgraaf.errors import VersionError
from kennisgraaf.settings import Publication
from kennisgraaf.versions import (
    FORMAT,
    MANIFEST,
    Manifest,
    Version,
    current_name,
    current_version,
    make_current,
    require_current,
    sync_tree,
    versions_of,
)


@pytest.fixture
def shelf(version: Version, tmp_path: Path) -> Path:
    """A var folder of which a test may change the versions."""
    shutil.copytree(version.path, tmp_path / "versions" / version.name)
    make_current(tmp_path, version.name)
    return tmp_path


def shelve(shelf: Path, name: str, **changes: object) -> Version:
    """Add a version that differs from the current one in what its manifest says."""
    manifest = msgspec.to_builtins(require_current(shelf).manifest)
    folder = shelf / "versions" / name
    folder.mkdir()
    (folder / MANIFEST).write_bytes(msgspec.json.encode({**manifest, "version": name, **changes}))
    return Version(folder)


def test_version_says_what_it_holds(version: Version, publication: Publication) -> None:
    manifest = version.manifest
    assert (manifest.version, manifest.format) == (version.name, FORMAT)
    assert re.fullmatch(rf"{manifest.published[:10]}-[0-9a-f]{{12}}", version.name)
    assert manifest.classes == {
        "http://www.w3.org/2002/07/owl#Class": 3,
        "http://www.w3.org/2002/07/owl#DatatypeProperty": 5,
        "http://www.w3.org/2002/07/owl#ObjectProperty": 2,
        "http://www.w3.org/2002/07/owl#Ontology": 1,
        "https://tuin.example/ns/tuin#Moestuin": 1,
        "https://tuin.example/ns/tuin#Passage": 2,
        "https://tuin.example/ns/tuin#Tuin": 1,
    }
    assert version.publication == publication


def test_nothing_published_is_no_version(tmp_path: Path) -> None:
    assert current_name(tmp_path) is None
    assert current_version(tmp_path) is None
    assert versions_of(tmp_path) == []
    with pytest.raises(VersionError, match=f"Nothing is published in {tmp_path}: run `kennisgraaf"):
        require_current(tmp_path)


def test_var_that_is_not_there_is_no_version(tmp_path: Path) -> None:
    assert current_version(tmp_path / "niets") is None
    assert versions_of(tmp_path / "niets") == []


def test_current_version_is_where_the_link_leads(shelf: Path, version: Version) -> None:
    assert current_name(shelf) == version.name
    assert require_current(shelf).manifest == version.manifest
    assert (shelf / "current").resolve() == shelf / "versions" / version.name


def test_link_moves_with_the_var_folder(shelf: Path, version: Version) -> None:
    moved = shelf.rename(shelf.with_name("elsewhere"))
    assert (moved / "current" / MANIFEST).is_file()
    assert require_current(moved).manifest == version.manifest


def test_another_version_becomes_current_and_leaves_no_trace(shelf: Path, version: Version) -> None:
    shelve(shelf, "other")
    (shelf / ".current").symlink_to("left by a crash")
    make_current(shelf, "other")
    assert current_name(shelf) == "other"
    assert sorted(path.name for path in shelf.iterdir()) == ["current", "versions"]
    make_current(shelf, version.name)
    assert current_name(shelf) == version.name


def test_versions_are_listed_oldest_first(shelf: Path, version: Version) -> None:
    shelve(shelf, "a", published="2999-01-01T00:00:00Z")
    shelve(shelf, "c", published="2001-01-01T00:00:00Z")
    shelve(shelf, "b", published="2001-01-01T00:00:00Z")
    assert [each.name for each in versions_of(shelf)] == ["b", "c", version.name, "a"]


def test_folder_that_is_being_built_is_not_listed(shelf: Path, version: Version) -> None:
    shelve(shelf, ".building-x")
    (shelf / "versions" / "without-manifest").mkdir()
    (shelf / "versions" / "file").touch()
    assert [each.name for each in versions_of(shelf)] == [version.name]


def test_version_of_another_release_is_not_read(shelf: Path, version: Version) -> None:
    later = shelve(shelf, "later", format=FORMAT + 1)
    with pytest.raises(VersionError, match=f"has format {FORMAT + 1}, this program reads {FORMAT}"):
        _ = later.manifest
    assert [each.name for each in versions_of(shelf)] == [version.name]


@pytest.mark.parametrize("content", ["", "{", "{}", "[]", '{"format": "1"}', "\ud800"])
def test_manifest_that_is_none_is_a_named_error(tmp_path: Path, content: str) -> None:
    (tmp_path / MANIFEST).write_bytes(content.encode("utf-8", "surrogatepass"))
    with pytest.raises(VersionError, match=f"{tmp_path} is no complete version: "):
        _ = Version(tmp_path).manifest


def test_folder_without_manifest_is_a_named_error(tmp_path: Path) -> None:
    with pytest.raises(VersionError, match="is no complete version: "):
        _ = Version(tmp_path).manifest


def test_manifest_is_what_it_was_written_from(version: Version) -> None:
    content = msgspec.json.encode(version.manifest)
    assert msgspec.json.decode(content, type=Manifest) == version.manifest


def test_tree_with_everything_in_it_can_be_written_to_disk(shelf: Path) -> None:
    (shelf / "empty").mkdir()
    sync_tree(shelf)
    assert (shelf / "empty").is_dir()


def test_there_is_a_current_version_at_every_moment(tmp_path: Path) -> None:
    make_current(tmp_path, "one")
    seen: set[str | None] = set()
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            seen.add(current_name(tmp_path))

    reader = threading.Thread(target=look)
    reader.start()
    try:
        for number in range(200):
            make_current(tmp_path, ("two", "one")[number % 2])
    finally:
        done.set()
        reader.join()
    assert seen == {"one", "two"}
