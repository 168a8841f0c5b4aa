"""IRIs: from a request path to the IRI it names, and from an IRI to its document."""

import re
from urllib.parse import quote

import pytest

from kennisgraaf.iris import (
    document_path,
    is_iri,
    is_link,
    local_iri,
    one_word,
    readable,
    server_path,
)

BASE = "https://tuin.example/"


@pytest.mark.parametrize(
    "text",
    [
        "https://tuin.example/id/tuin/achtertuin",
        "urn:isbn:9789020997934",
        "mailto:tuiniers@tuin.example",
        "https://tuin.example/id/tuin/ligusterhaag-één",
        "https://tuin.example/id/tuin/%20",
        "https://[2001:db8::1]/ns#",
    ],
)
def test_absolute_iri_is_an_iri(text: str) -> None:
    assert is_iri(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "id/tuin/achtertuin", "/id/tuin", "1a:b", ":x"),
        *(f"urn:a{character}b" for character in ' "<>\\^`{|}\n\x00\x7f'),
    ],
)
def test_relative_reference_and_forbidden_character_are_no_iri(text: str) -> None:
    assert not is_iri(text)


@pytest.mark.parametrize("iri", ["http://a/", "HTTPS://a/", "mailto:a@b", "tel:+3290000000"])
def test_page_links_to_schemes_that_run_no_script(iri: str) -> None:
    assert is_link(iri)


@pytest.mark.parametrize(
    "iri", ["javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "urn:x:y", "httpx:y"]
)
def test_page_does_not_link_to_other_schemes(iri: str) -> None:
    assert not is_link(iri)


@pytest.mark.parametrize(
    ("path", "local_name"),
    [
        ("id/tuin/achtertuin", "id/tuin/achtertuin"),
        ("id/tuin/één", "id/tuin/één"),
        ("id/tuin/a b", "id/tuin/a%20b"),
        ("id/tuin/<script>", "id/tuin/%3Cscript%3E"),
        ('id/"\n\\', "id/%22%0A%5C"),
    ],
)
def test_request_path_names_an_iri_whatever_it_holds(path: str, local_name: str) -> None:
    assert local_iri(BASE, path) == BASE + local_name
    assert is_iri(local_iri(BASE, path))


@pytest.mark.parametrize(
    ("iri", "path"),
    [
        (BASE + "id/tuin/achtertuin", "/doc/tuin/achtertuin"),
        (BASE + "id/tuin/één", "/doc/tuin/%C3%A9%C3%A9n"),
        (BASE + "ns/tuin", "/ns/tuin"),
        (BASE + "ns/tuin#Tuin", "/ns/tuin#Tuin"),
        (BASE + "id/tuin/a?b", "/doc?iri=https%3A%2F%2Ftuin.example%2Fid%2Ftuin%2Fa%3Fb"),
        (BASE + "id/tuin/a#b", "/doc?iri=https%3A%2F%2Ftuin.example%2Fid%2Ftuin%2Fa%23b"),
        (BASE, "/doc?iri=https%3A%2F%2Ftuin.example%2F"),
        ("http://schema.org/Event", "/doc?iri=http%3A%2F%2Fschema.org%2FEvent"),
        ("urn:isbn:1&x=2", "/doc?iri=urn%3Aisbn%3A1%26x%3D2"),
    ],
)
def test_each_iri_has_a_document_on_this_server(iri: str, path: str) -> None:
    assert document_path(BASE, iri) == path


def test_document_path_names_the_same_iri_again() -> None:
    iri = local_iri(BASE, "id/tuin/a b")
    assert document_path(BASE, iri) == "/doc/tuin/a%20b"


def test_server_path_is_ascii() -> None:
    path = server_path("id/tuin/één 'dag' (nu)?x=é#ü")
    assert path == "id/tuin/%C3%A9%C3%A9n%20'dag'%20(nu)?x=%C3%A9#%C3%BC"
    assert path.isascii()


@pytest.mark.parametrize(
    ("iri", "name"),
    [
        (BASE + "id/tuin/achtertuin", "achtertuin"),
        (BASE + "ns/tuin#Tuin", "Tuin"),
        (BASE + "id/tuin/", "tuin"),
        (BASE + "id/tuin/a%20b", "a b"),
        ("urn:isbn:9789020997934", "urn:isbn:9789020997934"),
    ],
)
def test_last_part_of_an_iri_is_its_name(iri: str, name: str) -> None:
    assert readable(iri) == name


@pytest.mark.parametrize("name", ["Paris_%28Texas%29", "%7Eu", "%c3%a9", "é%C3%A9", "a%ffb"])
def test_what_a_decoded_path_does_not_give_back_is_asked_by_iri(name: str) -> None:
    for kind in ("id", "ns"):
        iri = f"{BASE}{kind}/{name}"
        assert document_path(BASE, iri) == "/doc?iri=" + quote(iri, safe="")


def test_percent_encoded_letters_keep_their_path() -> None:
    assert document_path(BASE, BASE + "id/caf%C3%A9") == "/doc/caf%C3%A9"


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("verslag/2023", "verslag-2023"),
        ("verslag/2023.1", "verslag-2023.1"),
        ("verslag/jaar 2023", "verslag-jaar-2023-"),
        ("https://x.example/reports#2020", "https-x.example-reports-2020-"),
        ("../../etc", "etc-"),
    ],
)
def test_name_is_one_word(name: str, word: str) -> None:
    """It is the name of a file and a part of an address."""
    assert one_word(name).startswith(word)
    assert re.fullmatch(r"[A-Za-z0-9_.-]+", one_word(name))
    assert one_word("a b") != one_word("a#b")
