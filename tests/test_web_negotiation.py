"""Negotiation: which representation each client gets (checklist 4.7, CN-01 to CN-18)."""

import pytest
from flask import Flask
from pyoxigraph import QueryResultsFormat, RdfFormat
from werkzeug.test import Client

from kennisgraaf.web.negotiation import representation, results_types

DOCUMENT = "/doc/tuin/achtertuin"

TURTLE = "text/turtle"
PAGE = "text/html"
JSON_LD = "application/ld+json"
N_QUADS = "application/n-quads"
RDF_XML = "application/rdf+xml"
N_TRIPLES = "application/n-triples"

VECTORS = {
    "CN-02 anything": ("*/*", TURTLE),
    "CN-03 browser": (
        "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        PAGE,
    ),
    "CN-04 turtle": ("text/turtle", TURTLE),
    "CN-05 all alike": (
        "application/ld+json, application/trig, application/n-quads, application/n-triples, "
        "text/n3, text/turtle, application/rdf+xml",
        TURTLE,
    ),
    "CN-05 in another order": ("application/rdf+xml, application/ld+json, text/turtle", TURTLE),
    "CN-06 quality": ("text/html;q=0.5, text/turtle", TURTLE),
    "CN-07 anything but": ("text/turtle;q=0, */*", JSON_LD),
    "CN-07 no page": ("text/html;q=0, text/*", TURTLE),
    "CN-08 specificity": ("text/*;q=0.3, text/html;q=0.7, */*;q=0.5", PAGE),
    "CN-09 profile": (
        'application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"',
        JSON_LD,
    ),
    "CN-09 comma in a parameter": ('application/ld+json;profile="a,b";q=0.9', JSON_LD),
    "CN-11 case and space": ("TEXT/TURTLE ; Q=0.5", TURTLE),
    "CN-11 space around": ("  application/n-triples  ,  text/html ; q=0.1", N_TRIPLES),
    "CN-12 broken": (";;q=x,,/", TURTLE),
    "CN-12 broken beside sound": ("text, text/html;;;, q=1", PAGE),
    "CN-13 more than one": ("text/html;q=1.5, application/n-triples;q=0.1", N_TRIPLES),
    "CN-13 less than nothing": ("text/html;q=-1, application/n-triples;q=0.1", N_TRIPLES),
    "CN-14 very long": ("image/png," * 10_000 + "text/turtle;q=0.1", TURTLE),
    "page beside anything": ("text/html, */*", PAGE),
    "charset": ("text/turtle;charset=utf-8", TURTLE),
    "named by a synonym": ("application/x-turtle", TURTLE),
    "plain JSON": ("application/json", JSON_LD),
    "plain XML": ("application/xml", RDF_XML),
}
# CN-10: what is not offered, and what is refused.
REFUSED = ("image/png", "text/turtle;q=0", "*/*;q=0", "text/css, image/*", "text/n3")

# CN-15: what they send unless told otherwise, as read in their sources.
CLIENTS = {
    "curl": ("*/*", TURTLE),
    "requests": ("*/*", TURTLE),
    "rdflib": (
        "application/rdf+xml,text/rdf+n3;q=0.9,application/xhtml+xml;q=0.5, */*;q=0.1",
        RDF_XML,
    ),
    "rdflib asking for Turtle": ("text/turtle, application/x-turtle;q=0.9, */*;q=0.1", TURTLE),
    "Jena": (
        "text/turtle,application/n-triples;q=0.9,application/ld+json;q=0.8,"
        "application/rdf+xml;q=0.7,*/*;q=0.3",
        TURTLE,
    ),
    "RDF4J": (
        "application/rdf+xml;q=0.8, application/xml;q=0.8, text/xml;q=0.8, text/turtle, "
        "application/x-turtle, application/trig;q=0.9, application/ld+json;q=0.8",
        TURTLE,
    ),
    "Comunica": (
        "application/n-quads,application/trig;q=0.95,application/ld+json;q=0.9,"
        "application/n-triples;q=0.8,text/turtle;q=0.6,application/rdf+xml;q=0.5,text/n3;q=0.35,"
        "application/xml;q=0.3,image/svg+xml;q=0.3,text/html;q=0.2,application/xhtml+xml;q=0.18",
        N_QUADS,
    ),
    "rapper": (
        "application/n-triples, text/turtle;q=0.5, application/rdf+xml, text/html;q=0.5, "
        "application/xhtml+xml;q=0.4, */*;q=0.1",
        N_TRIPLES,
    ),
    "Chrome": (
        "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,"
        "*/*;q=0.8,application/signed-exchange;v=b3;q=0.7",
        PAGE,
    ),
    "Firefox": ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", PAGE),
    "Safari": ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", PAGE),
    "Java": ("text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", PAGE),
}


