"""The timeline, the calendar and its iCalendar tell what is certain, and stay small."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar
from pyoxigraph import Dataset

from kennisgraaf.graph.assemble import Sources, assemble
from kennisgraaf.publication.pipeline import publish
from kennisgraaf.settings import publication_of_files
from kennisgraaf.store.client import running_pool
from kennisgraaf.timeline import Span
from kennisgraaf.validation.validate import Validated
from kennisgraaf.versions import Version
from kennisgraaf.web.app import create_app
from kennisgraaf.web.current import Current
from kennisgraaf.web.pages.strips import scale_of
from kennisgraaf.web.pages.time_words import in_words
from stores import silent

BASE = "https://fair.example/"
MANY = 10_000
HEAD = """
PREFIX schema: <http://schema.org/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
NASTY = f"""
<{BASE}id/markup> a schema:Event ; rdfs:label "<script>alert(1)</script>, a; b\\\\n\\u0007c"@en ;
  schema:startDate "2020-05-01"^^xsd:date ; schema:endDate "2020-05-03"^^xsd:date .
<{BASE}id/long> a schema:Event ; rdfs:label "{"long " * 20_000}" ;
  schema:startDate "2020"^^xsd:gYear .
<{BASE}id/first> a schema:Event ; schema:startDate "0001-01-01"^^xsd:date .
<{BASE}id/last> a schema:Event ; schema:startDate "9999-12-31"^^xsd:date .
<{BASE}id/wrong> a schema:Event ; schema:startDate "2020-02-31" .
<javascript:alert(1)> a schema:Event ; schema:startDate "2020-05-01"^^xsd:date .
<{BASE}id/running> a <{BASE}ns/Plan> ; schema:startDate "2019-02"^^xsd:gYearMonth .
"""


@pytest.fixture(scope="module")
def fair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A client of someone else's events: very many, and bad ones."""
    folder = tmp_path_factory.mktemp("fair")
    file = folder / "fair.ttl"
    many = "".join(
        f'<{BASE}id/e{n}> a schema:Event ; schema:startDate "{2000 + n % 20}-{n % 12 + 1:02}-'
        f'{n % 28 + 1:02}"^^xsd:date .\n'
        for n in range(MANY)
    )
    file.write_text(HEAD + NASTY + many, "utf-8")
    sources = Sources((file,), None)
    validated = Validated(sources, assemble(sources), Dataset(), Dataset(), (), None)
    publication = publication_of_files((file,), BASE, union=True)
    version, _ = publish(validated, publication, folder / "var", silent)
    run = tmp_path_factory.mktemp("run")
    with running_pool(version, run):
        yield create_app(Current(folder / "var", run)).test_client(use_cookies=False)


@pytest.mark.parametrize(
    "path",
    [
        "/timeline", "/timeline?page=2", "/timeline?year=2020", "/timeline?year=1",
        "/timeline?year=9999", "/calendar", "/calendar?year=2020", "/calendar?year=2020&month=5",
        "/calendar?year=1&month=1", "/calendar?year=9999&month=12",
        "/calendar?year=2003&month=4&page=2",
    ],
)  # fmt: skip
def test_pages_of_hostile_events_are_whole_and_small(fair: FlaskClient, path: str) -> None:
    answer = fair.get(path)
    assert answer.status_code == 200
    assert "<script>" not in answer.text
    assert "javascript:" not in re.sub(r">[^<]*<", "><", answer.text)
    assert not re.search(r"\sstyle=|<style", answer.text)
    assert len(answer.data) < 75_000  # Before compression; over the line a tenth.


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/timeline?year=0", 400), ("/timeline?year=x", 400), ("/timeline?year=2020²", 400),
        ("/timeline?page=9999", 400), ("/timeline?year=1800", 404), ("/timeline?kind=%00", 404),
        ("/calendar?month=13", 400), ("/calendar?month=-1", 400), ("/calendar?year=1800", 404),
        ("/calendar.ics?iri=x", 404), ("/calendar.ics?year=1800", 404),
    ],
)  # fmt: skip
def test_what_is_not_there_is_told(fair: FlaskClient, path: str, status: int) -> None:
    assert fair.get(path).status_code == status


def test_years_that_are_mistakes_do_not_stretch_the_scale(fair: FlaskClient) -> None:
    axis = re.search(r'<svg class="axis".*?</svg>', fair.get("/timeline").text, re.DOTALL)
    assert axis is not None
    years = [int(year) for year in re.findall(r'"long">(\d+)<', axis[0])]
    assert 1990 < min(years) < max(years) < 2030


