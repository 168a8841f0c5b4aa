"""OpenAPI: the description is valid, complete, and says what the server does."""

import re
from http import HTTPStatus
from typing import Any

import httpx
import pytest
from flask import Flask
from openapi_spec_validator import OpenAPIV31SpecValidator

from kennisgraaf import __version__
from kennisgraaf.formats import HTML
from kennisgraaf.web.negotiation import PROBLEM
from kennisgraaf.web.operations import PATHS as OPERATIONS
from kennisgraaf.web.problems import STATUS
from kennisgraaf.web.protocol import METHODS

PATH = "/openapi.json"
NOT_OF_OPENAPI = {"QUERY", "OPTIONS"}
SERVICE_DESC = '</openapi.json>; rel="service-desc"; type="application/json"'
GRAPH = "CONSTRUCT WHERE { ?s a ?c }"
TABLE = "SELECT ?c WHERE { ?s a ?c }"


@pytest.fixture(scope="module")
def described(server: str) -> dict[str, Any]:
    found: dict[str, Any] = httpx.get(server + PATH).json()
    return found


def responses(described: dict[str, Any], path: str, method: str = "get") -> dict[str, Any]:
    """Give the responses of an operation by status, without references."""
    found = described["paths"][path][method]["responses"]
    names = {status: answer["$ref"].rpartition("/")[2] for status, answer in found.items()}
    return {status: described["components"]["responses"][name] for status, name in names.items()}


def addresses(described: dict[str, Any], path: str) -> str:
    """Give an address of a route: with the example, or the first value, of what it requires."""
    parameters = described["components"]["parameters"]
    query: dict[str, str] = {}
    for reference in described["paths"][path]["get"].get("parameters", []):
        parameter = parameters[reference["$ref"].rpartition("/")[2]]
        if parameter.get("required"):
            value = parameter.get("example") or parameter["schema"]["enum"][0]
            path = path.replace(f"{{{parameter['name']}}}", value)
            query |= {parameter["name"]: value} if parameter["in"] == "query" else {}
    return str(httpx.URL(path, params=query)) if query else path


def test_it_is_valid(described: dict[str, Any]) -> None:
    assert list(OpenAPIV31SpecValidator(described).iter_errors()) == []


