"""Serialisation: the same bytes in every process, and no prefix that is not used."""

import os
import subprocess
import sys

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse

from kennisgraaf.formats import GRAPH_FORMATS
from kennisgraaf.serialisation import serialised

BASE = "https://tuin.example/"
PREFIXES = {
    "tuin": BASE + "ns/tuin#",
    "id": BASE + "id/tuin/",
    "graaf": BASE + "id/graaf/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dct": "http://purl.org/dc/terms/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
GARDEN = NamedNode(BASE + "id/tuin/achtertuin")
AREA = NamedNode(BASE + "ns/tuin#oppervlakte")
LABEL = NamedNode(PREFIXES["skos"] + "prefLabel")
GRAPH = NamedNode(BASE + "id/graaf/redactie")
STATEMENTS = [
    Quad(GARDEN, AREA, Literal("1250.50", datatype=NamedNode(PREFIXES["xsd"] + "decimal")), GRAPH),
    Quad(GARDEN, LABEL, Literal("Achtertuin\u2028", language="nl"), GRAPH),
]
PROGRAM = """
import sys
from pyoxigraph import RdfFormat, parse
from kennisgraaf.serialisation import serialised
rdf_format = RdfFormat.from_extension(sys.argv[1])
prefixes = dict(part.split("=") for part in sys.argv[2:])
quads = list(parse(sys.stdin.buffer.read(), format=RdfFormat.N_QUADS))
statements = quads if rdf_format.supports_datasets else [quad.triple for quad in quads]
sys.stdout.buffer.write(serialised(statements, rdf_format, prefixes))
"""


def in_process(seed: str, extension: str) -> bytes:
    """Serialise in another process, whose hashes of texts are other ones."""
    prefixes = [f"{name}={iri}" for name, iri in PREFIXES.items()]
    command = [sys.executable, "-c", PROGRAM, extension, *prefixes]
    quads = serialised(STATEMENTS, RdfFormat.N_QUADS, {})
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    return subprocess.run(command, input=quads, env=environment, stdout=-1, check=True).stdout


def declared(content: bytes) -> list[str]:
    lines = content.decode().split("\n")
    return [line.split()[1].rstrip(":") for line in lines if line.startswith("@prefix")]


@pytest.mark.parametrize("extension", ["ttl", "trig"])
def test_every_process_writes_the_same_bytes(extension: str) -> None:
    """Style 7: the order of prefixes does not follow hashes."""
    contents = {in_process(seed, extension) for seed in ("0", "1", "2", "3")}
    assert len(contents) == 1
    assert b"1250.50" in contents.pop()


def test_turtle_declares_the_prefixes_that_it_uses_in_order() -> None:
    triples = [quad.triple for quad in STATEMENTS]
    laid_out = Literal("2023-04-18", datatype=NamedNode(PREFIXES["xsd"] + "date"))
    dated = Triple(GARDEN, NamedNode(BASE + "ns/tuin#aangelegd"), laid_out)
    assert declared(serialised(triples, RdfFormat.TURTLE, PREFIXES)) == ["id", "skos", "tuin"]
    assert declared(serialised(triples[1:], RdfFormat.TURTLE, PREFIXES)) == ["id", "skos"]
    assert declared(serialised([dated], RdfFormat.TURTLE, PREFIXES)) == ["id", "tuin", "xsd"]


def test_trig_declares_the_prefixes_of_graphs() -> None:
    assert "graaf" in declared(serialised(STATEMENTS, RdfFormat.TRIG, PREFIXES))


@pytest.mark.parametrize("kind", GRAPH_FORMATS, ids=lambda kind: kind.file_extension)
def test_what_is_written_is_read_again(kind: RdfFormat) -> None:
    triples: list[Triple] = [quad.triple for quad in STATEMENTS]
    content = serialised(STATEMENTS if kind.supports_datasets else triples, kind, PREFIXES)
    found = list(parse(content, format=kind))
    assert {quad.triple for quad in found} == set(triples)
    if kind.supports_datasets:
        assert set(found) == set(STATEMENTS)


@pytest.mark.parametrize("prefixes", [{}, PREFIXES], ids=["no prefixes", "prefixes"])
@pytest.mark.parametrize("kind", GRAPH_FORMATS, ids=lambda kind: kind.file_extension)
def test_nothing_is_written_as_nothing(kind: RdfFormat, prefixes: dict[str, str]) -> None:
    assert list(parse(serialised([], kind, prefixes), format=kind)) == []


def test_statements_keep_their_order() -> None:
    lines = serialised(STATEMENTS[::-1], RdfFormat.N_QUADS, {}).decode().split("\n")
    assert lines == [f"{quad} ." for quad in STATEMENTS[::-1]] + [""]
