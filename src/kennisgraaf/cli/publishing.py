"""Commands that make versions: validate, build, publish, versions."""

import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kennisgraaf.cli.session import (
    DATA_ARE_WRONG,
    Session,
    as_json,
    main,
    message_language,
    with_session,
)
from kennisgraaf.errors import SourceError, ViolationError
from kennisgraaf.settings import Publication

if TYPE_CHECKING:
    from kennisgraaf.validation.findings import Finding
    from kennisgraaf.validation.validate import Validated
    from kennisgraaf.versions import Version

# What takes long to import is imported by the command that needs it.

_FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)
_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
_sources = click.option(
    "--sources", type=_FOLDER, metavar="DIR", help="Prove the evidence by the reports in DIR."
)
_engine = click.option(
    "--engine", type=click.Choice(["shacl", "pyshacl"]), default="shacl", show_default=True,
    help="The SHACL engine.",
)  # fmt: skip
_MOST_SHOWN = 20


@main.command()
@with_session
@_sources
@_engine
@click.option("--shapes", type=_FILE, help="Validate DATA against this file; print a SHACL report.")
@click.argument("data", nargs=-1, type=_FILE)
def validate(
    session: Session, sources: Path | None, engine: str, shapes: Path | None, data: tuple[Path, ...]
) -> None:
    """Validate the publication; or DATA against SHAPES, with the SHACL report as Turtle.

    \b
    kennisgraaf validate
    kennisgraaf validate --shapes shapes.ttl data.ttl
    """
    if shapes is not None:
        sys.exit(_validate_files(shapes, data, engine))
    if data:
        raise click.UsageError("DATA is validated against --shapes SHAPES: name them.")
    publication = session.publication()
    validated = validated_publication(session, publication, sources, engine)
    session.give([as_json(finding) for finding in validated.findings])
    require_published(session, publication, validated)
    consistency = checked_consistency(session, publication, validated)
    session.say(f"The publication is sound ({_totals(validated)}). OWL consistency {consistency}.")


@main.command()
@with_session
@_sources
@_engine
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def build(session: Session, sources: Path | None, engine: str, folder: Path) -> None:
    """Validate, and write the data set's files to FOLDER without publishing them.

    \b
    kennisgraaf build out
    """
    from kennisgraaf.publication.distributions import canonical_quads, write_distributions
    from kennisgraaf.publication.folder import whole_dataset

    publication = session.publication()
    validated = validated_publication(session, publication, sources, engine)
    require_published(session, publication, validated)
    folder.mkdir(parents=True, exist_ok=True)
    quads = canonical_quads(whole_dataset(validated))
    write_distributions(quads, folder, publication.prefixes)
    session.say(f"Wrote {quads.count(10)} statements to {folder}.")


@main.command()
@with_session
@_sources
@_engine
def publish(session: Session, sources: Path | None, engine: str) -> None:
    """Make the publication's data the current version; the same data change nothing.

    \b
    kennisgraaf publish
    kennisgraaf publish --sources reports
    """
    publish_publication(session, sources, engine)


@main.command()
@with_session
def versions(session: Session) -> None:
    """List the published versions, oldest first; the current one has a star.

    \b
    kennisgraaf versions
    """
    from kennisgraaf.versions import current_name, versions_of

    current = current_name(session.var)
    found = versions_of(session.var)
    session.give(
        [
            {
                "version": version.name,
                "published": version.manifest.published,
                "quads": version.manifest.quads,
                "dataset_sha256": version.manifest.dataset_sha256,
                "current": version.name == current,
            }
            for version in found
        ]
    )
    for version in found:
        mark = "*" if version.name == current else " "
        manifest = version.manifest
        session.say(f"{mark} {version.name}  {manifest.published}  {manifest.quads} statements")
    if not found:
        session.say(f"Nothing is published in {session.var}.")


def publish_publication(
    session: Session, sources: Path | None = None, engine: str = "shacl"
) -> "Version":
    """Validate and publish; tell what became current."""
    from kennisgraaf.publication.pipeline import publish as publish_version
    from kennisgraaf.store.loading import load

    publication = session.publication()
    validated = validated_publication(session, publication, sources, engine)
    require_published(session, publication, validated)
    consistency = checked_consistency(session, publication, validated)
    version, is_new = publish_version(
        validated,
        publication,
        session.var,
        session.progress(),
        consistency,
        partial(load, warn=_warn),
    )
    manifest = version.manifest
    session.give({"version": version.name, "new": is_new, "quads": manifest.quads})
    session.say(
        f"Published {version.name}: {manifest.quads} statements ({manifest.inferred} inferred)."
        if is_new
        else f"Nothing changed: {version.name} is current."
    )
    return version


