"""Caching: validators and conditional requests (checklist 4.7, HC-01 to HC-09; S-17)."""

from pathlib import Path

import httpx
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import Client

from kennisgraaf.publication.pipeline import publish
from kennisgraaf.publication_file import read_publication
from kennisgraaf.validation.validate import validate_publication
from kennisgraaf.versions import Version, versions_of
from kennisgraaf.web import current
from kennisgraaf.web.app import create_app
from kennisgraaf.web.current import Current
from kennisgraaf.web.http import VARY
from stores import silent

DOCUMENT = "/doc/tuin/achtertuin"
PATHS = (
    "/",
    DOCUMENT,
    DOCUMENT + ".html",
    DOCUMENT + ".trig",
    "/ns/tuin",
    "/ns/context.jsonld",
    "/list?class=https%3A%2F%2Ftuin.example%2Fns%2Ftuin%23Tuin",
    "/sparql?query=ASK%7B%7D",
    "/download/dataset.nq.gz",
)


@pytest.fixture
def garden(unasked: Path) -> Path:
    """Data are changed here that questions ask for."""
    return unasked


def publish_again(folder: Path, var: Path) -> None:
    """Publish a folder as it stands now."""
    publication = read_publication(folder / "publication.toml")
    publish(validate_publication(publication, folder, silent), publication, var, silent)


def pages(var: Path) -> FlaskClient:
    """Open the pages of the current version; without query processes."""
    return create_app(Current(var, var)).test_client()


@pytest.fixture
def changing(garden: Path, tmp_path: Path) -> tuple[Path, Path]:
    """A publication that a test changes and publishes again, and its folder of versions."""
    var = tmp_path / "var"
    publish_again(garden, var)
    return garden, var


@pytest.mark.parametrize("path", PATHS)
def test_etag_is_strong_and_the_same_after_a_restart(
    client: FlaskClient, version: Version, var: Path, app: Flask, path: str
) -> None:
    """HC-01"""
    run = app.extensions["kennisgraaf"].get().run
    other = create_app(Current(var, run)).test_client()
    etag = client.get(path, buffered=True).headers["ETag"]
    assert etag[0] == etag[-1] == '"'
    assert other.get(path, buffered=True).headers["ETag"] == etag


def test_etag_is_another_for_each_format_and_language(client: FlaskClient) -> None:
    """HC-01"""
    extensions = ("ttl", "jsonld", "nt", "rdf", "trig", "nq", "html", "html?lang=en")
    answers = [client.get(f"{DOCUMENT}.{extension}") for extension in extensions]
    assert len({answer.headers["ETag"] for answer in answers}) == len(extensions)


def test_equal_bytes_of_another_type_have_another_etag(real_client: Client) -> None:
    """HC-01"""
    csv, tsv = (
        real_client.get("/sparql?query=ASK%7B%7D", headers={"Accept": kind})
        for kind in ("text/csv", "text/tab-separated-values")
    )
    assert csv.data == tsv.data
    assert csv.headers["ETag"] != tsv.headers["ETag"]


def test_language_of_the_page_does_not_touch_the_data(client: FlaskClient) -> None:
    for path in (DOCUMENT + ".ttl", "/ns/tuin.ttl"):
        etags = {client.get(f"{path}?lang={code}").headers["ETag"] for code in ("nl", "en")}
        assert len(etags) == 1


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("matching", ['"x", {}', "{}", "W/{}", "*"])
def test_if_none_match_is_304_without_a_body(client: FlaskClient, path: str, matching: str) -> None:
    """HC-02"""
    full = client.get(path, buffered=True)
    header = {"If-None-Match": matching.format(full.headers["ETag"])}
    answer = client.get(path, headers=header)
    assert (answer.status_code, answer.data) == (304, b"")
    for name in ("ETag", "Vary", "Cache-Control"):
        assert answer.headers[name] == full.headers[name]
    assert "Content-Type" not in answer.headers


@pytest.mark.parametrize("path", PATHS)
def test_another_etag_gets_the_body(client: FlaskClient, path: str) -> None:
    answer = client.get(path, headers={"If-None-Match": '"another"'}, buffered=True)
    assert answer.status_code == 200
    assert answer.data


