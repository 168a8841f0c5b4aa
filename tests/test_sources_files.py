"""Files: each quad has a line, each mistake too, and no file ends the process."""

import gzip
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from kennisgraaf.errors import SourceError
from kennisgraaf.settings import Publication
from kennisgraaf.sources.files import Place, locate, rdf_files, read_quads

BASE = "https://tuin.example/"
TURTLE = """\
PREFIX t: <ns/tuin#>
<a> t:naam "A"@nl ;
  t:bomen 9 ,

    10 .
<b> t:naam '''twee
regels''' .
"""
TRIG = """\
PREFIX t: <ns/tuin#>
<g> {
  <a> t:naam "A" .
}
<b> t:naam
  "B" .
"""
N_TRIPLES = """\
<urn:a> <urn:naam> "A" .
# a remark

<urn:b> <urn:naam> "B" .
"""
N_QUADS = """\
<urn:a> <urn:naam> "A" <urn:g> .

<urn:b> <urn:naam> "B" .
"""
RDF_XML = """\
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:t="urn:">
  <rdf:Description rdf:about="urn:a">
    <t:naam>A</t:naam>
  </rdf:Description>
  <rdf:Description rdf:about="urn:b">

    <t:naam>B</t:naam>
  </rdf:Description>
</rdf:RDF>
"""
JSON_LD = """\
[
  {"@id": "urn:a",
   "urn:naam": "A"},
  {"@id": "urn:b",
   "urn:naam": "B"}
]
"""
ANY: Callable[[Quad], bool] = lambda _: True  # noqa: E731  (the shortest way to say "every quad")


@pytest.mark.parametrize(
    ("name", "text", "lines"),
    [
        ("tuin.ttl", TURTLE, {"A": 2, "9": 3, "10": 5, "twee\nregels": 7}),
        ("tuin.trig", TRIG, {"A": 3, "B": 6}),
        ("tuin.nt", N_TRIPLES, {"A": 1, "B": 4}),
        ("tuin.nq", N_QUADS, {"A": 1, "B": 3}),
        ("tuin.rdf", RDF_XML, {"A": 3, "B": 7}),
        ("tuin.jsonld", JSON_LD, {"A": 3, "B": 5}),
    ],
)
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gz"])
def test_quad_is_located_at_its_line(
    tmp_path: Path, name: str, text: str, lines: dict[str, int], packed: bool
) -> None:
    path = tmp_path / (name + ".gz" if packed else name)
    path.write_bytes(gzip.compress(text.encode()) if packed else text.encode())
    located = {
        quad.object.value: place
        for quad, place in locate([path], ANY, BASE)
        if isinstance(quad.object, Literal)
    }
    assert located == {value: Place(path, line) for value, line in lines.items()}


def test_only_wanted_quads_are_located(tmp_path: Path) -> None:
    path = tmp_path / "tuin.ttl"
    path.write_text(TURTLE, "utf-8")
    ten = Literal(10)
    assert [str(place) for _, place in locate([path], lambda quad: quad.object == ten, BASE)] == [
        f"{path}:5"
    ]


def test_reading_and_locating_give_the_same_quads(garden: Path, publication: Publication) -> None:
    files = rdf_files(garden, ["ontology", "data"])
    read = [quad for path in files for quad in read_quads(path, publication.base_iri)]
    assert [quad for quad, _ in locate(files, ANY, publication.base_iri)] == read
    assert len(read) > 50


def test_blank_nodes_are_the_same_at_each_reading_and_others_in_each_file(tmp_path: Path) -> None:
    first, second = tmp_path / "a.ttl", tmp_path / "b.ttl"
    for path in (first, second):
        path.write_text("_:x <urn:p> [ <urn:q> _:x ] .", "utf-8")
    assert list(read_quads(first)) == [quad for quad, _ in locate([first], ANY)]
    assert not {quad.subject for quad in read_quads(first)} & {
        quad.subject for quad in read_quads(second)
    }


def test_relative_iris_are_resolved_against_the_base(tmp_path: Path) -> None:
    path = tmp_path / "tuin.ttl"
    path.write_text("<id/tuin/a> <ns/tuin#naam> <#x> .", "utf-8")
    assert list(read_quads(path, BASE)) == [
        Quad(
            NamedNode(BASE + "id/tuin/a"),
            NamedNode(BASE + "ns/tuin#naam"),
            NamedNode(BASE + "#x"),
            DefaultGraph(),
        )
    ]


