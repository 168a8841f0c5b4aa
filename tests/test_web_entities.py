"""Entities: dereferencing, as Cool URIs and the Flemish URI standard have it (checklist 4.7)."""

import json
import re
from html import unescape
from urllib.parse import unquote_to_bytes, urljoin, urlsplit

import httpx
import pytest
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse
from werkzeug.test import Client, TestResponse

from kennisgraaf.formats import EXTENSIONS, GRAPH_FORMATS
from kennisgraaf.namespaces import DCT, FOAF, VOID, XSD

BASE = "https://tuin.example/"
GARDEN = BASE + "id/tuin/achtertuin"
DOCUMENT = "/doc/tuin/achtertuin"
AREA = NamedNode(BASE + "ns/tuin#oppervlakte")
ACCEPTS = (None, "*/*", "text/html", "text/turtle", "application/ld+json", "image/png")
OWN_SCRIPT = '<script type="module" src="/static/'
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
ODD = (
    "/id/%20", "/id/%3E", "/id/%3Cscript%3E", "/id/%C3%A9", "/id/%ff", "/id/..%2f..%2fetc%2fpasswd",
    "/id/%2e%2e/x", "/id/%00", "/id/a%0d%0aX-Evil:1", "//evil.example", "/\\evil.example",
    "/%2f%2fevil.example", "//evil.example/id/tuin/achtertuin", "/id//evil.example",
    "/id/https://evil.example/", "/id/tuin/achtertuin/", "/id/" + "a" * 50_000, "/id/{{7*7}}",
    "/doc/%00.ttl", "/doc/.ttl", "/doc/", "/id/", "/ns/", "/ns/%00", "/ns//x",
    "/static/..%2fapp.py",
    "/id/%E2%80%AE", "/id/a%23b", "/id/a%3Fb", "/list/", "/.well-known/x", "/id/🌳",
)  # fmt: skip


def links(answer: TestResponse) -> list[dict[str, str]]:
    """Read a Link header (RFC 8288)."""
    found = re.findall(r'<([^>]*)>((?:\s*;\s*\w+="[^"]*")*)', answer.headers["Link"])
    return [{"href": href, **dict(re.findall(r'(\w+)="([^"]*)"', rest))} for href, rest in found]


def quads(answer: TestResponse) -> list[Quad]:
    rdf_format = RdfFormat.from_media_type(answer.mimetype or "")
    assert rdf_format is not None
    return list(parse(answer.data, format=rdf_format))


@pytest.mark.parametrize("accept", ACCEPTS)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_entity_leads_to_its_document(client: FlaskClient, method: str, accept: str | None) -> None:
    """LD-04: 303 to the same form, whatever is accepted, without a chain, with a small body."""
    headers = {"Accept": accept} if accept else {}
    answer = client.open("/id/tuin/achtertuin", method=method, headers=headers)
    assert (answer.status_code, answer.location) == (303, DOCUMENT)
    assert (f'href="{DOCUMENT}"' in answer.text) == (method == "GET")
    assert client.get(DOCUMENT).status_code == 200


def test_unknown_entity_is_404_as_a_problem(client: FlaskClient) -> None:
    """LD-09"""
    answer = client.get("/id/tuin/niets", headers={"Accept": "text/turtle"})
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    assert answer.json is not None
    assert answer.json["iri"] == BASE + "id/tuin/niets"


@pytest.mark.parametrize("path", ["/id/tuin/niets", "/doc/tuin/niets", "/doc/tuin/niets.html"])
def test_unknown_entity_is_404_as_a_page(client: FlaskClient, path: str) -> None:
    """LD-09"""
    answer = client.get(path, headers=BROWSER)
    assert (answer.status_code, answer.mimetype) == (404, "text/html")


@pytest.mark.parametrize("extension", [*EXTENSIONS, "html"])
def test_extension_fixes_the_format(client: FlaskClient, extension: str) -> None:
    """LD-06"""
    media_type = EXTENSIONS[extension].media_type if extension in EXTENSIONS else "text/html"
    for accept in ("text/html", "text/turtle", "image/png"):
        answer = client.get(f"{DOCUMENT}.{extension}", headers={"Accept": accept})
        assert (answer.status_code, answer.mimetype) == (200, media_type)


@pytest.mark.parametrize("extension", ["xyz", "TTL", "ttl.", "ttl.gz", "html.html"])
def test_unknown_extension_is_404(client: FlaskClient, extension: str) -> None:
    """LD-06"""
    assert client.get(f"{DOCUMENT}.{extension}").status_code == 404


@pytest.mark.parametrize("kind", GRAPH_FORMATS, ids=lambda kind: kind.file_extension)
def test_document_says_where_it_stands(client: FlaskClient, kind: RdfFormat) -> None:
    """LD-05: the Content-Location gives the same bytes."""
    answer = client.get(DOCUMENT, headers={"Accept": kind.media_type})
    assert {"Accept", "Accept-Language"} <= set(answer.vary)
    located = client.get(answer.headers["Content-Location"])
    assert (located.data, located.mimetype) == (answer.data, kind.media_type)
    assert located.headers["ETag"] == answer.headers["ETag"]


