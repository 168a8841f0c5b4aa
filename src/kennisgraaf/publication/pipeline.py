"""Pipeline: from a validated dataset to a new current version, or to nothing at all."""

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import msgspec
from pyoxigraph import Dataset, NamedNode, RdfFormat, Store, parse

from kennisgraaf import __version__
from kennisgraaf.errors import EvidenceError, PublishingError, ViolationError
from kennisgraaf.publication.descriptions import write_descriptions, write_hashes
from kennisgraaf.publication.distributions import (
    DISTRIBUTIONS,
    canonical_quads,
    file_of,
    write_distributions,
)
from kennisgraaf.settings import Publication, write_publication
from kennisgraaf.union import with_union
from kennisgraaf.validation.report import counts, validation_report
from kennisgraaf.validation.shapes import triples_of
from kennisgraaf.validation.validate import Progress, Validated
from kennisgraaf.versions import (
    DESCRIPTIONS,
    FORMAT,
    HASHES,
    MANIFEST,
    PUBLICATION,
    REPORT,
    SHAPES,
    STORE,
    Manifest,
    Version,
    current_version,
    make_current,
    sync_folder,
    sync_tree,
    versions_of,
)

_BUILDING = ".building-"
_MEDIA_TYPES = {
    **dict.fromkeys(DISTRIBUTIONS, "application/gzip"),
    HASHES: "text/plain",
    REPORT: RdfFormat.TURTLE.media_type,
    SHAPES: RdfFormat.N_TRIPLES.media_type,
    PUBLICATION: "application/json",
    DESCRIPTIONS: "application/vnd.sqlite3",
}


def publish(
    validated: Validated,
    publication: Publication,
    var: Path,
    progress: Progress,
    consistency: str = "not checked",
) -> tuple[Version, bool]:
    """Make a validated dataset the current version.

    It is built beside the versions, written to disk, and made current by one rename: whenever this
    is interrupted, the version that was current stays so. The same content changes nothing.

    Returns:
        The version, and whether it is a new one.

    Raises:
        ViolationError: the dataset breaks a rule that must hold.
        EvidenceError: a statement lost its evidence.
        PublishingError: another process publishes, or the disk refuses.
    """
    require_sound(validated)
    try:
        with _only_publisher(var):
            progress("write the canonical dataset")
            draft = _draft(validated, publication, consistency)
            same = [v for v in versions_of(var) if v.manifest.content_sha256 == draft.content]
            if same:
                make_current(var, same[-1].name)
                return same[-1], False
            folder = Path(tempfile.mkdtemp(prefix=_BUILDING, dir=var / "versions"))
            name = _write_version(draft, folder, current_version(var), progress)
            final = folder.rename(folder.with_name(name))
            sync_folder(final.parent)
            make_current(var, name)
            return Version(final), True
    except OSError as error:
        raise PublishingError(f"The version cannot be written: {error}") from error


def require_sound(validated: Validated) -> None:
    """Refuse a dataset that breaks a rule or lost evidence.

    Raises:
        ViolationError: there are violations.
        EvidenceError: passages or statements lost their evidence.
    """
    if validated.violations:
        raise ViolationError(len(validated.violations))
    evidence = validated.evidence
    if evidence is not None and not evidence.holds:
        raise EvidenceError(len(evidence.lost_passages), len(evidence.unproved))


@dataclass(frozen=True)
class _Draft:
    """What a version is made of; ``content`` is the hash of all that is served."""

    quads: bytes
    settings: str
    shapes: str
    report: bytes
    content: str
    validated: Validated
    publication: Publication
    consistency: str


def whole_dataset(validated: Validated) -> Dataset:
    """Give what is asserted and what follows from it."""
    if not len(validated.inferred):
        return validated.asserted
    return Dataset([*validated.asserted, *validated.inferred])


