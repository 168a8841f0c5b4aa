"""Language: of the interface by wish, cookie and header (CN-17), and its translation."""

import ast
import re
from collections import Counter
from http import HTTPStatus
from pathlib import Path
from types import SimpleNamespace

import msgspec
import pytest
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po
from flask import Flask, g
from flask.testing import FlaskClient

from kennisgraaf import web
from kennisgraaf.web.language import Text, best_text, interface_language, label
from kennisgraaf.web.problems import STATUS

SOURCE = Path(web.__file__).parent
PAGES = sorted((SOURCE / "templates").glob("*.html"))
# What werkzeug and the handlers answer beside the statuses of named errors.
STATUSES = {*STATUS.values(), HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.REQUEST_URI_TOO_LONG}
DUTCH, ENGLISH = 'lang="nl"', 'lang="en"'


def messages() -> set[str]:
    """Give all messages of templates and modules, and the phrases of the problems' titles."""
    found = {status.phrase for status in STATUSES}
    for page in PAGES:
        found |= {str(entry[1]) for entry in extract_from_file("jinja2", page, {"_": None})}
    for module in SOURCE.rglob("*.py"):
        found |= {str(entry[1]) for entry in extract_from_file("python", module, {"_": None})}
    return found


def test_every_message_has_a_dutch_translation() -> None:
    with (SOURCE / "translations" / "nl.po").open("rb") as stream:
        catalogue = read_po(stream, locale="nl")
    translated = {str(message.id) for message in catalogue if message.id and message.string}
    assert messages() - translated == set()
    assert not any(message.fuzzy for message in catalogue if message.id)
    for message in catalogue:
        assert not list(message.check(catalogue)), message.id


def test_each_message_stands_in_the_catalogue_once() -> None:
    """Of two, the last would count, and nobody would know."""
    text = (SOURCE / "translations" / "nl.po").read_text("utf-8")
    names = Counter(re.findall(r"^msgid ((?:\".*\"\n)+)", text, re.MULTILINE))
    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("nl-BE, nl;q=0.9, fr;q=0.5", "nl"),
        ("nl-BE, en;q=0.9", "nl"),
        ("en-GB,nl;q=0.5", "en"),
        ("EN", "en"),
        ("en;q=0.1, nl;q=0.9", "nl"),
        ("fr", "nl"),
        ("fr, en;q=0.1", "en"),
        ("nl;q=0, en;q=0.1", "en"),
        ("*", "nl"),
        ("", "nl"),
        (";;,x-y-z;q=abc", "nl"),
    ],
)
def test_language_by_header(client: FlaskClient, header: str, expected: str) -> None:
    """CN-17"""
    answer = client.get("/doc/tuin/achtertuin.html", headers={"Accept-Language": header})
    assert answer.headers["Content-Language"] == expected
    assert f'<html lang="{expected}">' in answer.text
    assert {"Accept-Language", "Cookie"} <= set(answer.vary)


def test_wish_wins_over_cookie_and_cookie_over_header(client: FlaskClient) -> None:
    headers = {"Accept-Language": "nl", "Cookie": "language=en", "Accept": "text/html"}
    assert client.get("/", headers=headers).headers["Content-Language"] == "en"
    answer = client.get("/?lang=nl", headers=headers)
    assert answer.headers["Content-Language"] == "nl"
    assert answer.headers["Set-Cookie"].startswith("language=nl;")


@pytest.mark.parametrize("wish", ["fr", "", "%0d%0aX-Evil:1", "nl;x=y"])
def test_unknown_wish_is_passed_over(client: FlaskClient, wish: str) -> None:
    """S-12"""
    answer = client.get(f"/?lang={wish}", headers={"Cookie": "language=xx"})
    assert answer.headers["Content-Language"] == "nl"
    assert "Set-Cookie" not in answer.headers
    assert "X-Evil" not in answer.headers


def test_link_to_the_other_language_keeps_the_question(client: FlaskClient) -> None:
    answer = client.get("/doc?iri=https://tuin.example/id/tuin/achtertuin&format=html")
    (href,) = [part.partition('"')[0] for part in answer.text.split('href="?')[1:]]
    other = client.get("/doc?" + href.replace("&amp;", "&"))
    assert other.headers["Content-Language"] == "en"
    assert "Garden report 2023, line 3" in other.text