def test_if_modified_since(client: FlaskClient) -> None:
    """HC-03"""
    modified = client.get(DOCUMENT).headers["Last-Modified"]
    assert client.get(DOCUMENT, headers={"If-Modified-Since": modified}).status_code == 304
    earlier = {"If-Modified-Since": "Sat, 01 Jan 2000 00:00:00 GMT"}
    assert client.get(DOCUMENT, headers=earlier).status_code == 200
    assert client.get(DOCUMENT, headers={"If-Modified-Since": "x"}).status_code == 200


def test_etag_wins_over_the_date(client: FlaskClient) -> None:
    """HC-04"""
    full = client.get(DOCUMENT)
    same_date = {"If-Modified-Since": full.headers["Last-Modified"]}
    headers = {"If-None-Match": '"another"', **same_date}
    assert client.get(DOCUMENT, headers=headers).status_code == 200
    headers = {
        "If-None-Match": full.headers["ETag"],
        "If-Modified-Since": "Sat, 01 Jan 2000 00:00:00 GMT",
    }
    assert client.get(DOCUMENT, headers=headers).status_code == 304


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/id/niets"),
        ("GET", "/doc"),
        ("POST", "/"),
        ("POST", "/sparql"),
        ("GET", "/sparql?query=x"),
        ("GET", "/download/x"),
    ],
)
def test_errors_are_not_stored(client: FlaskClient, method: str, path: str) -> None:
    """HC-06"""
    answer = client.open(path, method=method)
    assert answer.status_code >= 400
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers


@pytest.mark.parametrize("path", [*PATHS, "/sparql", "/id/tuin/achtertuin", "/id/niets"])
@pytest.mark.parametrize("accept", ["*/*", "text/html,*/*;q=0.1"])
def test_head_has_the_headers_of_get(client: FlaskClient, path: str, accept: str) -> None:
    """HC-07, SP-20"""
    full = client.get(path, headers={"Accept": accept}, buffered=True)
    head = client.head(path, headers={"Accept": accept})
    assert (head.status_code, head.data) == (full.status_code, b"")
    assert {k: v for k, v in head.headers if k != "Date"} == {
        k: v for k, v in full.headers if k != "Date"
    }


def test_part_of_a_download(client: FlaskClient) -> None:
    """HC-08"""
    whole = client.get("/download/dataset.nq.gz", buffered=True)
    two_to_five = {"Range": "bytes=2-5"}
    part = client.get("/download/dataset.nq.gz", headers=two_to_five, buffered=True)
    assert (part.status_code, part.data) == (206, whole.data[2:6])
    changed = {"Range": "bytes=2-5", "If-Range": '"another"'}
    answer = client.get("/download/dataset.nq.gz", headers=changed, buffered=True)
    assert answer.status_code == 200


def test_variants_are_told_apart_by_a_cache(client: FlaskClient) -> None:
    """S-17: a page after Turtle at one address; the cookie counts for pages alone."""
    page = client.get(DOCUMENT, headers={"Accept": "text/html"})
    turtle = client.get(DOCUMENT, headers={"Accept": "text/turtle"})
    assert page.headers["ETag"] != turtle.headers["ETag"]
    assert set(page.vary) == {*VARY, "Cookie"}
    assert set(turtle.vary) == set(VARY)


def test_new_version_leaves_the_etag_of_what_it_did_not_change(
    changing: tuple[Path, Path],
) -> None:
    """HC-01, HC-03: an entity keeps its ETag and its date until something about it changes."""
    garden, var = changing
    paths = {name: f"/doc/tuin/{name}.ttl" for name in ("achtertuin", "kruidenhoek")}
    before = {name: pages(var).get(path) for name, path in paths.items()}
    data = garden / "data" / "tuinen.trig"
    text = data.read_text("utf-8")
    data.write_text(text.replace("garden behind the house", "back garden"), "utf-8")
    publish_again(garden, var)
    after = {name: pages(var).get(path) for name, path in paths.items()}
    same = {name: before[name].headers["ETag"] == after[name].headers["ETag"] for name in paths}
    assert same == {"achtertuin": False, "kruidenhoek": True}
    assert before["kruidenhoek"].data == after["kruidenhoek"].data
    unmodified = before["kruidenhoek"].headers["Last-Modified"]
    assert after["kruidenhoek"].headers["Last-Modified"] == unmodified