@pytest.mark.parametrize(
    ("name", "text", "line", "words"),
    [
        ("bad.ttl", "<urn:a> <urn:b> 1 .\n\n<urn:a> <urn:b> 1 ,\n oeps .", 4, "oeps"),
        ("bad.ttl", "\n\n<urn:a> <urn:b> tuin:x .", 3, "prefix tuin: has not been declared"),
        ("bad.ttl", "<urn:a> <urn:b> 1 .\n<urn:a> <urn:b>", 2, "Unexpected end"),
        ("bad.ttl", "\n<a> <urn:b> 1 .", 2, "scheme"),
        ("bad.trig", "<urn:g> {\n <urn:a> <urn:b> 1 .\n", 3, ""),
        ("bad.nt", "<urn:a> <urn:b> <urn:c> .\n<urn:a> <urn:b> oeps .", 2, "object"),
        ("bad.nq", "<urn:a> <urn:b> <urn:c> <urn:d> <urn:e> .", 1, ""),
        ("bad.rdf", RDF_XML.replace("urn:b", "x y"), 5, "Invalid IRI"),
        ("bad.rdf", RDF_XML.replace("  </rdf:Description>\n", "  </oeps>\n", 1), 4, "oeps"),
        ("bad.jsonld", '{\n"@id": \n}', 3, "this is not JSON"),
        ("bad.jsonld", '{\n"@id": "urn:a",\n"@type": 5}', 3, "@type"),
        ("bad.jsonld", "", 1, "this is not JSON"),
    ],
)
def test_mistake_is_told_by_file_and_line(
    tmp_path: Path, name: str, text: str, line: int, words: str
) -> None:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    with pytest.raises(SourceError) as raised:
        list(read_quads(path))
    place, _, reason = str(raised.value).partition(": ")
    assert place == raised.value.place == f"{path}:{line}"
    assert words in reason


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("latin.ttl", TURTLE.replace("A", "één")),
        ("latin.trig", TRIG.replace('"A"', '"één"')),
        ("latin.nt", N_TRIPLES.replace('"A"', '"één"')),
        ("latin.rdf", RDF_XML.replace("A<", "één<")),
        ("latin.jsonld", JSON_LD.replace('"A"', '"één"')),
    ],
)
def test_latin_1_is_told_at_its_line(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_bytes(text.encode("latin-1"))
    line = next(n for n, words in enumerate(text.splitlines(), start=1) if "één" in words)
    with pytest.raises(SourceError, match="(?i)utf-8") as raised:
        list(read_quads(path, BASE))
    assert raised.value.place == f"{path}:{line}"


@pytest.mark.parametrize("name", ["leeg.ttl", "leeg.trig", "leeg.nt", "leeg.nq", "leeg.nq.gz"])
def test_empty_file_has_no_quads(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(gzip.compress(b"") if name.endswith(".gz") else b"")
    assert list(read_quads(path)) == []


@pytest.mark.parametrize(
    "content",
    [N_QUADS.encode(), gzip.compress(N_QUADS.encode())[:-12], b"\x1f\x8b\x08\x00" + b"\x00" * 20],
    ids=["not packed", "cut off", "damaged"],
)
def test_damaged_gzip_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "tuin.nq.gz"
    path.write_bytes(content)
    with pytest.raises(SourceError) as raised:
        list(read_quads(path))
    assert raised.value.place == str(path)


@pytest.mark.parametrize("opening", ["[", '{"urn:p:p":'])
def test_json_ld_nested_too_deep_is_refused_and_the_process_lives(
    tmp_path: Path, opening: str
) -> None:
    path = tmp_path / "diep.jsonld"
    closing = "]" if opening == "[" else "}"
    path.write_text(opening * 100_000 + "1" + closing * 100_000, "utf-8")
    program = (
        "import sys, pathlib\n"
        "from kennisgraaf.errors import SourceError\n"
        "from kennisgraaf.sources.files import read_quads\n"
        "try:\n"
        "    list(read_quads(pathlib.Path(sys.argv[1])))\n"
        "except SourceError as error:\n"
        "    sys.stdout.write(str(error))\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stdout) == (0, f"{path}: brackets are nested too deep")


def test_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as raised:
        list(read_quads(tmp_path / "weg.ttl"))
    assert raised.value.place == str(tmp_path / "weg.ttl")


def test_rdf_files_of_a_folder_are_listed_once_and_sorted(tmp_path: Path) -> None:
    for name in ("b/c.TTL", "a.trig", "b/a.nq.gz", "LEESMIJ.md", "b/notes.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    assert [path.relative_to(tmp_path).as_posix() for path in rdf_files(tmp_path, ["."])] == [
        "a.trig", "b/a.nq.gz", "b/c.TTL",
    ]  # fmt: skip
    assert rdf_files(tmp_path, ["b/c.TTL", "b"]) == [tmp_path / "b/c.TTL", tmp_path / "b/a.nq.gz"]


def test_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="there is no such folder or file"):
        rdf_files(tmp_path, ["weg"])


def test_mistake_is_told_in_one_line(tmp_path: Path) -> None:
    """Also one about a line break."""
    path = tmp_path / "iri.ttl"
    path.write_text("<urn:a> <urn:b> <urn:c\n> .", "utf-8")
    with pytest.raises(SourceError) as raised:
        list(read_quads(path))
    assert str(raised.value) == f"{path}:1: Invalid IRI code point '\\n'"


def test_context_at_another_address_is_not_fetched(tmp_path: Path) -> None:
    path = tmp_path / "far.jsonld"
    path.write_text('{"@context": "https://schema.org/", "name": "x"}', "utf-8")
    with pytest.raises(SourceError, match="a context at another address is not fetched"):
        list(read_quads(path))
