"""Findings: the line to mend, and what a curator and a program read of it."""

from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Dataset, Literal, NamedNode, RdfFormat, parse

from kennisgraaf.namespaces import SHACL
from kennisgraaf.settings import Publication
from kennisgraaf.validation.findings import Finding, Severity, Term
from kennisgraaf.validation.report import counts, finding_text, short, validation_report
from kennisgraaf.validation.shapes import ENGINES, read_report
from kennisgraaf.validation.validate import Validated, validate_publication

BASE = "https://tuin.example/"
BROKEN = """\
PREFIX tuin: <ns/tuin#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

<id/graaf/redactie> {
  <id/tuin/naamloos>
    a tuin:Tuin .
  <id/tuin/vijver> a tuin:Tuin ;
    skos:prefLabel "Vijver"@nl ;
    tuin:oppervlakte 12 ;

    tuin:aantalBomen 101 .
  <id/tuin/twee> a tuin:Tuin ; skos:prefLabel "Twee"@nl ;
    tuin:oppervlakte 1.5 ,
      2.5 .
}
"""


@pytest.fixture
def broken(garden: Path, publication: Publication) -> tuple[Path, Validated]:
    (garden / "data/fout.trig").write_text(BROKEN, "utf-8")
    return garden, validate_publication(publication, garden, lambda _: None)


def places(validated: Validated, folder: Path, severity: Severity) -> dict[str, str]:
    return {
        str(finding.focus): str(finding.place).removeprefix(f"{folder}/")
        for finding in validated.findings
        if finding.severity is severity and isinstance(finding.focus, NamedNode)
    }


def test_small_publication_has_no_findings(validated: Validated) -> None:
    assert validated.findings == ()


def test_violation_gets_file_and_line(broken: tuple[Path, Validated]) -> None:
    folder, validated = broken
    assert places(validated, folder, Severity.VIOLATION) == {
        f"<{BASE}id/tuin/naamloos>": "data/fout.trig:6",
        f"<{BASE}id/tuin/vijver>": "data/fout.trig:9",
        f"<{BASE}id/tuin/twee>": "data/fout.trig:13",
    }


def test_row_of_a_check_gets_file_and_line(broken: tuple[Path, Validated]) -> None:
    folder, validated = broken
    assert places(validated, folder, Severity.WARNING) == {
        f"<{BASE}id/tuin/vijver>": "data/fout.trig:11"
    }


@pytest.mark.parametrize("written", ["_:x", "[]"])
def test_blank_node_gets_file_and_line(
    garden: Path, publication: Publication, written: str
) -> None:
    (garden / "data/fout.trig").write_text(f"\n<g> {{ {written} <urn:p> 1 . }}", "utf-8")
    (garden / "shapes/checks/blank-violation.rq").write_text(
        "# en: Name it.\nSELECT ?this { ?this ?path ?value FILTER(ISBLANK(?this)) }", "utf-8"
    )
    (nameless,) = validate_publication(publication, garden, lambda _: None).violations
    assert str(nameless.place) == f"{garden}/data/fout.trig:2"


@pytest.mark.parametrize("engine", ENGINES)
def test_both_engines_point_at_the_same_lines(
    broken: tuple[Path, Validated], publication: Publication, engine: str
) -> None:
    folder, validated = broken
    again = validate_publication(publication, folder, lambda _: None, engine=engine)
    assert [(f.key, f.place) for f in again.findings] == [
        (f.key, f.place) for f in validated.findings
    ]


def test_finding_about_what_was_inferred_has_no_line(
    garden: Path, publication: Publication
) -> None:
    (garden / "rules/20-tuin.rq").write_text(
        "CONSTRUCT { <id/tuin/nieuw> a <ns/tuin#Tuin> } WHERE {}", "utf-8"
    )
    validated = validate_publication(publication, garden, lambda _: None)
    (finding,) = validated.violations
    assert finding.place is None
    text = finding_text(finding, "en", garden, publication.prefixes)
    assert text.startswith("(inferred): violation: Give the garden a name")


def test_curator_reads_place_and_message_and_terms(
    broken: tuple[Path, Validated], publication: Publication
) -> None:
    folder, validated = broken
    finding = next(f for f in validated.findings if "vijver" in str(f.focus) and f.component)
    assert finding_text(finding, "nl", folder, publication.prefixes).splitlines() == [
        "data/fout.trig:9: violation: Schrijf de oppervlakte als één decimaal getal.",
        "    focus node <https://tuin.example/id/tuin/vijver>",
        "    path       tuin:oppervlakte",
        '    value      "12"^^<http://www.w3.org/2001/XMLSchema#integer>',
        "    shape      <https://tuin.example/ns/tuin/shapes#TuinShape-oppervlakte>",
    ]


@pytest.mark.parametrize(
    ("messages", "language", "text"),
    [
        ({"nl": "Fout.", "en": "Wrong."}, "nl", "Fout."),
        ({"nl": "Fout.", "en": "Wrong."}, "fr", "Wrong."),
        ({"": "Wrong."}, "nl", "Wrong."),
        ({}, "nl", "MinCount"),
    ],
)
def test_message_is_given_in_a_language_that_there_is(
    messages: dict[str, str], language: str, text: str
) -> None:
    finding = Finding(Severity.INFO, Literal("x"), "s", messages, component="MinCount")
    assert finding.message(language) == text


def test_report_reads_back_as_the_findings_of_shapes(broken: tuple[Path, Validated]) -> None:
    _, validated = broken
    of_shapes = [finding for finding in validated.findings if finding.component]
    read = read_report(validation_report(of_shapes).decode())
    assert [f.key for f in read] == [f.key for f in of_shapes]
    assert [f.messages for f in read] == [f.messages for f in of_shapes]


@pytest.mark.parametrize(
    ("severities", "conforms"), [([], "true"), (["Info"], "false"), (["Violation"], "false")]
)
def test_report_conforms_when_there_is_no_finding(severities: list[str], conforms: str) -> None:
    findings = [Finding(Severity(name), NamedNode("urn:x"), "s", {}) for name in severities]
    report = Dataset(parse(validation_report(findings), format=RdfFormat.TURTLE))
    (quad,) = report.quads_for_predicate(NamedNode(SHACL + "conforms"))
    assert isinstance(quad.object, Literal)
    assert quad.object.value == conforms


def test_findings_are_counted_by_severity(broken: tuple[Path, Validated]) -> None:
    assert counts(broken[1].findings) == {"violation": 3, "warning": 1, "info": 0}
    assert len(broken[1].violations) == 3


@pytest.mark.parametrize(
    ("term", "text"),
    [
        (NamedNode(BASE + "ns/tuin#Tuin"), "tuin:Tuin"),
        (BASE + "ns/tuin#Tuin", "tuin:Tuin"),
        (NamedNode(BASE + "ns/tuin#a/b"), f"<{BASE}ns/tuin#a/b>"),
        (NamedNode("urn:x"), "<urn:x>"),
        ("tree-count-warning", "tree-count-warning"),
        (Literal("A", language="nl"), '"A"@nl'),
        (BlankNode("x"), "_:x"),
    ],
)
def test_term_is_written_with_a_prefix(term: Term | str, text: str) -> None:
    assert short(term, {"tuin": BASE + "ns/tuin#"}) == text
