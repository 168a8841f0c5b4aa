"""Pipeline: from a validated dataset to a new current version, or to nothing at all."""

import contextlib
import fcntl
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from kennisgraaf.errors import EvidenceError, PublishingError, ViolationError
from kennisgraaf.publication.folder import draft_of, write_version
from kennisgraaf.settings import Publication
from kennisgraaf.validation.validate import Progress, Validated
from kennisgraaf.versions import (
    Version,
    current_version,
    make_current,
    sync_folder,
    versions_of,
)

_BUILDING = ".building-"


def publish(
    validated: Validated,
    publication: Publication,
    var: Path,
    progress: Progress,
    consistency: str = "not checked",
    load: Callable[[Version], None] = lambda _version: None,
) -> tuple[Version, bool]:
    """Make a validated dataset the current version.

    It is built beside the versions, written to disk, and made current by one rename: whenever this
    is interrupted, the version that was current stays so. The same content changes nothing, unless
    the reports prove it now and did not then. Where another server holds the statements, ``load``
    gives it the version just before, at once or not at all.

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
            draft = draft_of(validated, publication, consistency)
            same = [version for version in versions_of(var) if draft.is_told_by(version.manifest)]
            # Of several, one that the reports prove: in one second there may be two.
            same.sort(key=lambda version: bool(version.manifest.evidence))
            if same:
                load(same[-1])
                make_current(var, same[-1].name)
                return same[-1], False
            folder = Path(tempfile.mkdtemp(prefix=_BUILDING, dir=var / "versions"))
            name = write_version(draft, folder, current_version(var), progress)
            load(Version(folder))
            final = folder.rename(folder.with_name(name))
            sync_folder(final.parent)
            make_current(var, name)
            return Version(final), True
    except (OSError, sqlite3.Error) as error:
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
