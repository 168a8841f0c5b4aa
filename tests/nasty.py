"""Nasty data: legal RDF, made to hurt whoever shows it (security S-05, S-12, S-22; LD-13)."""

from urllib.parse import quote

BASE = "http://127.0.0.1:8000/"
MANY = 3000
ATTACK = "<script>alert(1)</script>"
CLOSING = "</title></textarea></script><img src=x onerror=alert(1)>"
TURTLE = f"""
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX ex: <https://nasty.example/>
ex:markup a ex:Kind ; rdfs:label "{ATTACK}" , "{CLOSING}"@nl , "{ATTACK}"@x-klingon ;
  rdfs:comment "{CLOSING}" ; ex:json "\\u2028]]>'\\"" ;
  ex:script <javascript:alert(1)> , <JavaScript:alert(1)> , <vbscript:x> ;
  ex:data <data:text/html,%3Cscript%3Ealert(1)%3C/script%3E> , <file:///etc/passwd> ;
  ex:typed "x"^^<javascript:alert(2)> , "<b>x</b>"^^rdf:HTML .
ex:Kind rdfs:label "{CLOSING}" .
<javascript:alert(1)> rdfs:label "click me" ; a ex:Kind .
ex:override rdfs:label "\\u202Etxt.exe" ; a ex:Kind .
ex:long rdfs:label "short" ; rdfs:comment "{"x" * 100_000}" .
<https://nasty.example/{"y" * 3000}> rdfs:label "long name" .
ex:nameless ex:p ex:nothing ; a ex:Kind .
ex:unwritable <https://nasty.example/1> "a" ; <https://nasty.example/> "b" ; a ex:Kind .
ex:languages rdfs:label "a"@qaa-x-a , "b"@zz , "c"@i-default ; a ex:Kind .
ex:nested ex:p {"[ ex:p " * 60}"deep"{" ]" * 60} ; ex:q ({"1 " * 40}) .
ex:diamond ex:p _:d0 . {" ".join(f"_:d{n} ex:l _:d{n + 1} ; ex:r _:d{n + 1} ." for n in range(11))}
_:loop ex:p _:loop . ex:loop ex:p _:loop .
<https://nasty.example/a,b;c='d'> rdfs:label "commas" .
<https://nasty.example/(())> rdfs:label "brackets" .
ex:links ex:p <{BASE}id/Paris_%28Texas%29> , <{BASE}id/%7Eu> .
<{BASE}id/Paris_%28Texas%29> rdfs:label "Paris" . <{BASE}id/%7Eu> rdfs:label "u" .
<{BASE}id/caf%C3%A9> rdfs:label "café" .
ex:many ex:p {" , ".join(f"[ ex:a {n} ; ex:b 0 ]" for n in range(MANY))} .
"""
NAMES = (
    "markup", "Kind", "override", "long", "y" * 3000, "nameless", "unwritable", "languages",
    "nested", "diamond", "loop", "a,b;c='d'", "(())", "hub",
)  # fmt: skip
IRIS = (*(f"https://nasty.example/{name}" for name in NAMES), "javascript:alert(1)")
HUB = "https://nasty.example/hub"
LINKS = 10_000

# What lists, facets, the map and the timeline are made of, for pages that a browser looks at.
PREFIXES = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <http://schema.org/>
PREFIX geo: <http://www.w3.org/2003/01/geo/wgs84_pos#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX ex: <https://nasty.example/>
"""
LABELS = (
    "{{7*7}} ${alert(1)} %s <%= 1 %>",
    "\\u0001\\u0085\\u2028\\u2029\\uFEFF\\uFFFD",
    "\\u200B\\u200B\\u200B",
    "",
    " ",
    "\\U0001F469\\u200D\\U0001F469\\u200D\\U0001F467" * 60,
    "a" + "\\u0301\\u0300\\u0323" * 400,
    "\\u2066\\u2067\\u202E\\u05D0\\u05D1 mixed \\u0627\\u0644",
    "W" * 5000,
    "\\u0022' onmouseover=alert(1) x='\\u0022",
    "'-alert(1)-'",
    "</style><style>*{display:none}</style>",
    "</svg><svg onload=alert(1)>",
    "url(javascript:alert(1)) ; expression(alert(1))",
    "]]><!--",
    ATTACK,
    CLOSING,
)
TAGS = ("", "@nl", "@en", "@nl-x-evil", "@ar", "@zz")
POINTS = (
    '"</svg><script>alert(1)</script>" ; geo:long "NaN"',
    "1e400 ; geo:long 1e400",
    '"NaN"^^xsd:double ; geo:long "INF"^^xsd:double',
    '91 ; geo:long "url(javascript:alert(1))"',
    "-0.0 ; geo:long 999999999999999999999999",
    "51.0 ; geo:long 4.0 , 5.0 , 6.0",
)
DATES = (
    '"2023-13-45"^^xsd:date',
    '"<svg onload=alert(1)>"',
    '"-99999-01-01"^^xsd:date',
    '"9999999999-01-01"^^xsd:date',
    '"0000"^^xsd:gYear',
    '"2023-01-01T25:61:61Z"^^xsd:dateTime',
    '"javascript:alert(1)"^^xsd:anyURI',
    '"2023-06-01"^^xsd:date',
    '"2023-06-01"^^xsd:date ; schema:endDate "2020-01-01"^^xsd:date',
)


def _labelled() -> str:
    return "".join(
        f'ex:label{number} a ex:Labelled ; rdfs:label "{label}"{TAGS[number % len(TAGS)]} ;'
        f' ex:facet "{label}" , ex:label{number} .\n'
        for number, label in enumerate(LABELS)
    )


def _places() -> str:
    return "".join(
        f'ex:place{number} a ex:Place ; rdfs:label "{ATTACK}" ; geo:lat {point} .\n'
        for number, point in enumerate(POINTS)
    )


def _events() -> str:
    return "".join(
        f'ex:event{number} a schema:Event ; rdfs:label "{CLOSING}" ; schema:startDate {date} ;'
        f" dct:date {date.partition(' ;')[0]} .\n"
        for number, date in enumerate(DATES)
    )


def links() -> str:
    """Let many things point to one, and one have many values."""
    uses = "".join(f"ex:u{number} ex:in ex:hub .\n" for number in range(LINKS))
    return uses + "".join(f'ex:full ex:p "{number:05}" .\n' for number in range(LINKS))


def shown() -> str:
    """Write what pages of all kinds are made of."""
    values = " , ".join(f'"{number} {"v" * 40}"' for number in range(2000))
    crowd = f'ex:crowd a ex:Labelled ; rdfs:label "crowd" ; ex:facet {values} ; ex:p {values} .\n'
    return TURTLE + links() + PREFIXES + _labelled() + _places() + _events() + crowd


SHOWN = (
    *IRIS,
    HUB,
    *(f"https://nasty.example/label{number}" for number in range(len(LABELS))),
    *(f"https://nasty.example/place{number}" for number in range(len(POINTS))),
    *(f"https://nasty.example/event{number}" for number in range(len(DATES))),
    "https://nasty.example/crowd",
    "https://nasty.example/many",
    "https://nasty.example/full",
)
"""What has a page among what is shown."""


def path_of(iri: str) -> str:
    """Give the path of the page about an IRI."""
    return "/doc?iri=" + quote(iri, safe="")
