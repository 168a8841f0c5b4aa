"""Hostile data on every kind of page: nothing runs, opens or breaks (S-05, S-22)."""

from urllib.parse import quote

import httpx
import pytest

from browser.conftest import Open
from browser.kinds import Kind, each
from browser.visiting import LARGE, SMALL
from nasty import ATTACK, CLOSING, LABELS, SHOWN, path_of

MOST_BYTES = 2_000_000
NASTY = "https://nasty.example/"
QUERY = f'SELECT ?l ("{ATTACK}" AS ?script) {{ ?s <{NASTY}facet> ?l }} # </textarea>'


def _list(name: str, rest: str = "") -> str:
    return f"/list?class={quote(NASTY + name, safe='')}{rest}"


KINDS = (
    Kind("home", "/"),
    Kind("list", _list("Labelled")),
    Kind("list-of-markup", _list("Kind")),
    Kind("list-by-facet", _list("Labelled", "&nasty=" + quote(f'"{ATTACK}"', safe=""))),
    Kind("list-of-events", "/list?class=" + quote("http://schema.org/Event", safe="")),
    Kind("search", "/search?q=" + quote(CLOSING)),
    Kind("search-many", "/search?q=" + quote("script alert x y label")),
    Kind("map", "/map"),
    Kind("timeline", "/timeline"),
    Kind("calendar", "/calendar"),
    Kind("reports", "/reports"),
    Kind("concepts", "/concepts"),
    Kind("feedback", "/feedback?iri=" + quote(NASTY + "label15", safe="")),
    Kind("questions", "/questions"),
    Kind("quality", "/quality"),
    Kind("changes", "/changes"),
    Kind("editor", "/sparql"),
    Kind("answer", "/sparql?query=" + quote(QUERY)),
    Kind("wrong-query", "/sparql?query=" + quote(f"SELECT {ATTACK}")),
    Kind("not-found", "/doc/" + quote(ATTACK, safe="")),
    Kind("catalogue", "/catalogus"),
)


@pytest.mark.parametrize("width", [SMALL, LARGE])
@pytest.mark.parametrize("kind", each(*KINDS))
def test_page_of_hostile_data(hostile: Open, kind: Kind, width: int) -> None:
    """It may say that there is nothing; it may not fail."""
    window = hostile(width=width)
    assert window.go(kind.path) < 500
    assert window.problems() == []
    assert window.wider() == []


@pytest.mark.parametrize("iri", SHOWN, ids=lambda iri: iri[-40:])
def test_hostile_entity(hostile: Open, iri: str) -> None:
    window = hostile(width=SMALL)
    assert window.go(path_of(iri) + "&format=html") == 200
    assert window.problems() == []
    assert window.wider() == []
    window.page.set_viewport_size({"width": LARGE, "height": 900})
    assert window.wider() == []


@pytest.mark.parametrize("path", [*(kind.path for kind in KINDS), *(path_of(i) for i in SHOWN)])
def test_hostile_page_is_bounded(hostile_site: str, path: str) -> None:
    answer = httpx.get(hostile_site + path, headers={"Accept": "text/html"}, timeout=30)
    assert answer.status_code < 500
    assert len(answer.content) < MOST_BYTES


@pytest.mark.parametrize("text", LABELS[:12])
def test_what_is_typed_is_shown_and_not_run(hostile: Open, text: str) -> None:
    """Also in suggestions, where there are any."""
    window = hostile()
    window.go("/")
    box = window.page.locator("header input[type=search]")
    box.fill(text.encode("ascii", "ignore").decode()[:200] or "script")
    window.page.wait_for_timeout(400)
    box.press("Enter")
    window.page.wait_for_load_state("load")
    assert window.problems() == []
