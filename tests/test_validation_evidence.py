"""Evidence: what a changed report or a wrong literal loses, and what a literal follows from."""

from pathlib import Path

import pytest
from pyoxigraph import Dataset, Literal, NamedNode, RdfFormat, parse

from kennisgraaf.errors import SourceError
from kennisgraaf.graph.assemble import assemble, sources_of
from kennisgraaf.settings import Evidence, Publication
from kennisgraaf.sources.passages import digest_of
from kennisgraaf.validation.evidence import EvidenceReport, verify_evidence
from kennisgraaf.validation.report import evidence_texts

BASE = "https://tuin.example/"


@pytest.fixture
def terms(publication: Publication) -> Evidence:
    assert publication.evidence is not None
    return publication.evidence


@pytest.fixture
def report_text(garden: Path) -> Path:
    return garden / "reports" / "verslag-2023.txt"


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")


def verify(garden: Path, publication: Publication) -> EvidenceReport:
    assert publication.evidence is not None
    dataset = assemble(sources_of(publication, garden))
    return verify_evidence(dataset, publication.evidence, garden / "reports")


def told(report: EvidenceReport, garden: Path, publication: Publication) -> list[str]:
    sources = sources_of(publication, garden)
    return list(evidence_texts(report, sources, garden, publication.prefixes))


def test_report_proves_the_small_publication(garden: Path, publication: Publication) -> None:
    report = verify(garden, publication)
    assert report.holds
    assert report.unproved == frozenset()
    assert (report.passages, report.relations) == (2, {"stated": 1})
    assert report.states == {"jaar-uit-verslag": 1, "printed": 3}
    assert told(report, garden, publication) == []


def test_changed_letter_names_the_passage_and_its_statements(
    garden: Path, publication: Publication, report_text: Path
) -> None:
    change(report_text, "kruidenhoek", "kruidenhoeK")
    report = verify(garden, publication)
    (lost,) = report.lost_passages
    assert lost.passage.iri == BASE + "id/passage/2023/kruiden"
    assert [quad.predicate.value for quad in lost.statements] == [BASE + "ns/tuin#onderdeelVan"]
    assert not report.holds
    heading, statement = told(report, garden, publication)
    assert heading == f"<{lost.passage.iri}> (lines 4-4): its characters changed"
    line = 1 + (garden / "data/tuinen.trig").read_text("utf-8").partition("id:kruidenhoek tuin:")[
        0
    ].count("\n")
    assert statement.startswith(f"    data/tuinen.trig:{line}: ")


def test_letter_outside_every_passage_loses_nothing(
    garden: Path, publication: Publication, report_text: Path
) -> None:
    change(report_text, "De tuinen", "DE TUINEN")
    assert verify(garden, publication).holds


def test_inserted_line_says_that_the_passages_moved_and_where(
    garden: Path, publication: Publication, report_text: Path
) -> None:
    change(report_text, "De tuinen\n", "De tuinen\nin 2023\n")
    report = verify(garden, publication)
    assert [lost.reason for lost in report.lost_passages] == [
        "its characters stand elsewhere: begin 19, end 101, lines 4 to 4",
        "its characters stand elsewhere: begin 102, end 161, lines 5 to 5",
    ]
    assert report.unproved == frozenset()


def test_text_that_grew_far_before_the_second_passage_is_found(
    garden: Path, publication: Publication, report_text: Path
) -> None:
    change(report_text, "De kruidenhoek", "Zin. " * 90 + "De kruidenhoek")
    (lost,) = verify(garden, publication).lost_passages
    assert lost.reason == "its characters stand elsewhere: begin 544, end 603, lines 4 to 4"


@pytest.mark.parametrize("removed", ["De tuinen\n", "De tuinen\n\n"])
def test_removed_lines_say_that_the_passages_moved(
    garden: Path, publication: Publication, report_text: Path, removed: str
) -> None:
    change(report_text, removed, "")
    begins = [11 - len(removed), 94 - len(removed)]
    reasons = [lost.reason for lost in verify(garden, publication).lost_passages]
    assert [int(reason.split("begin ")[1].split(",")[0]) for reason in reasons] == begins


