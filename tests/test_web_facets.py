"""Facets: each part of a list has its address, its counts and its SPARQL."""

import re
import shutil
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from time import perf_counter
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from flask.testing import FlaskClient

from conftest import GARDEN, Serving
from viewing import BROWSER, pages_of, published_files, published_with

BASE = "https://tuin.example/"
PREFIXES = "PREFIX tuin: <ns/tuin#>\n"
KIND = f"# nl: Soort\n# en: Kind\n{PREFIXES}SELECT ?this ?value {{ ?this a ?value , tuin:Tuin }}"
TREES = (
    "# nl: Bomen\n# en: Trees\n# chips: yes\n"
    f"{PREFIXES}SELECT ?this ?value {{ ?this a tuin:Tuin {{ BIND('some' AS ?value) }} UNION "
    "{ ?this tuin:aantalBomen 9 BIND('many' AS ?value) } }"
)
GARDENS = "/list?class=tuin:Tuin"
ATTACK = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    folder = tmp_path_factory.mktemp("gardens")
    garden = shutil.copytree(GARDEN, folder / "garden")
    version = published_with(garden, folder / "var", facets__soort=KIND, facets__bomen=TREES)
    with pages_of(version) as client:
        yield client


def shown(client: FlaskClient, path: str) -> str:
    answer = client.get(path, headers=BROWSER)
    assert answer.status_code == 200, path
    return answer.text


def entries(text: str) -> list[str]:
    return re.findall(r'<h3><a href="([^"]+)"', text)


def test_a_class_may_be_named_with_a_prefix(pages: FlaskClient) -> None:
    whole = shown(pages, "/list?class=https%3A%2F%2Ftuin.example%2Fns%2Ftuin%23Tuin")
    for text in (whole, shown(pages, GARDENS)):
        assert '<link rel="canonical" href="/list?class=tuin%3ATuin">' in text
        assert entries(text) == entries(whole)
    assert entries(whole) == ["/doc/tuin/achtertuin", "/doc/tuin/kruidenhoek"]


def test_choices_are_counted(pages: FlaskClient) -> None:
    text = shown(pages, GARDENS)
    boxes = re.findall(
        r'name="(\w+)" value="([^"]*)"( checked)?> <span><bdi>([^<]*)</bdi></span> '
        r'<span class="count">(\d+)<', text,
    )  # fmt: skip
    assert [(box[0], box[1], box[3], box[4]) for box in boxes] == [
        ("bomen", "some", "some", "2"),
        ("bomen", "many", "many", "1"),
        ("soort", "tuin:Tuin", "garden", "2"),
        ("soort", "tuin:Moestuin", "kitchen garden", "1"),
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("&soort=tuin:Moestuin", ["kruidenhoek"]),
        ("&soort=https://tuin.example/ns/tuin%23Moestuin", ["kruidenhoek"]),
        ("&soort=tuin:Moestuin&soort=tuin:Tuin", ["achtertuin", "kruidenhoek"]),
        ("&bomen=many", ["achtertuin"]),
        ("&bomen=many&soort=tuin:Moestuin", []),
        ("&bomen=none", []),
        ("&bomen=", ["achtertuin", "kruidenhoek"]),
        ("&sort=connected", ["achtertuin", "kruidenhoek"]),
    ],
)
def test_what_is_chosen_is_listed(pages: FlaskClient, query: str, found: list[str]) -> None:
    text = shown(pages, GARDENS + query)
    assert entries(text) == [f"/doc/tuin/{name}" for name in found]
    assert f"{len(found)} found" in text
    assert ("Nothing has all that was chosen." in text) == (not found)


def test_the_address_does_not_depend_on_the_order_of_parameters(pages: FlaskClient) -> None:
    first = pages.get(GARDENS + "&bomen=many&soort=tuin:Tuin", headers=BROWSER)
    second = pages.get("/list?soort=tuin:Tuin&bomen=many&class=tuin:Tuin", headers=BROWSER)
    assert first.headers["Link"] == second.headers["Link"]
    assert 'rel="canonical"' in first.headers["Link"]


def test_every_choice_can_be_taken_away(pages: FlaskClient) -> None:
    text = shown(pages, GARDENS + "&bomen=many&soort=tuin:Tuin")
    without = [unescape(href) for href in re.findall(r'class="chip on" href="([^"]+)"', text)]
    assert [parse_qs(urlsplit(href).query) for href in without] == [
        {"class": ["tuin:Tuin"], "soort": ["tuin:Tuin"]},
        {"class": ["tuin:Tuin"], "bomen": ["many"]},
    ]
    assert '<a href="/list?class=tuin%3ATuin">Clear all</a>' in text


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("&nothing=x", 400),
        ("&sort=oldest", 400),
        ("&bomen=many&page=2", 400),
        (f"&bomen={ATTACK}", 200),
        ("&bomen=%E2%80%AE", 200),
        ("&bomen=" + "x" * 3000, 200),
    ],
)
def test_odd_requests(pages: FlaskClient, query: str, status: int) -> None:
    answer = pages.get(GARDENS + query, headers=BROWSER)
    assert answer.status_code == status
    assert ATTACK not in answer.text


def test_the_sparql_of_a_list_gives_its_entities_at_the_endpoint(
    garden: Path, tmp_path: Path, serving: type[Serving]
) -> None:
    """What is shown behind “Show as SPARQL”, asked of a real server."""
    published_with(garden, tmp_path / "var", facets__soort=KIND, facets__bomen=TREES)
    with serving("--publication", str(garden), "--var", str(tmp_path / "var")) as address:
        for query in ("", "&bomen=some", "&bomen=many&soort=tuin:Tuin&soort=tuin:Moestuin"):
            text = httpx.get(address + GARDENS + query, headers=BROWSER).text
            (link,) = re.findall(r'href="(/sparql\?[^"]*format=csv)"', text)
            answer = httpx.get(address + unescape(link), headers=BROWSER)
            iris = [line.partition(",")[0] for line in answer.text.split("\r\n")[1:-1]]
            assert [iri.replace(BASE + "id/", "/doc/") for iri in iris] == entries(text)


def test_other_people_s_data_have_facets_and_hostile_values_hurt_nobody(tmp_path: Path) -> None:
    """No labels, no settings, ten thousand values, markup in names."""
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    things = (
        f"<urn:t{n}> a <urn:K> ; <urn:own> <urn:o{n}> ; <urn:in> <urn:p{n % 2}> ; "
        f"<urn:of> <javascript:alert({n % 3})> ; <urn:{'x' * 2000}> <urn:q{n % 4}> ."
        for n in range(10_000)
    )
    text = "\n".join([*things, f'<urn:p0> {label} "{ATTACK}" .'])
    with pages_of(published_files(tmp_path, text)) as client:
        page = shown(client, "/list?class=urn:K")
        assert "10,000 found" in page
        assert 'name="urn:in" value="urn:p0"' in page
        assert ATTACK not in page
        assert 'href="javascript' not in page
        assert len(page) < 60_000
        page = shown(client, "/list?class=urn:K&urn:in=urn:p0&urn:of=javascript:alert(0)&page=9")
        assert "1,667 found" in page
        assert 'href="javascript' not in page
        started = perf_counter()
        shown(client, "/list?class=urn:K&urn:in=urn:p1")
        assert perf_counter() - started < 1
