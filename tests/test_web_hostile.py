"""Hostile data: a nasty file is served, and hurts nobody (security S-05, S-12, S-22; LD-13)."""

import re
from collections.abc import Iterator
from time import monotonic
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from msgspec.structs import replace
from pyoxigraph import Dataset, RdfFormat, parse

from kennisgraaf.formats import EXTENSIONS
from kennisgraaf.graph.assemble import Sources, assemble
from kennisgraaf.publication.pipeline import publish
from kennisgraaf.settings import publication_of_files
from kennisgraaf.store.client import running_pool
from kennisgraaf.validation.validate import Validated
from kennisgraaf.web.app import create_app
from kennisgraaf.web.current import Current
from nasty import BASE, HUB, IRIS, LINKS, TURTLE, links, path_of
from stores import silent


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A client of the nasty file, published as someone else's."""
    folder = tmp_path_factory.mktemp("nasty")
    file = folder / "nasty.ttl"
    file.write_text(TURTLE + links(), "utf-8")
    sources = Sources((file,), None)
    validated = Validated(sources, assemble(sources), Dataset(), Dataset(), (), None)
    publication = publication_of_files((file,), BASE, union=True)
    publication = replace(publication, licence="https://licence.example/é")
    version, _ = publish(validated, publication, folder / "var", silent)
    run = tmp_path_factory.mktemp("run")
    with running_pool(version, run):
        yield create_app(Current(folder / "var", run)).test_client(use_cookies=False)


@pytest.mark.parametrize("iri", IRIS, ids=lambda iri: iri[:40])
def test_every_format_of_every_entity_is_answered(nasty: FlaskClient, iri: str) -> None:
    """406 is right for what RDF/XML cannot write; what is written parses."""
    for extension in EXTENSIONS:
        answer = nasty.get(f"{path_of(iri)}&format={extension}")
        cannot = iri.endswith("unwritable") and extension in ("rdf", "xml")
        assert answer.status_code == (406 if cannot else 200), extension
        if not cannot:
            assert list(parse(answer.data, format=EXTENSIONS[extension]))


@pytest.mark.parametrize("iri", IRIS, ids=lambda iri: iri[:40])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_page_escapes_markup_and_runs_nothing(nasty: FlaskClient, iri: str, language: str) -> None:
    """S-05"""
    answer = nasty.get(f"{path_of(iri)}&format=html&lang={language}")
    assert answer.status_code == 200
    assert not re.findall(r'<script(?! type="module" src="/static/)', answer.text)
    assert "<img" not in answer.text
    assert "<b>" not in answer.text
    hrefs = re.findall(r'href="([^"]*)"', answer.text)
    assert {re.match(r"https?:|mailto:|tel:|/|\?|#", href) is None for href in hrefs} == {False}
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", ["full", "hub"])
def test_page_shows_some_of_very_many_values(nasty: FlaskClient, name: str) -> None:
    """The others are a page away, or behind a query that gives them all."""
    text = nasty.get(f"{path_of('https://nasty.example/' + name)}&format=html&lang=en").text
    assert len(text) < 60_000
    if name == "full":
        assert f"and {LINKS - 25:,} more" in text
        assert "00024" in text
        assert "00025" not in text


@pytest.mark.parametrize("iri", IRIS, ids=lambda iri: iri[:40])
def test_headers_stay_small_and_one_line(nasty: FlaskClient, iri: str) -> None:
    """S-12"""
    for extension in ("html", "ttl"):
        headers = nasty.get(f"{path_of(iri)}&format={extension}").headers
        assert len(headers["Link"]) < 8000
        assert len(str(headers)) < 16_000
        assert str(headers).isascii()


def test_lists_and_home_escape_markup(nasty: FlaskClient) -> None:
    kind = "/list?class=" + quote("https://nasty.example/Kind", safe="")
    for path in ("/", kind, "/sparql"):
        answer = nasty.get(path, headers={"Accept": "text/html"})
        assert answer.status_code == 200
        assert not re.findall(r'<script(?! type="module" src="/static/)', answer.text)
        assert "<img" not in answer.text
        assert 'href="javascript' not in answer.text.lower()


