"""Stadskennis: what must hold of the project's own data, and the questions that they answer."""

import re
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
    Store,
)

from kennisgraaf.graph.inference import infer
from kennisgraaf.namespaces import RDF_TYPE, SKOS
from kennisgraaf.settings import Publication
from kennisgraaf.sources.files import query_files, rdf_files, read_quads
from kennisgraaf.union import with_union
from kennisgraaf.validation.evidence import verify_evidence
from kennisgraaf.validation.questions import Question, answer, read_questions
from kennisgraaf.validation.validate import Validated

ROOT = Path(__file__).parents[1]
QUESTIONS = read_questions(ROOT, ("questions",))
XSD_DECIMAL = NamedNode("http://www.w3.org/2001/XMLSchema#decimal")
LABEL = NamedNode(SKOS + "prefLabel")


def disjoint(questions: list[Question]) -> list[list[Question]]:
    """Group questions so that no two of a group are proved by the same passage."""
    groups: list[list[Question]] = []
    for question in questions:
        for group in groups:
            if all(set(question.evidence).isdisjoint(other.evidence) for other in group):
                group.append(question)
                break
        else:
            groups.append([question])
    return groups


GROUPS = disjoint(QUESTIONS)


@pytest.fixture(scope="module")
def dataset(stadskennis_validated: Validated) -> Dataset:
    return Dataset([*stadskennis_validated.asserted, *stadskennis_validated.inferred])


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: str(question.name))
def test_question_is_numbered_and_asks(question: Question) -> None:
    assert re.fullmatch(r"\d{2,3}(-[a-z0-9]+)+", question.name)
    assert all(text.endswith("?") for text in question.texts.values())


def test_numbers_of_questions_differ() -> None:
    numbers = [int(question.name.partition("-")[0]) for question in QUESTIONS]
    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize("group", range(len(GROUPS)))
def test_question_fails_without_its_facts(
    stadskennis: Publication, stadskennis_validated: Validated, group: int
) -> None:
    """Take away the passages of questions that share none, infer again, and ask them."""
    base, folders = stadskennis.base_iri, stadskennis.folders
    assert stadskennis.inference is not None
    lost = {base + graph for question in GROUPS[group] for graph in question.evidence}
    left = Dataset(
        quad
        for quad in stadskennis_validated.asserted
        if isinstance(quad.graph_name, DefaultGraph) or quad.graph_name.value not in lost
    )
    rules = [query_files(ROOT, [name]) for name in folders.rules]
    store = Store()
    store.bulk_extend(with_union([*left, *infer(left, rules, base, stadskennis.inference.graph)]))
    still = [q.name for q in GROUPS[group] if answer(q, store, base) == q.expected]
    assert still == []


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
