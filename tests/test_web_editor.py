"""Editor: what the SPARQL page tells it, and the page without it."""

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kennisgraaf.store.client import running_pool
from kennisgraaf.versions import Version
from kennisgraaf.web.app import create_app
from kennisgraaf.web.current import Current

PAGE = {"Accept": "text/html", "Accept-Language": "nl"}


@pytest.fixture
def built(version: Version, var: Path, tmp_path: Path) -> Iterator[Flask]:
    """The pages as they are of a build with the editor."""
    (tmp_path / "built").mkdir()
    (tmp_path / "built" / "editor.js").write_text("", "utf-8")
    with running_pool(version, tmp_path):
        app = create_app(Current(var, tmp_path))
        app.static_folder = str(tmp_path)
        yield app


def settings_of(page: str) -> dict[str, object]:
    found = page.partition('data-settings="')[2].partition('"')[0]
    settings: dict[str, object] = json.loads(unescape(found))
    return settings


def test_editor_is_told_of_the_publication(built: Flask) -> None:
    page = built.test_client().get("/sparql", headers=PAGE).text
    settings = settings_of(page)
    assert settings["base"] == "https://tuin.example/"
    assert settings["questions"] == "/download/questions.json"
    assert isinstance(settings["prefixes"], dict)
    assert settings["prefixes"]["skos"] == "http://www.w3.org/2004/02/skos/core#"
    assert isinstance(settings["texts"], dict)
    assert settings["texts"]["map"] == "Kaart"
    assert re.search(r'<script type="module" src="/static/\w+/built/editor.js">', page)


def test_page_without_editor_says_so(built: Flask, tmp_path: Path) -> None:
    built.static_folder = str(tmp_path / "elsewhere")
    page = built.test_client().get("/sparql", headers=PAGE).text
    assert "zonder de query-editor" in page
    assert "data-settings" not in page
    assert "editor.js" not in page
    assert '<textarea id="query" name="query"' in page


def test_refused_query_comes_back_with_the_reason(client: FlaskClient) -> None:
    query = {"query": "SELECT ?x {\n ?x ?y }}<b>"}
    answer = client.get("/sparql", query_string=query, headers=PAGE)
    assert (answer.status_code, answer.mimetype) == (400, "text/html")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "SELECT ?x {\n ?x ?y }}&lt;b&gt;</textarea>" in answer.text
    assert "(line 2, column " in answer.text
