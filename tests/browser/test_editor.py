"""The query editor in a real browser: it answers, obeys the policy, and runs nothing of others."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from kennisgraaf import web

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page, Route

BUILT = Path(web.__file__).parent / "static" / "built" / "editor.js"
PREFIX = "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"
ROWS = """SELECT ?name ?n ?day ?latitude ?longitude ?a ?b {
  VALUES (?name ?n ?day ?latitude ?longitude ?a ?b) {
    ("one"@en 3 "2020-05"^^xsd:gYearMonth 51.05 3.72 <https://x.example/a> <https://x.example/b>)
    ("two"@en 7 "2023"^^xsd:gYear 51.21 4.4 <https://x.example/b> <https://x.example/c>)
  }
}"""
QUESTION = """# nl: Wat is een?
# en: What is one?
# evidence: id/passage/2023/achtertuin
# expect: 1
SELECT ?n { VALUES ?n { 1 } }
"""
VIEWS = ["table", "map", "chart", "timeline", "graph"]
# TriplyDB/Yasgui issues 220, 221 and 227: names of variables, the endpoint's field, values.
IMAGE = "<img src=x onerror=alert(1)>"
BREAKS_OUT = "https://x.example/q<http://test.com'onclick=alert(123);'>"
HOSTILE = {
    "head": {"vars": [f"name{IMAGE}", "iri", f"day{IMAGE}", "latitude", "longitude", "n", "to"]},
    "results": {
        "bindings": [
            {
                f"name{IMAGE}": {"type": "literal", "value": IMAGE, "xml:lang": '"><script>'},
                "iri": {"type": "uri", "value": "javascript:alert(2)"},
                f"day{IMAGE}": {
                    "type": "literal",
                    "value": "2020",
                    "datatype": "http://www.w3.org/2001/XMLSchema#gYear",
                },
                "latitude": {"type": "literal", "value": "51.0"},
                "longitude": {"type": "literal", "value": "4.0"},
                "n": {
                    "type": "literal",
                    "value": "5",
                    "datatype": "http://www.w3.org/2001/XMLSchema#integer",
                },
                "to": {"type": "uri", "value": BREAKS_OUT},
            }
        ]
    },
}


@dataclass
class Visit:
    """A page that is open, and what a reader of the site should never see."""

    page: "Page"
    site: str
    dialogs: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def dismiss(self, dialog: "Dialog") -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def open(self, query: str | None = None, wait: bool = True) -> None:
        self.page.goto(f"{self.site}/sparql" + (f"?query={quote(query)}" if query else ""))
        self.page.wait_for_selector("html.has-editor")
        if query and wait:
            self.page.wait_for_selector("#elsewhere button")

    def choose(self, view: str) -> None:
        self.page.click(f"#view-{view}")
        self.page.wait_for_selector(f"#answer-view[data-view={view}] > *")

    def write(self, query: str, is_typed: bool = False) -> None:
        """Write another query. Over text, Chromium would style it and be refused: clear first."""
        self.page.click("label[for=query]")
        self.page.keyboard.press("Control+A")
        self.page.keyboard.press("Delete")
        (self.page.keyboard.type if is_typed else self.page.keyboard.insert_text)(query)

    def assert_clean(self) -> None:
        """Nothing ran, nothing was refused by the policy, no other host was asked."""
        assert self.dialogs == []
        assert self.said == []
        assert {address for address in self.asked if not address.startswith(self.site)} == set()


@pytest.fixture(scope="package")
def chromium(browser: "Browser") -> "Browser":
    if not BUILT.exists():
        pytest.skip("the program was built without the editor")
    return browser


def visits(chromium: "Browser", server: str, **options: Any) -> Iterator[Visit]:
    context = chromium.new_context(locale="en-GB", **options)
    page = context.new_page()
    visit = Visit(page, server)
    page.on("dialog", visit.dismiss)
    page.on("console", lambda message: visit.said.append(message.text))
    page.on("pageerror", lambda error: visit.said.append(str(error)))
    page.on("request", lambda request: visit.asked.append(request.url))
    yield visit
    context.close()


@pytest.fixture
def visit(chromium: "Browser", server: str) -> Iterator[Visit]:
    yield from visits(chromium, server)


@pytest.mark.parametrize("view", VIEWS)
def test_answer_is_drawn_in_each_view(visit: Visit, view: str) -> None:
    visit.open(PREFIX + ROWS)
    visit.choose(view)
    drawn = "table" if view == "table" else "svg[role=img][aria-label]"
    assert visit.page.locator(f"#answer-view {drawn}").count() == 1
    assert "one" in (visit.page.locator("#answer-view").text_content() or "") or view == "graph"
    visit.assert_clean()


@pytest.mark.parametrize("view", ["map", "chart", "timeline", "graph"])
def test_view_says_what_it_needs(visit: Visit, view: str) -> None:
    visit.open('SELECT ?text { VALUES ?text { "plain" } }')
    visit.choose(view)
    assert "needs" in visit.page.inner_text("#answer-view .note")
    visit.assert_clean()


def test_uncertain_dates_are_told_from_certain_ones(visit: Visit) -> None:
    kind = "<http://id.loc.gov/datatypes/edtf/EDTF-level1>"
    dates = ["2020", "2020-05-01", "2021?", "2021/2022", "2021/..", "202X", "2023-21", "2020-XX"]
    values = " ".join(f'"{date}"^^{kind}' for date in [*dates, "once", "9999-99"])
    visit.open(f"SELECT ?day {{ VALUES ?day {{ {values} }} }}")
    visit.choose("timeline")
    bars = visit.page.locator("#answer-view rect")
    told = bars.evaluate_all("all => all.map(e => [e.textContent, e.classList.length])")
    titles = {title.partition(": ")[2]: classes == 2 for title, classes in told}
    assert {date for date, is_uncertain in titles.items() if not is_uncertain} == {
        "2020", "2020-05-01", "2021/2022",
    }  # fmt: skip
    assert set(titles) == set(dates)
    assert "2 rows have no date" in visit.page.inner_text("#answer-view figcaption")
    visit.assert_clean()


def test_statements_and_booleans_are_shown(visit: Visit) -> None:
    visit.open('CONSTRUCT { <urn:a> <urn:p> "x\\n\\"y\\""@nl, <urn:b> } {}')
    assert visit.page.locator("#answer-view tbody tr").count() == 2
    assert 'x\n"y"' in (visit.page.locator("#answer-view").text_content() or "")
    visit.choose("graph")
    assert visit.page.locator("#answer-view circle").count() == 2
    visit.open("ASK {}")
    assert visit.page.inner_text("#answer-view strong") == "Yes"
    visit.assert_clean()


@pytest.mark.parametrize("view", VIEWS)
def test_names_and_values_run_nothing(visit: Visit, view: str) -> None:
    """Yasgui issues 220, 221 and 227: an answer may hold any text."""

    def hostile(route: "Route") -> None:
        kind = "application/sparql-results+json"
        route.fulfill(body=json.dumps(HOSTILE), content_type=kind)

    visit.open()
    visit.page.route("**/sparql", hostile)
    visit.page.click("#ask button")
    visit.page.wait_for_selector("#elsewhere button")
    visit.choose(view)
    visit.page.wait_for_timeout(100)
    assert visit.page.locator("#answer img, #answer script").count() == 0
    links = visit.page.eval_on_selector_all("#answer a", "all => all.map(a => a.protocol)")
    assert set(links) <= {"http:", "https:"}
    handlers = "all => all.flatMap(e => e.getAttributeNames()).filter(n => n.startsWith('on'))"
    assert visit.page.eval_on_selector_all("main *", handlers) == []
    visit.assert_clean()


@pytest.mark.parametrize("text", [IMAGE, BREAKS_OUT, "</textarea><script>alert(1)</script>"])
def test_query_and_address_run_nothing(visit: Visit, text: str) -> None:
    """There is no field for an endpoint, and its parameter means nothing."""
    visit.open(f"ASK {{}} # {text}")
    assert text in visit.page.input_value("#query")
    for name in ("curl", "Python", "R", "Excel"):
        visit.page.click(f"#elsewhere button:text-is('{name}')")
        assert text in visit.page.inner_text("#elsewhere pre").replace("'\\''", "'")
    assert visit.page.locator("#main input:visible").count() == 0
    visit.page.goto(f"{visit.site}/sparql#query=ASK{{}}&endpoint={quote(text)}")
    visit.assert_clean()


def test_refused_query_is_marked_and_kept(visit: Visit) -> None:
    visit.open("SELECT ?x {\n  ?x ?y }}", wait=False)
    visit.page.wait_for_selector("#answer [role=alert]")
    assert re.search(r"Line 2, column \d", visit.page.inner_text("#answer [role=alert]"))
    assert visit.page.locator("#query-field .cm-lintRange-error, .cm-lintPoint-error").count() == 1
    assert visit.page.input_value("#query").startswith("SELECT")
    assert visit.dialogs == []


def test_keyboard_alone(visit: Visit) -> None:
    """Tab leaves the field (WCAG 2.1.2), and the page says so."""
    visit.open()
    assert "Tab leaves" in visit.page.inner_text(".keys")
    visit.write(PREFIX + ROWS)
    visit.page.keyboard.press("Control+Enter")
    visit.page.wait_for_selector("#elsewhere button")
    visit.page.keyboard.press("Tab")
    assert visit.page.evaluate("document.activeElement.textContent") == "Run"
    visit.page.focus("#view-table")
    visit.page.keyboard.press("ArrowRight")
    assert visit.page.get_attribute("#view-map", "aria-selected") == "true"
    assert visit.page.evaluate("document.activeElement.id") == "view-map"
    visit.assert_clean()


def test_completion_knows_the_data_and_declares_the_prefix(visit: Visit) -> None:
    visit.open()
    visit.write("SELECT * { ?x a tuin:", is_typed=True)
    offered = visit.page.locator("#query-field .cm-tooltip-autocomplete li")
    offered.first.wait_for()
    first = (offered.first.locator(".cm-completionLabel").text_content() or "").strip()
    visit.page.wait_for_timeout(120)  # CodeMirror takes no key at once, lest it was meant as text.
    visit.page.keyboard.press("Enter")
    query = visit.page.input_value("#query")
    assert query.startswith("PREFIX tuin: <")
    assert f"?x a {first}" in query
    visit.assert_clean()


def test_address_is_that_of_the_query(visit: Visit) -> None:
    visit.open("SELECT (1 AS ?n) {}")
    visit.write("SELECT (2 AS ?n) {}")
    visit.page.click("#ask button")
    visit.page.wait_for_url("**SELECT+%282*")
    visit.page.wait_for_selector("#answer-view bdi:text-is('2')")
    visit.page.go_back()
    visit.page.wait_for_selector("#answer-view bdi:text-is('1')")
    assert visit.page.input_value("#query") == "SELECT (1 AS ?n) {}"
    visit.assert_clean()


def test_table_is_sorted_and_paged(visit: Visit) -> None:
    numbers = " ".join(map(str, range(150)))
    visit.open(f"SELECT ?n {{ VALUES ?n {{ {numbers} }} }}")
    assert visit.page.locator("#answer-view tbody tr").count() == 100
    for _ in range(2):
        visit.page.click("#answer-view th button")
    assert visit.page.get_attribute("#answer-view th", "aria-sort") == "descending"
    assert visit.page.inner_text("#answer-view td >> nth=0") == "149"
    visit.page.click("#answer-view nav button >> nth=1")
    assert visit.page.locator("#answer-view tbody tr").count() == 50


QUOTED = """SELECT ("it's \\"so\\" #(lf) )-\\" " AS ?text) (3 AS ?n) {}"""
GRAPH = f"CONSTRUCT {{ <urn:a> <urn:b> ?text }} WHERE {{ {{ {QUOTED} }} }}"
# What runs a snippet, and what it needs besides.
RUNNERS = {"curl": ("bash", "curl"), "Python": (sys.executable, None), "R": ("Rscript", None)}


@pytest.mark.parametrize("query", [QUOTED, GRAPH], ids=["select", "construct"])
@pytest.mark.parametrize("language", RUNNERS)
def test_copied_code_gives_the_answer(visit: Visit, language: str, query: str) -> None:
    """Also of a query with every kind of quote, and what Excel would take for an escape."""
    runner, program = RUNNERS[language]
    for needed in filter(None, (runner, program)):
        if not shutil.which(needed):
            pytest.skip(f"there is no {needed}")
    if language == "Python" and query == QUOTED:
        pytest.importorskip("pandas")
    visit.open(query)
    visit.page.click(f"#elsewhere button:text-is('{language}')")
    code = visit.page.inner_text("#elsewhere pre")
    command = [runner, "-e" if language == "R" else "-c", code]
    answer = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "it's" in answer
    assert "so" in answer
    assert "#(lf) )-" in answer


def test_copied_power_query_holds_the_query(visit: Visit) -> None:
    """Excel's language: quotes are doubled, and ``#(`` begins an escape (Power Query M, 3.4)."""
    visit.open(QUOTED)
    visit.page.click("#elsewhere button:text-is('Excel')")
    code = visit.page.inner_text("#elsewhere pre")
    (text,) = re.findall(r'query = "((?:[^"]|"")*)",\n', code)
    assert text.replace('""', '"').replace("#(#)", "#") == QUOTED
    assert f'Web.Contents("{visit.site}/sparql"' in code


def test_examples_are_the_questions_of_the_publication(
    chromium: "Browser", garden: Path, tmp_path: Path, serving: type
) -> None:
    (garden / "questions" / "01-one.rq").write_text(QUESTION, "utf-8")
    with serving("--publication", str(garden), "--var", str(tmp_path / "var")) as site:
        for visit in visits(chromium, site):
            visit.open()
            visit.page.click("#examples summary")
            visit.page.click("#examples button:text-is('What is one?')")
            visit.page.wait_for_selector("#elsewhere button")
            assert visit.page.input_value("#query") == "SELECT ?n { VALUES ?n { 1 } }"
            visit.assert_clean()


def test_form_works_without_scripts(chromium: "Browser", server: str) -> None:
    for visit in visits(chromium, server, java_script_enabled=False):
        visit.page.goto(f"{server}/sparql")
        visit.page.fill("#query", "SELECT (41 + 1 AS ?n) {}")
        visit.page.click("#ask button")
        assert visit.page.inner_text("#answer td") == "42"


def test_field_follows_the_colours_of_the_reader(chromium: "Browser", server: str) -> None:
    colours = set()
    for scheme in ("light", "dark"):
        for visit in visits(chromium, server, color_scheme=scheme):
            visit.open()
            field = visit.page.locator("#query-field .cm-editor")
            colours.add(field.evaluate("e => getComputedStyle(e).backgroundColor"))
            page = visit.page.evaluate("getComputedStyle(document.body).backgroundColor")
            assert page in colours
    assert len(colours) == 2


def test_page_has_no_sideways_scroll_on_a_phone(chromium: "Browser", server: str) -> None:
    for visit in visits(chromium, server, viewport={"width": 390, "height": 844}):
        visit.open(PREFIX + ROWS)
        for view in VIEWS:
            visit.choose(view)
            assert visit.page.evaluate("document.documentElement.scrollWidth") == 390, view
