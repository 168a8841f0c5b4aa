"""A mistake is reported with the statement, its evidence and the version."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import msgspec
import pytest
from flask.testing import FlaskClient

from kennisgraaf.publication.pipeline import publish
from kennisgraaf.settings import Pages, Publication
from kennisgraaf.validation.validate import Validated
from kennisgraaf.web.app import create_app
from kennisgraaf.web.current import Current
from stores import silent

BACK = "https://tuin.example/id/tuin/achtertuin"
AREA = "https://tuin.example/ns/tuin#oppervlakte"


def test_every_statement_can_be_chosen(client: FlaskClient) -> None:
    answer = client.get("/feedback", query_string={"iri": BACK, "lang": "en"})
    assert answer.status_code == 200
    assert "Which statement is wrong?" in answer.text
    for name in ("oppervlakte", "aantalBomen", "aangelegd"):
        assert f"tuin.example%2Fns%2Ftuin%23{name}&amp;value=" in answer.text


def choices(client: FlaskClient, language: str) -> list[str]:
    text = unescape(client.get("/feedback", query_string={"iri": BACK, "lang": language}).text)
    return re.findall(r'href="(/feedback\?iri=[^"]*)"', text)


def area(client: FlaskClient) -> str:
    """Give the address of a report about the area of the garden."""
    return next(path for path in choices(client, "en") if "oppervlakte" in path)


def test_statement_has_the_same_address_in_each_language(client: FlaskClient) -> None:
    """Who changes the language writes about the same one."""
    english = choices(client, "en")
    assert len(set(english)) == len(english) > 5
    assert set(english) == set(choices(client, "nl"))


def test_report_names_statement_evidence_and_version(client: FlaskClient) -> None:
    text = unescape(client.get(area(client)).text)
    report = text[text.index("<pre>") : text.index("</pre>")]
    for part in (f"<{BACK}>", f"<{AREA}>", "1250.50", "id/passage/2023/achtertuin"):
        assert part in report
    assert 'href="https://tuin.example/"' in text


@pytest.mark.parametrize(
    ("form", "names"),
    [
        ("mailto:tuiniers@tuin.example", ("subject", "body")),
        ("https://issues.example/new?label=data", ("title", "body")),
    ],
)
def test_form_of_the_publication_is_filled_in(
    validated: Validated,
    publication: Publication,
    tmp_path: Path,
    form: str,
    names: tuple[str, str],
) -> None:
    other = msgspec.structs.replace(publication, pages=Pages(feedback=form))
    publish(validated, other, tmp_path, silent)
    client = create_app(Current(tmp_path, tmp_path)).test_client()
    text = unescape(client.get(area(client)).text)
    address = text[text.index('class="button" href="') + 21 :].partition('"')[0]
    assert address.startswith(form)
    filled = parse_qs(urlsplit(address).query)
    assert set(names) <= filled.keys()
    assert "1250.50" in filled["body"][0]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({}, 400),
        ({"iri": "x"}, 400),
        ({"iri": "https://tuin.example/id/tuin/none"}, 404),
        ({"iri": BACK, "property": "<script>", "value": "0"}, 200),
        ({"iri": BACK, "property": AREA, "value": "99"}, 200),
    ],
)
def test_what_is_not_there(client: FlaskClient, query: dict[str, str], status: int) -> None:
    assert client.get("/feedback", query_string=query).status_code == status
