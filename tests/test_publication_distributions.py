"""Distributions: the same data give the same bytes, with every literal as it was written."""

import gzip
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Dataset, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from kennisgraaf.namespaces import XSD
from kennisgraaf.publication.distributions import (
    DISTRIBUTIONS,
    canonical_quads,
    file_of,
    write_distributions,
)
from kennisgraaf.sources.files import read_quads
from kennisgraaf.validation.validate import Validated
from kennisgraaf.versions import QUADS, Version

BASE = "https://tuin.example/"
PREFIXES = {"tuin": BASE + "ns/tuin#", "id": BASE + "id/tuin/", "xsd": XSD}
GARDENS = f"""
PREFIX tuin: <{BASE}ns/tuin#>
PREFIX id: <{BASE}id/tuin/>
PREFIX g: <{BASE}id/graaf/>
PREFIX xsd: <{XSD}>

id:plein tuin:oppervlakte 1250.50 .
g:een {{ id:achtertuin tuin:oppervlakte 1250.50 , "01"^^xsd:integer , "9"^^xsd:nonNegativeInteger ;
  tuin:adres [ tuin:straat "Kade" ; tuin:nummer "7" ] , [ tuin:straat "Laan" ] . }}
g:twee {{ id:achtertuin tuin:oppervlakte 1250.50 ; tuin:naam "a\\u2028b\\nc"@nl .
  [] tuin:naast [ tuin:naast id:achtertuin ] . }}
"""
LONG = 400


def gardens(text: str = GARDENS) -> Dataset:
    return Dataset(parse(text, format=RdfFormat.TRIG))


def long_list(folder: Path) -> Dataset:
    """A list, whose blank nodes all hang together, read from a file as a publication is."""
    items = " ".join(str(number) for number in range(LONG))
    file = folder / "lijst.ttl"
    file.write_text(f"<id/tuin/achtertuin> <ns/tuin#bomen> ( {items} ) .", "utf-8")
    return Dataset(read_quads(file, BASE))


def read(folder: Path, name: str) -> list[Quad]:
    return list(parse(gzip.decompress((folder / name).read_bytes()), format=DISTRIBUTIONS[name]))


@pytest.fixture
def written(tmp_path: Path) -> Path:
    write_distributions(canonical_quads(gardens()), tmp_path, PREFIXES)
    return tmp_path


def test_order_of_the_data_does_not_matter() -> None:
    quads = list(gardens())
    random.Random(1).shuffle(quads)
    assert canonical_quads(Dataset(quads)) == canonical_quads(gardens())


def test_names_of_blank_nodes_do_not_matter() -> None:
    lines = [
        f"{subject} <{BASE}ns/tuin#{predicate}> {value} ."
        for subject, predicate, value in (
            ("_:{a}", "naast", "_:{b}"), ("_:{b}", "naast", "_:{c}"), ("_:{c}", "naast", "_:{a}"),
            ("_:{a}", "straat", '"Kade"'), ("_:{d}", "naast", "_:{e}"), ("_:{e}", "naast", "_:{d}"),
        )
    ]  # fmt: skip
    text = "\n".join(lines)
    first = text.format(a="a", b="b", c="c", d="d", e="e")
    second = text.format(a="x9", b="a", c="b", d="c14n0", e="c14n3")
    contents = {canonical_quads(gardens(names)) for names in (first, second)}
    assert len(contents) == 1
    assert contents.pop().count(b"_:c14n") == 11


def test_other_data_give_other_bytes() -> None:
    other = gardens(GARDENS.replace('"7"', '"8"'))
    assert canonical_quads(other) != canonical_quads(gardens())


def test_lines_are_sorted_and_literals_cannot_break_them() -> None:
    lines = canonical_quads(gardens()).split(b"\n")
    assert lines.pop() == b""
    assert lines == sorted(lines)
    assert len(lines) == len(gardens())
    assert all(line.endswith(b" .") for line in lines)


