"""SPARQL results: each format says what it should (checklist 4.5)."""

import csv
import io
import json
from xml.etree import ElementTree

import pytest
from pyoxigraph import RdfFormat, parse
from werkzeug.test import Client, TestResponse

from kennisgraaf.formats import GRAPH_FORMATS

ROWS = 'SELECT ?a ?b ?c WHERE { VALUES (?a ?b) { (<urn:x> "à, \\"b\\"\\n\\tc"@nl) (1.5 UNDEF) } }'
RESULTS = "http://www.w3.org/2005/sparql-results#"


@pytest.fixture
def client(real_client: Client) -> Client:
    return real_client


def ask(client: Client, query: str, accept: str = "*/*") -> TestResponse:
    return client.get("/sparql", query_string={"query": query}, headers={"Accept": accept})


def test_rows_in_json(client: Client) -> None:
    """RF-01, RF-05"""
    answer = json.loads(ask(client, ROWS, "application/sparql-results+json").data)
    assert answer["head"]["vars"] == ["a", "b", "c"]
    first, second = answer["results"]["bindings"]
    assert first["a"] == {"type": "uri", "value": "urn:x"}
    assert first["b"] == {"type": "literal", "xml:lang": "nl", "value": 'à, "b"\n\tc'}
    assert set(second) == {"a"}
    assert second["a"]["value"] == "1.5"


def test_rows_in_xml(client: Client) -> None:
    """RF-02"""
    root = ElementTree.fromstring(ask(client, ROWS, "application/sparql-results+xml").data)
    assert [v.get("name") for v in root.iter(f"{{{RESULTS}}}variable")] == ["a", "b", "c"]
    assert [e.text for e in root.iter(f"{{{RESULTS}}}literal")] == ['à, "b"\n\tc', "1.5"]


def test_rows_in_csv(client: Client) -> None:
    """RF-03"""
    answer = ask(client, ROWS, "text/csv")
    assert answer.content_type == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(answer.text, newline="")))
    assert rows == [["a", "b", "c"], ["urn:x", 'à, "b"\n\tc', ""], ["1.5", "", ""]]
    assert answer.text.startswith("a,b,c\r\n")


def test_rows_in_tsv(client: Client) -> None:
    """RF-04"""
    lines = ask(client, ROWS, "text/tab-separated-values").text.splitlines()
    assert lines[:2] == ["?a\t?b\t?c", '<urn:x>\t"à, \\"b\\"\\n\\tc"@nl\t']
    assert lines[2].split("\t") == ["1.5", "", ""]


@pytest.mark.parametrize("kind", GRAPH_FORMATS, ids=lambda kind: kind.file_extension)
@pytest.mark.parametrize("form", ["CONSTRUCT WHERE { ?s <ns/tuin#oppervlakte> ?o }", "DESCRIBE {}"])
def test_triples_parse_in_every_format(client: Client, form: str, kind: RdfFormat) -> None:
    """SP-17, RF-07"""
    query = form.replace("{}", "<id/tuin/achtertuin>")
    expected = {q.triple for q in parse(ask(client, query).data, format=RdfFormat.TURTLE)}
    answer = ask(client, query, kind.media_type)
    assert answer.mimetype == kind.media_type
    assert {q.triple for q in parse(answer.data, format=kind)} == expected
    assert expected


@pytest.mark.parametrize(
    ("accept", "found"),
    [
        ("application/sparql-results+json", '"boolean":true'),
        ("application/sparql-results+xml", "<boolean>true</boolean>"),
        ("text/csv", "true"),
        ("text/tab-separated-values", "true"),
    ],
)
def test_ask_is_answered(client: Client, accept: str, found: str) -> None:
    """SP-17"""
    answer = ask(client, "ASK { ?s ?p ?o }", accept)
    assert (answer.status_code, answer.mimetype) == (200, accept)
    assert found in answer.text


@pytest.mark.parametrize(
    "triple",
    [
        "<urn:s> <http://ex.org/1> 1",
        "<urn:s> <http://ex.org/> 1",
        "<urn:s> <http://ex.org/a\u00b2> 1",
        '<urn:s> <urn:p> "\\u0001"',
    ],
)
def test_triple_that_rdf_xml_cannot_write_is_406(client: Client, triple: str) -> None:
    """What is written is XML: the rest is refused, with what to ask instead."""
    query = f"CONSTRUCT {{ {triple} }} {{}}"
    answer = ask(client, query, "application/rdf+xml")
    assert (answer.status_code, answer.mimetype) == (406, "application/problem+json")
    assert answer.json is not None
    assert "Ask for Turtle or JSON-LD" in answer.json["detail"]
    for kind in (RdfFormat.TURTLE, RdfFormat.N_TRIPLES, RdfFormat.JSON_LD):
        written = ask(client, query, kind.media_type)
        assert len(list(parse(written.data, format=kind))) == 1


def test_description_that_rdf_xml_can_write_is_xml(client: Client) -> None:
    answer = ask(client, "DESCRIBE <id/tuin/achtertuin>", "application/rdf+xml")
    root = ElementTree.fromstring(answer.data)
    assert len(root) > 0
