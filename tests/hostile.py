"""Hostile queries: what is known to hurt SPARQL engines (S-08), and calls of others (S-01)."""

ALL = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"
ANYWHERE = " . ".join(f"?s{number} (<urn:a>|!<urn:a>)+ ?o{number}" for number in range(5))
LONG = "CONCAT(STR(?a), STR(?d), STR(?l))"
STAR = " ".join(f"?s ?p{number} ?o{number} ." for number in range(300))
CHAIN = " ".join(f"?o{number} ?p{number} ?o{number + 1} ." for number in range(300))
OPTIONALS = " ".join(f"OPTIONAL {{ ?s ?p{number} ?o{number} }}" for number in range(300))
DOUBLINGS = " ".join(f"BIND(CONCAT(?t{n}, ?t{n}) AS ?t{n + 1})" for n in range(40))
SLOW = {
    "cross product": f"SELECT (COUNT(*) AS ?n) {{ {ALL} }}",
    "sorted cross product": f"SELECT * {{ {ALL} }} ORDER BY ?l ?a LIMIT 1",
    "grouped cross product": f"SELECT ?a (GROUP_CONCAT(?l) AS ?t) {{ {ALL} }} GROUP BY ?a",
    "distinct cross product": f"SELECT DISTINCT * {{ {ALL} }} OFFSET 100000000",
    "constructed cross product": f"CONSTRUCT {{ ?a ?e ?l }} {{ {ALL} }}",
    "regex": f'ASK {{ {ALL} FILTER REGEX({LONG}, "(a|aa)+(b|bb)+$.^") }}',
    "replace": f'ASK {{ {ALL} FILTER(REPLACE({LONG}, "(.)(.)", "$2$1$2$1") = "x") }}',
    "path": f"SELECT (COUNT(*) AS ?n) {{ {ANYWHERE} }}",
    "doubled text": f'SELECT ?t40 {{ BIND("0123456789abcdef" AS ?t0) {DOUBLINGS} }}',
    "star of patterns": f"SELECT (COUNT(*) AS ?n) {{ {STAR} }}",
    "chain of patterns": f"ASK {{ {CHAIN} }}",
    "optional patterns": f"SELECT (COUNT(*) AS ?n) {{ ?s ?p ?o {OPTIONALS} }}",
}
NESTED = {
    "groups": "ASK " + "{" * 10_000 + "}" * 10_000,
    "brackets": "ASK { FILTER " + "(" * 10_000 + "1" + ")" * 10_000 + " }",
    "lists": "ASK { ?s ?p " + "(" * 10_000 + ")" * 10_000 + " }",
    "blank nodes": "ASK { " + "[ ?p " * 9_000 + "1" + " ]" * 9_000 + " }",
    "without": "ASK " + "{ FILTER NOT EXISTS " * 4_000 + "{}" + " }" * 4_000,
    "optional": "ASK " + "{ OPTIONAL " * 7_000 + "{}" + " }" * 7_000,
    "sub-selects": "SELECT * { " * 7_000 + " }" * 7_000,
    "negations": "ASK { FILTER(" + "!" * 90_000 + "true) }",
    "minuses": "ASK { FILTER(1 = " + "- " * 45_000 + "1) }",
    "alternatives": "ASK { FILTER(" + "false || " * 10_000 + "false) }",
    "conjunctions": "ASK { FILTER(" + "true && " * 10_000 + "true) }",
    "sums": "ASK { FILTER(1 = 0" + "+1" * 45_000 + ") }",
    "unions": "ASK { {}" + " UNION {}" * 10_000 + " }",
    "path steps": "ASK { ?s <urn:a>" + "/<urn:a>" * 10_000 + " ?o }",
    "path choices": "ASK { ?s <urn:a>" + "|<urn:a>" * 10_000 + " ?o }",
    "binds": "SELECT * { " + "BIND(1 AS ?a) " * 7_000 + " }",
    "filters": "ASK { " + "FILTER(true) " * 7_000 + " }",
}
LARGE = {
    "all concatenated": "SELECT (GROUP_CONCAT(?c) AS ?t) { ?a ?b ?c . ?d ?e ?f }",
    "all sorted": "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f",
    "deep offset": f"SELECT * {{ {ALL} }} OFFSET 9999999999 LIMIT 1",
    "many values": "SELECT * { VALUES ?a { " + "1 " * 40_000 + "} ?b ?c ?a }",
    "constructed": f"CONSTRUCT {{ ?a ?b ?l . ?d ?e ?c . ?g ?h ?f . ?j ?k ?i }} {{ {ALL} }}",
    "described": "DESCRIBE * { ?a ?b ?c . ?d ?e ?f }",
    "all pairs": "SELECT * { ?a ?b ?c . ?d ?e ?f }",
    "repeated text": f'SELECT (REPLACE("{"a" * 1000}", "a", "{"b" * 1000}") AS ?t) {{ {ALL} }}',
}
HOSTILE = {**SLOW, **NESTED, **LARGE}

