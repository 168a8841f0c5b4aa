"""Problems: every named error has a status, and one shape (RFC 9457)."""

import inspect
from http import HTTPStatus
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kennisgraaf import errors
from kennisgraaf.errors import KennisgraafError
from kennisgraaf.web.app import create_app
from kennisgraaf.web.current import Current
from kennisgraaf.web.problems import STATUS

NAMED = [
    value
    for value in vars(errors).values()
    if inspect.isclass(value) and issubclass(value, KennisgraafError) and value != KennisgraafError
]


@pytest.mark.parametrize("error", NAMED, ids=lambda error: error.__name__)
def test_every_error_has_a_status(error: type[KennisgraafError]) -> None:
    assert STATUS[error] >= 400
    assert error.__name__ in (errors.__doc__ or "")
    assert error.__doc__


@pytest.mark.parametrize(
    ("method", "path", "status", "members"),
    [
        ("GET", "/id/niets", 404, {"iri": "https://tuin.example/id/niets"}),
        ("GET", "/niets", 404, {"iri": "https://tuin.example/niets"}),
        ("GET", "/static/niets", 404, {}),
        ("GET", "/doc?iri=x", 400, {}),
        ("DELETE", "/", 405, {}),
    ],
)
def test_problem_has_one_shape(
    client: FlaskClient, method: str, path: str, status: int, members: dict[str, str]
) -> None:
    answer = client.open(path, method=method, headers={"Accept": "application/ld+json"})
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
    problem = answer.json
    assert problem is not None
    assert problem["status"] == status
    assert problem["title"] == HTTPStatus(status).phrase
    assert problem["detail"]
    assert problem["instance"] == path.partition("?")[0]
    assert {key: problem[key] for key in members} == members
    assert answer.headers["Cache-Control"] == "no-store"


def test_instance_is_a_uri_reference(client: FlaskClient) -> None:
    problem = client.get("/id/%C3%A9%20%3E").json
    assert problem is not None
    assert problem["instance"] == "/id/%C3%A9%20%3E"


@pytest.mark.parametrize("accept", ["text/html", "text/html,*/*;q=0.8"])
def test_reader_gets_a_page(client: FlaskClient, accept: str) -> None:
    answer = client.get("/id/<script>alert(1)</script>", headers={"Accept": accept})
    assert (answer.status_code, answer.mimetype) == (404, "text/html")
    assert "<script>" not in answer.text
    assert "404" in answer.text


@pytest.mark.parametrize("accept", ["*/*", "application/json", "text/turtle", "image/png", ""])
def test_program_gets_a_problem(client: FlaskClient, accept: str) -> None:
    answer = client.get("/id/niets", headers={"Accept": accept})
    assert answer.content_type == "application/problem+json"


@pytest.mark.parametrize("accept", ["*/*", "text/html"])
def test_nothing_published_yet_is_503(tmp_path: Path, accept: str) -> None:
    """LD-14: a fault of the server is never a 404."""
    client = create_app(Current(tmp_path, tmp_path)).test_client()
    for path in ("/", "/id/tuin/achtertuin", "/sparql?query=ASK%7B%7D"):
        answer = client.get(path, headers={"Accept": accept})
        assert (answer.status_code, answer.mimetype) == (503, "application/problem+json")
        assert int(answer.headers["Retry-After"]) > 0


def test_what_is_not_found_leads_on(client: FlaskClient) -> None:
    text = client.get("/id/nothing", headers={"Accept": "text/html"}).text
    main = text[text.index("<main") : text.index("</main>")]
    assert 'href="/questions"' in main
    assert 'href="/catalogus"' in main
