"""Folder: fill the folder of a version with all that is served from it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import msgspec
from pyoxigraph import Dataset, NamedNode, RdfFormat, Store, parse

from kennisgraaf import __version__
from kennisgraaf.assessment import ASSESSMENT, write_assessment
from kennisgraaf.chart import CHART, write_chart
from kennisgraaf.publication.assessment import assess
from kennisgraaf.publication.catalogue import Release
from kennisgraaf.publication.descriptions import write_descriptions, write_hashes
from kennisgraaf.publication.distributions import (
    DISTRIBUTIONS,
    canonical_quads,
    file_of,
    write_distributions,
    write_reports,
)
from kennisgraaf.publication.lists import write_lists
from kennisgraaf.publication.map import chart_of
from kennisgraaf.publication.metadata import (
    as_turtle,
    describe,
    merged,
    report_data,
    sources_of_graphs,
)
from kennisgraaf.publication.passages import write_passages
from kennisgraaf.publication.provenance import Origin, revision_of
from kennisgraaf.publication.quality import measurements, quality
from kennisgraaf.publication.search import write_search
from kennisgraaf.publication.statistics import lines_of, statistics
from kennisgraaf.publication.timeline import timeline_of
from kennisgraaf.publication.views import write_answers
from kennisgraaf.publication.vocabulary import specification
from kennisgraaf.settings import Publication, write_publication
from kennisgraaf.specification import Check, written
from kennisgraaf.timeline import TIMELINE, write_timeline
from kennisgraaf.union import with_union
from kennisgraaf.validation.questions import written_questions
from kennisgraaf.validation.report import counts, validation_report
from kennisgraaf.validation.shapes import triples_of
from kennisgraaf.validation.validate import Progress, Validated
from kennisgraaf.validation.views import default_views
from kennisgraaf.versions import (
    ANSWERS,
    CATALOGUE,
    DESCRIPTIONS,
    FORMAT,
    HASHES,
    MANIFEST,
    PASSAGES,
    PUBLICATION,
    QUESTIONS,
    REPORT,
    SEARCH,
    SHAPES,
    SPECIFICATION,
    STORE,
    VIEWS,
    File,
    Manifest,
    Quality,
    Version,
    sync_tree,
)
from kennisgraaf.views import View, write_views

_TOOL = f"kennisgraaf {__version__}"
_MEDIA_TYPES = {
    CATALOGUE: RdfFormat.TURTLE.media_type,
    QUESTIONS: "application/json",
    SPECIFICATION: "application/json",
    HASHES: "text/plain",
    REPORT: RdfFormat.TURTLE.media_type,
    SHAPES: RdfFormat.N_TRIPLES.media_type,
    PUBLICATION: "application/json",
    DESCRIPTIONS: "application/vnd.sqlite3",
    VIEWS: "application/json",
    ANSWERS: "application/vnd.sqlite3",
    ASSESSMENT: "application/json",
}


@dataclass(frozen=True)
class Draft:
    """What a version is made of.

    ``parts`` are files by name; ``content`` is the hash of all that is served.
    """

    quads: bytes
    parts: dict[str, bytes]
    content: str
    validated: Validated
    publication: Publication
    consistency: str

    @property
    def evidence(self) -> dict[str, int]:
        """How many statements follow how from the reports; empty where that was not verified."""
        report = self.validated.evidence
        return {} if report is None else {**report.states, **report.relations}

    def is_told_by(self, manifest: Manifest) -> bool:
        """Tell whether a version says the same, and what proves it as well if that is known."""
        same = manifest.content_sha256 == self.content
        return same and self.evidence in ({}, manifest.evidence)

    def name(self, stamp: str) -> str:
        """Name the version: the day, and the begin of a hash of its content and what proves it."""
        proof = msgspec.json.encode(self.evidence, order="sorted")
        digest = sha256(self.content.encode() + proof) if self.evidence else None
        return f"{stamp[:10]}-{digest.hexdigest()[:12] if digest else self.content[:12]}"


def whole_dataset(validated: Validated) -> Dataset:
    """Give what is asserted and what follows from it."""
    if not len(validated.inferred):
        return validated.asserted
    return Dataset([*validated.asserted, *validated.inferred])


def views_of(validated: Validated) -> tuple[View, ...]:
    """Give the views; those of the program where no publication was read."""
    return validated.views or default_views()


def draft_of(validated: Validated, publication: Publication, consistency: str) -> Draft:
    """Write what a version is made of, in memory; the same input gives the same content."""
    dataset = whole_dataset(validated)
    quads = canonical_quads(dataset)
    # Not splitlines(): messages may hold line separators that N-Triples does not escape.
    shapes = sorted(f"{line}\n" for line in triples_of(validated.shapes).split("\n")[:-1])
    parts = {
        PUBLICATION: write_publication(publication).encode(),
        SHAPES: "".join(shapes).encode(),
        REPORT: validation_report(validated.findings),
        QUESTIONS: written_questions(validated.questions),
        VIEWS: write_views(views_of(validated)),
        SPECIFICATION: written(
            specification(dataset, validated.shapes, _checks(validated), publication)
        ),
    }
    content = sha256(quads)
    for part in (*parts.values(), str(FORMAT).encode()):
        content.update(b"\0" + part)
    return Draft(quads, parts, content.hexdigest(), validated, publication, consistency)


def _checks(validated: Validated) -> list[Check]:
    return [Check(c.name, c.severity.value, c.messages) for c in validated.checks]


def write_version(draft: Draft, folder: Path, previous: Version | None, progress: Progress) -> str:
    """Fill a folder and write it to disk.

    Returns:
        The version's name.
    """
    stamp = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    publication = draft.publication
    progress("write distributions")
    write_distributions(draft.quads, folder, publication.prefixes)
    reports = write_reports(draft.validated.asserted, folder, publication)
    progress("describe the data set")
    counts = statistics(lines_of(draft.quads), publication.base_iri)
    measured = quality(draft.validated, publication, counts)
    files = _files(folder, dict.fromkeys((*DISTRIBUTIONS, *reports.values()), "application/gzip"))
    quads = draft.quads
    if publication.catalogue is not None:
        release = _release(draft, stamp, files, reports)
        metadata = describe(release, draft.quads, counts)
        (folder / CATALOGUE).write_bytes(as_turtle(metadata, publication.prefixes))
        quads = merged(draft.quads, metadata)
    earlier = previous.path / DESCRIPTIONS if previous and previous.is_readable else None
    classes = _write_indexes(draft, quads, folder, (stamp, earlier), progress)
    figures = {REPORT: measurements(measured, publication, stamp)}
    for file, content in draft.parts.items():
        (folder / file).write_bytes(content + figures.get(file, b""))
    (folder / ASSESSMENT).write_bytes(write_assessment(assess(draft.validated, publication)))
    files |= _files(folder, _MEDIA_TYPES)
    manifest = _manifest(draft, files, stamp, classes, measured)
    (folder / MANIFEST).write_bytes(msgspec.json.format(msgspec.json.encode(manifest), indent=2))
    progress("write to disk")
    folder.chmod(0o755)
    sync_tree(folder)
    return draft.name(stamp)


def _write_indexes(
    draft: Draft, quads: bytes, folder: Path, since: tuple[str, Path | None], progress: Progress
) -> dict[str, int]:
    """Write what pages and queries are answered from; ``since`` is now, and an earlier index.

    Returns:
        The number of entities of each class of which a source says so, by IRI.
    """
    publication = draft.publication
    progress("describe entities")
    classes = write_descriptions(quads, folder / DESCRIPTIONS, publication, *since)
    write_hashes(folder / DESCRIPTIONS, folder / HASHES)
    write_passages(draft.validated, publication, folder / PASSAGES)
    write_search(quads, folder / SEARCH, publication)
    progress("load the store")
    _write_store(quads, folder / STORE, publication.union_default_graph)
    progress("answer the views")
    write_answers(views_of(draft.validated), quads, folder, publication, progress)
    chart = chart_of(folder / ANSWERS)
    if chart is not None:
        (folder / CHART).write_bytes(write_chart(chart))
    kinds = [kind.iri for kind in publication.pages.kinds]
    timeline = timeline_of(folder / ANSWERS, kinds)
    if timeline is not None:
        (folder / TIMELINE).write_bytes(write_timeline(timeline))
    progress("make the lists")
    write_lists(folder / ANSWERS, folder / DESCRIPTIONS)
    return classes


def _files(folder: Path, kinds: dict[str, str]) -> dict[str, File]:
    """Describe those of the files, by media type, that are there."""
    return {
        file: file_of(folder / file, kind)
        for file, kind in kinds.items()
        if (folder / file).exists()
    }


def _release(draft: Draft, stamp: str, files: dict[str, File], reports: dict[str, str]) -> Release:
    publication, validated = draft.publication, draft.validated
    folder = validated.sources.folder
    origin = Origin(
        base_iri=publication.base_iri,
        sources=sources_of_graphs(validated.asserted, publication),
        tool=_TOOL,
        revision=None if folder is None else revision_of(folder),
    )
    data = report_data(validated.asserted, publication, reports)
    return Release(publication, draft.name(stamp), stamp, files, data, origin)


def _manifest(
    draft: Draft, files: dict[str, File], stamp: str, classes: dict[str, int], measured: Quality
) -> Manifest:
    validated = draft.validated
    return Manifest(
        format=FORMAT,
        version=draft.name(stamp),
        published=stamp,
        tool=_TOOL,
        content_sha256=draft.content,
        dataset_sha256=sha256(draft.quads).hexdigest(),
        quads=draft.quads.count(b"\n"),
        inferred=len(validated.inferred),
        entities=_count_named(quad.subject for quad in validated.asserted),
        graphs=_count_named(quad.graph_name for quad in validated.asserted),
        classes=classes,
        findings=counts(validated.findings),
        evidence=draft.evidence,
        consistency=draft.consistency,
        quality=measured,
        files=files,
    )


def _count_named(terms: Iterable[object]) -> int:
    return len({term for term in terms if isinstance(term, NamedNode)})


def _write_store(quads: bytes, folder: Path, union: bool) -> None:
    store = Store(str(folder))
    statements = parse(quads, format=RdfFormat.N_QUADS)
    # Not bulk_load(): it renames blank nodes, and those of the union would be other ones.
    store.bulk_extend(with_union(statements) if union else statements)
    store.optimize()
    store.flush()
    del store
