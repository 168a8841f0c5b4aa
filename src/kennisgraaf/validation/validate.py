"""Validate: everything that must hold of a publication, in one report."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Dataset, Store

from kennisgraaf.graph.assemble import Sources, assemble, sources_of
from kennisgraaf.graph.inference import infer
from kennisgraaf.settings import Publication
from kennisgraaf.sources.files import query_files, rdf_files, read_quads
from kennisgraaf.union import with_union
from kennisgraaf.validation.checks import Check, read_checks, run_checks
from kennisgraaf.validation.evidence import EvidenceReport, verify_evidence
from kennisgraaf.validation.findings import Finding, Severity, with_places
from kennisgraaf.validation.questions import Question, ask_all, read_questions
from kennisgraaf.validation.shapes import DEFAULT_ENGINE, triples_of, validate
from kennisgraaf.validation.views import read_views
from kennisgraaf.views import View

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Validated:
    """A dataset with what follows from it, its shapes, and what is wrong with it."""

    sources: Sources
    asserted: Dataset
    inferred: Dataset
    shapes: Dataset
    findings: tuple[Finding, ...]
    evidence: EvidenceReport | None
    questions: tuple[Question, ...] = ()
    views: tuple[View, ...] = ()
    checks: tuple[Check, ...] = ()

    @property
    def violations(self) -> tuple[Finding, ...]:
        """The findings that stop a publication."""
        return tuple(f for f in self.findings if f.severity is Severity.VIOLATION)


def validate_publication(
    publication: Publication,
    folder: Path,
    progress: Progress,
    reports: Path | None = None,
    engine: str = DEFAULT_ENGINE,
) -> Validated:
    """Read, infer and validate a publication.

    Args:
        publication: its settings.
        folder: where its publication.toml stands.
        progress: is told of each stage in a few words.
        reports: the folder with the texts of the reports, to prove the evidence by.
        engine: which SHACL engine.

    Raises:
        SourceError: a file cannot be read, a shape, rule, check or view cannot be used.
    """
    base, folders = publication.base_iri, publication.folders
    sources = sources_of(publication, folder)
    views = read_views(folder, folders.views, base)
    progress(f"read {len(sources.files)} files")
    asserted = assemble(sources)
    inferred = Dataset()
    if publication.inference:
        progress(f"infer from {len(asserted)} statements")
        rules = [query_files(folder, [name]) for name in folders.rules]
        inferred = infer(asserted, rules, base, publication.inference.graph)
    shapes = Dataset(
        q for path in rdf_files(folder, folders.shapes) for q in read_quads(path, base)
    )
    findings: list[Finding] = []
    if len(shapes):
        progress(f"validate {len(asserted) + len(inferred)} statements against the shapes")
        data = triples_of([*asserted, *inferred])
        findings += validate(data, triples_of(shapes), engine)
    checks, questions = (
        read_checks(folder, folders.checks),
        read_questions(folder, folders.questions),
    )
    wrong_answers: list[Finding] = []
    if checks or questions:
        progress(f"run {len(checks)} checks, ask {len(questions)} questions")
        store = Store()
        store.bulk_extend(with_union([*asserted, *inferred]))
        findings += run_checks(checks, store, base)
        wrong_answers = ask_all(questions, store, base)
    evidence = None
    if reports is not None and publication.evidence:
        progress("verify the evidence in the reports")
        evidence = verify_evidence(asserted, publication.evidence, reports)
    placed = (*with_places(findings, sources.files, base), *wrong_answers)
    return Validated(
        sources=sources,
        asserted=asserted,
        inferred=inferred,
        shapes=shapes,
        findings=placed,
        evidence=evidence,
        questions=tuple(questions),
        views=views,
        checks=tuple(checks),
    )
