"""Commands for curators: verify-sources, passage, check-terms."""

import re
import sys
from pathlib import Path

import click

from kennisgraaf.cli.session import DATA_ARE_WRONG, Session, main, with_session
from kennisgraaf.errors import SettingsError, SourceError
from kennisgraaf.publication_file import FILE_NAME
from kennisgraaf.settings import Evidence, Publication

_FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)


@main.command("verify-sources")
@with_session
@click.argument("folder", type=_FOLDER)
def verify_sources(session: Session, folder: Path) -> None:
    """Prove every passage and its literals by the reports' texts in FOLDER.

    \b
    kennisgraaf verify-sources reports
    """
    from kennisgraaf.graph.assemble import assemble, sources_of
    from kennisgraaf.validation.evidence import verify_evidence
    from kennisgraaf.validation.report import evidence_texts

    publication = session.publication()
    sources = sources_of(publication, session.folder)
    report = verify_evidence(assemble(sources), _evidence(publication), folder)
    session.give(
        {
            "passages": report.passages,
            "relations": report.relations,
            "literals": report.states,
            "lost_passages": [lost.passage.iri for lost in report.lost_passages],
            "lost_statements": sorted(map(str, report.unproved)),
        }
    )
    if not session.as_json:
        for text in evidence_texts(report, sources, session.folder, publication.prefixes):
            click.echo(text, err=True)
    literals, relations = (
        ", ".join(f"{count} {state}" for state, count in states.items())
        for states in (report.states, report.relations)
    )
    session.say(
        f"{report.passages} passages; relations: {relations}; literals: {literals}; "
        f"lost: {len(report.lost_passages)} passages, {len(report.unproved)} statements."
    )
    sys.exit(0 if report.holds else DATA_ARE_WRONG)


@main.command()
@with_session
@click.argument("year")
@click.argument("slug")
@click.option("--lines", required=True, metavar="A[-B]", help="Lines of the report, from 1.")
@click.option("--from", "first", metavar="WORDS", help="The passage's first words.")
@click.option("--to", "last", metavar="WORDS", help="The passage's last words.")
@click.option("--heading", default="…", help="The heading above it in the report.")
@click.option("--sources", type=_FOLDER, required=True, help="Folder of the reports' texts.")
def passage(
    session: Session, year: str, slug: str, lines: str, first: str | None, last: str | None,
    heading: str, sources: Path,
) -> None:  # fmt: skip
    """Print the description of a passage of the report on YEAR, to paste into a data file.

    \b
    kennisgraaf passage 2023 opening --lines 12 --from Once --to open. --sources DIR
    """
    from kennisgraaf.graph.assemble import assemble, sources_of
    from kennisgraaf.sources.passages import described_reports, find, read_text

    publication = session.publication()
    terms = _evidence(publication)
    reports = described_reports(assemble(sources_of(publication, session.folder)), terms)
    report = reports.get(f"{terms.reports}{year}")
    if report is None:
        known = ", ".join(sorted(iri.removeprefix(terms.reports) for iri in reports))
        raise SourceError(year, f"no such report; there are {known}")
    match = re.fullmatch(r"(\d+)(?:-(\d+))?", lines)
    if match is None:
        raise click.UsageError("--lines is a number, or two with a hyphen.")
    stretch = (int(match[1]), int(match[2] or match[1]))
    selection = find(read_text(sources / report.file_name), stretch, first, last)
    values = {
        "a": f"<{terms.passage}>",
        f"<{terms.report}>": f"<{report.iri}>",
        f"<{terms.heading}>": f'"{heading}"@{publication.languages[0]}',
        f"<{terms.first_line}>": selection.first_line,
        f"<{terms.last_line}>": selection.last_line,
        f"<{terms.begin}>": selection.begin,
        f"<{terms.end}>": selection.end,
        f"<{terms.digest}>": f'"{selection.digest}"',
    }
    body = " ;\n    ".join(f"{key} {value}" for key, value in values.items())
    text = f"<{terms.passages}{year}/{slug}> {body} ."
    for prefix, namespace in publication.prefixes.items():
        text = re.sub(rf"<{re.escape(namespace)}([A-Za-z]\w*)>", rf"{prefix}:\1", text)
    click.echo(text)
    click.echo(f"\n{selection.text}", err=True)


@main.command("check-terms")
@with_session
@click.argument("vocabularies", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--in", "folders", type=_FOLDER, required=True, multiple=True, help="Of the copies.")
@click.option("--graph", default="id/graaf/termen", help="The graph that says what was found.")
def check_terms(
    session: Session, vocabularies: Path, folders: tuple[Path, ...], graph: str
) -> None:
    """Print which terms of others stand in copies of their vocabularies, as a data file.

    VOCABULARIES is a CSV list: file, namespaces, source.

    \b
    kennisgraaf check-terms ontology/vocabularies.csv --in copies > data/links/termen.trig
    """
    from kennisgraaf.graph.assemble import assemble, sources_of
    from kennisgraaf.publication.found_terms import (
        as_trig,
        find_terms,
        read_vocabulary_list,
        terms_of_others,
    )

    publication = session.publication()
    dataset = assemble(sources_of(publication, session.folder))
    terms = terms_of_others(dataset, publication.base_iri)
    found, missing = find_terms(terms, read_vocabulary_list(vocabularies), folders)
    click.echo(as_trig(found, graph), nl=False)
    for term in sorted(terms - set(found)):
        is_known = any(term.startswith(space) for space in found if space.endswith(("#", "/")))
        click.echo(f"{'not found' if is_known else 'not checked'}: {term}", err=True)
    if missing:
        raise SourceError(str(vocabularies), f"not in a folder of --in: {', '.join(missing)}")


def _evidence(publication: Publication) -> Evidence:
    if publication.evidence is None:
        raise SettingsError(f"{FILE_NAME}: add a table [evidence] that says what a passage is.")
    return publication.evidence
