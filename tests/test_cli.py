"""The command line: validate, build, publish and versions, and what they tell to whom."""

import json
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kennisgraaf.cli import main
from kennisgraaf.namespaces import SHACL, XSD
from kennisgraaf.publication.distributions import DISTRIBUTIONS
from kennisgraaf.versions import Version, current_name, require_current

ROOT = Path(__file__).parent.parent
GARDEN = ROOT / "tests" / "publication"
REPORTS = GARDEN / "reports"
BASE = "https://tuin.example/"
PATH = os.environ["PATH"]
AREA = "tuin:oppervlakte 1250.50"
NEEDS_JAVA = pytest.mark.skipif(
    shutil.which("java") is None or find_spec("owlready2") is None,
    reason="HermiT needs Java and owlready2",
)
SHAPES = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
<urn:shape> a sh:NodeShape ; sh:targetClass <urn:Tuin> ;
  sh:property [ sh:path <urn:naam> ; sh:minCount 1 ] .
"""


@pytest.fixture
def garden(unasked: Path) -> Path:
    """Data are changed here that questions ask for."""
    return unasked


@pytest.fixture(autouse=True)
def english_without_java(monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages in English; and no reasoner, which takes a second each time."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("PATH", "")


def run(*arguments: object, told: str | None = None) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=told)


def publishing(garden: Path) -> tuple[str, str, str, str]:
    return "--publication", str(garden), "--var", str(garden / "var")


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
    assert (
        f"<{BASE}id/passage/2023/achtertuin> (lines 3-3): its characters changed" in result.stderr
    )
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
def test_contradiction_is_explained_by_file_and_line_with_java(
    garden: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", PATH)
    line = change(garden, "a tuin:Moestuin", "a tuin:Moestuin , tuin:Passage")
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
