"""Kinds of pages: each in one place, with an address at which the project's publication has one."""

import json
import re
from dataclasses import dataclass
from importlib.resources import files
from typing import Any
from urllib.parse import quote

import pytest

import kennisgraaf.web

BASE = "https://data.stadskennis.be/"
DESCRIBED: dict[str, Any] = json.loads(
    files(kennisgraaf.web).joinpath("openapi.json").read_text("utf-8")
)
QUERY = "SELECT ?system ?p ?o { ?system a <ns/stadskennis#Systeem> ; ?p ?o } LIMIT 50"


@dataclass(frozen=True)
class Kind:
    """A kind of page, and one of them."""

    name: str
    path: str
    status: int = 200
    is_editor: bool = False


def page_routes() -> list[str]:
    """List the routes that answer with a page, as the description for programs says."""
    responses = DESCRIBED["components"]["responses"]
    found = []
    for route, item in DESCRIBED["paths"].items():
        ok = item["get"]["responses"].get("200")
        if ok and "page" in responses[ok["$ref"].rpartition("/")[2]].get("content", ()):
            found.append(route)
    return found


def matches(route: str, path: str) -> bool:
    """Tell whether a path is of a route; a name below ``doc/`` has slashes."""
    pattern = re.escape(route).replace(r"\{", "{").replace(r"\}", "}")
    pattern = pattern.replace("{local_name}", ".+")
    return re.fullmatch(re.sub(r"{\w+}", "[^/]+", pattern), path.partition("?")[0]) is not None


def _list(iri: str) -> str:
    return f"/list?class={quote(BASE + iri, safe='')}"


KINDS = (
    Kind("home", "/"),
    Kind("system", "/doc/systeem/orba.html"),
    Kind("pilot", "/doc/systeem/ptr-centrumstedenversie.html"),
    Kind("programme", "/doc/programma/city-of-things.html"),
    Kind("city", "/doc/stad/mechelen.html"),
    Kind("silent-city", "/doc/stad/aalst.html"),
    Kind("partner", "/doc/organisatie/agentschap-binnenlands-bestuur.html"),
    Kind("much-linked", "/doc/organisatie/kenniscentrum-vlaamse-steden.html"),
    Kind("money", "/doc/bedrag/werking-2020.html"),
    Kind("event", "/doc/evenement/aftrap-innofins.html"),
    Kind("passage", "/doc/passage/2023/afrekening-budget.html"),
    Kind("report", "/doc/jaarverslag/2023.html"),
    Kind("theme", "/doc/concept/Thema/armoede.html"),
    Kind("property", "/doc?iri=http%3A%2F%2Fpurl.org%2Fdc%2Fterms%2Ftype&format=html"),
    Kind("list", _list("ns/stadskennis#Systeem")),
    Kind("list-page-2", _list("ns/stadskennis#Initiatief") + "&page=2"),
    Kind("vocabulary", "/ns/stadskennis.html"),
    Kind("term", "/ns/stadskennis/terms/Systeem"),
    Kind("code-lists", "/ns/stadskennis/codelists"),
    Kind("alignments", "/ns/stadskennis/alignments"),
    Kind("shapes", "/ns/stadskennis/shapes"),
    Kind("shapes-html", "/ns/stadskennis/shapes.html"),
    Kind("shape", "/ns/stadskennis/shapes/SysteemShape"),
    Kind("shapes-of-all", "/shapes"),
    Kind("shapes-of-all-html", "/shapes.html"),
    Kind("checks", "/checks"),
    Kind("catalogue", "/catalogus"),
    Kind("catalogue-html", "/catalogus.html"),
    Kind("search", "/search?q=orba"),
    Kind("search-nothing", "/search?q=xyzzyq"),
    Kind("map", "/map"),
    Kind("timeline", "/timeline"),
    Kind("calendar", "/calendar"),
    Kind("reports", "/reports"),
    Kind("report-in-order", "/reports/jaarverslag-2023"),
    Kind("chapter", "/reports/jaarverslag-2023/3"),
    Kind("concepts", "/concepts"),
    Kind("questions", "/questions"),
    Kind("question", "/questions/68-aalst"),
    Kind("quality", "/quality"),
    Kind("changes", "/changes"),
    Kind("editor", "/sparql", is_editor=True),
    Kind("answer", f"/sparql?query={quote(QUERY)}", is_editor=True),
    Kind("wrong-query", f"/sparql?query={quote('SELECT {')}", status=400, is_editor=True),
    Kind("feedback", f"/feedback?iri={quote(BASE + 'id/stad/mechelen', safe='')}"),
    Kind("not-found", "/doc/stad/nergens.html", status=404),
)


def each(*kinds: Kind) -> list[Any]:
    """Give kinds to a test, each under its name."""
    return [pytest.param(kind, id=kind.name) for kind in kinds]
