"""Endpoint: streamed, described, with turns for all; on a real server."""

import asyncio
import time
from io import BytesIO

import httpx
import pytest
from openpyxl import load_workbook
from pyoxigraph import NamedNode, QuerySolutions, RdfFormat, Store, parse
from werkzeug.test import Client

from kennisgraaf.formats import GRAPH_FORMATS, RESULTS_FORMATS, XLSX

QUERY_TYPE = "application/sparql-query"
AREA = "SELECT ?area WHERE { ?garden <ns/tuin#oppervlakte> ?area }"
DIGITS = " ".join(f"VALUES ?d{n} {{ 0 1 2 3 4 5 6 7 8 9 }}" for n in range(5))
ENDLESS = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(6)) + " }"
SD = "http://www.w3.org/ns/sparql-service-description#"


def rows(length: int) -> str:
    """Write a query of 100,000 rows of so many characters."""
    return f"SELECT ('{'x' * length}' AS ?t) {{ {DIGITS} }}"


def ask(server: str, query: str, accept: str = "text/csv", **more: str) -> httpx.Response:
    parameters = {"query": query, **more}
    return httpx.get(f"{server}/sparql", params=parameters, headers={"Accept": accept}, timeout=30)


def test_large_answer_is_streamed_and_complete(server: str) -> None:
    """SP-27"""
    answer = ask(server, rows(30))
    assert "Content-Length" not in answer.headers
    lines = answer.text.split("\r\n")
    assert (len(lines), lines[0], set(lines[1:-1])) == (100_002, "t", {"x" * 30})


def test_first_bytes_come_before_the_last_are_made(server: str) -> None:
    """SP-27"""
    with httpx.stream(
        "GET", f"{server}/sparql", params={"query": rows(30)}, headers={"Accept": "text/csv"}
    ) as answer:
        first = next(answer.iter_raw())
    assert len(first) < 3_000_000


@pytest.mark.parametrize("accept", ["text/csv", "application/sparql-results+json"])
def test_answer_that_is_cut_does_not_end(server: str, accept: str) -> None:
    """SP-27: above the limit of 4 MiB the connection ends before the answer does."""
    with pytest.raises(httpx.RemoteProtocolError):
        ask(server, rows(200), accept)
    assert ask(server, "ASK {}").text == "true"


def test_query_by_its_own_method(real_client: Client) -> None:
    """S2-01"""
    answer = real_client.open("/sparql", method="QUERY", data=AREA, content_type=QUERY_TYPE)
    assert (answer.status_code, answer.mimetype) == (200, "application/sparql-results+json")
    assert "ETag" in answer.headers
    assert "Accept-Query" in real_client.options("/sparql").headers


def test_head_is_get_without_body(real_client: Client) -> None:
    """SP-20"""
    for query in (AREA, "ASK {"):
        got = real_client.get("/sparql", query_string={"query": query})
        head = real_client.head("/sparql", query_string={"query": query})
        assert head.data == b""
        assert head.status_code == got.status_code
        for name in ("Content-Type", "Content-Length", "ETag"):
            assert head.headers.get(name) == got.headers.get(name)


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("json", "application/sparql-results+json"),
        ("xml", "application/sparql-results+xml"),
        ("csv", "text/csv"),
        ("tsv", "text/tab-separated-values"),
        ("xlsx", XLSX),
        ("turtle", "text/csv"),
    ],
)
def test_format_may_stand_in_the_address(server: str, name: str, media_type: str) -> None:
    """Of a value that names no format (SPARQLWrapper sends such) the Accept header decides."""
    answer = ask(server, AREA, format=name)
    assert answer.headers["Content-Type"].partition(";")[0] == media_type


def test_answer_that_differs_each_time_is_not_kept(server: str) -> None:
    for call in ("RAND()", "NOW()", "UUID()", "STRUUID()"):
        answer = ask(server, f"SELECT ({call} AS ?x) {{}}")
        assert "ETag" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-store"
    assert (
        ask(server, "SELECT (RAND() AS ?x) {}").text != ask(server, "SELECT (RAND() AS ?x) {}").text
    )


def test_known_answer_is_304_without_asking(server: str) -> None:
    """SP-22"""
    etag = ask(server, AREA).headers["ETag"]
    for known in (etag, f'"x", {etag}', "*"):
        answer = httpx.get(
            f"{server}/sparql",
            params={"query": AREA},
            headers={"Accept": "text/csv", "If-None-Match": known, "Cache-Control": "no-cache"},
        )
        assert (answer.status_code, answer.content) == (304, b"")


