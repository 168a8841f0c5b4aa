"""Documents: every format says the same, TriG and N-Quads say where from."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterable
from itertools import chain

import pytest
from pyld import jsonld
from pyoxigraph import (
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    parse,
)

from kennisgraaf.errors import NotRepresentableError
from kennisgraaf.formats import GRAPH_FORMATS
from kennisgraaf.namespaces import DCT, RDF_TYPE, RDFS, XSD
from kennisgraaf.settings import Publication
from kennisgraaf.store.descriptions import Descriptions
from kennisgraaf.store.documents import (
    dataset_document,
    document,
    document_iri,
    document_state,
    json_ld_context,
    write,
)
from kennisgraaf.versions import Version

BASE = "https://tuin.example/"
GARDEN = BASE + "id/tuin/achtertuin"
PASSAGE = BASE + "id/passage/2023/achtertuin"
WITH_GRAPHS = (RdfFormat.TRIG, RdfFormat.N_QUADS)
PREFIXES = {"t": "https://t.example/", "": "https://vocab.example/", "xsd": XSD}
TRIG = """
PREFIX t: <https://t.example/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
t:g { t:a a t:Kind ; t:n "01"^^xsd:integer , 1 , 1250.50 , 1e0 , true , "1"^^xsd:boolean ;
  t:text "x" , "x"@nl , "x"@nl-BE , "a\\u2028\\n<b>&amp;]]>\\t\\"" ; t:p t:b ;
    t:p [ t:q [ t:q t:a ] ] . }