@pytest.mark.parametrize("accept", ["text/html", "text/turtle"])
def test_alternates_resolve_to_their_type(client: FlaskClient, accept: str) -> None:
    """HC-09"""
    answer = client.get(DOCUMENT, headers={"Accept": accept})
    alternates = [link for link in links(answer) if link["rel"] == "alternate"]
    own = {answer.mimetype}
    offered = {kind.media_type for kind in GRAPH_FORMATS} | {"text/html"}
    assert {link["type"] for link in alternates} == offered - own
    for link in alternates:
        assert client.get(link["href"]).mimetype == link["type"]
    by_relation = {link["rel"]: link["href"] for link in links(answer)}
    assert by_relation["describes"] == GARDEN
    assert by_relation["license"] == "https://creativecommons.org/publicdomain/zero/1.0/"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/id/tuin/achtertuin", 303),
        ("GET", DOCUMENT, 200),
        ("GET", "/id/niets", 404),
        ("POST", DOCUMENT, 405),
        ("GET", "/doc?iri=x", 400),
        ("OPTIONS", DOCUMENT, 200),
    ],
)
def test_every_origin_may_read_every_answer(
    client: FlaskClient, method: str, path: str, status: int
) -> None:
    """LD-16"""
    answer = client.open(path, method=method, headers={"Origin": "https://other.example"})
    assert answer.status_code == status
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Link" in answer.headers["Access-Control-Expose-Headers"]
    assert ("GET" in answer.headers.get("Allow", "")) == (method != "GET")


@pytest.mark.parametrize("kind", GRAPH_FORMATS, ids=lambda kind: kind.file_extension)
def test_every_format_says_the_same(client: FlaskClient, kind: RdfFormat) -> None:
    """LD-08: about exactly the entity's IRI, literals as written, and of the document itself."""
    found = {quad.triple for quad in quads(client.get(DOCUMENT + ".nq"))}
    answer = client.get(DOCUMENT, headers={"Accept": kind.media_type})
    triples = {quad.triple for quad in quads(answer)}
    assert triples == found
    garden = NamedNode(GARDEN)
    about = {t.object for t in triples if t.subject == garden and t.predicate == AREA}
    assert about == {Literal("1250.50", datatype=NamedNode(XSD + "decimal"))}
    document = NamedNode(BASE.rstrip("/") + DOCUMENT)
    page = {t.predicate.value: str(t.object) for t in triples if t.subject == document}
    assert page[FOAF + "primaryTopic"] == str(garden)
    assert page[VOID + "inDataset"].startswith(f"<{BASE}id/")
    assert page[DCT + "license"].startswith("<https://creativecommons.org/")
    assert DCT + "modified" in page


def test_formats_with_graphs_keep_the_evidence(client: FlaskClient) -> None:
    for extension in ("trig", "nq"):
        statements = quads(client.get(f"{DOCUMENT}.{extension}"))
        (area,) = [quad for quad in statements if quad.predicate == AREA]
        assert area.graph_name == NamedNode(BASE + "id/passage/2023/achtertuin")


def test_page_shows_statements_with_their_evidence(client: FlaskClient) -> None:
    text = client.get(DOCUMENT, headers=BROWSER).text
    shown = text[text.index('<data value="1250.50">1.250,50</data>') :]
    note = re.search(r'<a href="#(s\d+)">2023, r. 3</a>', shown[: shown.index("</div></li>")])
    assert note
    source = text[text.index(f'<li id="{note[1]}"') :]
    assert "Tuinverslag 2023, regel 3" in source[: source.index("</li>")]
    assert '<time datetime="2023-04-18">18 april 2023</time>' in text
    assert '<link rel="canonical" href="/doc/tuin/achtertuin">' in text


def test_page_leads_to_what_points_here(client: FlaskClient) -> None:
    """LD-13"""
    assert 'href="/doc/tuin/kruidenhoek"' in client.get(DOCUMENT, headers=BROWSER).text


@pytest.mark.parametrize("number", ["0", "-1", "x", "1.5", "99999999999", "2", "%C2%B2", ""])
def test_page_that_there_is_not_is_400(client: FlaskClient, number: str) -> None:
    assert client.get(f"{DOCUMENT}?page={number}").status_code == 400


