"""The command line: every command end to end, its exit status, and what it tells to whom."""

import gzip
import json
import os
import shutil
import socket
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kennisgraaf import __version__
from kennisgraaf.cli import main
from kennisgraaf.namespaces import SHACL, XSD
from kennisgraaf.publication.distributions import DISTRIBUTIONS
from kennisgraaf.versions import QUADS, Version, current_name, require_current

ROOT = Path(__file__).parent.parent
GARDEN = ROOT / "tests" / "publication"
REPORTS = GARDEN / "reports"
BASE = "https://tuin.example/"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
AREA = "tuin:oppervlakte 1250.50"
NEEDS_JAVA = pytest.mark.skipif(
    shutil.which("java") is None or find_spec("owlready2") is None,
    reason="HermiT needs Java and owlready2",
)
SHAPES = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
<urn:shape> a sh:NodeShape ; sh:targetClass <urn:Tuin> ; sh:property [ sh:path <urn:naam> ; sh:minCount 1 ] .
"""


@pytest.fixture(autouse=True)
def english_without_java(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages in English; and the reasoner only where a test is about it: it takes seconds."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    if "java" not in request.node.name:
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


def test_publish_makes_a_version_and_the_second_time_none(garden: Path) -> None:
    first = run("publish", *publishing(garden))
    name = current_name(garden / "var")
    assert first.exit_code == 0
    assert first.stdout.startswith(f"Published {name}: ")
    assert "write distributions" in first.stderr
    second = run("publish", *publishing(garden))
    assert (second.exit_code, second.stdout) == (0, f"Nothing changed: {name} is current.\n")


def test_publish_in_this_folder_proves_the_evidence(
    garden: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(garden)
    assert run("publish", "--sources", "reports").exit_code == 0
    assert require_current(garden / "var").manifest.evidence["printed"] == 3
    path = garden / "reports" / "verslag-2023.txt"
    path.write_text(path.read_text("utf-8").replace("negen", "zeven"), "utf-8")
    result = run("publish", "--sources", "reports")
    assert result.exit_code == 1
    assert f"<{BASE}id/passage/2023/achtertuin> (lines 3-3): its characters changed" in result.stderr
    assert "1 passages and 4 statements have no evidence in the reports." in result.stderr


def test_validate_says_that_the_publication_is_sound(garden: Path) -> None:
    change(garden, "tuin:aantalBomen 9", "tuin:aantalBomen 900")
    result = run("validate", *publishing(garden))
    assert result.exit_code == 0
    assert result.stdout.startswith("The publication is sound (")
    assert "1 warnings" in result.stdout
    assert "OWL consistency not run" in result.stdout
    assert not (garden / "var").exists()


@pytest.mark.parametrize("command", ["validate", "publish", "build"])
def test_violation_says_where_what_and_what_to_do(garden: Path, command: str) -> None:
    line = change(garden, AREA, 'tuin:oppervlakte "veel"')
    folder = [garden / "out"] if command == "build" else []
    result = run(command, *publishing(garden), *folder)
    assert (result.exit_code, result.stdout) == (1, "")
    told = result.stderr[result.stderr.index("data/") :].split("\n")
    assert told[0] == f"data/tuinen.trig:{line}: violation: Write the area as one decimal number."
    assert told[1].split() == ["focus", "node", f"<{BASE}id/tuin/achtertuin>"]
    assert "1 violation: nothing is published until the data are corrected." in told
    assert not (garden / "var").exists()
    assert not (garden / "out").exists()


@pytest.mark.parametrize("variable", ["LC_ALL", "LANG"])
def test_violation_is_dutch_in_a_dutch_terminal(garden: Path, variable: str) -> None:
    line = change(garden, AREA, 'tuin:oppervlakte "veel"')
    environment = {key: text for key, text in os.environ.items() if key not in ("LC_ALL", "LANG")}
    environment |= {variable: "nl_BE.UTF-8", "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "kennisgraaf", "validate", "--quiet"]
    result = subprocess.run(
        command, cwd=garden, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert result.returncode == 1
    assert result.stderr.startswith(f"data/tuinen.trig:{line}: ")
    assert "Schrijf de oppervlakte als één decimaal getal." in result.stderr
    assert "Write the area" not in result.stderr


def test_violation_is_json_for_a_program(garden: Path) -> None:
    line = change(garden, AREA, 'tuin:oppervlakte "veel"')
    result = run("validate", "--json", *publishing(garden))
    (finding,) = json.loads(result.stdout)
    assert result.exit_code == 1
    assert finding["severity"] == "violation"
    assert (finding["file"], finding["line"]) == (str(garden / "data" / "tuinen.trig"), line)
    assert finding["focus_node"] == f"<{BASE}id/tuin/achtertuin>"
    assert finding["messages"]["nl"] == "Schrijf de oppervlakte als één decimaal getal."


@NEEDS_JAVA
def test_contradiction_is_explained_by_file_and_line_with_java(garden: Path) -> None:
    line = change(garden, "id:kruidenhoek a tuin:Moestuin", "id:kruidenhoek a tuin:Passage")
    change(garden, "id:kruidenhoek a tuin:Passage", "id:kruidenhoek a tuin:Moestuin , tuin:Passage")
    result = run("publish", *publishing(garden))
    assert result.exit_code == 1
    assert f"data/tuinen.trig:{line}: violation: " in result.stderr
    assert f"<{BASE}id/tuin/kruidenhoek>" in result.stderr
    assert "inconsistent: HermiT found a contradiction" in result.stderr
    assert not (garden / "var").exists()


def test_syntax_error_names_file_and_line(garden: Path) -> None:
    line = change(garden, AREA, "tuin:oppervlakte 1250,,50")
    result = run("publish", "--quiet", *publishing(garden))
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"data/tuinen.trig:{line}: " in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("engine", ["shacl", "pyshacl"])
def test_files_are_validated_with_a_report_in_turtle(tmp_path: Path, engine: str) -> None:
    shapes, good, bad = (tmp_path / name for name in ("shapes.ttl", "good.ttl", "bad.ttl"))
    shapes.write_text(SHAPES, "utf-8")
    good.write_text('<urn:a> a <urn:Tuin> ; <urn:naam> "Achtertuin" .', "utf-8")
    bad.write_text("<urn:b> a <urn:Tuin> .", "utf-8")
    for data, status in (((good,), 0), ((bad,), 1), ((good, bad), 1)):
        result = run("validate", "--engine", engine, "--shapes", shapes, *data)
        assert result.exit_code == status
        report = list(parse(result.stdout, format=RdfFormat.TURTLE))
        objects = {quad.predicate.value: quad.object for quad in report}
        conforms = Literal(str(not status).lower(), datatype=NamedNode(XSD + "boolean"))
        assert objects[SHACL + "conforms"] == conforms
        assert (objects.get(SHACL + "focusNode") == NamedNode("urn:b")) == bool(status)


def test_versions_are_listed_with_a_star(garden: Path) -> None:
    nothing = run("versions", *publishing(garden))
    assert (nothing.exit_code, nothing.stdout) == (
        0, f"Nothing is published in {garden / 'var'}.\n",
    )  # fmt: skip
    run("publish", *publishing(garden))
    first = current_name(garden / "var")
    change(garden, AREA, "tuin:oppervlakte 1250.5")
    run("publish", *publishing(garden))
    second = current_name(garden / "var")
    lines = run("versions", *publishing(garden)).stdout.splitlines()
    assert {line[:2] + line[2:].split()[0] for line in lines} == {f"* {second}", f"  {first}"}
    listed = json.loads(run("versions", "--json", *publishing(garden)).stdout)
    assert {each["version"]: each["current"] for each in listed} == {first: False, second: True}


def test_build_writes_what_publish_would(garden: Path, tmp_path: Path, version: Version) -> None:
    out = tmp_path / "deep" / "out"
    result = run("build", *publishing(garden), out)
    assert result.exit_code == 0
    assert result.stdout == f"Wrote {version.manifest.quads} statements to {out}.\n"
    assert {path.name for path in out.iterdir()} == set(DISTRIBUTIONS)
    for name in DISTRIBUTIONS:
        assert (out / name).read_bytes() == (version.path / name).read_bytes()
    assert not (garden / "var").exists()


@pytest.mark.parametrize("iri", ["id/tuin/achtertuin", BASE + "id/tuin/achtertuin"])
def test_describe_prints_trig(version: Version, iri: str) -> None:
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
    return list(parse(content, format=RdfFormat.N_QUADS))


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
        "2 passages; 1 relations and literals: 1 jaar-uit-verslag, 3 printed; "
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


@pytest.mark.parametrize("command", ["publish", "validate", "versions", "build", "verify-sources"])
@pytest.mark.parametrize("option", ["--quiet", "--json"])
def test_quiet_is_quiet_and_json_is_json(garden: Path, command: str, option: str) -> None:
    more = {"build": [garden / "out"], "verify-sources": [REPORTS]}.get(command, [])
    result = run(command, option, *publishing(garden), *more)
    assert result.exit_code == 0
    if option == "--quiet":
        assert result.output == ""
    elif command != "build":
        json.loads(result.stdout)


def test_port_that_is_taken_is_named(version: Version) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = run("serve", *published(version), "--port", port)
    assert result.exit_code == 1
    assert f"Cannot serve at 127.0.0.1 port {port} (" in result.stderr
    assert result.stderr.endswith("): choose another with --port.\n")


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
    result = run(command, "--publication", tmp_path)
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
