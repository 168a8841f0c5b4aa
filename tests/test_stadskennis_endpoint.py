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


@pytest.mark.parametrize("name", NAMES)
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
