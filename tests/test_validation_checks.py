"""Checks: a query of which every row is a finding."""

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Store

from kennisgraaf.errors import SourceError
from kennisgraaf.validation.checks import read_checks, run_checks
from kennisgraaf.validation.findings import Finding, Severity

BASE = "https://tuin.example/"
MESSAGES = "# nl: Te veel bomen.\n# en: Too many trees.\n"
TREES = MESSAGES + "SELECT ?this WHERE { ?this <ns/tuin#bomen> ?value }"


@pytest.fixture
def store() -> Store:
    store = Store()
    store.load("<a> <ns/tuin#bomen> 9 . <b> <ns/tuin#bomen> 10 .", RdfFormat.TURTLE, base_iri=BASE)
    return store


def run(folder: Path, store: Store) -> list[Finding]:
    return run_checks(read_checks(folder, (".",)), store, BASE)


@pytest.mark.parametrize("severity", Severity)
def test_file_name_ends_in_the_severity(tmp_path: Path, severity: Severity, store: Store) -> None:
    (tmp_path / f"trees-{severity.lower()}.rq").write_text(TREES, "utf-8")
    findings = run(tmp_path, store)
    assert [(finding.severity, finding.source) for finding in findings] == [
        (severity, f"trees-{severity.lower()}")
    ] * 2


def test_every_row_is_a_finding_with_its_terms(tmp_path: Path, store: Store) -> None:
    (tmp_path / "trees-warning.rq").write_text(
        MESSAGES + "SELECT ?this ?path ?value ?graph WHERE {"
        "  ?this ?path ?value FILTER(?value > 9) BIND(<id/graaf/redactie> AS ?graph) }",
        "utf-8",
    )
    (finding,) = run(tmp_path, store)
    assert finding == Finding(
        severity=Severity.WARNING,
        focus=NamedNode(BASE + "b"),
        source="trees-warning",
        messages={"nl": "Te veel bomen.", "en": "Too many trees."},
        path=NamedNode(BASE + "ns/tuin#bomen"),
        value=Literal(10),
        graph=BASE + "id/graaf/redactie",
    )


def test_check_without_rows_finds_nothing(tmp_path: Path) -> None:
    (tmp_path / "trees-warning.rq").write_text(TREES, "utf-8")
    assert run(tmp_path, Store()) == []


def test_findings_come_in_the_same_order(tmp_path: Path, store: Store) -> None:
    for name in ("b-warning", "a-warning"):
        (tmp_path / f"{name}.rq").write_text(TREES, "utf-8")
    assert [(str(f.focus)[-2], f.source) for f in run(tmp_path, store)] == [
        ("a", "a-warning"), ("a", "b-warning"), ("b", "a-warning"), ("b", "b-warning"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("trees.rq", TREES, "trees.rq: the name must end in -violation.rq"),
        ("trees-error.rq", TREES, "trees-error.rq: the name must end in -violation.rq"),
        ("trees-info.rq", "SELECT ?this {}", "trees-info.rq:1: begin with a message"),
        ("trees-info.rq", MESSAGES + "ASK { ?s ?p ?o }", "trees-info.rq: a check must be a SELECT"),
        ("trees-info.rq", MESSAGES + "SELECT ?this\nWHERE { ?this }", "trees-info.rq:4: expected"),
        (
            "trees-info.rq",
            MESSAGES + "SELECT ?x { ?x ?y ?z }",
            "trees-info.rq: a check must select",
        ),
    ],
)
def test_mistake_in_a_check_names_its_file(
    tmp_path: Path, store: Store, name: str, text: str, problem: str
) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(SourceError) as raised:
        run(tmp_path, store)
    assert problem in str(raised.value)


def test_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="there is no such folder or file"):
        read_checks(tmp_path, ("weg",))
