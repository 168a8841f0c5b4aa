"""Vocabulary: an ontology as one document, its terms as sections (checklist 4.7, LD-07)."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, RdfFormat, parse

from kennisgraaf.formats import EXTENSIONS
from kennisgraaf.namespaces import SHACL
from kennisgraaf.store.descriptions import Descriptions
from kennisgraaf.versions import Version
from kennisgraaf.web.app import create_app
from kennisgraaf.web.current import Current
from specifications import ATTACK, BASE, client_of

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


def test_class_has_what_the_shapes_ask_of_its_properties(client: FlaskClient) -> None:
    page = client.get("/ns/tuin.html?lang=en").text
    garden = page.partition('<section id="Tuin">')[2].partition("</section>")[0]
    assert "<code>xsd:decimal</code>" in garden
    assert "<td>0..1</td>" in garden
    assert "<td>1..*</td>" in garden
    assert "in the data: 2" in garden
    assert 'href="/ns/tuin/terms/Tuin"' in garden


def test_diagram_is_drawn_and_listed(client: FlaskClient) -> None:
    page = client.get("/ns/tuin.html?lang=en").text
    drawing = page.partition("<svg")[2].partition("</svg>")[0]
    assert 'role="group"' in drawing
    assert ">kitchen garden</text>" in drawing
    assert " style=" not in page
    assert "⊑" in page.partition("The diagram as a list")[2].partition("</details>")[0]


def test_term_has_a_page_with_relations_use_and_examples(client: FlaskClient) -> None:
    area = client.get("/ns/tuin/terms/oppervlakte?lang=en")
    assert area.status_code == 200
    assert 'href="/ns/tuin#maat"' in area.text
    assert "tuin:oppervlakte" in area.text
    turtle = area.text.partition("<pre")[2].partition("</pre>")[0].partition("<code>")[2]
    document = unescape(turtle.partition("</code>")[0])
    assert {quad.predicate.value for quad in parse(document, format=RdfFormat.TURTLE)} == {
        "https://tuin.example/ns/tuin#oppervlakte"
    }
    kitchen_garden = client.get("/ns/tuin/terms/Moestuin?lang=en").text
    assert "As of <a" in kitchen_garden
    assert "Write the area as one decimal number." in kitchen_garden
    assert 'href="/doc/tuin/kruidenhoek.ttl"' in kitchen_garden
    assert 'href="/ns/tuin/shapes#TuinShape-oppervlakte"' in kitchen_garden


@pytest.mark.parametrize("part", ["terms/Bos", "terms/", "codelists/x"])
def test_unknown_part_is_404(client: FlaskClient, part: str) -> None:
    assert client.get(f"/ns/tuin/{part}").status_code == 404


@pytest.mark.parametrize("part", ["codelists", "alignments", "terms/Tuin"])
def test_part_of_an_unknown_vocabulary_is_404(client: FlaskClient, part: str) -> None:
    assert client.get(f"/ns/bos/{part}").status_code == 404
    assert client.get(f"/ns/tuin/{part}").status_code == 200


def test_vocabulary_of_others_with_slashes_and_no_labels(friends: FlaskClient) -> None:
    """RDFS, no prefix, classes in a circle, a blank node above; data that mean harm."""
    page = friends.get("/ns/friends.html?lang=en")
    assert page.status_code == 200
    for term in ("Person", "Agent", "Nobody", "knows", "isKnownBy", "likes", "here"):
        assert f'<section id="{term}">' in page.text
        assert friends.get(f"/ns/friends/terms/{term}").status_code == 200
        slash = friends.get(f"/ns/friends/{term}", headers=BROWSER)
        assert (slash.status_code, slash.location) == (303, f"/ns/friends#{term}")
    assert ATTACK not in page.text
    subjects = {quad.subject.value for quad in parse(friends.get("/ns/friends.nt").data,
                                                     format=RdfFormat.N_TRIPLES)
                if isinstance(quad.subject, NamedNode)}  # fmt: skip
    assert f"{BASE}ns/friends/knows" in subjects


def test_no_page_links_to_a_script(friends: FlaskClient) -> None:
    for part in (".html", "/alignments", "/terms/isKnownBy", "/terms/Nobody", "/codelists"):
        page = friends.get(f"/ns/friends{part}").text
        assert 'href="javascript:' not in page
        assert ATTACK not in page


def test_alignment_says_what_was_found_and_what_was_not(friends: FlaskClient) -> None:
    page = friends.get("/ns/friends/alignments?lang=en").text
    rows = {row.partition("foaf/0.1/")[2][:6]: row for row in page.split("<tr>") if "foaf" in row}
    assert "checked 2026-11-22 in a copy of FOAF" in rows["Person"]
    assert "not found" in rows['knows"']
    assert "not checked" in page.partition("javascript:")[2].partition("</tr>")[0]
    assert "likes" in page.partition("Own terms without counterpart")[2]


def test_code_list_has_notation_meaning_and_use(friends: FlaskClient) -> None:
    page = friends.get("/ns/friends/codelists?lang=en").text
    section = page.partition('<section id="Colour">')[2].partition("</section>")[0]
    assert section.count("<tr>") == 3  # Concepts in a circle are listed once.
    row = section.partition(">red</a>")[2].partition("</tr>")[0]
    assert "<td>R</td>" in row
    assert "As blood." in row
    assert "<td>1</td>" in row
    assert 'href="/doc?iri=http%3A%2F%2F127.0.0.1%3A8000%2Fns%2Ffriends%2Fcolour"' in section


def test_publication_without_a_vocabulary_has_none(tmp_path: Path) -> None:
    with client_of(tmp_path, "<urn:a> a <urn:B> .") as client:
        assert client.get("/ns/friends").status_code == 404
        assert client.get("/ns/friends/codelists").status_code == 404


@pytest.fixture(scope="module")
def friends(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    with client_of(tmp_path_factory.mktemp("friends")) as client:
        yield client


@pytest.fixture(scope="module")
def stadskennis_client(
    stadskennis_version: Version, tmp_path_factory: pytest.TempPathFactory
) -> FlaskClient:
    var = stadskennis_version.path.parent.parent
    app = create_app(Current(var, tmp_path_factory.mktemp("run")))
    return app.test_client(use_cookies=False)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(
    "path",
    [
        "/ns/stadskennis.html", "/ns/stadskennis/codelists", "/ns/stadskennis/alignments",
        "/ns/stadskennis/shapes.html", "/ns/stadskennis/terms/Initiatief", "/checks",
        "/ns/stadskennis/terms/schema:Event", "/ns/stadskennis/shapes/PassageShape",
    ],
)  # fmt: skip
def test_pages_of_stadskennis_are_light(
    stadskennis_client: FlaskClient, path: str, language: str
) -> None:
    page = stadskennis_client.get(f"{path}?lang={language}")
    assert page.status_code == 200
    assert len(page.data) < 60_000
    anchors = re.findall(r' id="([^"]+)"', page.text)
    assert len(anchors) == len(set(anchors))
    local = {unquote(name) for name in re.findall(r'href="#([^"]+)"', page.text)}
    assert local <= set(anchors)


def test_every_shape_of_stadskennis_has_its_section(stadskennis_client: FlaskClient) -> None:
    page = stadskennis_client.get("/ns/stadskennis/shapes.html").text
    for quad in parse(
        stadskennis_client.get("/ns/stadskennis/shapes.nt").data, format=RdfFormat.N_TRIPLES
    ):
        kind = str(quad.object)
        if kind in (f"<{SHACL}NodeShape>", f"<{SHACL}PropertyShape>"):
            name = str(quad.subject)[1:-1].partition("#")[2]
            assert not name or f'id="{name}"' in page