# Each takes the address of the listener where it has {}.
CALLS = (
    "SELECT * {{ SERVICE <{}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ service <{}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE SILENT <{}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ VALUES ?where {{ <{}> }} SERVICE ?where {{ ?s ?p ?o }} }}",
    "SELECT * {{ BIND(IRI('{}') AS ?where) SERVICE SILENT ?where {{ ?s ?p ?o }} }}",
    "PREFIX a: <{}> SELECT * {{ SERVICE a: {{ ?s ?p ?o }} }}",
    "BASE <{}> SELECT * {{ SERVICE <> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE#\n<{}>{{ ?s ?p ?o }} }}",
    r"SELECT * {{ \u0053ERVICE <{}> {{ ?s ?p ?o }} }}",
    r"SELECT * {{ S\U00000045RVICE <{}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ {{ SELECT * {{ SERVICE <{}> {{ ?s ?p ?o }} }} }} }}",
    "SELECT * {{ ?a ?b ?c OPTIONAL {{ SERVICE <{}> {{ ?s ?p ?o }} }} }} LIMIT 1",
    "SELECT * {{ GRAPH ?g {{ SERVICE <{}> {{ ?s ?p ?o }} }} }}",
    "SELECT * {{ ?a ?b ?c FILTER EXISTS {{ SERVICE <{}> {{ ?s ?p ?o }} }} }} LIMIT 1",
    "SELECT * {{ ?a ?b ?c FILTER NOT EXISTS {{ SERVICE <{}> {{ ?s ?p ?o }} }} }} LIMIT 1",
    "SELECT * {{ ?a ?b ?c MINUS {{ SERVICE <{}> {{ ?a ?b ?c }} }} }} LIMIT 1",
    "SELECT * {{ {{}} UNION {{ SERVICE <{}> {{ ?s ?p ?o }} }} }}",
    "ASK {{ SERVICE <{}> {{ ?s ?p ?o }} }}",
    "CONSTRUCT {{ ?s ?p ?o }} {{ SERVICE <{}> {{ ?s ?p ?o }} }}",
    "DESCRIBE ?s {{ SERVICE <{}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ BIND(1 AS ?n) SERVICE <{}> {{ ?s ?p ?o }} }}",
)
# These are not calls as the screening reads them; whether they are is for the parser to say.
UNSCREENED = (
    "SELECT * {{ BIND('a' AS ?a) FILTER(?a<'b>') SERVICE <{}> {{ ?s ?p ?o }} FILTER('x'!='y') }}",
    "SELECT * {{ BIND(1 AS ?a) FILTER(?a<2) SERVICE <{}> {{ ?s ?p ?o }} FILTER(3>?a) }}",
    r"SELECT * {{ BIND('\u005C' AS ?a) SERVICE <{}> {{ ?s ?p ?o }} }} #'",
    "PREFIX a: <{}> SELECT * {{ SERVICEa: {{ ?s ?p ?o }} }}",
    "PREFIX : <{}> SELECT * {{ SERVICE: {{ ?s ?p ?o }} }}",
    "PREFIX : <{}> SELECT * {{ SERVICE SILENT: {{ ?s ?p ?o }} }}",
    "SELECT * FROM <{}> {{ ?s ?p ?o }}",
    "SELECT * FROM NAMED <{}> {{ GRAPH <{}> {{ ?s ?p ?o }} }}",
    "LOAD <{}>",
    "DESCRIBE <{}>",
)
