"""Screening: calls of other servers are refused however they are spelled, and nothing else is."""

import random
import time

import pytest

from kennisgraaf.errors import QueryRejectedError, QueryTooLargeError
from kennisgraaf.settings import Limits
from kennisgraaf.store.screening import _is_plain, screen, screen_tokens

LIMITS = Limits()
LENIENT = Limits(query_operators=1_000_000, query_patterns=1_000_000)
MOST = LIMITS.query_characters

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
        screen(query, LIMITS)


@pytest.mark.parametrize("query", TAKEN)
def test_name_or_text_is_no_keyword(query: str) -> None:
    screen(query, LIMITS)


def test_refusal_says_where() -> None:
    with pytest.raises(QueryRejectedError) as error:
        screen("SELECT *\n{\n  SERVICE <http://a/> {}\n}", LIMITS)
    assert (error.value.line, error.value.column) == (3, 3)


@pytest.mark.parametrize("bracket", ["(", "{", "["])
def test_deep_nesting_is_refused(bracket: str) -> None:
    screen("ASK " + bracket * 100, LIMITS)
    with pytest.raises(QueryRejectedError, match="more than 100 brackets in each other"):
        screen("ASK " + bracket * 101, LIMITS)


def test_mixed_brackets_nest_too() -> None:
    with pytest.raises(QueryRejectedError, match="brackets in each other"):
        screen("{ FILTER NOT EXISTS " * 60 + "([" * 30, LIMITS)


def test_long_query_is_refused_before_it_is_read() -> None:
    screen("#" * MOST, LIMITS)
    with pytest.raises(QueryTooLargeError, match="100001 characters"):
        screen("SERVICE" + "#" * (MOST - 6), LIMITS)


@pytest.mark.parametrize(
    "escape", [r"\UFFFFFFFF", r"\U00110000", r"\u12", r"\uD800", r"\U0000DFFF"]
)
def test_escape_of_no_character_is_left_to_the_parser(escape: str) -> None:
    screen(f"ASK {{ ?s ?p '{escape}' }}", LIMITS)


PIECES = [
    "'", '"', "''", "'''", '"""', "<", "<a", "a:", "\\", "\\'", "'\\", "'''\n\\", "_", "1", ".",
    "-", "a-", "a.", "@", "@a-", "?", "#", "\\u", "1e", "#\\\n'", "SERVICE_", "LOADé",
]  # fmt: skip


@pytest.mark.parametrize("piece", PIECES)
def test_screening_takes_time_in_proportion_to_the_query(piece: str) -> None:
    """Else the longest query that is read would hold a web worker for ten seconds."""
    started = time.process_time()
    screen((piece * MOST)[:MOST], LENIENT)
    assert time.process_time() - started < 3


@pytest.mark.parametrize(
    ("query", "patterns"),
    [
        ("ASK {}", 0),
        ("ASK { ?s ?p ?o }", 1),
        ("ASK { ?s ?p ?o . }", 1),
        ("ASK { ?s ?p ?o ; ?q ?r , ?t . ?u ?y ex:a. ?v ?w ?x }", 5),
        ("ASK { ?s ?p [ ?q ?r ] . }", 2),
        ("ASK { ?s ?p [] . ?t ?u [] }", 2),
        ("ASK { ?s ?p ?o OPTIONAL { ?s ?q ?r } }", 2),
        ("SELECT * { VALUES ?x { <a.> <b.> } FILTER(?x IN (1, 2, 3) && ?y = 1.5) } # . . .", 2),
        ("SELECT * { ?s ?p 'a . b ; c , d' }", 1),
    ],
)
def test_patterns_are_counted_about(query: str, patterns: int) -> None:
    """At least as many as there are, and few that are none."""
    screen(query, Limits(query_patterns=max(patterns, 1)))
    if patterns > 1:
        with pytest.raises(QueryRejectedError, match="limit query_patterns"):
            screen(query, Limits(query_patterns=patterns - 1))


@pytest.mark.parametrize(
    "piece",
    ["?a ?b ?c . ", "?a ?b ?c ; ", "?a ?b [] . ", "OPTIONAL { ?a ?b ?c } ", "?a <urn:b> ex:c.\n"],
)
def test_many_patterns_are_refused(piece: str) -> None:
    """S-08: planning 300 patterns takes more than 25 s."""
    with pytest.raises(QueryRejectedError, match="more than 100 triple patterns"):
        screen("SELECT * { " + piece * 300 + " }", LIMITS)


@pytest.mark.parametrize(
    "piece", ["UNION {} ", "|<urn:a>", "/<urn:a>", "|| true ", "+1 ", "BIND(1 AS ?a) "]
)
def test_many_operators_are_refused(piece: str) -> None:
    """S-08"""
    with pytest.raises(QueryRejectedError, match="more than 1000 operators"):
        screen("SELECT * { {} " + piece * 1100 + " }", LIMITS)


PARTS = [
    "{", "}", "(", ")", "[", "]", ".", ";", ",", "?a", "<urn:a>", "<", ">", "|", "/", "^", "*", "!",
    '"x"', '"', '"<"', "#", "\n", " ", "UNION", "optional", "FILTER", "a:b", "1.5", "=", "&&", "+",
    "<a.b/c;d>", '"{{{"', "# {{{\n", "\"\"\"",
]  # fmt: skip


def test_what_is_plain_at_a_glance_is_so_token_by_token() -> None:
    """The quick look never lets through what the tokens would refuse."""
    chosen, strict = random.Random(1), Limits(query_depth=3, query_patterns=6, query_operators=6)
    plain = 0
    for _ in range(30_000):
        query = "".join(chosen.choice(PARTS) for _ in range(chosen.randint(1, 14)))
        if _is_plain(query, strict):
            plain += 1
            screen_tokens(query, strict)
    assert plain > 1000


@pytest.mark.parametrize("query", [*REFUSED, *TAKEN])
def test_no_call_is_plain_at_a_glance(query: str) -> None:
    if "load" in query.lower() or "service" in query.lower() or "\\" in query:
        assert not _is_plain(query, LIMITS)
