"""SPARQL: the endpoint as the SPARQL 1.1 Protocol has it (checklist 4.1 and 4.5)."""

from urllib.parse import quote, urlencode

import httpx
import pytest
from werkzeug.test import Client, TestResponse

QUERY = "application/sparql-query"
FORM = "application/x-www-form-urlencoded"
AREA = "SELECT ?area WHERE { ?garden <ns/tuin#oppervlakte> ?area }"
EDITORS = "https://tuin.example/id/graaf/redactie"
PASSAGE = "https://tuin.example/id/passage/2023/achtertuin"
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"


@pytest.fixture
def client(real_client: Client) -> Client:
    return real_client


def ask(client: Client, query: str, accept: str = "*/*", **more: str) -> TestResponse:
    return client.get("/sparql", query_string={"query": query, **more}, headers={"Accept": accept})


def count(answer: TestResponse) -> int:
    assert answer.json is not None
    return int(answer.json["results"]["bindings"][0]["n"]["value"])


def test_query_by_get(client: Client) -> None:
    """SP-01, SP-18, RF-01: relative IRIs are of the publication; the store normalises numbers."""
    answer = ask(client, AREA)
    assert (answer.status_code, answer.mimetype) == (200, "application/sparql-results+json")
    assert answer.json is not None
    assert answer.json["head"]["vars"] == ["area"]
    assert {row["area"]["value"] for row in answer.json["results"]["bindings"]} == {"1250.5"}


@pytest.mark.parametrize("charset", ["", "; charset=utf-8", ";charset=UTF-8"])
def test_query_by_post(client: Client, charset: str) -> None:
    """SP-02, SP-03, SP-04, SP-19"""
    expected = ask(client, AREA).data
    form = urlencode({"other": "x", "query": AREA})
    for body, media_type in ((form, FORM), (AREA, QUERY)):
        answer = client.post("/sparql", data=body, content_type=media_type + charset)
        assert (answer.status_code, answer.data) == (200, expected)


