"""Stadskennis: what must hold of the project's own data, and the questions that they answer."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from pyoxigraph import (
    BlankNode,
    Dataset,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QuerySolutions,
    Store,
)

from kennisgraaf.namespaces import RDF_TYPE, SKOS
from kennisgraaf.settings import Publication
from kennisgraaf.sources.files import rdf_files, read_quads
from kennisgraaf.union import with_union
from kennisgraaf.validation.evidence import verify_evidence
from kennisgraaf.validation.validate import Validated

ROOT = Path(__file__).parents[1]
QUESTIONS = sorted((Path(__file__).parent / "questions").glob("*.rq"))
XSD_DECIMAL = NamedNode("http://www.w3.org/2001/XMLSchema#decimal")
LABEL = NamedNode(SKOS + "prefLabel")


@pytest.fixture(scope="module")
def dataset(stadskennis_validated: Validated) -> Dataset:
    return Dataset([*stadskennis_validated.asserted, *stadskennis_validated.inferred])


@pytest.fixture(scope="module")
def store(dataset: Dataset) -> Store:
    store = Store()
    store.bulk_extend(with_union(dataset))
    return store


def expected(text: str) -> list[str]:
    """Read the answer out of a question's header: a row a line, or ``nothing``."""
    rows = [
        line.removeprefix("# expect: ")
        for line in text.splitlines()
        if line.startswith("# expect: ")
    ]
    assert rows, "a question says what it expects: `# expect: value | value`"
    return [] if rows == ["nothing"] else rows


@pytest.mark.parametrize("path", QUESTIONS, ids=lambda path: str(path.stem))
def test_question_is_answered(store: Store, stadskennis: Publication, path: Path) -> None:
    text = path.read_text("utf-8")
    base = stadskennis.base_iri
    solutions = store.query(text, base_iri=base)
    assert isinstance(solutions, QuerySolutions)
    rows = [" | ".join(str(term.value).removeprefix(base) for term in row) for row in solutions]
    assert sorted(rows) == sorted(expected(text))


@pytest.mark.parametrize("path", QUESTIONS, ids=lambda path: str(path.stem))
def test_question_begins_with_its_words(path: Path) -> None:
    assert path.read_text("utf-8").startswith("# ")
    assert "?" in path.read_text("utf-8").splitlines()[0]


def test_publication_has_no_violation(stadskennis_validated: Validated) -> None:
    assert stadskennis_validated.violations == ()


def test_reports_prove_every_passage(
    stadskennis: Publication, stadskennis_validated: Validated, seeds: Path
) -> None:
    assert stadskennis.evidence is not None
    report = verify_evidence(stadskennis_validated.asserted, stadskennis.evidence, seeds)
    assert (report.lost_passages, report.lost_statements) == ((), ())
    assert report.passages > 100


def test_there_are_no_blank_nodes(dataset: Dataset) -> None:
    assert [quad for quad in dataset if any(isinstance(term, BlankNode) for term in quad)] == []


def test_data_say_nothing_in_the_default_graph(stadskennis: Publication) -> None:
    files = rdf_files(ROOT, stadskennis.folders.data)
    quads = [quad for path in files for quad in read_quads(path, stadskennis.base_iri)]
    assert [quad for quad in quads if isinstance(quad.graph_name, DefaultGraph)] == []


def test_every_entity_has_a_dutch_and_an_english_label(
    dataset: Dataset, stadskennis: Publication
) -> None:
    entities = {
        quad.subject
        for quad in dataset.quads_for_predicate(RDF_TYPE)
        if isinstance(quad.subject, NamedNode)
        and quad.subject.value.startswith(stadskennis.base_iri + "id/")
    }
    without = {
        (entity.value, language)
        for entity in entities
        for language in stadskennis.languages
        if language not in languages_of(dataset.quads_for_subject(entity))
    }
    assert without == set()
    assert len(entities) > 500


def languages_of(quads: Iterable[Quad]) -> set[str]:
    """Tell in which languages quads give a label."""
    return {
        quad.object.language or ""
        for quad in quads
        if quad.predicate == LABEL and isinstance(quad.object, Literal)
    }


@pytest.mark.parametrize(("year", "amount"), [(2020, "421510.24"), (2023, "1383572.80")])
def test_budget_is_written_to_the_cent(
    dataset: Dataset, stadskennis: Publication, year: int, amount: str
) -> None:
    money = NamedNode(f"{stadskennis.base_iri}id/bedrag/werking-{year}")
    values = {
        quad.object
        for quad in dataset.quads_for_subject(money)
        if quad.predicate == NamedNode("http://schema.org/value")
    }
    assert values == {Literal(amount, datatype=XSD_DECIMAL)}