def _draft(validated: Validated, publication: Publication, consistency: str) -> _Draft:
    quads = canonical_quads(whole_dataset(validated))
    settings = write_publication(publication)
    # Not splitlines(): messages may hold line separators that N-Triples does not escape.
    shapes = "".join(sorted(f"{line}\n" for line in triples_of(validated.shapes).split("\n")[:-1]))
    report = validation_report(validated.findings)
    content = sha256(quads)
    for part in (settings.encode(), shapes.encode(), report, str(FORMAT).encode()):
        content.update(b"\0" + part)
    return _Draft(
        quads, settings, shapes, report, content.hexdigest(), validated, publication, consistency
    )


def _write_version(
    draft: _Draft, folder: Path, previous: Version | None, progress: Progress
) -> str:
    """Fill a folder and write it to disk.

    Returns:
        The version's name.
    """
    published = datetime.now(UTC)
    name = f"{published:%Y-%m-%d}-{draft.content[:12]}"
    stamp = f"{published:%Y-%m-%dT%H:%M:%SZ}"
    publication = draft.publication
    progress("write distributions")
    write_distributions(draft.quads, folder, publication.prefixes)
    progress("describe entities")
    earlier = previous.path / DESCRIPTIONS if previous and previous.is_readable else None
    classes = write_descriptions(draft.quads, folder / DESCRIPTIONS, publication, stamp, earlier)
    write_hashes(folder / DESCRIPTIONS, folder / HASHES)
    progress("load the store")
    _write_store(draft, folder / STORE)
    (folder / PUBLICATION).write_text(draft.settings, "utf-8")
    (folder / SHAPES).write_text(draft.shapes, "utf-8")
    (folder / REPORT).write_bytes(draft.report)
    manifest = _manifest(draft, folder, name, stamp, classes)
    (folder / MANIFEST).write_bytes(msgspec.json.format(msgspec.json.encode(manifest), indent=2))
    progress("write to disk")
    folder.chmod(0o755)
    sync_tree(folder)
    return name


def _manifest(
    draft: _Draft, folder: Path, name: str, stamp: str, classes: dict[str, int]
) -> Manifest:
    validated = draft.validated
    evidence = validated.evidence
    return Manifest(
        format=FORMAT,
        version=name,
        published=stamp,
        tool=f"kennisgraaf {__version__}",
        content_sha256=draft.content,
        dataset_sha256=sha256(draft.quads).hexdigest(),
        quads=draft.quads.count(b"\n"),
        inferred=len(validated.inferred),
        entities=_count_named(quad.subject for quad in validated.asserted),
        graphs=_count_named(quad.graph_name for quad in validated.asserted),
        classes=classes,
        findings=counts(validated.findings),
        evidence={} if evidence is None else {**evidence.states, "relations": evidence.relations},
        consistency=draft.consistency,
        files={name: file_of(folder / name, kind) for name, kind in _MEDIA_TYPES.items()},
    )


def _count_named(terms: Iterable[object]) -> int:
    return len({term for term in terms if isinstance(term, NamedNode)})


def _write_store(draft: _Draft, folder: Path) -> None:
    store = Store(str(folder))
    store.bulk_load(draft.quads, format=RdfFormat.N_QUADS)
    if draft.publication.union_default_graph:
        store.bulk_extend(with_union(parse(draft.quads, format=RdfFormat.N_QUADS)))
    store.optimize()
    store.flush()
    del store


@contextlib.contextmanager
def _only_publisher(var: Path) -> Iterator[None]:
    """Hold the lock of a var folder, and clear what an interrupted publication left."""
    (var / "versions").mkdir(parents=True, exist_ok=True)
    descriptor = os.open(var / ".lock", os.O_CREAT | os.O_RDWR, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise PublishingError(
                f"Another process publishes in {var}. Try again later."
            ) from error
        for rest in (var / "versions").glob(f"{_BUILDING}*"):
            shutil.rmtree(rest)
        try:
            yield
        except BaseException:
            for rest in (var / "versions").glob(f"{_BUILDING}*"):
                shutil.rmtree(rest, ignore_errors=True)
            raise
    finally:
        os.close(descriptor)