def test_options_name_the_methods(client: Client) -> None:
    """SP-20, SP-25: also as a browser asks before a POST from elsewhere."""
    asking = {"Origin": "https://x.example", "Access-Control-Request-Method": "POST"}
    answer = client.options("/sparql", headers=asking)
    assert answer.status_code in (200, 204)
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "POST", "QUERY", "OPTIONS"}
    assert "POST" in answer.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in answer.headers["Access-Control-Allow-Headers"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_405(client: Client, method: str) -> None:
    """SP-07"""
    answer = client.open("/sparql?query=ASK%7B%7D", method=method)
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


@pytest.mark.parametrize(
    "media_type", ["text/plain", "application/json", "multipart/form-data", ""]
)
def test_body_of_another_type_is_415(client: Client, media_type: str) -> None:
    """SP-08, SP-09"""
    answer = client.post("/sparql", data="query=ASK%7B%7D", content_type=media_type)
    assert answer.status_code == 415
    assert answer.headers["Accept-Post"] == f"{QUERY}, {FORM}"


@pytest.mark.parametrize(
    ("query", "accept", "offered"),
    [
        ("SELECT * {}", "text/turtle", "text/csv"),
        ("ASK {}", "image/png", "application/sparql-results+json"),
        ("CONSTRUCT {} {}", "text/csv", "text/turtle"),
        ("DESCRIBE <urn:x>", "image/png", "application/n-quads"),
    ],
)
def test_nothing_fits_is_406_with_the_list(
    client: Client, query: str, accept: str, offered: str
) -> None:
    """SP-21"""
    answer = ask(client, query, accept)
    assert (answer.status_code, answer.mimetype) == (406, "application/problem+json")
    assert answer.json is not None
    assert offered in answer.json["offered"]
    assert accept not in answer.json["offered"]


@pytest.mark.parametrize(
    "query_string",
    [
        "x=1",
        "query=ASK%7B%7D&query=ASK%7B%7D",
        "update=CLEAR%20ALL",
        "query=ASK%7B%7D&update=CLEAR%20ALL",
        "query=",
        "query=%FF",
        "query=ASK%7B%7D&default-graph-uri=x",
        "query=ASK%7B%7D&named-graph-uri=%3E",
    ],
)
def test_request_without_one_query_is_400(client: Client, query_string: str) -> None:
    """SP-05, SP-06, SP-23"""
    assert client.get("/sparql?" + query_string).status_code == 400
    answer = client.post("/sparql", data=query_string, content_type=FORM)
    assert answer.status_code == 400


def test_query_at_two_places_is_400(client: Client) -> None:
    """SP-05"""
    for body, media_type in (("query=ASK%7B%7D", FORM), ("ASK {}", QUERY)):
        answer = client.post("/sparql?query=ASK%7B%7D", data=body, content_type=media_type)
        assert answer.status_code == 400


@pytest.mark.parametrize(
    "update", ["CLEAR ALL", "DELETE WHERE { ?s ?p ?o }", "INSERT DATA { <urn:a> <urn:b> 1 }"]
)
def test_update_is_refused_and_nothing_changes(client: Client, update: str) -> None:
    """SP-23, SP-24, S-14"""
    before = count(ask(client, COUNT))
    assert ask(client, update).status_code == 400
    answer = client.post("/sparql", data=update, content_type="application/sparql-update")
    assert answer.status_code == 415
    assert client.post("/sparql", data={"update": update}).status_code == 400
    assert count(ask(client, COUNT)) == before > 0


def test_graphs_are_chosen_by_the_protocol(client: Client) -> None:
    """SP-11, SP-13: unknown graphs are empty; in the URL for a direct POST too."""
    every = count(ask(client, COUNT))
    one = count(ask(client, COUNT, **{"default-graph-uri": EDITORS}))
    assert 0 < one < every
    both = [("query", COUNT), ("default-graph-uri", EDITORS), ("default-graph-uri", PASSAGE)]
    assert count(client.get("/sparql?" + urlencode(both))) == one + 4
    assert count(client.post("/sparql", data=urlencode(both), content_type=FORM)) == one + 4
    path = "/sparql?" + urlencode(both[1:])
    assert count(client.post(path, data=COUNT, content_type=QUERY)) == one + 4
    assert count(ask(client, COUNT, **{"default-graph-uri": "https://tuin.example/x"})) == 0
    assert count(ask(client, COUNT, **{"named-graph-uri": EDITORS})) == 0
    names = "SELECT (COUNT(DISTINCT ?g) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }"
    assert count(ask(client, names, **{"named-graph-uri": EDITORS})) == 1


def test_dataset_of_the_protocol_wins(client: Client) -> None:
    """SP-12"""
    query = COUNT.replace("WHERE", f"FROM <{PASSAGE}> WHERE")
    assert count(ask(client, query)) == 4
    chosen = count(ask(client, query, **{"default-graph-uri": "https://tuin.example/x"}))
    assert chosen == 0


def test_graph_asks_for_the_evidence(client: Client) -> None:
    query = "SELECT ?g WHERE { GRAPH ?g { ?garden <ns/tuin#oppervlakte> 1250.5 } }"
    answer = ask(client, query, "text/csv")
    assert answer.text.split() == ["g", PASSAGE]


@pytest.mark.fails_with(virtuoso="it tells no column")
@pytest.mark.parametrize("accept", ["*/*", "text/turtle"])
def test_syntax_error_tells_line_and_column(client: Client, accept: str) -> None:
    """SP-15"""
    answer = ask(client, "SELECT *\nWHERE { ?s ?p }", accept)
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert answer.json is not None
    assert answer.json["line"] == 2
    assert answer.json["column"] in (15, 16)  # At the bracket, or where something is missing.
    assert answer.json["detail"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_same_answer_is_304(client: Client) -> None:
    """SP-22"""
    answer = ask(client, AREA)
    assert "Accept" in answer.vary
    path = "/sparql?" + urlencode({"query": AREA})
    again = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_long_query_by_post(client: Client) -> None:
    """100 kB are read, more is refused by name."""
    for characters, status in ((99_999, 200), (100_001, 413)):
        query = "ASK {}".ljust(characters)
        assert client.post("/sparql", data={"query": query}).status_code == status
        answer = client.post("/sparql", data=query, content_type=QUERY)
        assert answer.status_code == status
    huge = client.post("/sparql", data=b" " * (3 << 20), content_type=QUERY)
    assert (huge.status_code, huge.mimetype) == (413, "application/problem+json")


@pytest.mark.parametrize("body", [b"ASK {\xff}", "ASK {}".encode("utf-16"), b"ASK { # \xe9\n}"])
def test_query_that_is_not_utf_8_is_400(client: Client, body: bytes) -> None:
    """SP-10"""
    assert client.post("/sparql", data=body, content_type=QUERY).status_code == 400
    form = "query=" + quote(body)
    assert client.post("/sparql", data=form, content_type=FORM).status_code == 400


def test_letters_arrive_as_they_were_sent(client: Client) -> None:
    """SP-10, SP-19"""
    query = 'SELECT ("é+🌳 x" AS ?t) {}'
    for answer in (ask(client, query), client.post("/sparql", data={"query": query})):
        assert answer.json is not None
        assert answer.json["results"]["bindings"][0]["t"]["value"] == "é+🌳 x"


def test_query_that_takes_too_long_is_503(client: Client) -> None:
    """SP-16"""
    query = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(6)) + " }"
    answer = ask(client, query)
    assert (answer.status_code, answer.mimetype) == (503, "application/problem+json")
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.headers["Cache-Control"] == "no-store"
    assert ask(client, "ASK {}").status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "ASK { SERVICE SILENT <http://127.0.0.1:9/> {} }",
        "ASK { S\\u0045RVICE <http://127.0.0.1:9/> {} }",
        "ASK " + "{" * 700 + "}" * 700,
    ],
)
def test_dangerous_query_is_refused(client: Client, query: str) -> None:
    """S-01, S-08"""
    assert ask(client, query).status_code == 400


def test_reader_gets_a_form(client: Client) -> None:
    """SP-26"""
    answer = client.get("/sparql", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    assert '<textarea id="query"' in answer.text
    assert "PREFIX tuin: &lt;https://tuin.example/ns/tuin#&gt;" in answer.text


def test_body_of_a_reader_is_passed_over(server: str) -> None:
    page = {"Accept": "text/html"}
    answer = httpx.request("GET", f"{server}/sparql", headers=page, content="query=x")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")


@pytest.mark.parametrize(("name", "media_type"), [("turtle", "text/html"), ("csv", "text/csv")])
def test_value_that_names_no_format_leaves_the_reader_a_page(
    client: Client, name: str, media_type: str
) -> None:
    asked = {"query": AREA, "format": name}
    answer = client.get("/sparql", query_string=asked, headers={"Accept": "text/html"})
    assert answer.mimetype == media_type
