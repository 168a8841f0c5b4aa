"""Screening: calls of other servers are refused however they are spelled, and nothing else is."""

import time

import pytest

from kennisgraaf.errors import QueryRejectedError, QueryTooLargeError
from kennisgraaf.store.screening import screen

MOST = 100_000

REFUSED = [
    "SELECT * { SERVICE <http://a/> { ?s ?p ?o } }",
    "SELECT * { service <http://a/> { ?s ?p ?o } }",
    "SELECT * { SeRvIcE <http://a/> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <http://a/> { ?s ?p ?o } }",
    "SELECT * { VALUES ?e { <http://a/> } SERVICE ?e { ?s ?p ?o } }",
    "SELECT * { SERVICE?e { ?s ?p ?o } }",
    "SELECT * {SERVICE<http://a/>{}}",
    "SELECT * {\tSERVICE\r\n<http://a/>{}}",
    "PREFIX e: <http://a/> SELECT * { SERVICE e: {} }",
    "PREFIX service: <http://a/> SELECT * { SERVICE service:service {} }",
    r"SELECT * { \u0053ERVICE <http://a/> {} }",
    r"SELECT * { S\u0045RVIC\U00000045 <http://a/> {} }",
    r"SELECT * { \u0073\u0065\u0072\u0076\u0069\u0063\u0065 <http://a/> {} }",
    r"SELECT * { ?s ?p '\u0027 SERVICE <http://a/> {} #' }",
    "SELECT * {#'\nSERVICE#c\n<http://a/> {} #'\n}",
    "SELECT * { { SELECT * { OPTIONAL { { SERVICE <http://a/> {} } } } } }",
    "SELECT * { FILTER NOT EXISTS { SERVICE <http://a/> {} } }",
    "CONSTRUCT WHERE { SERVICE <http://a/> {} }",
    'SELECT * { ?s ?p "x".SERVICE <http://a/> {} }',
    "SELECT * { ?s ?p '''it's''' SERVICE <http://a/> {} FILTER('x' = '') }",
    "SELECT * { ?s ?p 'a\\'' SERVICE <http://a/> {} FILTER('x' = '') }",
    'SELECT * { ?s ?p "a"@nl-BE SERVICE <http://a/> {} }',
    "SELECT * { ?s ?p 1SERVICE <http://a/> {} }",
    "SELECT * { ?s ?p -1.SERVICE <http://a/> {} }",
    "SELECT * { ?s ?p 1.5SERVICE <http://a/> {} }",
    "SELECT * { ?s ?p 1.5e1SERVICE <http://a/> {} }",
    "SELECT * { ?s ?p .5E-1SERVICE <http://a/> {} }",
    "SELECT * { FILTER(?a<?b) SERVICE <http://a/> {} FILTER(?c>1) }",
    "SELECT * { ?s ?p ex:a\\-b SERVICE <http://a/> {} }",
    "LOAD <http://a/>",
    "load <file:///etc/passwd>",
    "LOAD SILENT <http://a/> INTO GRAPH <urn:g>",
    "INSERT { ?s ?p ?o } WHERE { SERVICE <http://a/> { ?s ?p ?o } }",
]

TAKEN = [
    "SELECT * { ?s ?p 'SERVICE <http://a/> {}' }",
    'SELECT * { ?s ?p "LOAD <http://a/>" }',
    "SELECT * { ?s ?p '''it's a SERVICE ''' }",
    'SELECT * { ?s ?p """say "SERVICE" or ""LOAD \\" """ }',
    "SELECT * { ?s ?p 'it\\'s SERVICE' }",
    "SELECT * { ?s ?p <http://a/SERVICE/LOAD> }",
    "SELECT * { ?s ?p <SERVICE> }",
    "# SERVICE <http://a/>\nSELECT * { ?s ?p ?o } # LOAD",
    "SELECT ?service $LOAD { ?service ?p $LOAD }",
    "SELECT * { ?s ex:service ex:load }",
    "SELECT * { ?s ex:service.service ex:a-service-b }",
    "PREFIX service: <http://a/> SELECT * { ?s service:load ?o }",
    "PREFIX : <http://a/> SELECT * { ?s :SERVICE :LOAD }",
    "SELECT * { _:service ?p _:LOAD }",
    "SELECT * { ?s ?p 'x'@service }",
    "SELECT * { ?s ex:microservice ?services . ?x ex:LOADED ?y }",
    r"SELECT * { ?s ?p 'a\u0020SERVICE' }",
    "SELECT * { ?s ex:a%53 ex:b\\,SERVICE }",
    "SELECT * { FILTER(?a < 1 && ?b > 2) }",
    "SELECT * { ?s ?p " + "(" * 50 + "1" + ")" * 50 + "}",
    "ASK { ?s ?p '" + "{" * 200 + "' } # " + "(" * 200,
    "ASK " + "{}" * 0 + "{" + "{ } " * 500 + "}",
]  # fmt: skip


@pytest.mark.parametrize("query", REFUSED)
def test_call_of_another_server_is_refused(query: str) -> None:
    with pytest.raises(QueryRejectedError, match=r"(SERVICE|LOAD) is refused"):
        screen(query, MOST)


@pytest.mark.parametrize("query", TAKEN)
def test_name_or_text_is_no_keyword(query: str) -> None:
    screen(query, MOST)


def test_refusal_says_where() -> None:
    with pytest.raises(QueryRejectedError) as error:
        screen("SELECT *\n{\n  SERVICE <http://a/> {}\n}", MOST)
    assert (error.value.line, error.value.column) == (3, 3)


@pytest.mark.parametrize("bracket", ["(", "{", "["])
def test_deep_nesting_is_refused(bracket: str) -> None:
    screen("ASK " + bracket * 100, MOST)
    with pytest.raises(QueryRejectedError, match="nested more than 100 deep"):
        screen("ASK " + bracket * 101, MOST)


def test_mixed_brackets_nest_too() -> None:
    with pytest.raises(QueryRejectedError, match="nested"):
        screen("{ FILTER NOT EXISTS " * 60 + "([" * 30, MOST)


def test_long_query_is_refused_before_it_is_read() -> None:
    screen("#" * MOST, MOST)
    with pytest.raises(QueryTooLargeError, match="100001 characters"):
        screen("SERVICE" + "#" * (MOST - 6), MOST)


@pytest.mark.parametrize(
    "escape", [r"\UFFFFFFFF", r"\U00110000", r"\u12", r"\uD800", r"\U0000DFFF"]
)
def test_escape_of_no_character_is_left_to_the_parser(escape: str) -> None:
    screen(f"ASK {{ ?s ?p '{escape}' }}", MOST)


PIECES = [
    "'", '"', "''", "'''", '"""', "<", "<a", "a:", "\\", "\\'", "'\\", "'''\n\\", "_", "1", ".",
    "-", "a-", "a.", "@", "@a-", "?", "#", "\\u", "1e", "#\\\n'", "SERVICE_", "LOADé",
]  # fmt: skip


@pytest.mark.parametrize("piece", PIECES)
def test_screening_takes_time_in_proportion_to_the_query(piece: str) -> None:
    """Else the longest query that is read would hold a web worker for ten seconds."""
    started = time.process_time()
    screen((piece * MOST)[:MOST], MOST)
    assert time.process_time() - started < 3
