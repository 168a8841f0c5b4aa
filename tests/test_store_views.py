"""Views: their answers are read by entity, and a page at a time."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kennisgraaf.store.views import Views
from viewing import published_with

BASE = "https://tuin.example/"
PREFIXES = "PREFIX tuin: <ns/tuin#>\n"
NAMED = "# nl: {0}\n# en: {0}\n# order: {1}\n" + PREFIXES
NUMBERS = (
    NAMED.format("numbers", 2)
    + "SELECT ?this ?n { ?this a tuin:Tuin VALUES ?n { 5 4 3 2 1 } } ORDER BY ?n"
)
FIRST = NAMED.format("first", 1) + "SELECT ?this ?kind { ?this a ?kind , tuin:Tuin }"


@pytest.fixture
def views(garden: Path, tmp_path: Path) -> Views:
    version = published_with(
        garden, tmp_path / "var", panels__zz=FIRST, panels__aa=NUMBERS, facets__kind=
        NAMED.format("kind", 1) + "SELECT ?this ?value { ?this a ?value }",
    )  # fmt: skip
    return Views(version)


def test_views_are_in_their_order(views: Views) -> None:
    assert [view.name for view in views.of_kind("panels")] == ["panels/zz", "panels/aa"]
    assert [view.name for view in views.of_kind("facets")] == ["facets/kind"]


def test_panels_of_an_entity(views: Views) -> None:
    panels = views.panels(BASE + "id/tuin/achtertuin", 3)
    assert [(about.view.name, len(about.rows), about.total) for about in panels] == [
        ("panels/zz", 1, 1),
        ("panels/aa", 3, 5),
    ]
    assert [row.cells["n"].value for row in panels[1].rows] == ["1", "2", "3"]
    assert views.panels("urn:nothing", 3) == []


def test_rows_are_given_a_page_at_a_time(views: Views) -> None:
    pages = [views.rows("panels/aa", 4, offset) for offset in (0, 4, 8)]
    assert [len(page) for page in pages] == [4, 4, 2]
    assert [row.cells["n"].value for page in pages for row in page] == list("1122334455")
    assert views.rows("panels/none", 4) == []


def test_what_a_view_is_about(views: Views) -> None:
    found = dict(views.subjects("panels/aa", 10))
    assert set(found.values()) == {5}
    assert len(views.subjects("panels/aa", 1)) == 1


def test_several_threads_may_ask(views: Views) -> None:
    with ThreadPoolExecutor(8) as threads:
        counts = threads.map(lambda _: len(views.rows("panels/aa", 100)), range(50))
    assert set(counts) == {10}
