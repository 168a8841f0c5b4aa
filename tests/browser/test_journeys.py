"""Journeys: three people who come with a question, step by step."""

import json
import re
from urllib.parse import parse_qs, urlsplit

import httpx

from browser.conftest import Open

MECHELEN, AALST = "/doc/stad/mechelen.html", "/doc/stad/aalst.html"


def test_integrator_finds_a_system(visit: Open) -> None:
    """She types the name that she heard; the thing named is first."""
    window = visit(language="en")
    window.go("/")
    box = window.page.locator("header input[type=search]")
    box.fill("orba")
    box.press("Enter")
    window.page.wait_for_url("**/search?q=orba*")
    first = window.page.locator("main ol li a, main .results a").first
    assert "orba" in first.inner_text().lower()
    first.click()
    assert "orba" in window.page.locator("h1").inner_text().lower()
    assert window.problems() == []


def test_integrator_takes_json_ld(visit: Open) -> None:
    """From the page to the data, and back to the same thing."""
    window = visit(language="en")
    window.go("/doc/systeem/orba.html")
    link = window.page.locator("main a", has_text=re.compile("^JSON-LD$")).first
    answer = httpx.get(window.address + (link.get_attribute("href") or ""))
    assert answer.headers["Content-Type"].startswith("application/ld+json")
    assert "id/systeem/orba" in json.dumps(answer.json())
    alternates = window.page.locator("head link[rel=alternate]").evaluate_all(
        "links => links.map(link => link.type)"
    )
    assert {"text/turtle", "application/ld+json"} <= set(alternates)


def test_integrator_runs_the_query_of_a_page(visit: Open) -> None:
    """The query is on the page, answers the same as a program gets, and can be shared."""
    window = visit(language="en")
    window.go("/doc/systeem/orba.html")
    link = window.page.locator("main a[href^='/sparql?query=']").last
    path = link.get_attribute("href") or ""
    query = parse_qs(urlsplit(path).query)["query"][0]
    assert window.go(path) == 200
    accept = {"Accept": "text/turtle, application/sparql-results+json;q=0.9"}
    answer = httpx.get(f"{window.address}/sparql", params={"query": query}, headers=accept)
    assert answer.status_code == 200
    assert len(answer.content) > 100
    assert window.problems() == []


def test_integrator_copies_curl(visit: Open) -> None:
    """What she copies runs in a terminal as it is."""
    window = visit(language="en")
    window.go("/sparql?query=ASK%20%7B%7D")
    window.page.get_by_role("button", name="curl").click()
    window.page.get_by_role("status").filter(has_text="curl").wait_for()
    copied = window.page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("curl")
    assert f"'{window.address}/sparql'" in copied


def test_official_sees_in_which_programmes_her_city_is(visit: Open) -> None:
    """With role, and since when."""
    window = visit()
    window.go(MECHELEN)
    assert "Mechelen" in window.page.locator("h1").inner_text()
    text = window.text()
    assert re.search("werkgroep|trekker|deelnemer|piloot", text)
    assert re.search("20(20|23)", text)


def test_official_reads_who_says_so(visit: Open) -> None:
    """From a statement to its source, and from there to the passage's own page."""
    window = visit()
    window.go(MECHELEN)
    page = window.page
    source = page.locator("#sources + ol li, #sources ~ ul li", has_text="Jaarverslag").first
    number = source.get_attribute("id")
    page.locator(f"main .evidence a[href='#{number}']").first.click()
    passage = page.locator("[popover]:popover-open a[href^='/doc/passage/']").first
    passage.wait_for()
    passage.click()
    page.wait_for_url("**/doc/passage/**")
    assert "Jaarverslag" in page.locator("h1").inner_text()
    assert "Mechelen" in window.text()
    assert window.problems() == []


def test_official_tells_silence_from_none(visit: Open) -> None:
    """Of Aalst the reports name no programme: that is said, and not that there is none."""
    window = visit()
    window.go(AALST)
    text = window.text().lower()
    assert "niet vermeld" in text or "niet genoemd" in text
    assert not re.search(r"\bgeen programma|neemt nergens deel", text)


def test_curator_goes_from_quality_to_an_entity(visit: Open) -> None:
    window = visit()
    window.go("/quality")
    finding = window.page.locator("main details").first
    finding.locator("summary").first.click()
    finding.locator("a[href^='/doc/']").first.click()
    window.page.wait_for_url("**/doc**")
    assert window.page.locator("h1").inner_text()
    assert window.problems() == []


def test_curator_reads_a_report_with_what_it_yields(visit: Open) -> None:
    """Reports, a report, a passage, and the statements that stand in it."""
    window = visit()
    window.go("/reports")
    page = window.page
    page.locator("main a", has_text="2023").first.click()
    page.wait_for_load_state("load")
    page.locator("main li a[href^='/reports/']").first.click()
    page.wait_for_load_state("load")
    assert page.locator("main a[href^='/doc/']").count() > 1
    page.locator("main a[href*='/doc/passage/']").first.click()
    page.wait_for_url("**/doc/passage/**")
    assert window.problems() == []


def test_curator_goes_from_a_report_to_a_passage_and_its_statements(visit: Open) -> None:
    window = visit()
    window.go("/doc/passage/2023/afrekening-budget.html")
    assert "1.383.572,80" in window.text()
    assert window.page.locator("main a[href='/doc/jaarverslag/2023']").count()
