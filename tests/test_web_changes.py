"""Changes: what the view of a publication tells, side by side and filtered, and where none is."""

import shutil
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kennisgraaf.publication.pipeline import publish
from kennisgraaf.publication_file import read_publication
from kennisgraaf.store.changes import MOST_ROWS, gathered, in_order
from kennisgraaf.validation.validate import validate_publication
from kennisgraaf.views import Cell, Row
from kennisgraaf.web.app import create_app
from kennisgraaf.web.current import Current
from kennisgraaf.web.pages.changes import changes_about, latest_changes
from stores import silent

PAGE = {"Accept": "text/html", "Accept-Language": "en"}
BACK = "https://tuin.example/id/tuin/achtertuin"
HERBS = "https://tuin.example/id/tuin/kruidenhoek"
MEASURED = "https%3A%2F%2Ftuin.example%2Fns%2Ftuin%23Gemeten"
SAME = "https%3A%2F%2Ftuin.example%2Fns%2Ftuin%23Zelfde"


def iri(value: str) -> Cell:
    return Cell("iri", value)


def text(value: str) -> Cell:
    return Cell("literal", value)


def test_page_tells_what_was_and_what_is(client: FlaskClient) -> None:
    page = client.get("/changes", headers=PAGE).text
    assert "2020 → 2023" in page
    assert '<data value="1000">1,000</data>' in page
    assert "1,250.5" in page
    assert "was measured in 2023" in page.replace("<bdi>", "").replace("</bdi>", "")
    assert 'href="/doc/passage/2023/achtertuin"' in page
    assert "Silence says nothing." in page
    assert "format=csv" in page


def test_what_stayed_the_same_is_shown_to_who_asks(client: FlaskClient) -> None:
    assert "As it was." not in client.get("/changes", headers=PAGE).text
    assert "As it was." in client.get(f"/changes?kind={SAME}", headers=PAGE).text


@pytest.mark.parametrize(
    ("query", "status"),
    [
        (f"kind={MEASURED}", 200),
        (f"kind={MEASURED}&period=2020-2023", 200),
        ("class=https%3A%2F%2Ftuin.example%2Fns%2Ftuin%23Tuin", 200),
        ("kind=javascript:alert(1)", 404),
        ("period=1900-1901", 404),
        ("page=2", 400),
        ("page=x", 400),
    ],
)
def test_filters(client: FlaskClient, query: str, status: int) -> None:
    answer = client.get(f"/changes?{query}", headers=PAGE)
    assert answer.status_code == status
    assert 'href="javascript' not in answer.text


def test_page_of_a_thing_has_its_changes(client: FlaskClient) -> None:
    page = client.get("/doc/tuin/achtertuin", headers=PAGE).text
    assert 'id="changes"' in page
    assert "1,000" in page
    assert 'id="changes"' not in client.get("/doc/tuin/kruidenhoek", headers=PAGE).text


def test_latest_changes_are_one_of_each_thing(client: FlaskClient) -> None:
    with client.application.test_request_context("/"):
        assert [told.thing.iri for told in latest_changes("nl", 3)] == [BACK, HERBS]
        assert [told.mark for told in changes_about(BACK, "nl")] == ["changed"]


def test_publication_without_the_view_has_no_such_page(garden: Path, tmp_path: Path) -> None:
    """The head leads nowhere, and the address says clearly that there is nothing."""
    shutil.rmtree(garden / "views")
    settings = garden / "publication.toml"
    settings.write_text(settings.read_text("utf-8").replace('views = ["views"]\n', ""), "utf-8")
    publication = read_publication(settings)
    publish(validate_publication(publication, garden, silent), publication, tmp_path, silent)
    client = create_app(Current(tmp_path, tmp_path)).test_client(use_cookies=False)
    answer = client.get("/changes", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    home = client.get("/", headers=PAGE).text
    assert 'href="/changes"' not in home
    assert 'href="/questions"' in home


def test_rows_of_a_change_are_one() -> None:
    rows = [
        Row("urn:a", {"kind": iri("urn:k"), "change": iri("urn:1"), "before": text("x")}),
        Row("urn:a", {"kind": iri("urn:k"), "change": iri("urn:1"), "after": text("y")}),
        Row("urn:a", {"kind": iri("urn:k"), "change": iri("urn:1"), "after": text("y")}),
        Row("urn:a", {"kind": iri("urn:k"), "before": text("z")}),
        Row("urn:a", {"before": text("of no kind")}),
    ]
    first, second = gathered(rows)
    assert (first.before, first.after) == ([text("x")], [text("y")])
    assert second.before == [text("z")]


def test_most_telling_come_first() -> None:
    rows = [
        Row("urn:a", {"kind": iri("urn:new"), "told": text("new")}),
        Row("urn:b", {"kind": iri("urn:odd")}),
        Row("urn:c", {"kind": iri("urn:changed"), "told": text("changed")}),
    ]
    told = in_order(gathered(rows), ["changed", "new"])
    assert [change.this for change in told] == ["urn:c", "urn:a", "urn:b"]
    assert len(rows) < MOST_ROWS
