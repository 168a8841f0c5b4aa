"""Quality: the page of figures, with the reports at hand and without, and the report as RDF."""

import shutil
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kennisgraaf.assessment import ASSESSMENT, read_assessment
from kennisgraaf.publication.assessment import assess
from kennisgraaf.publication.pipeline import publish
from kennisgraaf.publication_file import read_publication
from kennisgraaf.settings import Publication
from kennisgraaf.validation.validate import Validated, validate_publication
from kennisgraaf.versions import Version
from kennisgraaf.web.app import create_app
from kennisgraaf.web.current import Current
from stores import silent

PAGE = {"Accept": "text/html", "Accept-Language": "en"}


def served(folder: Path, var: Path) -> FlaskClient:
    """Publish a folder without the reports, and give a client of its pages."""
    publication = read_publication(folder / "publication.toml")
    publish(validate_publication(publication, folder, silent), publication, var, silent)
    return create_app(Current(var, var)).test_client(use_cookies=False)


def test_page_shows_what_was_checked(client: FlaskClient) -> None:
    text = client.get("/quality", headers=PAGE).text
    assert "questions answered right" in text
    assert "statements found back in the reports" in text
    assert "a passage of a report" in text
    assert "<bdi>De tuinen</bdi>" in text
    assert "2 passages" in text


def test_machines_are_led_to_the_report(client: FlaskClient) -> None:
    answer = client.get("/quality", headers={"Accept": "text/turtle"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/download/report.ttl")
    assert client.get("/quality", headers={"Accept": "image/png"}).status_code == 406


def test_coverage_counts_lines_with_words(validated: Validated, publication: Publication) -> None:
    assessment = assess(validated, publication)
    assert assessment.is_verified
    (report,) = assessment.coverage
    (chapter,) = report.chapters
    assert (report.year, report.passages, report.statements) == ("2023", 2, 5)
    assert chapter.heading == "De tuinen"
    assert 0 < chapter.covered <= chapter.lines <= report.lines


def test_version_holds_the_assessment(version: Version) -> None:
    held = read_assessment((version.path / ASSESSMENT).read_bytes())
    assert held.questions == 3
    assert all(str(version.path) not in one.place for r in held.rules for one in r.instances)


def test_without_the_reports_the_page_says_so(garden: Path, tmp_path: Path) -> None:
    text = served(garden, tmp_path / "var").get("/quality", headers=PAGE).text
    assert "not verified here" in text
    assert "kennisgraaf publish --sources DIR" in text


def test_findings_are_by_rule_with_the_place(garden: Path, tmp_path: Path) -> None:
    data = garden / "data" / "tuinen.trig"
    data.write_text(data.read_text("utf-8").replace("aantalBomen 9", "aantalBomen 900"), "utf-8")
    question = garden / "questions" / "2-bomen.rq"
    assert question.exists()
    text = served(garden, tmp_path / "var").get("/quality", headers=PAGE).text
    assert "tree-count-warning" in text
    assert "data/tuinen.trig:" in text
    assert str(garden) not in text


@pytest.mark.parametrize("removed", ["shapes", "rules", "questions", "views"])
def test_generic(garden: Path, tmp_path: Path, removed: str) -> None:
    """A publication may lack any of it."""
    shutil.rmtree(garden / removed)
    settings = garden / "publication.toml"
    lines = settings.read_text("utf-8").split("\n")
    kept = [line for line in lines if f'["{removed}' not in line and f'"{removed}/' not in line]
    settings.write_text("\n".join(kept), "utf-8")
    client = served(garden, tmp_path / "var")
    assert client.get("/quality", headers=PAGE).status_code == 200
    home = client.get("/", headers=PAGE).text
    assert ('href="/questions"' in home) == (removed != "questions")
    assert client.get("/questions", headers=PAGE).status_code == (
        404 if removed == "questions" else 200
    )