def test_direction_of_a_label_stays_inside(nasty: FlaskClient) -> None:
    """S-22"""
    text = nasty.get(path_of(IRIS[2]) + "&format=html").text
    assert "<h1><bdi>\u202etxt.exe</bdi></h1>" in text


def test_ten_thousand_inverse_links_come_in_pages(nasty: FlaskClient) -> None:
    """LD-13: each once, by Link headers and the same count on each page."""
    path: str | None = path_of(HUB) + "&format=nq"
    found: set[str] = set()
    pages = 0
    while path:
        answer = nasty.get(path)
        quads = parse(answer.data, format=RdfFormat.N_QUADS)
        users = {q.subject.value for q in quads if str(q.object) == f"<{HUB}>"}
        users = {user for user in users if user.startswith("https://nasty.example/u")}
        assert not users & found
        found |= users
        pages += 1
        assert answer.headers["Content-Location"] == path
        following = re.search(r'<([^>]*)>; rel="next"', answer.headers["Link"])
        path = following[1] if following else None
    assert len(found) == LINKS
    assert pages > 1


def test_page_of_inverse_links_leads_to_its_neighbours(nasty: FlaskClient) -> None:
    """LD-13"""
    second = nasty.get(path_of(HUB) + "&format=html&page=2").text
    for number in (1, 3):
        assert f"page={number}" in second
    assert second.count("/doc?iri=https%3A%2F%2Fnasty.example%2Fu") < 200
    assert nasty.get(path_of(HUB) + "&page=9999999").status_code == 400


def test_answer_shows_markup_and_runs_nothing(nasty: FlaskClient) -> None:
    """S-05, S-06: also the query itself, and names of variables."""
    query = (
        'SELECT ?l ("<img src=x onerror=alert(1)>" AS ?script) { ?s ?p ?l } # </textarea><script>'
    )
    answer = nasty.get("/sparql", query_string={"query": query}, headers={"Accept": "text/html"})
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    assert "<img" not in answer.text
    assert answer.text.count("</textarea>") == 1
    assert 'href="javascript:' not in answer.text


@pytest.mark.parametrize(
    "value", ["> } INSERT { <a> <b> <c", '"""', "\\u003E", "a\n}", "' OR 1=1 --"]
)
def test_request_is_a_value_and_no_query(nasty: FlaskClient, value: str) -> None:
    """S-07"""
    text = quote(value, safe="")
    for path in (
        f"/id/{text}",
        f"/doc/{text}.ttl",
        f"/doc?iri=urn:{text}",
        f"/list?class=u:{text}",
    ):
        assert nasty.get(path).status_code in (400, 404)


def test_blank_nodes_in_blank_nodes_make_no_endless_page(nasty: FlaskClient) -> None:
    """S-05: each is expanded once, where it is met first."""
    page = nasty.get(path_of("https://nasty.example/diamond") + "&format=html").text
    assert 10 <= page.count('class="nested"') <= 12
    assert page.count("…") >= 10
    loop = nasty.get(path_of("https://nasty.example/loop") + "&format=html").text
    assert loop.count('class="nested"') == 1


def test_page_shows_so_many_statements_about_blank_nodes(nasty: FlaskClient) -> None:
    """S-05: in time that grows with them."""
    begin = monotonic()
    page = nasty.get(path_of("https://nasty.example/many") + "&format=html").text
    assert page.count('class="nested"') == 25
    assert monotonic() - begin < 3


def test_percent_encoded_characters_are_of_the_iri(nasty: FlaskClient) -> None:
    """LD-04"""
    for name in ("Paris_%28Texas%29", "caf%C3%A9"):
        answer = nasty.get(f"/id/{name}", follow_redirects=True, headers={"Accept": "text/turtle"})
        assert answer.status_code == 200
        assert f"id/{name}> " in answer.text
    page = nasty.get(path_of("https://nasty.example/links") + "&format=html").text
    for href in re.findall(r'href="(/doc[^"]*(?:Paris|7Eu)[^"]*)"', page):
        assert nasty.get(href.replace("&amp;", "&")).status_code == 200
    assert page.count("Paris") >= 1


def test_licence_is_ascii_in_a_header(nasty: FlaskClient) -> None:
    """S-12"""
    link = nasty.get(path_of(HUB)).headers["Link"]
    assert '<https://licence.example/%C3%A9>; rel="license"' in link