@pytest.mark.parametrize(
    ("old", "new", "value"),
    [
        ("tuin:aantalBomen 9", "tuin:aantalBomen 8", "8"),
        ("1250.50", "1250.05", "1250.05"),
        ('"2023-04-18"', '"2023-04-19"', "2023-04-19"),
        ('"2023-04-18"', '"2022-04-18"', "2022-04-18"),
        ('"Achtertuin"@nl', '"Achtertuin"@nl ; skos:altLabel "Voortuin"@nl', "Voortuin"),
    ],
)
def test_wrong_literal_is_a_lost_statement(
    garden: Path, publication: Publication, old: str, new: str, value: str
) -> None:
    change(garden / "data/tuinen.trig", old, new)
    report = verify(garden, publication)
    assert report.lost_passages == ()
    (lost,) = report.lost_statements
    assert isinstance(lost.quad.object, Literal)
    assert lost.quad.object.value == value
    assert lost.passage.iri == BASE + "id/passage/2023/achtertuin"
    statement, reason = told(report, garden, publication)
    assert statement.startswith("data/tuinen.trig:")
    assert reason == f"    the passage <{lost.passage.iri}> does not say this"


def test_missing_report_is_told(garden: Path, publication: Publication, report_text: Path) -> None:
    report_text.unlink()
    with pytest.raises(SourceError, match="the text of <.*> is not in this folder") as raised:
        verify(garden, publication)
    assert raised.value.place == str(report_text)


def test_report_without_a_file_name_is_told(garden: Path, publication: Publication) -> None:
    change(garden / "data/tuinen.trig", 'nfo:fileName "verslag-2023.txt" ;', "")
    with pytest.raises(SourceError, match="no text file is named for this report"):
        verify(garden, publication)


def test_digest_of_a_longer_passage_is_lost(garden: Path, publication: Publication) -> None:
    change(garden / "data/tuinen.trig", "tuin:einde 93", "tuin:einde 92")
    (lost,) = verify(garden, publication).lost_passages
    assert lost.reason == "its characters changed"


def state(tmp_path: Path, terms: Evidence, passage: str, statements: str, rule: str) -> str:
    """Tell how the literals of one passage follow from it: by which rule, or not at all."""
    (tmp_path / "verslag.txt").write_text(passage, "utf-8")
    dataset = Dataset(
        parse(
            f"""
            PREFIX tuin: <ns/tuin#>
            PREFIX edtf: <http://id.loc.gov/datatypes/edtf/>
            PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
            <v> <{terms.file}> "verslag.txt" ; <{terms.year}> "2023"^^xsd:gYear .
            <p> a <{terms.passage}> ; <{terms.report}> <v> ;
              <{terms.first_line}> 1 ; <{terms.last_line}> 1 ;
              <{terms.begin}> 0 ; <{terms.end}> {len(passage)} ;
              <{terms.digest}> "{digest_of(passage)}" ;
              <{terms.derivation}> <id/concept/Afleiding/{rule}> .
            <p> {{ {statements} }}
            """,
            format=RdfFormat.TRIG,
            base_iri=BASE,
        )
    )
    report = verify_evidence(dataset, terms, tmp_path)
    assert report.lost_passages == ()
    return ", ".join([*report.states, *("lost" for _ in report.lost_statements)])


@pytest.mark.parametrize(
    ("rule", "passage", "value"),
    [
        ("jaar-uit-verslag", "Op 18 april kwam er een hek.", '"2023-04-18"^^xsd:date'),
        ("jaar-uit-verslag", "In april kwam er een hek.", '"2023-04"^^xsd:gYearMonth'),
        ("jaar-uit-verslag", "Er kwam een hek.", '"2023"^^xsd:gYear'),
        ("tijdsaanduiding", "Sinds begin 2021.", '"2021-01~/.."^^edtf:EDTF-level1'),
        ("tijdsaanduiding", "In het najaar.", '"2023-23"^^edtf:EDTF'),
        ("valuta", "Dat kost 10 euro.", '"EUR"'),
        ("valuta", "Dat kost € 10.", '"EUR"'),
        ("ocr", "De kruidenh0ek bleef.", '"kruidenhoek"'),
        ("ocr", "De kruiden hoek bleef.", '"kruidenhoek"'),
        ("woordvorm", "Tuin en hek van de buurten.", '"hek buurt"'),
        ("woordvorm", "De tuin-werkgroepen van het hek.", '"Werkgroep tuin"'),
        ("geteld", "Els, Jan en Piet.", "3 ; tuin:van <els> , <jan> , <piet>"),
    ],
)
def test_literal_follows_by_the_rule_that_its_passage_declares(
    tmp_path: Path, terms: Evidence, rule: str, passage: str, value: str
) -> None:
    statements = f"<hek> tuin:x {value} ."
    assert state(tmp_path, terms, passage, statements, rule) == rule
    assert state(tmp_path, terms, passage, statements, "een-andere") == "lost"


