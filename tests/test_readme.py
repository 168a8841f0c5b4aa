"""The README: what it shows of commands is what they say."""

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from conftest import ROOT
from kennisgraaf.cli import main
from kennisgraaf.versions import Version
from kennisgraaf.web.app import create_app
from kennisgraaf.web.current import Current

TEXT = (ROOT / "README.md").read_text("utf-8")
FOLDERS = ("ontology", "data", "shapes", "questions", "views")


def block(command: str) -> str:
    """Give what the README shows below a command."""
    found = re.search(rf"^\$ {re.escape(command)}[^\n]*\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE)
    assert found, command
    return found[1]


def test_query_of_the_readme_gives_its_answer(stadskennis_version: Version, tmp_path: Path) -> None:
    query = block("cat > pilots.rq").partition("\n.\n")[0]
    file = tmp_path / "pilots.rq"
    file.write_text(query, "utf-8")
    var = stadskennis_version.path.parents[1]
    options = ["--publication", str(ROOT), "--var", str(var)]
    result = CliRunner().invoke(main, ["query", *options, str(file)])
    assert result.stdout.replace("\r\n", "\n") == block("kennisgraaf query pilots.rq")


def test_look_up_of_the_readme_gives_its_line(stadskennis_version: Version, tmp_path: Path) -> None:
    client: FlaskClient = create_app(
        Current(stadskennis_version.path.parents[1], tmp_path)
    ).test_client()
    path = "/id/bedrag/werking-2023"
    answer = client.get(path, headers={"Accept": "application/n-triples"}, follow_redirects=True)
    assert block("curl -sL") in [f"{line}\n" for line in answer.text.splitlines()]


def test_mistake_of_the_readme_is_told_as_it_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    for name in FOLDERS:
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "publication.toml", tmp_path)
    file, wrong, right = re.search(  # type: ignore[union-attr]
        r"in `(data/[^`]+)`, write `([^`]+)` for `([^`]+)`", TEXT
    ).groups()
    text = (tmp_path / file).read_text("utf-8")
    assert right in text
    (tmp_path / file).write_text(text.replace(right, wrong), "utf-8")
    result = CliRunner().invoke(main, ["publish", "--quiet", "--publication", str(tmp_path)])
    assert result.exit_code == 1
    begin, _, end = block("kennisgraaf publish --quiet").partition("…\n")
    assert result.stderr.startswith(begin)
    assert result.stderr.endswith(end)