t:h { t:a t:p t:b ; t:list ( 1 "2" () ) .
  t:b <https://vocab.example/p> <https://vocab.example/v> . }
t:a t:p t:b ; t:made "2026"^^xsd:gYear , "x"^^<https://t.example/type> ; t:iri <urn:x:%20é> .
"""  # fmt: skip


def name(rdf_format: RdfFormat) -> str:
    return rdf_format.name


def quads_of(text: str | bytes, rdf_format: RdfFormat) -> list[Quad]:
    return list(parse(text, format=rdf_format))


def without_graph(statement: Quad | Triple) -> Quad:
    return Quad(statement.subject, statement.predicate, statement.object)


def same(quads: Iterable[Quad], *, graphs: bool) -> Dataset:
    """Make a dataset that equals another whatever its blank nodes are called."""
    dataset = Dataset(quads if graphs else (without_graph(quad) for quad in quads))
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def garden_document(version: Version, rdf_format: RdfFormat, iri: str = GARDEN) -> bytes:
    descriptions = Descriptions(version)
    description = descriptions.describe(iri)
    labels = descriptions.labels(description.named())
    return document(description, labels, version.publication, rdf_format)


@pytest.mark.parametrize("rdf_format", GRAPH_FORMATS, ids=name)
def test_format_holds_the_same_statements(rdf_format: RdfFormat) -> None:
    quads = quads_of(TRIG, RdfFormat.TRIG)
    found = quads_of(write(quads, rdf_format, PREFIXES), rdf_format)
    graphs = rdf_format in WITH_GRAPHS
    assert same(found, graphs=graphs) == same(quads, graphs=graphs)


@pytest.mark.parametrize("rdf_format", GRAPH_FORMATS, ids=name)
def test_statement_of_several_graphs_is_written_once_where_there_are_none(
    rdf_format: RdfFormat,
) -> None:
    a, b, c, g, h = (NamedNode(f"https://t.example/{term}") for term in "abcgh")
    quads = [Quad(a, b, c, graph) for graph in (g, h, g, h)]
    found = quads_of(write(quads, rdf_format, {}), rdf_format)
    assert len(found) == (2 if rdf_format in WITH_GRAPHS else 1)


@pytest.mark.parametrize("rdf_format", GRAPH_FORMATS, ids=name)
def test_document_of_an_entity_holds_the_same_in_each_format(
    version: Version, rdf_format: RdfFormat
) -> None:
    expected = quads_of(garden_document(version, RdfFormat.N_QUADS), RdfFormat.N_QUADS)
    found = quads_of(garden_document(version, rdf_format), rdf_format)
    graphs = rdf_format in WITH_GRAPHS
    assert same(found, graphs=graphs) == same(expected, graphs=graphs)


def test_document_keeps_the_evidence_of_a_statement(version: Version) -> None:
    quads = quads_of(garden_document(version, RdfFormat.TRIG), RdfFormat.TRIG)
    area = [quad for quad in quads if quad.predicate.value == BASE + "ns/tuin#oppervlakte"]
    assert [quad.graph_name for quad in area] == [NamedNode(PASSAGE)]
    assert area[0].object == Literal("1250.50", datatype=NamedNode(XSD + "decimal"))


def test_document_says_what_it_is(version: Version, publication: Publication) -> None:
    page = NamedNode(document_iri(GARDEN, publication))
    assert page.value == BASE + "doc/tuin/achtertuin"
    quads = quads_of(garden_document(version, RdfFormat.TURTLE), RdfFormat.TURTLE)
    about = {quad.predicate.value: quad.object for quad in quads if quad.subject == page}
    assert about["http://xmlns.com/foaf/0.1/primaryTopic"] == NamedNode(GARDEN)
    assert about[DCT + "license"] == NamedNode(publication.licence)
    modified = Literal(version.manifest.published, datatype=NamedNode(XSD + "dateTime"))
    assert about[DCT + "modified"] == modified


def test_document_labels_what_it_names(version: Version) -> None:
    quads = quads_of(garden_document(version, RdfFormat.TURTLE), RdfFormat.TURTLE)
    labels = {(q.subject, q.object) for q in quads if q.predicate.value == RDFS + "label"}
    assert (NamedNode(BASE + "ns/tuin#Tuin"), Literal("tuin", language="nl")) in labels
    assert GARDEN not in {subject.value for subject, _ in labels if isinstance(subject, NamedNode)}


def test_document_of_a_graph_says_what_stands_in_it(version: Version) -> None:
    trig = garden_document(version, RdfFormat.TRIG, PASSAGE)
    inside = [q for q in quads_of(trig, RdfFormat.TRIG) if q.graph_name == NamedNode(PASSAGE)]
    assert len(inside) == 4


def test_dataset_document_has_statements_only(version: Version) -> None:
    description = Descriptions(version).describe(GARDEN)
    quads = quads_of(dataset_document(description, version.publication), RdfFormat.TRIG)
    assert len(quads) == len(description.quads) + 1
    assert {NamedNode(GARDEN)} < {quad.subject for quad in quads}


@pytest.mark.parametrize(
    "predicate",
    ["https://t.example/", "https://t.example/1", "https://t.example/a/", "https://t.example/a²",
     "https://t.example/p?q=1", "https://t.example/ª", "urn:x:2026"],
)  # fmt: skip
def test_predicate_without_a_name_is_refused_by_rdf_xml_alone(predicate: str) -> None:
    quads = [Quad(NamedNode("urn:s"), NamedNode(predicate), Literal("x"))]
    with pytest.raises(NotRepresentableError, match=r"Ask for Turtle or JSON-LD"):
        write(quads, RdfFormat.RDF_XML, {})
    for rdf_format in GRAPH_FORMATS:
        if rdf_format != RdfFormat.RDF_XML:
            assert quads_of(write(quads, rdf_format, {}), rdf_format) == quads


@pytest.mark.parametrize(
    "predicate", ["urn:x:é", "urn:x:1a", "urn:x:a.b-c_d", "urn:x:a1", "urn:x:名"]
)
def test_predicate_with_a_name_is_written_in_rdf_xml(predicate: str) -> None:
    quads = [Quad(NamedNode("urn:s"), NamedNode(predicate), Literal("x"))]
    assert quads_of(write(quads, RdfFormat.RDF_XML, {}), RdfFormat.RDF_XML) == quads


@pytest.mark.parametrize("character", ["\x00", "\x01", "\x0b", "\x1f", "\ufffe"])
def test_character_that_xml_lacks_is_refused_or_kept(character: str) -> None:
    quads = [Quad(NamedNode("urn:s"), NamedNode("urn:p"), Literal(f"a{character}b"))]
    try:
        content = write(quads, RdfFormat.RDF_XML, {})
    except NotRepresentableError:
        return
    assert quads_of(content, RdfFormat.RDF_XML) == quads


def test_json_ld_needs_nothing_from_elsewhere(
    version: Version, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = garden_document(version, RdfFormat.JSON_LD)
    monkeypatch.setattr(socket.socket, "connect", None)
    read = json.loads(content)
    assert read["@context"] == json_ld_context(version.publication.prefixes)
    assert "@graph" in read
    quads = jsonld.to_rdf(read, {"format": "application/n-quads"})
    expected = garden_document(version, RdfFormat.N_TRIPLES)
    found = quads_of(quads, RdfFormat.N_QUADS)
    assert same(found, graphs=False) == same(quads_of(expected, RdfFormat.N_TRIPLES), graphs=False)


def test_json_ld_is_compact(version: Version) -> None:
    nodes = json.loads(garden_document(version, RdfFormat.JSON_LD))["@graph"]
    garden = next(node for node in nodes if node["@id"] == GARDEN)
    assert garden["tuin:oppervlakte"] == {"@type": "xsd:decimal", "@value": "1250.50"}
    assert garden["@type"] == "tuin:Tuin"


def test_class_that_is_text_stays_a_property_in_json_ld() -> None:
    quads = [Quad(NamedNode("urn:s"), RDF_TYPE, value) for value in (Literal("x"), RDF_TYPE)]
    found = quads_of(write(quads, RdfFormat.JSON_LD, {}), RdfFormat.JSON_LD)
    assert set(found) == set(quads)


def test_empty_prefix_is_the_vocabulary_of_json_ld() -> None:
    assert json_ld_context(PREFIXES)["@vocab"] == "https://vocab.example/"


def test_documents_have_the_same_bytes_in_every_process(version: Version) -> None:
    program = (
        "import sys, pathlib, hashlib; sys.path.insert(0, sys.argv[3])\n"
        "from test_store_documents import garden_document\n"
        "from kennisgraaf.formats import GRAPH_FORMATS\n"
        "from kennisgraaf.versions import Version\n"
        "for rdf_format in GRAPH_FORMATS:\n"
        "    for iri in sys.argv[1:3]:\n"
        "        content = garden_document(Version(pathlib.Path(sys.argv[4])), rdf_format, iri)\n"
        "        print(rdf_format, iri, hashlib.sha256(content).hexdigest())\n"
    )
    folder = os.path.dirname(__file__)  # noqa: PTH120
    command = [sys.executable, "-c", program, GARDEN, PASSAGE, folder, str(version.path)]
    outputs = {
        subprocess.run(
            command, check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("0", "1", "77")
    }
    assert len(outputs) == 1
    assert len(outputs.pop().splitlines()) == 2 * len(GRAPH_FORMATS)


def test_state_changes_with_the_entity_and_with_the_settings(
    version: Version, publication: Publication
) -> None:
    descriptions = Descriptions(version)
    described = [descriptions.describe(iri) for iri in (GARDEN, PASSAGE)]
    states = [document_state(description, publication) for description in described]
    assert states[0] != states[1]
    assert document_state(descriptions.describe(GARDEN), publication) == states[0]


def test_turtle_writes_each_subject_once_and_its_class_first() -> None:
    statements = [("a", "z"), ("b", "z"), ("a", "type")]
    triples = [
        Triple(
            NamedNode(f"https://t.example/{subject}"),
            RDF_TYPE if predicate == "type" else NamedNode(f"https://t.example/{predicate}"),
            NamedNode("https://t.example/o"),
        )
        for subject, predicate in statements
    ]
    quads = (without_graph(triple) for triple in chain(triples, triples))
    turtle = write(quads, RdfFormat.TURTLE, {"t": "https://t.example/"}).decode()
    statements_written = " ".join(turtle.split("\n", 1)[1].split())
    assert statements_written == "t:a a t:o ; t:z t:o . t:b t:z t:o ."