@pytest.mark.parametrize(
    ("rule", "passage", "value"),
    [
        ("jaar-uit-verslag", "Op 18 april kwam er een hek.", '"2022-04-18"^^xsd:date'),
        ("jaar-uit-verslag", "Op 18 april kwam er een hek.", '"2023-04-17"^^xsd:date'),
        ("jaar-uit-verslag", "Op 18 april kwam er een hek.", '"2022"^^xsd:gYear'),
        ("jaar-uit-verslag", "Er kwam een hek.", "2023"),
        ("tijdsaanduiding", "Eind 2021.", '"2021-01~"^^edtf:EDTF-level1'),
        ("tijdsaanduiding", "Eind 2021.", '"2021-13-40"^^edtf:EDTF-level1'),
        ("tijdsaanduiding", "Begin 2021.", '"2021-01~"'),
        ("valuta", "Dat kost 10 dollar.", '"EUR"'),
        ("valuta", "Dat kost 10 euro.", '"USD"'),
        ("ocr", "De achtertuin bleef.", '"kruidenhoek"'),
        ("ocr", "De hek bleef.", '"het"'),
        ("woordvorm", "Tuin en hek.", '"tuin vijver"'),
        ("woordvorm", "De hekken van de buurt.", '"hek"'),
        ("geteld", "Els, Jan en Piet.", "4 ; tuin:van <els> , <jan> , <piet>"),
        ("geteld", "Els, Jan en Piet.", "3"),
    ],
)
def test_literal_that_does_not_follow_is_lost(
    tmp_path: Path, terms: Evidence, rule: str, passage: str, value: str
) -> None:
    assert state(tmp_path, terms, passage, f"<hek> tuin:x {value} .", rule) == "lost"


@pytest.mark.parametrize(
    ("passage", "value"),
    [
        ("Er staan negen bomen.", "9"),
        ("Er staan 1.250,50 bomen.", "1250.50"),
        ("Op 18 april 2023.", '"2023-04-18"^^xsd:date'),
        ("In april 2023.", '"2023-04"^^xsd:gYearMonth'),
        ("De  Achter   tuin.", '"achter tuin"@nl'),
    ],
)
def test_literal_that_is_printed_needs_no_rule(
    tmp_path: Path, terms: Evidence, passage: str, value: str
) -> None:
    assert state(tmp_path, terms, passage, f"<hek> tuin:x {value} .", "geen") == "printed"


def test_changed_number_is_told_once(
    garden: Path, publication: Publication, report_text: Path
) -> None:
    change(report_text, "negen", "zeven")
    report = verify(garden, publication)
    assert (len(report.lost_passages), report.lost_statements) == (1, ())
    assert len(report.unproved) == len(told(report, garden, publication)) - 1 == 4


def test_who_is_not_named_in_the_passage_is_not_proved(
    garden: Path, publication: Publication
) -> None:
    """A garden of another passage, given a part by this one."""
    data = garden / "data" / "tuinen.trig"
    data.write_text(
        data.read_text("utf-8").replace(
            "id:kruidenhoek tuin:onderdeelVan id:achtertuin .",
            "id:kruidenhoek tuin:onderdeelVan id:voortuin .",
        )
        + 'graaf:redactie { id:voortuin a tuin:Tuin ; skos:prefLabel "Voortuin"@nl . }\n',
        "utf-8",
    )
    report = verify(garden, publication)
    assert [lost.quad.object for lost in report.lost_statements] == [
        NamedNode(BASE + "id/tuin/voortuin")
    ]
    assert "id/tuin/voortuin" in "".join(told(report, garden, publication))


def test_any_name_will_do_between_other_characters_than_letters(
    garden: Path, publication: Publication
) -> None:
    data = garden / "data" / "tuinen.trig"
    change(data, '"Kruidenhoek"@nl , "Herb corner"@en', '"De hoek"@nl , "Herb corner"@en')
    assert [lost.quad.subject for lost in verify(garden, publication).lost_statements] == [
        NamedNode(BASE + "id/tuin/kruidenhoek")
    ]
    change(data, '"De hoek"@nl', '"De hoek"@nl ; skos:hiddenLabel "KRUIDENHOEK"@nl ; skos:note "x"')
    assert verify(garden, publication).holds


def test_reference_must_be_declared(garden: Path, publication: Publication) -> None:
    data = garden / "data" / "tuinen.trig"
    change(data, '"Kruidenhoek"@nl', '"De hoek"@nl')
    digest = '"9e1780f3d76595abac5e2181cb60c02e421d39a0de10db2bc3165aa0a9063631"'
    change(data, digest, f"{digest} ; tuin:afleiding <id/concept/Afleiding/verwijzing>")
    report = verify(garden, publication)
    assert report.holds
    assert report.relations == {"verwijzing": 1}
