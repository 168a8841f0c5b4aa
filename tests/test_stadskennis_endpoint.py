"""Stadskennis over HTTP: its pages, and each of its questions at the endpoint, from any store."""

import csv
import json
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import httpx
import pytest

from kennisgraaf.versions import QUESTIONS, Version

ROOT = Path(__file__).parent.parent
NAMES = sorted(path.stem for path in (ROOT / "questions").glob("*.rq"))
_BOOLEAN = "a comparison gives 1 or 0, not a boolean"
_EXISTS = "EXISTS in an expression that is grouped by is an error in its compiler (SQ074)"
VIRTUOSO = {
    "04-events-second-quarter-2023": _BOOLEAN,
    "100-hosts-and-testers": _BOOLEAN,
    "101-chapters-per-city": "it counts 0 where there are chapters",
    "105-antwerp-no-ptr-pilot": _BOOLEAN,
    "157-informatie-and-digitaal-vlaanderen": _EXISTS,
    "165-ended-and-silent": "it gives one row less",
    "168-be-reel-spellings": _BOOLEAN,
    "170-known-by-address-only": "stack overflow in its cost model, by the number of graphs",
    "175-cities-named-per-report": _EXISTS,
    "178-gdpr-figures-not-comparable": _BOOLEAN,
    "181-dates-in-both-reports": _BOOLEAN,
    "35-city-of-things-days-between": "the difference of two dates is no duration",
    "50-november-2020": "it gives no rows",
    "87-sint-niklaas": _EXISTS,
}
"""What Virtuoso 7.2.5 answers otherwise than SPARQL 1.1 says."""
MECHELEN = "id/stad/mechelen"


@pytest.fixture(scope="module")
def client(stadskennis_version: Version, serving: type) -> Iterator[httpx.Client]:
    var = stadskennis_version.path.parent.parent
    with (
        serving("--publication", str(ROOT), "--var", str(var)) as address,
        httpx.Client(base_url=address, timeout=60, follow_redirects=True) as client,
    ):
        yield client


@pytest.fixture(scope="module")
def questions(stadskennis_version: Version) -> dict[str, dict[str, Any]]:
    content = json.loads((stadskennis_version.path / QUESTIONS).read_bytes())
    return {question["name"]: question for question in content}


def rows_of(text: str, base: str) -> list[str]:
    """Write an answer as the questions' files do."""
    _, *rows = csv.reader(StringIO(text, newline=""))
    return sorted(" | ".join(value.removeprefix(base) for value in row).strip() for row in rows)


def case(name: str) -> object:
    marks = [pytest.mark.fails_with(virtuoso=VIRTUOSO[name])] if name in VIRTUOSO else []
    return pytest.param(name, marks=marks)


@pytest.mark.parametrize("name", [case(name) for name in NAMES])
def test_question_is_answered_as_expected(
    client: httpx.Client,
    questions: dict[str, dict[str, Any]],
    stadskennis_version: Version,
    name: str,
) -> None:
    question = questions[name]
    answer = client.post(
        "/sparql", data={"query": question["query"]}, headers={"Accept": "text/csv"}
    )
    assert answer.status_code == 200, answer.text
    if question["form"] == "ASK":
        assert [answer.text] == question["answer"]
        return
    base = stadskennis_version.publication.base_iri
    assert rows_of(answer.text, base) == sorted(question["answer"])


def test_evidence_of_a_city_is_that_of_its_page(
    client: httpx.Client, stadskennis_version: Version
) -> None:
    """Each statement of the document about a city stands in the graph that the endpoint gives."""
    query = f"SELECT DISTINCT ?p ?g {{ GRAPH ?g {{ <{MECHELEN}> ?p ?o }} }}"
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": "text/csv"})
    document = client.get(f"/{MECHELEN}", headers={"Accept": "application/n-quads"}).text
    entity = re.escape(stadskennis_version.publication.iri(MECHELEN))
    shown = set(re.findall(rf"^<{entity}> <([^>]+)> .* <([^>]+)> \.$", document, re.MULTILINE))
    _, *rows = csv.reader(StringIO(answer.text, newline=""))
    assert shown
    assert {(predicate, graph) for predicate, graph in rows} == shown
