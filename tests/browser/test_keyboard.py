"""Keyboard only: a reader without a mouse comes everywhere, sees where, and gets out again."""

from typing import TYPE_CHECKING

import pytest

from browser.conftest import Open
from browser.kinds import KINDS, Kind, each

if TYPE_CHECKING:
    from playwright.sync_api import Page

PILOT = "/doc/systeem/ptr-centrumstedenversie.html"
SYSTEMS = next(kind.path for kind in KINDS if kind.name == "list")
MOST_STOPS = 200
# The editor, which has its field within, or the form without it.
QUERY = "#query-field, main textarea"
# What has the focus: whether it is seen, and how it is drawn apart.
FOCUS = """
() => {
  const one = document.activeElement;
  const lines = [one];
  for (let inner = one.shadowRoot?.activeElement; inner; inner = inner.parentElement)
    lines.push(inner);
  const box = one.getBoundingClientRect();
  const drawn = lines.map(part => getComputedStyle(part)).some(
    style => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0
      || style.boxShadow !== "none");
  const seen = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight;
  return {name: one.outerHTML.slice(0, 100), drawn, seen, is_page: one === document.body};
}
"""


def tab_to(page: "Page", selector: str) -> None:
    """Press Tab until something has the focus."""
    for _ in range(MOST_STOPS):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never comes at {selector}")


def test_skip_link_is_first_and_leads_to_the_content(visit: Open) -> None:
    window = visit()
    window.go(PILOT)
    window.page.keyboard.press("Tab")
    assert window.page.evaluate("document.activeElement.hash") == "#main"
    window.page.keyboard.press("Enter")
    window.page.keyboard.press("Tab")
    assert window.page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("kind", each(*(kind for kind in KINDS if kind.status == 200)))
def test_focus_is_seen(visit: Open, kind: Kind) -> None:
    """WCAG 2.4.7, 2.4.11: at each of the first stops, and none holds the reader."""
    window = visit()
    window.go(kind.path)
    names = []
    for _ in range(25):
        window.page.keyboard.press("Tab")
        window.page.wait_for_timeout(20)
        focus = window.page.evaluate(FOCUS)
        if focus["is_page"]:
            break
        assert focus["drawn"], focus["name"]
        assert focus["seen"], focus["name"]
        names.append(focus["name"])
    assert len(set(names)) > 3


def test_source_opens_beside_its_statement_and_closes(visit: Open) -> None:
    window = visit()
    window.go(PILOT)
    page = window.page
    tab_to(page, "main .evidence a")
    note = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    card = page.locator("[popover]:popover-open")
    card.wait_for()
    assert page.evaluate("document.activeElement.closest('[popover]') !== null")
    page.keyboard.press("Escape")
    card.wait_for(state="hidden")
    assert page.evaluate("document.activeElement.textContent") == note
    assert window.problems() == []


def test_source_is_on_the_page_without_scripts(visit: Open) -> None:
    window = visit(runs_scripts=False)
    window.go(PILOT)
    target = window.page.locator("main .evidence a").first.get_attribute("href") or ""
    assert target.startswith("#")
    assert window.page.locator(target).inner_text()


def test_language_is_switched_and_stays(visit: Open) -> None:
    window = visit()
    window.go(PILOT)
    tab_to(window.page, "a[hreflang=en]")
    window.page.keyboard.press("Enter")
    window.page.wait_for_url("**lang=en*")
    assert window.page.locator("html").get_attribute("lang") == "en"
    window.go("/")
    assert window.page.locator("html").get_attribute("lang") == "en"


def test_search_with_suggestions(visit: Open) -> None:
    window = visit()
    window.go("/")
    page = window.page
    tab_to(page, "header input[type=search]")
    page.keyboard.type("orba")
    page.locator("[role=listbox] [role=option]").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/doc/**")
    assert "orba" in page.locator("h1").inner_text().lower()
    assert window.problems() == []


def test_list_is_narrowed_by_a_facet(visit: Open) -> None:
    window = visit()
    window.go(SYSTEMS)
    page = window.page
    before = window.text()
    tab_to(page, ".facets a, .facets summary, .facets input, .facets select")
    if page.evaluate("document.activeElement.matches('summary')"):
        page.keyboard.press("Enter")
        tab_to(page, ".facets a, .facets input")
    page.keyboard.press("Enter" if page.evaluate("!document.activeElement.type") else "Space")
    page.wait_for_url(lambda url: url != window.address + SYSTEMS)
    assert window.text() != before
    assert window.problems() == []


def test_query_is_run_and_the_editor_left(visit: Open) -> None:
    """Nothing holds the reader (WCAG 2.1.2)."""
    window = visit()
    window.go("/sparql")
    page = window.page
    tab_to(page, QUERY)
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")  # Chromium itself writes a style where text replaces text.
    page.keyboard.type("ASK {}")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert not page.evaluate("query => document.activeElement.matches(query)", QUERY)
    tab_to(page, "main button")
    page.keyboard.press("Enter")
    page.locator("main").get_by_text("true").first.wait_for()
    assert window.problems() == []
