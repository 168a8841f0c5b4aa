"""Vocabulary: an ontology as one document, its terms as sections (checklist 4.7, LD-07)."""

import pytest
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, parse

from kennisgraaf.formats import EXTENSIONS
from kennisgraaf.store.descriptions import Descriptions

TERMS = ("Moestuin", "Tuin", "Passage", "oppervlakte", "onderdeelVan")
BROWSER = {"Accept": "text/html,*/*;q=0.8"}


def test_ontology_is_a_page_with_a_section_for_each_term(client: FlaskClient) -> None:
    answer = client.get("/ns/tuin", headers=BROWSER)
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    assert answer.headers["Content-Location"] == "/ns/tuin.html"
    for term in TERMS:
        assert f'<section id="{term}">' in answer.text
        assert f'href="#{term}"' in answer.text


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_ontology_in_every_format(client: FlaskClient, extension: str) -> None:
    """LD-06, LD-07: all terms, whatever is accepted."""
    answer = client.get(f"/ns/tuin.{extension}", headers={"Accept": "image/png"})
    kind = EXTENSIONS[extension]
    assert (answer.status_code, answer.mimetype) == (200, kind.media_type)
    subjects = {quad.subject.value for quad in parse(answer.data, format=kind)}
    assert {f"https://tuin.example/ns/tuin#{term}" for term in TERMS} <= subjects


def test_ontology_is_negotiated(client: FlaskClient) -> None:
    turtle = client.get("/ns/tuin", headers={"Accept": "text/turtle"})
    assert turtle.data == client.get("/ns/tuin.ttl").data
    assert client.get("/ns/tuin", headers={"Accept": "image/png"}).status_code == 406


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("accept", ["text/html", "text/turtle"])
def test_term_with_a_slash_leads_to_its_section(
    client: FlaskClient, method: str, accept: str
) -> None:
    """LD-07"""
    answer = client.open("/ns/tuin/Moestuin", method=method, headers={"Accept": accept})
    assert (answer.status_code, answer.location) == (303, "/ns/tuin#Moestuin")


@pytest.mark.parametrize(
    "path",
    ["/ns/bos", "/ns/bos.ttl", "/ns/tuin.xyz", "/ns/tuin/Bos", "/ns/tuin/Tuin/x", "/ns/bos/Tuin"],
)
def test_unknown_vocabulary_or_term_is_404(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404
    page = client.get(path, headers=BROWSER)
    assert (page.status_code, page.mimetype) == (404, "text/html")


def test_every_page_links_to_the_vocabulary_of_the_publication(client: FlaskClient) -> None:
    assert '<a href="/ns/tuin">' in client.get("/", headers=BROWSER).text


def test_context_reads_the_json_ld_offline(client: FlaskClient) -> None:
    """JL-01: the context is inline, so a document needs no fetch."""
    context = client.get("/ns/context.jsonld")
    assert context.mimetype == "application/ld+json"
    assert context.json is not None
    document = client.get("/doc/tuin/achtertuin.jsonld")
    assert document.json is not None
    assert document.json["@context"] == context.json["@context"]
    assert list(parse(document.data, format=RdfFormat.JSON_LD))


@pytest.mark.parametrize("extension", ["html", "ttl"])
def test_ontology_says_where_it_stands_as_an_entity_does(
    client: FlaskClient, extension: str
) -> None:
    answer = client.get(f"/ns/tuin.{extension}")
    link = answer.headers["Link"]
    assert answer.headers["Content-Location"] == f"/ns/tuin.{extension}"
    assert '<https://tuin.example/ns/tuin>; rel="describes"' in link
    assert 'zero/1.0/>; rel="license"' in link
    assert f'</ns/tuin.{extension}>; rel="alternate"' not in link
    assert ('</ns/tuin.html>; rel="alternate"; type="text/html"' in link) == (extension == "ttl")
    described = '</ns/tuin.ttl>; rel="describedby"; type="text/turtle"' in link
    assert described == (extension == "html")


def test_ontology_that_did_not_change_is_not_described(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """HC-02"""
    etag = client.get("/ns/tuin.ttl").headers["ETag"]
    monkeypatch.delattr(Descriptions, "describe")
    assert client.get("/ns/tuin.ttl", headers={"If-None-Match": etag}).status_code == 304
