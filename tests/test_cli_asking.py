"""The command line: what it answers from a version and the sources, and how it ends on mistakes."""

import gzip
import json
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner, Result
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kennisgraaf import __version__
from kennisgraaf.cli import main
from kennisgraaf.namespaces import XSD
from kennisgraaf.store.catalogue import catalogue_quads
from kennisgraaf.versions import QUADS, Version

ROOT = Path(__file__).parent.parent
GARDEN = ROOT / "tests" / "publication"
REPORTS = GARDEN / "reports"
BASE = "https://tuin.example/"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@pytest.fixture(autouse=True)
def english_without_java(monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages in English; and no reasoner, which takes a second each time."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("PATH", "")


def run(*arguments: object, told: str | None = None) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=told)


def publishing(garden: Path) -> tuple[str, str, str, str]:
    return "--publication", str(garden), "--var", str(garden / "var")


def published(version: Version) -> tuple[str, str, str, str]:
    """The options that name the publication of all tests."""
    return "--publication", str(GARDEN), "--var", str(version.path.parent.parent)


def change(garden: Path, old: str, new: str) -> int:
    """Change the data; give the line where they changed."""
    path = garden / "data" / "tuinen.trig"
    before, found, after = path.read_text("utf-8").partition(old)
    assert found
    path.write_text(before + new + after, "utf-8")
    return before.count("\n") + 1


@pytest.mark.parametrize("iri", ["id/tuin/achtertuin", BASE + "id/tuin/achtertuin"])
def test_describe_prints_trig_with_the_literals_as_written(version: Version, iri: str) -> None:
    result = run("describe", *published(version), iri)
    quads = list(parse(result.stdout, format=RdfFormat.TRIG))
    (quad,) = [quad for quad in quads if quad.predicate.value == BASE + "ns/tuin#oppervlakte"]
    assert quad.object == Literal("1250.50", datatype=NamedNode(XSD + "decimal"))
    assert (result.exit_code, quad.graph_name) == (
        0,
        NamedNode(BASE + "id/passage/2023/achtertuin"),
    )


@pytest.mark.parametrize(
    ("options", "expected"),
    [((), "n\r\n{}\r\n"), (("--format", "tsv"), "?n\n{}\n")],
)
def test_query_is_answered(version: Version, options: tuple[str, ...], expected: str) -> None:
    result = run("query", *published(version), *options, "-", told=COUNT)
    triples = {quad.triple for quad in parse_dataset(version)}
    assert (result.exit_code, result.stdout_bytes.decode()) == (0, expected.format(len(triples)))


def parse_dataset(version: Version) -> list[Quad]:
    content = gzip.decompress((version.path / QUADS).read_bytes())
    return [*parse(content, format=RdfFormat.N_QUADS), *catalogue_quads(version)]


def test_query_of_a_file_is_json_or_triples(version: Version, tmp_path: Path) -> None:
    file = tmp_path / "vraag.rq"
    file.write_text("SELECT ?o { <id/tuin/kruidenhoek> <ns/tuin#onderdeelVan> ?o }", "utf-8")
    result = run("query", "--json", *published(version), file)
    (row,) = json.loads(result.stdout)["results"]["bindings"]
    assert row["o"] == {"type": "uri", "value": BASE + "id/tuin/achtertuin"}
    graph = run(
        "query", "--format", "nt", *published(version), "-", told="DESCRIBE <id/tuin/achtertuin>"
    )
    triples = list(parse(graph.stdout, format=RdfFormat.N_TRIPLES))
    assert {quad.subject.value for quad in triples} == {BASE + "id/tuin/achtertuin"}


def test_sources_are_verified(garden: Path) -> None:
    result = run("verify-sources", *publishing(garden), REPORTS)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "2 passages; relations: 1 stated; literals: 1 jaar-uit-verslag, 3 printed; "
        "lost: 0 passages, 0 statements.\n"
    )
    line = change(garden, "tuin:aantalBomen 9", "tuin:aantalBomen 7")
    lost = run("verify-sources", *publishing(garden), REPORTS)
    assert lost.exit_code == 1
    assert lost.stderr.startswith(f"data/tuinen.trig:{line}: ")
    told = run("verify-sources", "--json", *publishing(garden), REPORTS)
    report = json.loads(told.stdout)
    assert (told.exit_code, told.stderr) == (1, "")
    assert report["passages"] == 2
    assert len(report["lost_statements"]) == 1


def test_passage_is_described_as_the_data_do(garden: Path) -> None:
    options = ("--lines", "4", "--from", "De kruidenhoek", "--to", "gebleven.")
    result = run("passage", *publishing(garden), "2023", "nieuw", *options, "--sources", REPORTS)
    assert result.exit_code == 0
    assert result.stdout.startswith(f"<{BASE}id/passage/2023/nieuw> a tuin:Passage ;\n")
    digest = "9e1780f3d76595abac5e2181cb60c02e421d39a0de10db2bc3165aa0a9063631"
    assert f'tuin:sha256 "{digest}"' in result.stdout
    assert "tuin:begin 94 ;\n    tuin:einde 153 ;" in result.stdout
    assert result.stderr == "\nDe kruidenhoek is een onderdeel van de achtertuin gebleven.\n"


