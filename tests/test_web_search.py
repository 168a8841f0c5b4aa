"""Search: the page, suggestions, OpenSearch, and what nobody would ask."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Dataset

from kennisgraaf.folding import fold, parts, squeeze
from kennisgraaf.graph.assemble import Sources, assemble
from kennisgraaf.publication.pipeline import publish
from kennisgraaf.settings import publication_of_files
from kennisgraaf.store.search import Match, Search
from kennisgraaf.validation.validate import Validated
from kennisgraaf.versions import Version
from kennisgraaf.web.app import create_app
from kennisgraaf.web.current import Current
from kennisgraaf.web.pages.marking import marked, snippet
from stores import silent

PAGE = {"Accept": "text/html", "Accept-Language": "en"}
HOSTILE = [
    "", " ", '"', "'", "*", "^", "-", "NOT", "AND OR NOT", "a AND", "NEAR(a b)", "name:tuin", "(((",
    "tuin*", '"tuin', "tuin\" OR 1=1 --", "{a b}:c", "\0", "a\0b", "%00", "\u202etuin\u202c", "🌱",
    "🌱 tuin", "é" * 10_000, "x" * 10_000, "a " * 5_000, "\ud800", "𝔱𝔲𝔦𝔫", "ﬁn", "東京", "<script>",
    "' ; DROP TABLE name; --", "+", "\u0301", "ß", "İ", "\n\r\t",
    "_", "__proto__", "../../etc/passwd",
]  # fmt: skip
THING = "<http://www.w3.org/2004/02/skos/core#{}>"


def published(folder: Path, text: str) -> Version:
    file = folder / "a.ttl"
    file.write_text(text, "utf-8")
    origin = "http://127.0.0.1:8000/"
    sources = Sources((file,), origin)
    validated = Validated(sources, assemble(sources), Dataset(), Dataset(), (), None)
    return publish(
        validated, publication_of_files((file,), origin, union=True), folder / "var", silent
    )[0]


def test_page_shows_what_was_found_with_the_match_marked(client: FlaskClient) -> None:
    text = client.get("/search?q=achter", headers=PAGE).text
    assert "<mark>Achtertuin</mark>" in text or "<mark>Back</mark>" in text
    assert 'href="/doc/tuin/achtertuin"' in text
    assert '<link rel="search"' in text
    assert 'value="achter"' in text


def test_page_filters_by_kind(client: FlaskClient) -> None:
    every = client.get("/search?q=tuin&format=json").json
    assert every is not None
    kind = every["results"][0]["type"]
    some = client.get(f"/search?q=tuin&format=json&kind={quote(kind, safe='')}").json
    assert some is not None
    assert {found["type"] for found in some["results"]} == {kind}
    assert 0 < some["total"] < every["total"]


def test_json_is_by_score(client: FlaskClient) -> None:
    answer = client.get("/search?q=achtertuin&format=json")
    assert answer.mimetype == "application/json"
    assert answer.json is not None
    found = answer.json["results"]
    assert found[0]["@id"] == "https://tuin.example/id/tuin/achtertuin"
    assert {"@id", "label", "type", "score"} == set(found[0])
    assert client.get("/search?q=achtertuin", headers={"Accept": "application/json"}).json


def test_a_mistake_is_forgiven_and_told(client: FlaskClient) -> None:
    text = client.get("/search?q=achtertiun", headers={**PAGE, "Accept-Language": "nl"}).text
    assert "Bedoelde je" in text
    assert 'href="/search?q=Achtertuin"' in text


def test_nothing_found_tells_what_to_try(client: FlaskClient) -> None:
    text = client.get("/search?q=xyzzyqq", headers=PAGE).text
    assert "Nothing was found." in text
    assert "Browse all that there is" in text


def test_pages_beyond_the_last_are_not_there(client: FlaskClient) -> None:
    assert client.get("/search?q=tuin&page=999").status_code == 400
    assert client.get("/search?q=tuin&page=x").status_code == 400
    assert client.get("/search?q=tuin&format=xml").status_code == 400
    assert client.get("/suggest?q=tuin&format=xml").status_code == 400


def test_suggestions_are_as_opensearch_has_them(client: FlaskClient) -> None:
    answer = client.get("/suggest?q=achtert", headers={"Accept-Language": "nl"})
    assert answer.mimetype == "application/x-suggestions+json"
    asked, names, kinds, urls = answer.get_json(force=True)
    assert (asked, names[0]) == ("achtert", "Achtertuin")
    assert len(names) == len(kinds) == len(urls)
    assert urls[0] == "https://tuin.example/doc/tuin/achtertuin"


def test_suggestions_of_the_box_lead_to_pages(client: FlaskClient) -> None:
    found = client.get("/suggest?q=achtert&format=json").get_json()
    first = found["suggestions"][0]
    assert client.get(first["url"], headers=PAGE).status_code == 200
    assert not found["guess"]


def test_answers_are_validated(client: FlaskClient) -> None:
    for path in ("/search?q=tuin", "/suggest?q=tuin", "/opensearch.xml"):
        etag = client.get(path).headers["ETag"]
        assert client.get(path, headers={"If-None-Match": etag}).status_code == 304


def test_opensearch_describes_both(client: FlaskClient) -> None:
    answer = client.get("/opensearch.xml")
    assert answer.mimetype == "application/opensearchdescription+xml"
    root = ET.fromstring(answer.text)
    space = "{http://a9.com/-/spec/opensearch/1.1/}"
    types = {url.get("type") for url in root.iter(space + "Url")}
    assert {"text/html", "application/x-suggestions+json"} <= types
    assert [item.text for item in root.iter(space + "Language")] == ["nl", "en"]
    assert all("{searchTerms}" in url.get("template", "") for url in root.iter(space + "Url")
               if url.get("rel") != "self")  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_is_asked_is_answered(client: FlaskClient, text: str) -> None:
    asked = quote(text.encode("utf-8", "surrogatepass"))
    for path in ("/search?q=", "/suggest?q=", "/search?format=json&q=", "/suggest?format=json&q="):
        answer = client.get(path + asked, headers=PAGE)
        assert answer.status_code == 200, path
        assert "<script>" not in answer.text or "json" in path or "suggest" in path


def test_a_kind_that_nothing_is_of_gives_nothing(client: FlaskClient) -> None:
    for kind in ("x", "javascript:alert(1)", "%00", quote('"><script>')):
        assert client.get(f"/search?q=tuin&kind={kind}", headers=PAGE).status_code == 200


def test_markup_in_names_is_text(tmp_path: Path) -> None:
    name = "<img src=x onerror=alert(1)> tuin"
    version = published(tmp_path, f'<urn:a> {THING.format("prefLabel")} "{name}" .')
    client = create_app(Current(tmp_path / "var", tmp_path)).test_client()
    assert Search(version).find("tuin").hits
    text = client.get("/search?q=tuin", headers=PAGE).text
    assert "<img" not in text
    assert "&lt;img src=x onerror=alert(1)&gt; <mark>tuin</mark>" in text


def test_data_without_labels_are_found_by_their_iris(tmp_path: Path) -> None:
    version = published(tmp_path, "<urn:x:blueTit> <urn:p> <urn:y> .")
    assert [hit.iri for hit in Search(version).find("bluetit").hits] == ["urn:x:blueTit"]


def test_hidden_names_and_numbers_are_found(tmp_path: Path) -> None:
    version = published(
        tmp_path,
        f'<urn:a> {THING.format("prefLabel")} "Merel" ; {THING.format("hiddenLabel")} "Mere1" ;'
        ' <http://www.w3.org/ns/adms#identifier> [ '
        f'{THING.format("notation")} "BE 0123.456" ] .',
    )  # fmt: skip
    search = Search(version)
    for text in ("mere1", "BE0123456", "be-0123-456"):
        (hit,) = search.find(text).hits
        assert (hit.iri, hit.match) == ("urn:a", Match.OTHER_LABEL)


def test_a_label_of_a_hundred_thousand_characters_is_one_of_many(tmp_path: Path) -> None:
    label = "tuin " * 20_000
    version = published(tmp_path, f'<urn:a> {THING.format("prefLabel")} "{label}" .')
    (hit,) = Search(version).find("tuin").hits
    assert len(hit.name) <= 200


def test_what_is_pointed_to_most_comes_first(tmp_path: Path) -> None:
    label = THING.format("prefLabel")
    version = published(
        tmp_path,
        f'<urn:a> {label} "Tuin" . <urn:b> {label} "Tuin" . <urn:c> <urn:p> <urn:b> .',
    )
    assert [hit.iri for hit in Search(version).find("tuin").hits] == ["urn:b", "urn:a"]


def test_folding() -> None:
    assert fold("  Be-REEL! naïve ﬁche ") == "be reel naive fiche"
    assert squeeze("0207.500.123") == "0207500123"
    assert "".join(part for part, _ in parts("a – b, ç")) == "a – b, ç"


def test_marking() -> None:
    assert marked("Naïef, die naïeve tuin", ["naieve"]) == [
        ("Naïef, die ", False),
        ("naïeve", True),
        (" tuin", False),
    ]
    long = snippet("woord " * 200 + "tuin " + "woord " * 200, ["tuin"])
    assert ("tuin", True) in long
    assert len("".join(piece for piece, _ in long)) < 300


def test_of_a_guess_only_what_was_meant_is_marked(client: FlaskClient) -> None:
    """“kruidenhoke” is the Kruidenhoek; no other word of its name or of others is marked."""
    text = client.get("/search?q=kruidenhoke&lang=nl", headers={"Accept": "text/html"}).text
    entries = text[text.index("<main") :]
    assert set(re.findall(r"<mark>([^<]*)</mark>", entries)) == {"Kruidenhoek"}