def test_every_route_is_in_it_and_nothing_else(app: Flask, described: dict[str, Any]) -> None:
    served = {path: {"GET", "HEAD"} for path in OPERATIONS}
    # Pages lead to static files below a hash of them all; programs have no use for those.
    for rule in (rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"):
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
        served[path] = set(rule.methods or ()) - NOT_OF_OPENAPI
    served["/sparql"] = set(METHODS) - NOT_OF_OPENAPI
    operations = {
        path: {name.upper() for name in item if name != "description"}
        for path, item in described["paths"].items()
    }
    assert operations == served


def test_every_status_of_a_problem_is_in_it(described: dict[str, Any]) -> None:
    named = {
        int(status)
        for item in described["paths"].values()
        for operation in item.values()
        if isinstance(operation, dict)
        for status in operation["responses"]
    }
    # A method that is not in the description is 405; 500 is of errors that commands have.
    expected = set(STATUS.values()) - {405, HTTPStatus.INTERNAL_SERVER_ERROR}
    assert expected <= named
    assert all(HTTPStatus(status) for status in named)


def test_every_component_is_used(described: dict[str, Any]) -> None:
    text = str(described)
    unused = [
        name
        for kind, parts in described["components"].items()
        for name in parts
        if f"'#/components/{kind}/{name}'" not in text
    ]
    assert unused == []


def test_every_route_answers_its_examples(server: str, described: dict[str, Any]) -> None:
    """With the media types, and the headers, that stand in the description."""
    for path in described["paths"]:
        answer = httpx.get(server + addresses(described, path))
        status = str(answer.status_code)
        assert status in responses(described, path), path
        assert status < "400", path
        said = responses(described, path)[status]
        assert answer.headers["Content-Type"].partition(";")[0] in said["content"], path
        for name, header in said["headers"].items():
            required = described["components"]["headers"][header["$ref"].rpartition("/")[2]]
            assert name in answer.headers or not required.get("required"), (path, name)


@pytest.mark.parametrize("path", ["/doc/{local_name}", "/doc", "/ns/{name}", "/catalogus"])
def test_media_types_of_documents_are_those_that_are_negotiated(
    server: str, described: dict[str, Any], path: str
) -> None:
    address = server + addresses(described, path)
    named = list(responses(described, path)["200"]["content"])
    for media_type in named:
        answer = httpx.get(address, headers={"Accept": media_type})
        assert answer.headers["Content-Type"].partition(";")[0] == media_type
    refused = httpx.get(address, headers={"Accept": "image/png"})
    assert refused.json()["offered"] == named


@pytest.mark.parametrize("method", ["get", "post"])
def test_media_types_of_answers_are_those_that_are_negotiated(
    server: str, described: dict[str, Any], method: str
) -> None:
    named = list(responses(described, "/sparql", method)["200"]["content"])
    offered: list[str] = []
    for query in (TABLE, GRAPH):

        def ask(accept: str, query: str = query) -> httpx.Response:
            address, headers, asked = f"{server}/sparql", {"Accept": accept}, {"query": query}
            if method == "get":
                return httpx.get(address, headers=headers, params=asked)
            return httpx.post(address, headers=headers, data=asked)

        refused = ask("image/png")
        assert refused.status_code == 406
        for media_type in refused.json()["offered"]:
            answer = ask(media_type)
            assert answer.headers["Content-Type"].partition(";")[0] == media_type
        offered += refused.json()["offered"]
    assert offered + [HTML] * (method == "get") == named


def test_bodies_that_are_read_are_those_that_are_described(
    server: str, described: dict[str, Any]
) -> None:
    refused = httpx.post(f"{server}/sparql", content="x", headers={"Content-Type": "text/plain"})
    read = set(refused.headers["Accept-Post"].split(", "))
    assert read == set(described["paths"]["/sparql"]["post"]["requestBody"]["content"])


def test_members_of_a_problem_are_described(server: str, described: dict[str, Any]) -> None:
    members = described["components"]["schemas"]["Problem"]["properties"]
    for address in ("/sparql?query=ASK+%7B%0A+%7C", "/id/none", "/doc?iri=x"):
        answer = httpx.get(server + address)
        assert answer.headers["Content-Type"] == PROBLEM
        assert answer.json().keys() <= members.keys()
    answer = httpx.get(f"{server}/sparql?query=ASK+%7B%0A+%7C")
    assert answer.json()["line"] == 2


def test_it_tells_of_the_publication(described: dict[str, Any]) -> None:
    info = described["info"]
    assert info["title"] == "Garden knowledge"
    assert info["description"].startswith("Gardens and what grows in them.\n")
    assert info["version"] == __version__
    assert info["license"]["url"] == "https://creativecommons.org/publicdomain/zero/1.0/"
    assert info["contact"] == {
        "name": "Gardeners", "url": "https://tuin.example/", "email": "tuiniers@tuin.example",
    }  # fmt: skip
    names = described["components"]["parameters"]["file"]["schema"]["enum"]
    assert "dataset.nq.gz" in names


def test_it_is_cached_and_read_from_elsewhere(server: str) -> None:
    answer = httpx.get(server + PATH)
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    known = httpx.get(server + PATH, headers={"If-None-Match": answer.headers["ETag"]})
    assert (known.status_code, known.content) == (304, b"")
    head = httpx.head(server + PATH)
    assert (head.content, head.headers["ETag"]) == (b"", answer.headers["ETag"])


@pytest.mark.parametrize("accept", ["text/html", "text/turtle"])
@pytest.mark.parametrize("address", ["/", "/sparql", "/sparql?query=CONSTRUCT+WHERE+%7B%7D"])
def test_service_leads_to_it(server: str, address: str, accept: str) -> None:
    """RFC 8631"""
    answer = httpx.get(server + address, headers={"Accept": accept})
    assert answer.status_code == 200
    assert SERVICE_DESC in answer.headers["Link"]
