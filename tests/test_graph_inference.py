"""Inference: what follows from a few statements by the generic rules and by own ones."""

from pathlib import Path

import pytest
from pyoxigraph import Dataset, Literal, NamedNode, RdfFormat, parse

from kennisgraaf.errors import SourceError
from kennisgraaf.graph.inference import infer
from kennisgraaf.settings import Publication
from kennisgraaf.sources.files import query_files
from kennisgraaf.validation.validate import Validated

BASE = "https://tuin.example/"
GRAPH = BASE + "id/graaf/afgeleid"
PREFIXES = """\
PREFIX : <>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX edtf: <http://id.loc.gov/datatypes/edtf/>
PREFIX kg: <urn:kennisgraaf:function:>
"""


def dataset(text: str) -> Dataset:
    return Dataset(parse(PREFIXES + text, format=RdfFormat.TRIG, base_iri=BASE))


def inferred(text: str, *rules: Path) -> Dataset:
    return infer(dataset(text), [rules], BASE, GRAPH)


def statements(text: str) -> Dataset:
    """Write the statements that must be inferred, without their graph."""
    return dataset(f"<{GRAPH}> {{ {text} }}")


@pytest.fixture
def rule(tmp_path: Path) -> Path:
    return tmp_path / "10-rule.rq"


@pytest.mark.parametrize(
    ("given", "follows"),
    [
        (":omvat owl:inverseOf :in . :a :in :b .", ":b :omvat :a ."),
        (":in owl:inverseOf :omvat . :a :in :b .", ":b :omvat :a ."),
        (":naast a owl:SymmetricProperty . :a :naast :b .", ":b :naast :a ."),
        (":in owl:inverseOf :omvat . :a :in 'tekst' .", ""),
        (":bomen rdfs:subPropertyOf :maat . :a :bomen 9 .", ":a :maat 9 ."),
        (":p rdfs:subPropertyOf :p . :a :p :b .", ""),
        (":p rdfs:subPropertyOf [] . :a :p :b .", ""),
        (":Moestuin rdfs:subClassOf :Tuin . :a a :Moestuin .", ":a a :Tuin ."),
        (":Hof owl:equivalentClass :Tuin . :a a :Hof . :b a :Tuin .", ":a a :Tuin . :b a :Hof ."),
        (":Tuin rdfs:subClassOf [ a owl:Restriction ] . :a a :Tuin .", ""),
    ],
)
def test_generic_rule(given: str, follows: str) -> None:
    assert inferred(given) == statements(follows)


def test_what_is_said_in_any_graph_is_said() -> None:
    given = ":onder { :in owl:inverseOf :omvat } :data { :a :in :b }"
    assert inferred(given) == statements(":b :omvat :a .")


def test_what_is_known_in_a_graph_is_not_inferred_again() -> None:
    given = ":in owl:inverseOf :omvat . :p1 { :a :in :b } :p2 { :b :omvat :a }"
    assert len(inferred(given)) == 0


def test_rules_go_on_until_nothing_new_follows() -> None:
    chain = " ".join(f":C{n} rdfs:subClassOf :C{n + 1} ." for n in range(10))
    assert inferred(chain + " :a a :C0 .") == statements(
        " ".join(f":a a :C{n} ." for n in range(1, 11))
    )


def test_one_rule_sees_what_another_infers() -> None:
    given = ":lid rdfs:subPropertyOf :in . :in owl:inverseOf :omvat . :a :lid :b ."
    assert inferred(given) == statements(":a :in :b . :b :omvat :a .")


@pytest.mark.parametrize(
    "literal",
    ["1250.50", "007", "1.0e1", "'true'^^xsd:boolean", "'1'^^xsd:boolean", "'2023'^^xsd:gYear"]
    + ["'2023-04-18+02:00'^^xsd:date", "'A'@nl-BE", "'A'", "'-0'^^xsd:integer"],
)
def test_literal_is_kept_as_it_is_written(literal: str) -> None:
    given = f":oppervlakte rdfs:subPropertyOf :maat . :a :oppervlakte {literal} ."
    assert inferred(given) == statements(f":a :maat {literal} .")


def test_each_entity_keeps_its_own_way_of_writing_a_number() -> None:
    given = ":o rdfs:subPropertyOf :m . :a :o 1.50 . :b :o 1.5 . :c :o 1.500 ."
    assert inferred(given) == statements(":a :m 1.50 . :b :m 1.5 . :c :m 1.500 .")


def test_small_publication_keeps_the_area_as_it_is_written(validated: Validated) -> None:
    quads = validated.inferred.quads_for_predicate(NamedNode(BASE + "ns/tuin#maat"))
    decimal = NamedNode("http://www.w3.org/2001/XMLSchema#decimal")
    assert [quad.object for quad in quads] == [Literal("1250.50", datatype=decimal)]