def test_new_licence_changes_the_etag_of_every_document(changing: tuple[Path, Path]) -> None:
    """HC-01: equal ETags stand for equal bytes, also of what the settings put into a document."""
    garden, var = changing
    before = pages(var).get(DOCUMENT + ".ttl")
    settings = garden / "publication.toml"
    text = settings.read_text("utf-8")
    settings.write_text(text.replace("publicdomain/zero/1.0", "licenses/by/4.0"), "utf-8")
    publish_again(garden, var)
    after = pages(var).get(DOCUMENT + ".ttl")
    assert before.data != after.data
    assert before.headers["ETag"] != after.headers["ETag"]


def test_what_an_earlier_version_had_is_gone(changing: tuple[Path, Path]) -> None:
    """LD-09: 410, as a problem or a page; what never was is 404."""
    garden, var = changing
    data = garden / "data" / "tuinen.trig"
    lines = data.read_text("utf-8").splitlines(keepends=True)
    data.write_text("".join(line for line in lines if "kruidenhoek" not in line), "utf-8")
    publish_again(garden, var)
    client = pages(var)
    for path in ("/id/tuin/kruidenhoek", "/doc/tuin/kruidenhoek", "/doc/tuin/kruidenhoek.ttl"):
        answer = client.get(path)
        assert (answer.status_code, answer.mimetype) == (410, "application/problem+json")
    page = client.get("/id/tuin/kruidenhoek", headers={"Accept": "text/html"})
    assert (page.status_code, page.mimetype) == (410, "text/html")
    assert client.get("/id/tuin/nooit").status_code == 404


def test_earlier_versions_are_listed_once(
    changing: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """LD-09"""
    listed: list[Path] = []

    def listing(var: Path) -> list[Version]:
        listed.append(var)
        return versions_of(var)

    monkeypatch.setattr(current, "versions_of", listing)
    client = create_app(Current(changing[1], changing[1])).test_client()
    for name in ("nooit", "niets", "nergens"):
        assert client.get(f"/id/tuin/{name}").status_code == 404
    assert listed == [changing[1]]


@pytest.mark.parametrize("backwards", [False, True])
def test_header_that_comes_twice_is_one_list(server: str, backwards: bool) -> None:
    """RFC 9110 section 5.3: of languages, formats and tags alike."""
    etag = httpx.get(f"{server}/sparql?query=ASK%7B%7D").headers["ETag"]
    ways = [
        ("/sparql?query=ASK%7B%7D", "Accept", ["text/csv;q=0.1", "application/sparql-results+xml"]),
        ("/", "Accept-Language", ["nl;q=0.1", "en"]),
        ("/sparql?query=ASK%7B%7D", "If-None-Match", [etag, '"another"']),
    ]
    answers = []
    for path, name, values in ways:
        given = [(name, value) for value in (values[::-1] if backwards else values)]
        answers.append(httpx.get(server + path, headers=[("Cache-Control", "no-cache"), *given]))
    assert answers[0].headers["Content-Type"] == "application/sparql-results+xml"
    assert 'lang="en"' in answers[1].text
    assert answers[2].status_code == 304


@pytest.mark.parametrize("path", ["/calendar.ics", "/search?q=tuin&format=json", "/opensearch.xml"])
def test_what_a_cookie_chooses_varies_by_it(client: FlaskClient, path: str) -> None:
    """RFC 9110 section 12.5.5: or a cache gives one reader the language of another."""
    answer = client.get(path)
    assert answer.status_code == 200
    assert "Cookie" in answer.vary


def test_cookie_of_a_like_name_hides_none(server: str) -> None:
    for language in ("en", "nl"):
        cookie = f"languages=zz; language={language}"
        assert f'lang="{language}"' in httpx.get(server, headers={"Cookie": cookie}).text