@pytest.mark.parametrize("cache", ["no-cache", "max-age=0"])
@pytest.mark.parametrize("query", [{}, {"query": AREA}])
def test_tag_is_read_alike_wherever_it_is_asked(
    server: str, query: dict[str, str], cache: str
) -> None:
    """SP-22: the description and the remembered answer too."""
    address, headers = f"{server}/sparql", {"Accept": "text/turtle, text/csv"}
    etag = httpx.get(address, params=query, headers=headers).headers["ETag"]
    shorter, longer = f'{etag[:-2]}"', f'{etag[:-1]}0"'
    statuses = {
        known: httpx.get(
            address,
            params=query,
            headers={**headers, "If-None-Match": known, "Cache-Control": cache},
        ).status_code
        for known in (etag, f"W/{etag}", f'"x", {etag}', "*", '"x"', shorter, longer)
    }
    assert list(statuses.values()) == [304, 304, 304, 304, 200, 200, 200]


def test_remembered_answer_is_that_of_the_first_time(server: str) -> None:
    """HC-01"""
    address = f"{server}/sparql"
    for accept in ("text/csv", "application/sparql-results+xml", "text/html"):
        again = {"Accept": accept, "Cache-Control": "no-cache"}
        answers = [
            httpx.get(address, params={"query": AREA}, headers=headers)
            for headers in (again, {"Accept": accept}, {"Accept": accept})
        ]
        first = answers[0]
        for other in answers[1:]:
            assert other.content == first.content
            assert other.headers["ETag"] == first.headers["ETag"]
            assert other.headers["Content-Type"] == first.headers["Content-Type"]
            assert other.headers["Vary"] == first.headers["Vary"]


def test_one_client_does_not_take_all_turns(server: str) -> None:
    """S-08: twenty endless queries of one client; others are answered within a second."""

    async def flood() -> tuple[list[int], float]:
        limits = httpx.Limits(max_connections=40)
        async with httpx.AsyncClient(timeout=60, limits=limits) as client:

            async def one(number: int) -> int:
                query = ENDLESS + f"# {number}"
                answer = await client.get(f"{server}/sparql", params={"query": query})
                return answer.status_code

            costly = [asyncio.create_task(one(number)) for number in range(20)]
            await asyncio.sleep(0.3)
            slowest = 0.0
            for number in range(5):
                started = time.monotonic()
                page = await client.get(f"{server}/doc/tuin/achtertuin.ttl?n={number}")
                assert page.status_code == 200
                slowest = max(slowest, time.monotonic() - started)
            return await asyncio.gather(*costly), slowest

    statuses, slowest = asyncio.run(flood())
    assert set(statuses) <= {429, 503}
    assert 429 in statuses
    assert slowest < 5  # Of a machine that tests run on at the same time.
    assert ask(server, "ASK {}").text == "true"


@pytest.mark.parametrize("kind", GRAPH_FORMATS, ids=lambda kind: str(kind.file_extension))
def test_endpoint_describes_itself(server: str, kind: RdfFormat) -> None:
    """SD-01 to SD-04, SD-08"""
    answer = httpx.get(f"{server}/sparql", headers={"Accept": kind.media_type})
    assert answer.headers["Content-Type"].partition(";")[0] == kind.media_type
    triples = {quad.triple for quad in parse(answer.content, format=kind)}
    values = {(t.subject.value, t.predicate.value, t.object.value) for t in triples}
    assert (f"{server}/sparql", SD + "endpoint", f"{server}/sparql") in values
    named = {o for _, p, o in values if p == SD + "name"}
    assert "https://tuin.example/id/passage/2023/achtertuin" in named
    assert "https://tuin.example/id/graaf/catalogus" in named


def described(server: str, query: str) -> list[str]:
    store = Store()
    content = httpx.get(f"{server}/sparql", headers={"Accept": "text/turtle"}).content
    store.load(content, RdfFormat.TURTLE)
    found = store.query(
        "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> "
        "PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX void: <http://rdfs.org/ns/void#> "
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> " + query
    )
    assert isinstance(found, QuerySolutions)
    return sorted(str(row[0].value) for row in found)