def test_labels_and_interface_follow_the_language(client: FlaskClient) -> None:
    dutch = client.get("/doc/tuin/achtertuin.html?lang=nl").text
    english = client.get("/doc/tuin/achtertuin.html?lang=en").text
    assert "<h1><bdi>Achtertuin</bdi></h1>" in dutch
    assert "<h1><bdi>Back garden</bdi></h1>" in english
    assert ("Naar de inhoud" in dutch, "Skip to the content" in english) == (True, True)


def test_data_have_no_language_of_the_interface(client: FlaskClient) -> None:
    answers = [client.get(f"/doc/tuin/achtertuin.ttl?lang={code}") for code in ("nl", "en")]
    assert answers[0].data == answers[1].data
    assert all("Content-Language" not in answer.headers for answer in answers)


def test_problem_page_has_a_dutch_title(client: FlaskClient) -> None:
    answer = client.get("/id/niets", headers={"Accept": "text/html", "Accept-Language": "nl"})
    assert "404 Niet gevonden" in answer.text


@pytest.mark.parametrize(
    ("texts", "language", "expected"),
    [
        ({"nl": "a", "en": "b"}, "en", Text("b", "en")),
        ({"nl-be": "a", "en": "b"}, "nl", Text("a", "nl-be")),
        ({"fr": "a", "": "b"}, "nl", Text("b", "")),
        ({"fr": "a", "en": "b"}, "nl", Text("b", "en")),
        ({"x-klingon": "a"}, "nl", Text("a", "x-klingon")),
    ],
)
def test_best_text(texts: dict[str, str], language: str, expected: Text) -> None:
    assert best_text(texts, language) == expected


def test_no_text_is_an_error() -> None:
    with pytest.raises(ValueError, match="no text"):
        best_text({}, "nl")


def test_label_of_what_has_none_is_the_end_of_its_iri() -> None:
    assert label({}, "https://a.example/x/een%20tuin", "nl") == Text("een tuin", "")


def test_modules_hold_no_message_that_is_built() -> None:
    """A message that is no plain string cannot be translated."""
    for module in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id != "_" or isinstance(node.args[0], ast.Constant)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ({"de": "a", "fr": "b"}, Text("b", "fr")),
        ({"de": "a", "": "b"}, Text("a", "de")),
        ({"es": "a", "": "b"}, Text("b", "")),
        ({"es": "a", "da": "b"}, Text("b", "da")),
        ({"en": "a", "fr": "b"}, Text("a", "en")),
    ],
)
def test_text_falls_back_along_the_languages_of_the_publication(
    texts: dict[str, str], expected: Text
) -> None:
    assert best_text(texts, "en", ("fr", "de")) == expected
    assert label({"urn:x": texts}, "urn:x", "en", ("fr", "de")) == expected


@pytest.mark.parametrize(
    ("languages", "expected"),
    [(("en",), "en"), (("fr", "de"), "en"), (("fr", "nl"), "nl"), (("en-GB", "nl"), "en")],
)
@pytest.mark.parametrize("header", ["", "*", "da"])
def test_interface_is_by_default_in_the_language_of_the_publication(
    app: Flask, languages: tuple[str, ...], expected: str, header: str
) -> None:
    with app.test_request_context("/", headers={"Accept-Language": header}):
        current = app.extensions["kennisgraaf"].get()
        publication = msgspec.structs.replace(current.publication, languages=languages)
        g.published = SimpleNamespace(publication=publication)
        assert interface_language() == expected


@pytest.mark.parametrize(
    ("iri", "dutch", "english"),
    [
        ("http://www.w3.org/2004/02/skos/core#broader", "ruimer", "broader"),
        ("http://schema.org/startDate", "begindatum", "start date"),
        ("https://schema.org/startDate", "begindatum", "start date"),
        ("https://x.example/terms#startDate", "startDate", "startDate"),
    ],
)
def test_well_known_terms_have_names(iri: str, dutch: str, english: str) -> None:
    """Where the data give none; what they say is kept."""
    assert [label({}, iri, language).text for language in ("nl", "en")] == [dutch, english]
    assert label({iri: {"fr": "autre"}}, iri, "nl") == Text("autre", "fr")
