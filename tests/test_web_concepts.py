"""Concepts: a scheme as a tree, also where it is no tree, or large."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from viewing import BROWSER, pages_of, published_files

SKOS = "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n"
TEXT = (
    SKOS
    + """
<urn:scheme> a skos:ConceptScheme ; skos:prefLabel "colours"@en ; skos:hasTopConcept <urn:red> .
<urn:red> skos:prefLabel "red"@en ; skos:narrower <urn:pink> .
<urn:pink> skos:inScheme <urn:scheme> ; skos:prefLabel "pink"@en .
<urn:rose> skos:inScheme <urn:scheme> ; skos:broader <urn:pink> .
<urn:blue> skos:inScheme <urn:scheme> ; skos:broader <urn:elsewhere> .
<urn:wall> <urn:colour> <urn:pink> . <urn:door> <urn:colour> <urn:pink> , <urn:blue> .
<urn:a> skos:inScheme <urn:circle> ; skos:broader <urn:b> .
<urn:b> skos:inScheme <urn:circle> ; skos:broader <urn:a> .
"""
)
MANY = (
    SKOS
    + "\n".join(
        f"<urn:c{n}> skos:inScheme <urn:large> ; skos:broader <urn:c{n // 3}> ."
        for n in range(1, 5000)
    )
    + "".join(f"<urn:f{n}> skos:inScheme <urn:flat> ." for n in range(1000))
)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    folder = tmp_path_factory.mktemp("concepts")
    with pages_of(published_files(folder, TEXT + MANY[len(SKOS) :])) as client:
        yield client


def tree(client: FlaskClient, path: str) -> str:
    answer = client.get(path, headers=BROWSER)
    assert answer.status_code == 200
    assert len(answer.text) < 60_000
    text = answer.text
    markup = text[text.index('<div class="tree') : text.index('<ul class="actions"')]
    return re.sub(r"<(?!/?(ul|li))[^>]*>|\s+", "", markup)


def test_narrower_concepts_stand_under_broader_ones_with_their_uses(pages: FlaskClient) -> None:
    shown = tree(pages, "/concepts?scheme=urn:scheme")
    assert shown.startswith(
        "<ul><li>red<ul><li>pink&nbsp;2<ul><li>urn:rose</li></ul></li></ul></li>"
        "<li>urn:blue&nbsp;1</li></ul>"
    )


def test_home_of_nothing_but_concepts_shows_their_kinds(pages: FlaskClient) -> None:
    """Where there are other things, kinds of terms are behind a fold."""
    text = pages.get("/", headers=BROWSER).text
    assert 'href="/list?class=http%3A//www.w3.org/2004/02/skos/core%23ConceptScheme"' in text
    assert "<details" not in text
    assert ">concept scheme<" in text


def test_files_are_published_by_nobody(pages: FlaskClient) -> None:
    text = pages.get("/", headers=BROWSER).text
    assert "Version 2" in text
    assert "Published by" not in text


def test_a_circle_has_an_end(pages: FlaskClient) -> None:
    shown = tree(pages, "/concepts?scheme=urn:circle")
    assert {"urn:a", "urn:b"} <= set(re.findall(r"urn:\w", shown))


@pytest.mark.parametrize("name", ["large", "flat"])
def test_a_large_scheme_is_shown_in_parts(pages: FlaskClient, name: str) -> None:
    shown = tree(pages, f"/concepts?scheme=urn:{name}")
    assert 100 <= shown.count("<li>") <= 310


def test_all_schemes_are_listed(pages: FlaskClient) -> None:
    text = pages.get("/concepts", headers=BROWSER).text
    for scheme in ("scheme", "circle", "large", "flat"):
        assert f'href="/concepts?scheme=urn%3A{scheme}"' in text


@pytest.mark.parametrize(
    ("query", "status"),
    [("?scheme=x", 400), ("?scheme=urn:none", 404), ("?scheme=urn:flat&page=99", 400), ("", 200)],
)
def test_what_there_is_not(pages: FlaskClient, query: str, status: int) -> None:
    assert pages.get("/concepts" + query, headers=BROWSER).status_code == status


def test_data_without_schemes(tmp_path: Path) -> None:
    with pages_of(published_files(tmp_path, "<urn:a> <urn:p> 1 .")) as client:
        assert "There are no concept schemes here." in client.get("/concepts", headers=BROWSER).text
