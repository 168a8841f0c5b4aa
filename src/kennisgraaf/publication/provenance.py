"""Provenance: from which sources, and by which program, a version was made (PROV-O)."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal

from kennisgraaf.resources import Resource, node, typed


@dataclass(frozen=True)
class Origin:
    """What a version was made from and by.

    ``sources`` are IRIs of reports and of others' data, ``revision`` is the commit of the files,
    with ``+`` behind it where they were changed since.
    """

    base_iri: str
    sources: tuple[str, ...]
    tool: str
    revision: str | None


def provenance(origin: Origin, dataset: Resource, version: str, published: str) -> list[Resource]:
    """Describe how a version of a data set came about."""
    name, _, release = origin.tool.partition(" ")
    tool = (
        Resource(f"{origin.base_iri}id/software/{name}", "prov:SoftwareAgent", "prov:Agent")
        .say("rdfs:label", Literal(origin.tool))
        .say("schema:softwareVersion", Literal(release))
    )
    revision = None
    if origin.revision:
        revision = (
            Resource(f"{origin.base_iri}id/revisie/{origin.revision.rstrip('+')}", "prov:Entity")
            .say("dct:identifier", Literal(origin.revision))
            .say("rdfs:label", Literal(f"git {origin.revision[:12]}"))
        )
    activity = (
        Resource(f"{origin.base_iri}id/publicatie/{version}", "prov:Activity")
        .say("prov:endedAtTime", typed(published, "dateTime"))
        .say("prov:wasAssociatedWith", tool)
        .say("prov:used", *map(node, origin.sources), revision)
    )
    snapshot = (
        Resource(f"{origin.base_iri}id/versie/{version}", "prov:Entity")
        .say("prov:specializationOf", dataset)
        .say("prov:generatedAtTime", typed(published, "dateTime"))
        .say("prov:wasGeneratedBy", activity)
        .say("prov:wasDerivedFrom", *map(node, origin.sources), revision)
        .say("rdfs:label", Literal(version))
    )
    return [tool, activity, snapshot, *([revision] if revision else [])]


def revision_of(folder: Path) -> str | None:
    """Give the commit of a folder's files; ``None`` where git does not keep them.

    ``+`` follows where they were changed since.
    """
    commit = _git(folder, "rev-parse", "--verify", "HEAD")
    if not commit:
        return None
    changed = _git(folder, "status", "--porcelain", "--untracked-files=normal", "--", ".")
    return commit + ("+" if changed else "")


def _git(folder: Path, *arguments: str) -> str:
    """Ask git; the empty string where there is none, or no repository."""
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *arguments],
            capture_output=True, check=False, text=True, timeout=10,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
