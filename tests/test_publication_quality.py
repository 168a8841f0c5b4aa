"""Quality: figures of a version, in its manifest and its report."""

from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, parse

from kennisgraaf.publication.pipeline import publish
from kennisgraaf.publication_file import read_publication
from kennisgraaf.settings import Publication
from kennisgraaf.validation.validate import Validated, validate_publication
from kennisgraaf.versions import REPORT, Version
from stores import silent

BASE = "https://tuin.example/"
DQV = "http://www.w3.org/ns/dqv#"


def test_statements_are_counted_by_what_proves_them(version: Version) -> None:
    statements = version.manifest.quality.statements
    assert statements["report: printed"] == 3
    assert statements["report: jaar-uit-verslag"] == 1
    assert statements["report: stated"] == 1
    assert "report: not verified" not in statements
    assert sum(statements.values()) == version.manifest.quads


def test_without_the_reports_nothing_is_called_verified(
    garden: Path, publication: Publication, tmp_path: Path
) -> None:
    validated = validate_publication(publication, garden, silent)
    version, _ = publish(validated, publication, tmp_path, silent)
    statements = version.manifest.quality.statements
    assert {key for key in statements if key.startswith("report")} == {"report: not verified"}
    assert sum(statements.values()) == version.manifest.quads


def test_proof_makes_a_version_and_is_not_lost_again(
    garden: Path, publication: Publication, validated: Validated, tmp_path: Path
) -> None:
    unproved = validate_publication(publication, garden, silent)
    first, _ = publish(unproved, publication, tmp_path, silent)
    proved, is_new = publish(validated, publication, tmp_path, silent)
    assert is_new
    assert proved.name != first.name
    assert proved.manifest.content_sha256 == first.manifest.content_sha256
    for again in (validated, unproved):
        assert publish(again, publication, tmp_path, silent) == (proved, False)


def test_entities_are_counted_by_language_and_link(garden: Path, tmp_path: Path) -> None:
    data = garden / "data" / "tuinen.trig"
    data.write_text(
        data.read_text("utf-8")
        + "graaf:redactie {\n"
        + '  id:los a tuin:Tuin ; skos:prefLabel "Los"@nl .\n'
        + "  id:achtertuin skos:exactMatch <http://www.wikidata.org/entity/Q1> .\n}\n",
        "utf-8",
    )
    publication = read_publication(garden / "publication.toml")
    validated = validate_publication(publication, garden, silent)
    quality = publish(validated, publication, tmp_path, silent)[0].manifest.quality
    assert quality.entities == 3
    assert quality.labels == {"en": 2, "nl": 3}
    assert quality.links == {"www.wikidata.org": 1}
    assert quality.entities_without_link == 2
    assert quality.entities_without_relation == [BASE + "id/tuin/los"]


def test_unused_terms_are_named(garden: Path, tmp_path: Path) -> None:
    ontology = garden / "ontology" / "tuin.ttl"
    ontology.write_text(
        ontology.read_text("utf-8")
        + "<ns/tuin#ongebruikt> <http://www.w3.org/2000/01/rdf-schema#isDefinedBy> <ns/tuin> .\n",
        "utf-8",
    )
    publication = read_publication(garden / "publication.toml")
    validated = validate_publication(publication, garden, silent)
    quality = publish(validated, publication, tmp_path, silent)[0].manifest.quality
    assert quality.unused_terms == [BASE + "ns/tuin#ongebruikt"]


def test_report_holds_the_figures_as_measurements(version: Version) -> None:
    """DWBP 6"""
    triples = list(parse(path=version.path / REPORT, format=RdfFormat.TURTLE))
    values = {
        str(triple.subject.value).rpartition("/")[2]: triple.object.value
        for triple in triples
        if triple.predicate == NamedNode(DQV + "value")
    }
    assert values["entities"] == str(version.manifest.quality.entities)
    assert values["statements-report-printed"] == "3"
    computed_on = {t.object for t in triples if t.predicate == NamedNode(DQV + "computedOn")}
    assert computed_on == {NamedNode(BASE + "id/dataset/tuinkennis")}


def test_own_ontology_has_no_unused_term(stadskennis_version: Version) -> None:
    quality = stadskennis_version.manifest.quality
    assert quality.unused_terms == []
    assert quality.entities_without_relation == []
    assert quality.labels == {"en": quality.entities, "nl": quality.entities}