def _warn(text: str) -> None:
    click.echo(text, err=True)


def publish_files(
    session: Session, given: tuple[Path, ...], var: Path, origin: str, union: bool
) -> "Version":
    """Publish files, and those in folders, as they are: no ontology, shapes, or inference."""
    from pyoxigraph import Dataset

    from kennisgraaf.graph.assemble import Sources, assemble
    from kennisgraaf.publication.pipeline import publish as publish_version
    from kennisgraaf.settings import publication_of_files
    from kennisgraaf.sources.files import rdf_files
    from kennisgraaf.validation.validate import Validated

    tell = session.progress()
    files = tuple(rdf_files(Path(), map(str, given)))
    if not files:
        raise SourceError(", ".join(map(str, given)), "there is no file of RDF in it")
    tell("read 1 file" if len(files) == 1 else f"read {len(files)} files")
    sources = Sources(files, origin)
    validated = Validated(sources, assemble(sources), Dataset(), Dataset(), (), None)
    publication = publication_of_files(files, origin, union)
    version, _ = publish_version(validated, publication, var, tell)
    return version


def validated_publication(
    session: Session, publication: Publication, sources: Path | None, engine: str
) -> "Validated":
    """Read, infer and validate the publication of a session."""
    from kennisgraaf.validation.validate import validate_publication

    return validate_publication(publication, session.folder, session.progress(), sources, engine)


def checked_consistency(session: Session, publication: Publication, validated: "Validated") -> str:
    """Ask the OWL reasoner; a contradiction ends the command."""
    from kennisgraaf.graph.consistency import check_consistency
    from kennisgraaf.validation.checks import find_contradictions
    from kennisgraaf.validation.findings import with_places

    session.progress()("check OWL consistency")
    consistency = check_consistency(validated.asserted)
    if consistency.consistent is False:
        base, files = publication.base_iri, validated.sources.files
        suspects = with_places(find_contradictions(validated.asserted, base), files, base)
        _print_findings(session, publication, suspects)
        click.echo(consistency.message, err=True)
        sys.exit(DATA_ARE_WRONG)
    return consistency.message


def require_published(session: Session, publication: Publication, validated: "Validated") -> None:
    """Print what stops the publication, if anything does.

    Raises:
        ViolationError: there are violations.
        EvidenceError: a statement lost its evidence.
    """
    from kennisgraaf.publication.pipeline import require_sound
    from kennisgraaf.validation.report import evidence_texts

    if not session.as_json:
        _print_findings(session, publication, validated.violations)
    if validated.evidence is not None:
        for text in evidence_texts(
            validated.evidence, validated.sources, session.folder, publication.prefixes
        ):
            click.echo(text, err=True)
    try:
        require_sound(validated)
    except ViolationError:
        click.echo("See all, with warnings: kennisgraaf validate --json", err=True)
        raise


def _print_findings(
    session: Session, publication: Publication, findings: "Sequence[Finding]"
) -> None:
    from kennisgraaf.validation.report import finding_text

    language = message_language()
    for finding in findings[:_MOST_SHOWN]:
        click.echo(finding_text(finding, language, session.folder, publication.prefixes), err=True)
    if len(findings) > _MOST_SHOWN:
        click.echo(f"… and {len(findings) - _MOST_SHOWN} more", err=True)


def _validate_files(shapes: Path, data: tuple[Path, ...], engine: str) -> int:
    from kennisgraaf.sources.files import read_quads
    from kennisgraaf.validation.shapes import read_report, triples_of, validation_report

    if not data:
        raise click.UsageError("Name the DATA to validate.")
    base = data[0].absolute().as_uri()
    statements = triples_of(quad for path in data for quad in read_quads(path, base))
    constraints = triples_of(read_quads(shapes, shapes.absolute().as_uri()))
    report = validation_report(statements, constraints, engine)
    click.echo(report)
    return DATA_ARE_WRONG if read_report(report) else 0


def _totals(validated: "Validated") -> str:
    from kennisgraaf.validation.report import counts

    asserted, inferred = len(validated.asserted), len(validated.inferred)
    totals = counts(validated.findings)
    return (
        f"{asserted} statements, {inferred} inferred, "
        f"{totals['warning']} warnings, {totals['info']} remarks"
    )