def test_a_calendar_file_of_hostile_events_parses(fair: FlaskClient) -> None:
    events = parsed(fair.get("/calendar.ics?year=2020&lang=en").data)
    named = {str(event["UID"]): event for event in events}
    markup = named[f"{BASE}id/markup"]
    assert markup["SUMMARY"] == "<script>alert(1)</script>, a; b\\nc"
    assert (markup["DTSTART"].dt, markup["DTEND"].dt) == (date(2020, 5, 1), date(2020, 5, 4))
    assert "URL" not in named["javascript:alert(1)"]
    last = parsed(fair.get(f"/calendar.ics?iri={BASE}id/last").data)
    assert last[0]["DTSTART"].dt == date.max
    everything = parsed(fair.get("/calendar.ics").data)
    assert len(everything) == 2_000


def test_an_event_of_the_garden_is_in_all_three(client: FlaskClient) -> None:
    iri = "https://tuin.example/id/tuin/achtertuin"
    assert "18 april 2023" in client.get("/timeline?lang=nl").text
    assert 'href="/doc/tuin/achtertuin"' in client.get("/calendar?year=2023&month=4").text
    assert f"/calendar.ics?iri={iri}".replace(":", "%3A").split("?")[0] in client.get(
        "/doc/tuin/achtertuin.html"
    ).text  # fmt: skip
    answer = client.get(f"/calendar.ics?iri={iri}&lang=nl")
    assert answer.content_type == "text/calendar; charset=utf-8"
    again = client.get(
        f"/calendar.ics?iri={iri}&lang=nl", headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert again.status_code == 304
    (event,) = parsed(answer.data)
    assert event["UID"] == event["URL"] == iri
    assert event["SUMMARY"] == "Achtertuin"
    assert event["SUMMARY"].params["LANGUAGE"] == "nl"
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2023, 4, 18), date(2023, 4, 19))
    assert event["STATUS"] == "CONFIRMED"
    assert client.get(f"/calendar.ics?iri={iri}&lang=nl").data == answer.data


def parsed(content: bytes) -> list[Any]:
    """Read the events of a calendar file, as other programs do."""
    return list(Calendar.from_ical(content).walk("VEVENT"))


Y20, Y20_END, MAY = date(2020, 1, 1), date(2020, 12, 31), date(2020, 5, 3)


@pytest.mark.parametrize(
    ("span", "words", "parts", "arrows"),
    [
        (Span(MAY, MAY, MAY, MAY), "3 May 2020", ["day"], (False, False)),
        (Span(Y20, Y20_END, Y20, Y20_END), "some time in 2020", ["soft"], (False, False)),
        (Span(Y20, Y20, MAY, MAY), "from 1 January 2020 until 3 May 2020", ["sure"],
         (False, False)),
        (Span(Y20, Y20_END, None, None), "since 2020, no end is given", ["soft"], (False, True)),
        (Span(None, None, MAY, MAY), "until 3 May 2020, no begin is given", ["day"],
         (True, False)),
        (Span(Y20, MAY, date(2020, 9, 1), date(2020, 9, 30)),
         "from 1 January 2020 – 3 May 2020 until September 2020", ["soft", "sure", "soft"],
         (False, False)),
    ],
)  # fmt: skip
def test_words_and_drawing_say_the_same(
    span: Span, words: str, parts: list[str], arrows: tuple[bool, bool]
) -> None:
    assert in_words(span, "en", str) == words
    strip = scale_of([span]).strip(span)
    assert [part.kind for part in strip.parts] == parts
    assert (strip.open_from is not None, strip.open_until is not None) == arrows
    assert all(0 <= part.x <= part.x + part.width <= 100.5 for part in strip.parts)


def test_plans_and_uncertain_days_of_stadskennis(stadskennis_client: FlaskClient) -> None:
    """A plan is dashed and tentative; autumn is four months on which it may be."""
    events = parsed(stadskennis_client.get("/calendar.ics?lang=nl").data)
    by_name = {str(event["UID"]).rpartition("/")[2]: event for event in events}
    assert by_name["vlaamse-verkiezingen-2024"]["STATUS"] == "TENTATIVE"
    assert by_name["aftrap-innofins"]["STATUS"] == "CONFIRMED"
    autumn = by_name["beslissing-werksporen-klimaattransitie"]
    assert autumn["STATUS"] == "TENTATIVE"
    assert (autumn["DTSTART"].dt, autumn["DTEND"].dt) == (date(2022, 9, 1), date(2023, 1, 1))
    text = stadskennis_client.get("/timeline?year=2024&lang=nl").text
    row = text.partition("Vlaamse verkiezingen")[2].partition("</tr>")[0]
    assert 'class="strip planned"' in row
    assert len(stadskennis_client.get("/timeline").data) < 75_000


@pytest.fixture(scope="module")
def stadskennis_client(
    stadskennis_version: Version, tmp_path_factory: pytest.TempPathFactory
) -> FlaskClient:
    run = tmp_path_factory.mktemp("run")
    return create_app(Current(stadskennis_version.path.parents[1], run)).test_client(
        use_cookies=False
    )