@pytest.mark.parametrize(
    ("text", "datatype"),
    [("1250.50", "decimal"), ("01", "integer"), ("9", "nonNegativeInteger")],
)
@pytest.mark.parametrize("name", DISTRIBUTIONS)
def test_literals_stay_as_written(written: Path, name: str, text: str, datatype: str) -> None:
    about = {quad.object for quad in read(written, name)}
    assert Literal(text, datatype=NamedNode(XSD + datatype)) in about


def test_turtle_writes_the_decimal_as_its_author_did(written: Path) -> None:
    text = gzip.decompress((written / "dataset.ttl.gz").read_bytes()).decode()
    assert "1250.50" in text
    assert '"01"^^xsd:integer' in text or " 01 " in text


def test_every_distribution_says_the_same(written: Path) -> None:
    canonical = Dataset(parse(canonical_quads(gardens()), format=RdfFormat.N_QUADS))
    quads = Dataset(read(written, QUADS))
    graphs = Dataset(read(written, "dataset.trig.gz"))
    triples = read(written, "dataset.ttl.gz")
    merged = {quad.triple for quad in canonical}
    assert canonical_quads(quads) == canonical_quads(graphs) == canonical_quads(canonical)
    assert len(triples) == len(merged) < len(canonical)
    assert canonical_quads(as_dataset({quad.triple for quad in triples})) == canonical_quads(
        as_dataset(merged)
    )


def as_dataset(triples: set[Triple]) -> Dataset:
    return Dataset(Quad(*triple) for triple in triples)


def test_the_same_data_give_the_same_files(written: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    again.mkdir()
    write_distributions(canonical_quads(gardens()), again, dict(reversed(PREFIXES.items())))
    for name in DISTRIBUTIONS:
        assert (again / name).read_bytes() == (written / name).read_bytes()


def test_version_holds_these_distributions(validated: Validated, version: Version) -> None:
    dataset = Dataset([*validated.asserted, *validated.inferred])
    content = gzip.decompress((version.path / QUADS).read_bytes())
    assert content == canonical_quads(dataset)
    for name in DISTRIBUTIONS:
        assert file_of(version.path / name, "application/gzip") == version.manifest.files[name]


def test_long_list_is_written_in_seconds_and_twice_the_same(tmp_path: Path) -> None:
    """RDFC-1.0 takes the cube of the number of blank nodes that hang together: minutes here."""
    content = canonical_quads(long_list(tmp_path))
    assert content.count(b"\n") == 2 * LONG + 1
    assert content == canonical_quads(long_list(tmp_path))
    write_distributions(content, tmp_path, PREFIXES)
    assert len(read(tmp_path, "dataset.ttl.gz")) == 2 * LONG + 1


def test_data_without_blank_nodes_or_without_anything() -> None:
    assert canonical_quads(Dataset()) == b""
    quad = f'<{BASE}a> <{BASE}b> "c" .\n'
    assert canonical_quads(gardens(quad)) == quad.encode()


def test_same_data_give_the_same_files_in_every_process(garden: Path, tmp_path: Path) -> None:
    (garden / "data/meer.trig").write_text(GARDENS.replace("oppervlakte", "maat"), "utf-8")
    built: list[dict[str, bytes]] = []
    for seed in ("0", "1", "4242"):
        folders = ("--publication", str(garden), str(tmp_path / seed))
        command = [sys.executable, "-m", "kennisgraaf", "build", "--quiet", *folders]
        subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": seed})
        built.append({path.name: path.read_bytes() for path in (tmp_path / seed).iterdir()})
    assert built[0].keys() == DISTRIBUTIONS.keys()
    assert built[0] == built[1] == built[2]


def test_compressed_file_holds_no_clock(written: Path) -> None:
    """Bytes 4 to 7 are the time of change (RFC 1952)."""
    assert {(written / name).read_bytes()[4:8] for name in DISTRIBUTIONS} == {bytes(4)}


def test_blank_nodes_that_look_alike_do_not_stall_publishing() -> None:
    """RDFC-1.0 tries all orders of nodes that look alike: eleven would take hours."""
    nodes = [BlankNode(f"n{number}") for number in range(11)]
    knows = NamedNode("urn:knows")
    quads = [Quad(one, knows, other) for one in nodes for other in nodes if one != other]
    assert canonical_quads(Dataset(quads)).count(b"\n") == 110