@pytest.mark.parametrize(("accept", "expected"), VECTORS.values(), ids=VECTORS)
def test_accept_header_chooses_the_representation(
    client: Client, accept: str, expected: str
) -> None:
    answer = client.get(DOCUMENT, headers={"Accept": accept})
    assert (answer.status_code, answer.mimetype) == (200, expected)


@pytest.mark.parametrize(("accept", "expected"), CLIENTS.values(), ids=CLIENTS)
def test_each_client_gets_what_it_means(client: Client, accept: str, expected: str) -> None:
    """CN-15"""
    assert client.get(DOCUMENT, headers={"Accept": accept}).mimetype == expected


def test_no_accept_header_is_turtle(client: Client) -> None:
    """CN-01"""
    assert client.get(DOCUMENT).mimetype == TURTLE
    assert client.get(DOCUMENT, headers={"Accept": ""}).mimetype == TURTLE


@pytest.mark.parametrize("accept", REFUSED)
def test_nothing_that_is_accepted_is_406_with_the_list(client: Client, accept: str) -> None:
    """CN-10"""
    answer = client.get(DOCUMENT, headers={"Accept": accept})
    assert answer.status_code == 406
    assert answer.mimetype == "application/problem+json"
    offered = answer.json["offered"] if answer.json else []
    assert {TURTLE, JSON_LD, N_TRIPLES, RDF_XML, N_QUADS, "application/trig", PAGE} == set(offered)


def test_several_accept_lines_are_one(client: Client) -> None:
    answer = client.get(DOCUMENT, headers=[("Accept", "text/html;q=0.1"), ("Accept", N_QUADS)])
    assert answer.mimetype == N_QUADS


def test_order_of_equal_wishes_does_not_matter(app: Flask) -> None:
    """CN-05: a cache sees one answer for all orders."""
    found = set()
    for accept in ("text/turtle, application/n-triples", "application/n-triples, text/turtle"):
        with app.test_request_context(headers={"Accept": accept}):
            found.add(representation())
    assert found == {RdfFormat.TURTLE}


@pytest.mark.parametrize(
    ("accept", "solutions", "graph"),
    [
        ("", QueryResultsFormat.JSON, RdfFormat.TURTLE),
        ("*/*", QueryResultsFormat.JSON, RdfFormat.TURTLE),
        ("text/csv", QueryResultsFormat.CSV, None),
        ("text/turtle", None, RdfFormat.TURTLE),
        ("application/json", QueryResultsFormat.JSON, RdfFormat.JSON_LD),
        ("application/sparql-results+xml, text/csv;q=0.9", QueryResultsFormat.XML, None),
        ("application/sparql-results+json;q=0, */*", QueryResultsFormat.XML, RdfFormat.TURTLE),
        ("image/png", None, None),
    ],
)
def test_a_query_is_answered_by_its_form(
    accept: str, solutions: QueryResultsFormat | None, graph: RdfFormat | None
) -> None:
    """SP-21"""
    assert results_types(accept or None) == (
        solutions.media_type if solutions else "",
        graph.media_type if graph else "",
    )


@pytest.mark.parametrize("encoding", ["gzip", "identity", "br;q=1.0, *;q=0.5"])
def test_accepted_encodings_leave_the_bytes(client: Client, encoding: str) -> None:
    """CN-18: nothing is compressed here, so the ETag stays strong."""
    answer = client.get(DOCUMENT, headers={"Accept-Encoding": encoding})
    assert "Content-Encoding" not in answer.headers
    assert answer.data == client.get(DOCUMENT).data
