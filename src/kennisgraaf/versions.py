"""Versions: the published version folders, and which of them is current.

A version folder is immutable and complete in itself: the seam between who makes data and who serves
them. ``{var}/versions/{name}/`` holds it, ``{var}/current`` is a symbolic link to the current one.
"""

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import msgspec

from kennisgraaf.errors import VersionError
from kennisgraaf.settings import Publication, read_written_publication

FORMAT = 3
"""Of the version folder; the program reads no other."""

MANIFEST = "manifest.json"
PUBLICATION = "publication.json"
DESCRIPTIONS = "descriptions.sqlite"
PASSAGES = "passages.sqlite"
QUADS = "dataset.nq.gz"
HASHES = "entities.sha256"
STORE = "store"
REPORT = "report.ttl"
SHAPES = "shapes.nt"
CATALOGUE = "catalogue.ttl"
QUESTIONS = "questions.json"
VIEWS = "views.json"
ANSWERS = "views.sqlite"
SPECIFICATION = "specification.json"
SEARCH = "search.sqlite"

METADATA_GRAPH = "id/graaf/catalogus"
"""The graph in which a version describes itself, relative to the base IRI.

The store and the index of descriptions hold it; the distributions hold the data only.
"""


class File(msgspec.Struct, frozen=True, kw_only=True):
    """A file of a version: its media type, size in bytes and SHA-256."""

    media_type: str
    bytes: int
    sha256: str


class Quality(msgspec.Struct, frozen=True, kw_only=True):
    """How well a dataset is proved, named, linked and used; counts, unless they are lists of IRIs.

    ``statements`` are by what proves them: ``report: printed`` and other ways in which they follow
    from their passage, ``editors``, ``other source``, ``vocabulary``, ``inferred``. ``labels`` are
    entities by language, ``links`` by host name of the authority.
    """

    statements: dict[str, int]
    entities: int
    labels: dict[str, int]
    links: dict[str, int]
    entities_without_link: int
    entities_without_relation: list[str]
    unused_terms: list[str]


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a version folder holds; counts are of statements unless they say otherwise.

    ``published`` is in UTC. ``content_sha256`` is of all that is served, ``dataset_sha256`` of the
    sorted canonical N-Quads.
    """

    format: int
    version: str
    published: str
    tool: str
    content_sha256: str
    dataset_sha256: str
    quads: int
    inferred: int
    entities: int
    graphs: int
    classes: dict[str, int]
    findings: dict[str, int]
    evidence: dict[str, int]
    consistency: str
    quality: Quality
    files: dict[str, File]


@dataclass(frozen=True)
class Version:
    """A version folder, read as it is needed."""

    path: Path

    @property
    def name(self) -> str:
        """The folder's name: date and begin of the content's hash."""
        return self.path.name

    @cached_property
    def manifest(self) -> Manifest:
        """The manifest.

        Raises:
            VersionError: the folder is not complete, or another release of the program made it.
        """
        try:
            content = (self.path / MANIFEST).read_bytes()
            manifest = msgspec.json.decode(content, type=Manifest)
        except (OSError, msgspec.MsgspecError) as error:
            raise VersionError(f"{self.path} is no complete version: {error}") from error
        if manifest.format != FORMAT:
            raise VersionError(
                f"{self.path} has format {manifest.format}, this program reads {FORMAT}: "
                "run `kennisgraaf publish`."
            )
        return manifest

    @property
    def is_readable(self) -> bool:
        """Whether the folder is complete and in the format of this program."""
        try:
            return self.manifest.format == FORMAT
        except VersionError:
            return False

    @cached_property
    def publication(self) -> Publication:
        """The settings with which the version was published."""
        return read_written_publication((self.path / PUBLICATION).read_text("utf-8"))


def versions_of(var: Path) -> list[Version]:
    """List the version folders that this program reads, oldest first."""
    folders = (var / "versions").glob("[!.]*")
    versions = [version for version in map(Version, folders) if version.is_readable]
    return sorted(versions, key=lambda version: (version.manifest.published, version.name))


def current_name(var: Path) -> str | None:
    """Give the name of the current version; one system call, so cheap enough for every request."""
    try:
        return os.readlink(f"{var}/current").rpartition("/")[2]  # noqa: PTH115
    except OSError:
        return None


def current_version(var: Path) -> Version | None:
    """Give the current version, if there is one."""
    name = current_name(var)
    return None if name is None else Version(var / "versions" / name)


def require_current(var: Path) -> Version:
    """Give the current version.

    Raises:
        VersionError: nothing is published.
    """
    version = current_version(var)
    if version is None:
        raise VersionError(f"Nothing is published in {var}: run `kennisgraaf publish`.")
    return version


def make_current(var: Path, name: str) -> None:
    """Make a version current by one atomic rename."""
    link = var / ".current"
    link.unlink(missing_ok=True)
    link.symlink_to(Path("versions") / name)
    link.replace(var / "current")
    sync_folder(var)


def sync_folder(path: Path) -> None:
    """Write a folder's entries to disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_tree(path: Path) -> None:
    """Write all files below a folder to disk."""
    for entry in path.rglob("*"):
        sync_folder(entry)
    sync_folder(path)