@pytest.mark.parametrize(
    ("literal", "earliest", "latest"),
    [
        ("'2023'^^xsd:gYear", "2023-01-01", "2023-12-31"),
        ("'2023-02'^^xsd:gYearMonth", "2023-02-01", "2023-02-28"),
        ("'2023-04-18'^^xsd:date", "2023-04-18", "2023-04-18"),
        ("'2023-04-18T10:00:00'^^xsd:dateTime", "2023-04-18", "2023-04-18"),
        ("'2022-23'^^edtf:EDTF-level1", "2022-09-01", "2022-12-31"),
        ("'2023-01~/..'^^edtf:EDTF", "2023-01-01", None),
        ("'../2022'^^edtf:EDTF", None, "2022-12-31"),
        ("'oeps'^^edtf:EDTF", None, None),
        ("2023", None, None),
        ("'2023'", None, None),
        (":b", None, None),
    ],
)
def test_rule_may_ask_for_the_first_and_last_day(
    rule: Path, literal: str, earliest: str | None, latest: str | None
) -> None:
    rule.write_text(
        PREFIXES + "CONSTRUCT { ?x ?property ?day } WHERE {"
        "  ?x :datum ?date"
        "  { BIND(:niet-voor AS ?property) } UNION { BIND(:niet-na AS ?property) }"
        "  BIND(IF(?property = :niet-voor, kg:earliest(?date), kg:latest(?date)) AS ?day)"
        "  FILTER(BOUND(?day))"
        "}",
        "utf-8",
    )
    follows = "".join(
        f":a :{name} '{day}'^^xsd:date . "
        for name, day in (("niet-voor", earliest), ("niet-na", latest))
        if day
    )
    assert inferred(f":a :datum {literal} .", rule) == statements(follows)


def test_relative_iris_of_a_rule_are_resolved_against_the_base(rule: Path) -> None:
    rule.write_text("CONSTRUCT { ?x a <ns/tuin#Ding> } WHERE { ?x <naam> ?name }", "utf-8")
    assert inferred(":a :naam 'A' .", rule) == statements(":a a <ns/tuin#Ding> .")


@pytest.mark.parametrize("query", ["SELECT * WHERE { ?s ?p ?o }", "ASK { ?s ?p ?o }"])
def test_rule_that_is_no_construct_is_told(rule: Path, query: str) -> None:
    rule.write_text(query, "utf-8")
    with pytest.raises(SourceError, match="must be a CONSTRUCT query") as raised:
        inferred(":a :b :c .", rule)
    assert raised.value.place.partition(".rq")[0] + ".rq" == str(rule)


@pytest.mark.parametrize(
    ("query", "line"),
    [
        ("# what\nCONSTRUCT { ?s ?p }\nWHERE { }", 2),
        ("CONSTRUCT { ?s a ?o }\nWHERE {\n  ?s weg:p ?o\n}", 3),
        ("DELETE WHERE { ?s ?p ?o }", 1),
        ("", 1),
    ],
)
def test_rule_that_does_not_parse_is_told_by_line(rule: Path, query: str, line: int) -> None:
    rule.write_text(query, "utf-8")
    with pytest.raises(SourceError) as raised:
        inferred(":a :b :c .", rule)
    assert raised.value.place == f"{rule}:{line}"


def test_rules_without_an_end_are_stopped(rule: Path) -> None:
    rule.write_text(
        "CONSTRUCT { ?s <next> ?next } WHERE {"
        "  ?any <next> ?s . BIND(IRI(CONCAT(STR(?s), 'x')) AS ?next)"
        "}",
        "utf-8",
    )
    with pytest.raises(SourceError, match="still follows after 50 rounds"):
        inferred(":a :next :b .", rule)


def test_rule_that_makes_blank_nodes_is_stopped(rule: Path) -> None:
    rule.write_text("CONSTRUCT { ?s <deel> [] } WHERE { ?s <naam> ?name }", "utf-8")
    with pytest.raises(SourceError, match="still follows after 50 rounds"):
        inferred(":a :naam 'A' .", rule)


def test_rules_are_applied_in_order_of_their_names(garden: Path, publication: Publication) -> None:
    (garden / "rules/05-eerder.rq").write_text("CONSTRUCT {} WHERE {}", "utf-8")
    (garden / "rules/LEESMIJ.md").write_text("geen regel", "utf-8")
    assert [path.name for path in query_files(garden, publication.folders.rules)] == [
        "05-eerder.rq", "10-niet-voor.rq",
    ]  # fmt: skip
    with pytest.raises(SourceError, match="there is no such folder or file"):
        query_files(garden, ["weg"])
