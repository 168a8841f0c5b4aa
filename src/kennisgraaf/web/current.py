"""Current: the version that a web worker answers from; a new one is noticed at the next request."""

import threading
from collections.abc import Hashable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from flask import current_app, g

from kennisgraaf.assessment import ASSESSMENT, Assessment, read_assessment
from kennisgraaf.chart import CHART, Chart, read_chart
from kennisgraaf.errors import EntityGoneError, EntityNotFoundError, VersionError
from kennisgraaf.settings import Publication
from kennisgraaf.specification import Specification, read_specification
from kennisgraaf.store.changes import Changes
from kennisgraaf.store.client import Found, address_of, ask
from kennisgraaf.store.descriptions import Description, Descriptions
from kennisgraaf.store.layout import Layout, layout_of
from kennisgraaf.store.lists import Lists
from kennisgraaf.store.messages import Question
from kennisgraaf.store.passages import Passages
from kennisgraaf.store.questions import Questions
from kennisgraaf.store.search import Search
from kennisgraaf.store.views import Views
from kennisgraaf.timeline import TIMELINE, Timeline, read_timeline
from kennisgraaf.versions import SPECIFICATION, Manifest, Version, current_name, versions_of

_EXTENSION = "kennisgraaf"
# In so many of the latest versions is looked for what is no longer described.
_MOST_EARLIER = 20


@dataclass(frozen=True)
class Published:
    """A version, opened."""

    version: Version
    var: Path
    run: Path

    @property
    def name(self) -> str:
        """The version's name."""
        return self.version.name

    @cached_property
    def manifest(self) -> Manifest:
        """The version's manifest."""
        return self.version.manifest

    @cached_property
    def publication(self) -> Publication:
        """The settings with which it was published."""
        return self.version.publication

    @cached_property
    def descriptions(self) -> Descriptions:
        """What is said about each entity."""
        return Descriptions(self.version)

    @cached_property
    def passages(self) -> Passages:
        """Which passages its graphs are."""
        return Passages(self.version)

    @cached_property
    def layout(self) -> Layout:
        """Where its shapes put the properties of entities."""
        return layout_of(self.version)

    @cached_property
    def lists(self) -> Lists:
        """The entities of each class, by facets."""
        return Lists(self.version)

    @cached_property
    def search(self) -> Search:
        """What its entities are called."""
        return Search(self.version)

    @cached_property
    def views(self) -> Views:
        """What the publication lets its pages show."""
        return Views(self.version)

    @cached_property
    def specification(self) -> Specification:
        """Its vocabularies, code lists and shapes."""
        return read_specification((self.version.path / SPECIFICATION).read_bytes())

    @cached_property
    def chart(self) -> Chart | None:
        """Its map; nothing where nothing has coordinates."""
        path = self.version.path / CHART
        return read_chart(path.read_bytes()) if path.exists() else None

    @cached_property
    def timeline(self) -> Timeline | None:
        """When its things are; nothing where nothing has dates."""
        path = self.version.path / TIMELINE
        return read_timeline(path.read_bytes()) if path.exists() else None

    @cached_property
    def changes(self) -> Changes:
        """What differs between its reports."""
        return Changes(self.views)

    @cached_property
    def questions(self) -> Questions:
        """What its users asked for, with the proven answers."""
        return Questions(self.version)

    @cached_property
    def memory(self) -> dict[Hashable, Any]:
        """What pages remember for as long as this version is served."""
        return {}

    @cached_property
    def assessment(self) -> Assessment:
        """How it was validated."""
        return read_assessment((self.version.path / ASSESSMENT).read_bytes())

    def describe(self, iri: str, page: int = 1, page_size: int = 1000) -> Description:
        """Describe an entity.

        Raises:
            EntityNotFoundError: nothing is said about it.
            EntityGoneError: nothing any more, but an earlier version did.
        """
        try:
            return self.descriptions.describe(iri, page, page_size)
        except EntityNotFoundError as error:
            last = self._earlier.last_with(iri)
            if last is not None:
                raise EntityGoneError(iri, last) from error
            raise

    @cached_property
    def _earlier(self) -> "_Earlier":
        """The other versions; there are no new ones before another version is current."""
        versions = [version for version in versions_of(self.var) if version.name != self.name]
        return _Earlier(versions[: -_MOST_EARLIER - 1 : -1])

    @property
    def is_seen_whole(self) -> bool:
        """Whether a query sees by default all that views see: the union of all graphs."""
        return self.publication.union_default_graph or not self.version.manifest.graphs

    def ask(self, question: Question, most: int) -> Found:
        """Ask the query processes of this version for an answer of at most so many bytes."""
        return ask(address_of(self.run, self.name), question, self.publication.limits, most)


class _Earlier:
    """Versions, newest first, kept open.

    One thread asks them all: each thread of the server would open each of them for itself.
    """

    def __init__(self, versions: Iterable[Version]) -> None:
        self._versions = [(version, Descriptions(version)) for version in versions]
        self._thread = ThreadPoolExecutor(max_workers=1)

    def last_with(self, iri: str) -> str | None:
        """Give the name of the last version that described an entity, if one did."""
        return self._thread.submit(self._last_with, iri).result()

    def _last_with(self, iri: str) -> str | None:
        for version, descriptions in self._versions:
            # Who serves may throw old versions away.
            if version.path.exists() and descriptions.is_described(iri):
                return version.name
        return None


class Current:
    """Opens the current version, and the next one as soon as its query processes run."""

    def __init__(self, var: Path, run: Path) -> None:
        self._var, self._run = var, run
        self._lock = threading.Lock()
        self._published: Published | None = None

    def get(self) -> Published:
        """Give the version to answer from.

        Raises:
            VersionError: nothing is published.
        """
        name = current_name(self._var)
        published = self._published
        if published is not None and name in (published.name, None):
            return published
        if name is None:
            raise VersionError("Nothing is published yet.")
        if published is not None and not address_of(self._run, name).exists():
            return published
        with self._lock:
            if self._published is None or self._published.name != name:
                version = Version(self._var / "versions" / name)
                self._published = Published(version, self._var, self._run)
            return self._published


def published() -> Published:
    """Give the version that this request is answered from, the same one throughout."""
    if "published" not in g:
        current: Current = current_app.extensions[_EXTENSION]
        g.published = current.get()
    version: Published = g.published
    return version