def test_port_that_is_taken_is_named(version: Version) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = run("serve", *published(version), "--port", port)
    assert result.exit_code == 1
    assert f"Cannot serve at 127.0.0.1 port {port} (" in result.stderr
    assert result.stderr.endswith("): choose another with --port.\n")


@pytest.mark.parametrize("command", [["serve"], ["query", "-"]])
def test_temporary_folder_with_too_long_a_name_is_named(
    version: Version, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    """A Unix socket has its place there, and its name about a hundred characters."""
    long = tmp_path / ("x" * 100)
    long.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(long))
    result = run(command[0], *published(version), *command[1:], told=COUNT)
    assert result.exit_code == 1
    assert str(long) in result.stderr
    assert result.stderr.endswith("Set TMPDIR to a folder with a shorter one.\n")


def test_folder_of_files_is_served(tmp_path: Path, serving: type) -> None:
    """Each file of RDF in it, at whatever depth; what is no RDF is left alone."""
    (tmp_path / "deep").mkdir()
    (tmp_path / "a.ttl").write_text("<urn:a> <urn:p> 1 .", "utf-8")
    (tmp_path / "deep" / "b.nq").write_text("<urn:b> <urn:p> <urn:a> .", "utf-8")
    (tmp_path / "notes.txt").write_text("no RDF", "utf-8")
    with serving("--quiet", str(tmp_path)) as address:
        answer = httpx.get(f"{address}/sparql", params={"query": COUNT, "format": "csv"})
    assert answer.text == "n\r\n2\r\n"


def test_folder_that_cannot_be_served_says_why(garden: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    command = [sys.executable, "-m", "kennisgraaf", "serve", str(empty)]
    nothing = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert nothing.returncode == 1
    assert nothing.stderr == f"{empty}: there is no file of RDF in it\n"
    publication = run("serve", garden)
    assert publication.exit_code == 2
    assert f"serve it with --publication {garden}" in publication.stderr


WRONG_DATA: list[tuple[list[str], str]] = [
    (["describe", "id/tuin/niets"], f"Nothing is said about <{BASE}id/tuin/niets>"),
    (["query", "-"], "expected"),
    (["passage", "2022", "x", "--lines", "1", "--sources", str(REPORTS)], "no such report"),
    (
        ["passage", "2023", "x", "--lines", "4", "--from", "Niets", "--sources", str(REPORTS)],
        "Niets",
    ),
    (["passage", "2023", "x", "--lines", "99", "--sources", str(REPORTS)], "99"),
]


@pytest.mark.parametrize(("arguments", "message"), WRONG_DATA, ids=lambda value: str(value)[:40])
def test_what_the_user_can_mend_ends_with_1_and_a_line(
    version: Version, arguments: list[str], message: str
) -> None:
    command, *rest = arguments
    result = run(command, *published(version), *rest, told="SELECT nonsense")
    assert (result.exit_code, result.stdout) == (1, "")
    assert message in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("command", ["publish", "validate", "build"])
def test_folder_without_a_publication_is_named(tmp_path: Path, command: str) -> None:
    more = [tmp_path / "out"] if command == "build" else []
    result = run(command, "--publication", tmp_path, *more)
    assert result.exit_code == 1
    assert f"{tmp_path}/publication.toml: there is no publication here" in result.stderr


@pytest.mark.parametrize(
    "arguments", [["describe", "id/x"], ["query", "-"]], ids=lambda a: str(a[0])
)
def test_nothing_published_says_what_to_do(garden: Path, arguments: list[str]) -> None:
    command, *rest = arguments
    result = run(command, *publishing(garden), *rest, told=COUNT)
    assert (result.exit_code, "run `kennisgraaf publish`" in result.stderr) == (1, True)


@pytest.mark.parametrize(
    "arguments",
    [
        "publiceer", "publish --engine x", "publish --sources /nergens", "publish rest",
        "validate pyproject.toml", "validate --shapes pyproject.toml", "validate --shapes /nergens",
        "build", "describe", "query", "query /nergens", "verify-sources", "verify-sources /nergens",
        "passage 2023 x --lines 1", "serve --port 0", "serve --port x", "serve --workers 0",
        "versions --jsn",
    ],
)  # fmt: skip
def test_wrong_use_ends_with_2(monkeypatch: pytest.MonkeyPatch, arguments: str) -> None:
    monkeypatch.chdir(ROOT)
    result = run(*arguments.split())
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Usage: " in result.stderr


def test_lines_that_are_no_lines_end_with_2(garden: Path) -> None:
    options = ("--lines", "vier", "--sources", REPORTS)
    result = run("passage", *publishing(garden), "2023", "x", *options)
    assert (result.exit_code, "--lines is a number" in result.stderr) == (2, True)


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_has_help_with_an_example(command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert f"kennisgraaf {command}" in result.stdout


def test_version_is_told() -> None:
    assert run("--version").stdout == f"kennisgraaf, version {__version__}\n"