@pytest.mark.parametrize("accept", ["text/html", "text/turtle"])
@pytest.mark.parametrize("path", ODD, ids=lambda path: path[:40])
def test_odd_path_never_fails_or_leads_away(client: FlaskClient, path: str, accept: str) -> None:
    """S-10, S-11, S-12, LD-10"""
    decoded = {"PATH_INFO": unquote_to_bytes(path).decode("latin-1")}
    headers = {"Accept": accept, "Host": "evil.example"}
    answer = client.get("/", headers=headers, environ_overrides=decoded)
    assert answer.status_code < 500
    assert "X-Evil" not in answer.headers
    assert answer.status_code != 200 or answer.location is None
    target = urlsplit(urljoin("http://tuin.example/", answer.location or ""))
    assert target.netloc == "tuin.example"


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 400),
        ("?iri=", 400),
        ("?iri=x", 400),
        ("?iri=%2Fid%2Fx", 400),
        ("?iri=https%3A%2F%2Fa%0D%0AX-Evil%3A1", 400),
        ("?iri=https://a/%3E", 400),
        ("?iri=https%3A%2F%2Fa%2F%22%3E%3Cscript%3E", 400),
        ("?iri=https://unknown.example/", 404),
        ("?iri=javascript:alert(1)", 404),
        ("?iri=https://tuin.example/id/tuin/achtertuin&format=xls", 400),
        ("?iri=https://tuin.example/id/tuin/achtertuin&format=ttl", 200),
        ("?iri=https://tuin.example/id/tuin/achtertuin", 200),
    ],
)
def test_document_about_any_iri(client: FlaskClient, query: str, status: int) -> None:
    """S-06, S-12"""
    answer = client.get("/doc" + query, headers=BROWSER)
    assert answer.status_code == status
    assert 'href="javascript' not in answer.text
    assert "<script" not in answer.text.replace(OWN_SCRIPT, "")
    assert "X-Evil" not in answer.headers


def test_document_about_an_iri_of_others_links_to_its_formats(client: FlaskClient) -> None:
    path = "/doc?iri=http%3A%2F%2Fwww.w3.org%2F2002%2F07%2Fowl%23Class"
    answer = client.get(path)
    assert answer.headers["Content-Location"] == path + "&format=ttl"
    for link in links(answer):
        if link["rel"] == "alternate":
            assert client.get(link["href"]).mimetype == link["type"]


def test_the_page_of_a_passage_shows_what_it_says(client: FlaskClient) -> None:
    page = client.get("/doc/passage/2023/achtertuin", headers=BROWSER).text
    assert "Back garden" in page or "Achtertuin" in page
    assert "1250.50" in page
    english = client.get("/doc/passage/2023/achtertuin?lang=en", headers=BROWSER).text
    assert english.index("What it says") < english.index("What is known")


def test_the_document_of_a_passage_holds_what_it_says(client: FlaskClient) -> None:
    quads = client.get("/doc/passage/2023/achtertuin.nq").text
    passage = "<https://tuin.example/id/passage/2023/achtertuin> ."
    said = [
        line for line in quads.splitlines() if line.endswith(f" {passage}") and "tuin/ac" in line
    ]
    assert len([line for line in said if "primaryTopic" not in line]) == 4
    assert any('"1250.50"' in line for line in said)


def test_what_leads_to_a_document_names_it_as_description(client: FlaskClient) -> None:
    answer = client.get("/id/tuin/achtertuin")
    assert answer.headers["Link"] == '</doc/tuin/achtertuin>; rel="describedby"'
    page = client.get("/doc/tuin/achtertuin", headers=BROWSER)
    assert (
        '</doc/tuin/achtertuin.ttl>; rel="describedby"; type="text/turtle"' in page.headers["Link"]
    )


def test_a_graph_that_nothing_describes_has_a_document(client: FlaskClient) -> None:
    assert client.get("/doc/graaf/redactie.nq").status_code == 200


@pytest.mark.parametrize(
    "path", ["//", "//sparql?query=ASK%7B%7D", "//doc/tuin/achtertuin", "//list", "/%2Fsparql"]
)
def test_slashes_at_the_begin_belong_to_the_iri(server: str, path: str) -> None:
    """Another address than that with one slash; it is no way around the endpoint."""
    for answer in (httpx.get(server + path), httpx.post(server + path, data={"query": "ASK{}"})):
        assert answer.status_code == 404
        assert answer.json()["iri"].startswith(f"{BASE}/")


def test_query_of_the_page_gives_what_it_shows(real_client: Client) -> None:
    """Statements in both directions, each with its source."""
    text = unescape(real_client.get(DOCUMENT, headers=BROWSER).text)
    address = re.search(r'href="(/sparql\?query=[^"]*)"', text)
    assert address
    answer = real_client.get(address[1], headers={"Accept": "application/sparql-results+json"})
    rows = [
        tuple(row.get(name, {"value": ""})["value"] for name in ("subject", "property", "source"))
        for row in json.loads(answer.data)["results"]["bindings"]
    ]
    base = "https://tuin.example/"
    passage, garden = f"{base}id/passage/2023/", f"{base}id/tuin/"
    assert (f"{garden}achtertuin", f"{base}ns/tuin#oppervlakte", f"{passage}achtertuin") in rows
    assert (f"{garden}kruidenhoek", f"{base}ns/tuin#onderdeelVan", f"{passage}kruiden") in rows
