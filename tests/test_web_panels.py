"""Panels: tables on the page of an entity, with evidence and what their values mean."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import httpx
import pytest
from flask.testing import FlaskClient

from conftest import Serving
from stores import silent
from viewing import BROWSER, pages_of, published_with

PREFIXES = "PREFIX tuin: <ns/tuin#>\nPREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"
ATTACK = "<script>alert(1)</script>"
PARTS = (
    "# nl: Delen\n# en: Parts\n# hint-en: What belongs to it.\n"
    "# column: part | deel | part\n# column: empty | leeg | empty\n"
    f"# column: passage | bewijs | evidence\n{PREFIXES}"
    "SELECT ?this ?part ?empty ?passage ?hidden WHERE {\n"
    "  ?this tuin:omvat ?part VALUES ?hidden { 'unseen' }\n"
    "  { GRAPH ?passage { ?part tuin:onderdeelVan ?this } }\n"
    "  UNION { BIND(<id/passage/2023/achtertuin> AS ?passage) }\n}"
)
SAID = (
    "# nl: Gezegd\n# en: Said\n# order: 2\n# column: what | wat | what\n"
    "# column: year | in | in\n# column: state | x | x\n# across: year state\n"
    "# legend: yes | full | ja: het staat er | yes: it is there\n"
    "# legend: silent | silent | niet vermeld: er staat niets | not mentioned: nothing is said\n"
    "# legend: none | none | geen: er staat dat er geen zijn | none: it says there are none\n"
    f"{PREFIXES}SELECT ?this ?what ?year ?state WHERE {{ ?this a tuin:Tuin VALUES "
    "(?what ?year ?state) { ('trees' '2020'^^xsd:gYear 'yes') ('trees' '2023'^^xsd:gYear 'none') "
    "('bees' '2023'^^xsd:gYear 'silent') } }"
)
MANY = (
    f"# nl: {ATTACK}\n# en: {ATTACK}\n# order: 3\n{PREFIXES}"
    "SELECT ?this ?a ?b WHERE { ?this a tuin:Moestuin . ?a a ?any . ?b a ?thing "
    "FILTER(ISIRI(?a) && ISIRI(?b)) }"
)
NASTY = (
    f"# nl: Ruw\n# en: Rough\n# order: 4\n{PREFIXES}SELECT ?this ?text ?link WHERE {{ "
    f"?this a tuin:Moestuin BIND('{ATTACK}' AS ?text) BIND(<javascript:alert(1)> AS ?link) }}"
)
TOGETHER = (
    f"# nl: Samen\n# en: Together\n# order: 5\n# together: n\n{PREFIXES}SELECT ?this ?x ?n WHERE "
    "{ ?this a tuin:Tuin VALUES (?x ?n) { ('a' 1) ('a' 2) ('b' 3) } } ORDER BY ?x ?n"
)
BACK, HERBS = "/doc/tuin/achtertuin", "/doc/tuin/kruidenhoek"
VIEWS: dict[str, str] = {
    "panels__delen": PARTS,
    "panels__gezegd": SAID,
    "panels__veel": MANY,
    "panels__ruw": NASTY,
    "panels__samen": TOGETHER,
}


@pytest.fixture
def pages(garden: Path, tmp_path: Path) -> Iterator[FlaskClient]:
    version = published_with(garden, tmp_path / "var", silent, **VIEWS)
    with pages_of(version) as client:
        yield client


def panel(client: FlaskClient, path: str, name: str, language: str = "en") -> str:
    text = client.get(path, headers={**BROWSER, "Accept-Language": language}).text
    match = re.search(
        rf'<section class="panel" aria-labelledby="panel-{name}">.*?</section>', text, re.S
    )
    return match[0] if match else ""


def words(markup: str) -> list[str]:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", markup)).split()).split(" ")


def test_evidence_of_the_same_row_stands_together(pages: FlaskClient) -> None:
    """A row for the part, both passages beside it, no column that nothing fills."""
    text = panel(pages, BACK, "delen")
    assert len(re.findall("<tr>", text)) == 2
    assert [" ".join(words(head)) for head in re.findall(r"<th scope.*?</th>", text)] == [
        "part", "evidence",
    ]  # fmt: skip
    assert "What belongs to it." in text
    assert "unseen" not in words(text)
    sources = re.findall(r'href="#(s\d+)"', text)
    assert len(sources) == 2
    page = pages.get(BACK, headers=BROWSER).text
    assert all(f'id="{source}"' in page for source in sources)
    assert panel(pages, HERBS, "delen") == ""


def test_rows_that_differ_in_what_stands_together_are_one(pages: FlaskClient) -> None:
    text = panel(pages, BACK, "samen")
    rows = re.findall(r"<tr>.*?</tr>", text, re.DOTALL)[1:]
    assert [words(row) for row in rows] == [["a", "1", ",", "2"], ["b", "3"]]


def test_years_become_columns_and_values_have_a_meaning(pages: FlaskClient) -> None:
    text = panel(pages, BACK, "gezegd")
    heads, *rows = re.findall(r"<tr>.*?</tr>", text, re.DOTALL)
    assert words(heads) == ["what", "in", "2020", "in", "2023"]
    rows.sort(key=words, reverse=True)  # The query gives no order.
    assert [words(row) for row in rows] == [["trees", "yes", "none"], ["bees", "not", "mentioned"]]
    assert '<span class="state none"' in rows[0]
    assert '<span class="state silent"' in rows[1]
    legend = text[text.index('class="legend"') :]
    assert "it says there are none" in legend
    dutch = panel(pages, BACK, "gezegd", "nl")
    assert "niet vermeld" in dutch
    assert "er staat dat er geen zijn" in dutch


def test_hostile_values_hurt_nobody(pages: FlaskClient) -> None:
    text = pages.get(HERBS, headers=BROWSER).text
    assert panel(pages, HERBS, "ruw")
    assert ATTACK not in text
    assert 'href="javascript' not in text


def test_a_large_panel_is_cut_and_leads_to_the_rest(
    garden: Path, tmp_path: Path, serving: type[Serving]
) -> None:
    published_with(garden, tmp_path / "var", silent, **VIEWS)
    with serving("--publication", str(garden), "--var", str(tmp_path / "var")) as address:
        text = httpx.get(address + HERBS, headers=BROWSER).text
        assert len(text) < 60_000
        found = re.search(r'href="(/sparql\?[^"]*)">All (\d+) rows', text)
        assert found is not None
        answer = httpx.get(address + unescape(found[1]), headers={"Accept": "text/csv"})
        assert answer.text.count("\r\n") - 1 == int(found[2]) > 400


def test_no_query_is_offered_that_would_see_less(garden: Path, tmp_path: Path) -> None:
    """Where the default graph is no union, what the publication declares is of all graphs."""
    settings = garden / "publication.toml"
    settings.write_text("union_default_graph = false\n" + settings.read_text("utf-8"), "utf-8")
    kind = (
        f"# nl: Soort\n# en: Kind\n{PREFIXES}SELECT ?this ?value {{ ?this a ?value , tuin:Tuin }}"
    )
    version = published_with(garden, tmp_path / "var", silent, facets__kind=kind, **VIEWS)
    with pages_of(version) as client:
        shown = panel(client, BACK, "delen")
        assert shown
        assert "/sparql?" not in shown
        path = "/list?class=https://tuin.example/ns/tuin%23Tuin"
        assert "/sparql?" in client.get(path, headers=BROWSER).text
        chosen = client.get(f"{path}&kind=https://tuin.example/ns/tuin%23Tuin", headers=BROWSER)
        assert chosen.status_code == 200
        assert "/sparql?query" not in chosen.text