def test_every_format_that_is_described_is_served(server: str) -> None:
    """SD-05"""
    named = described(server, "SELECT ?f { ?s sd:resultFormat ?f }")
    assert len(named) == len(RESULTS_FORMATS) + len(GRAPH_FORMATS) + 1
    for kind in RESULTS_FORMATS:
        assert ask(server, AREA, kind.media_type).status_code == 200
    for graph in GRAPH_FORMATS:
        answer = ask(server, "CONSTRUCT WHERE { ?s a ?c }", graph.media_type)
        assert len(list(parse(answer.content, format=graph))) > 0


def test_features_are_true(server: str) -> None:
    """SD-07: the default graph holds the union, and the ontology, which is in no graph besides."""
    features = described(server, "SELECT ?f { ?s sd:feature ?f }")
    assert features == [SD + "EmptyGraphs"]
    default = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    union = "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } } }"
    assert int(ask(server, default).text.split()[1]) > int(ask(server, union).text.split()[1])
    assert ask(server, "ASK { GRAPH <urn:none> {} }").status_code == 200


def test_editors_find_prefixes_limits_and_sizes(server: str) -> None:
    """SD-11"""
    assert "https://tuin.example/ns/tuin#" in described(server, "SELECT ?n { ?d sh:namespace ?n }")
    limits = "SELECT ?c { ?s a sd:Service ; rdfs:comment ?c FILTER(LANG(?c) = 'en') }"
    (comment,) = described(server, limits)
    assert "seconds and 256 MiB" in comment
    (said,) = described(server, "SELECT ?n { ?d a sd:Dataset ; void:triples ?n }")
    assert ask(server, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").text.split() == ["n", said]


def test_questions_are_examples_that_run(server: str) -> None:
    """SD-11"""
    for query in described(server, "SELECT ?q { ?e a sh:SPARQLExecutable ; sh:select|sh:ask ?q }"):
        assert ask(server, query).status_code == 200


@pytest.mark.fails_with(virtuoso="it has no integers of more than 64 bits")
def test_workbook_has_typed_cells_and_tells_its_origin(server: str) -> None:
    """RF-08"""
    query = (
        "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
        "SELECT ?n ?d ?t ?i ?b ?long { VALUES (?n ?d ?t ?i ?b ?long) {"
        '(1250.50 "2023-04-18"^^xsd:date "=1+1" <https://tuin.example/id/tuin/a> true'
        ' 12345678901234567890) (UNDEF UNDEF "+x" <urn:x> false "-1") } }'
    )
    answer = ask(server, query, XLSX)
    assert answer.headers["Content-Type"] == XLSX
    assert "attachment" in answer.headers["Content-Disposition"]
    book = load_workbook(BytesIO(answer.content))
    cells = list(book["Answer"].iter_rows())
    assert [cell.value for cell in cells[0]] == ["n", "d", "t", "i", "b", "long"]
    number, day, text, iri, boolean, long = cells[1]
    assert number.value == 1250.5
    assert (day.number_format, str(day.value)[:10]) == ("yyyy-mm-dd", "2023-04-18")
    assert (text.data_type, text.value) == ("s", "=1+1")
    assert iri.hyperlink is not None
    assert iri.hyperlink.target == "https://tuin.example/id/tuin/a"
    assert boolean.value is True
    assert (long.data_type, long.value) == ("s", "12345678901234567890")
    assert [cell.value for cell in cells[2][:3]] == [None, None, "+x"]
    assert all(cell.data_type != "f" for row in cells for cell in row)
    about = {row[0].value: row[1].value for row in book["About"].iter_rows()}
    assert about["Query"] == query
    assert about["Licence"] == "https://creativecommons.org/publicdomain/zero/1.0/"
    assert str(about["Version"]).startswith("20")


def test_workbook_answers_ask_and_refuses_what_it_cannot_hold(server: str) -> None:
    book = load_workbook(BytesIO(ask(server, "ASK {}", XLSX).content))
    assert book["Answer"]["A2"].value is True
    answer = ask(server, f"SELECT * {{ {DIGITS} VALUES ?d5 {{ 0 1 2 3 4 }} }}", XLSX)
    assert answer.status_code in (413, 503)
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("origin", ["https://x.example", "null"])
def test_errors_may_be_read_from_elsewhere(server: str, origin: str) -> None:
    """SP-25"""
    for query in ("ASK {", "ASK { SERVICE <http://a/> {} }"):
        answer = httpx.get(f"{server}/sparql", params={"query": query}, headers={"Origin": origin})
        assert answer.status_code == 400
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_named_graph_of_the_description_is_an_iri(server: str) -> None:
    names = described(server, "SELECT ?g { ?n sd:name ?g }")
    assert all(NamedNode(name).value == name for name in names)
