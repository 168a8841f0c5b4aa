"""Shapes: dereferenced, in words in both languages, and as RDF."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, parse

from kennisgraaf.formats import EXTENSIONS
from kennisgraaf.versions import SHAPES, Version
from specifications import ATTACK, BASE, PREFIXES, VOCABULARY, client_of

BROWSER = {"Accept": "text/html,*/*;q=0.8"}
ALL = (
    ("sh:minCount 1", "At least one value.", "Ten minste één waarde."),
    ("sh:minCount 1 ; sh:maxCount 1", "Exactly one value.", "Precies één waarde."),
    ("sh:maxCount 0", "No value.", "Geen enkele waarde."),
    ("sh:minCount 0 ; sh:maxCount 3", "At most 3 values.", "Ten hoogste 3 waarden."),
    ("sh:minCount 2 ; sh:maxCount 3", "2 to 3 values.", "2 tot 3 waarden."),
    ("sh:class f:Person", "Each value is a person.", "Elke waarde is van de klasse person."),
    ("sh:datatype xsd:date", "is a literal of xsd:date.", "van het type xsd:date."),
    ("sh:nodeKind sh:IRI", "is an IRI.", "is een IRI."),
    ("sh:nodeKind sh:Literal", "is a literal: a text, number or date.", "is een literal:"),
    ("sh:languageIn ('nl' 'en')", "in one of these languages: nl, en.", "deze talen: nl, en."),
    ("sh:uniqueLang true", "At most one text in each language.", "Ten hoogste één tekst per taal."),
    ("sh:in (1 2)", "is one of 1, 2.", "is een van 1, 2."),
    ("sh:hasValue 1", "One of the values is 1.", "Een van de waarden is 1."),
    ("sh:minLength 3", "at least 3 characters.", "ten minste 3 tekens."),
    ("sh:maxInclusive 3", "is at most 3.", "is ten hoogste 3."),
    ("sh:minExclusive 3", "is more than 3.", "is groter dan 3."),
    ("sh:lessThan f:likes", "comes before each value of likes.", "komt voor elke waarde van"),
    ("sh:disjoint f:likes", "is no value of likes.", "is geen waarde van likes."),
    ("sh:equals f:likes", "is a value of likes too", "is ook een waarde van likes"),
    (
        "sh:or ( [ sh:class f:Person ] [ sh:class f:Nobody ] )",
        "is of one of these classes: person, ",
        "is van een van deze klassen: person, ",
    ),
    (
        "sh:xone ( [ sh:nodeKind sh:IRI ] [ sh:datatype xsd:date ] )",
        "(is an IRI or is a literal of xsd:date) (just one of these)",
        "(precies één daarvan)",
    ),
    ("sh:not [ sh:class f:Person ]", "does not fit this: it is a person", "voldoet hier niet aan"),
    (
        "sh:qualifiedValueShape [ sh:languageIn ('nl') ] ; sh:qualifiedMinCount 1",
        "At least one value that is a text in one of these languages: nl.",
        "Ten minste één waarde waarvoor geldt:",
    ),
    (
        f"sh:node [ sh:property [ sh:path skos:inScheme ; "
        f"sh:hasValue <{BASE}id/conceptscheme/Colour> ] ]",
        "comes from the code list colour.",
        "komt uit de codelijst colour.",
    ),
    (
        "sh:node [ sh:property [ sh:path f:likes ; sh:minCount 1 ] ]",
        "has for likes: At least one value",
        "heeft als likes:",
    ),
    ("sh:sparql [ sh:select 'SELECT $this {}' ]", "written as a SPARQL query", "SPARQL-vraag"),
)  # fmt: skip


def text_of(page: str) -> str:
    """Give what a reader sees."""
    return re.sub(r"\s+", " ", unescape(re.sub("<[^>]+>", "", page)))


@pytest.fixture(scope="module")
def friends(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    with client_of(tmp_path_factory.mktemp("friends")) as client:
        yield client


@pytest.fixture(scope="module")
def in_words(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """One shape for each way to ask for something."""
    shapes = "".join(
        f":s{number} a sh:NodeShape ; sh:targetClass f:Person ; "
        f"sh:property [ sh:path f:knows ; {constraint} ] .\n"
        for number, (constraint, _, _) in enumerate(ALL)
    )
    with client_of(tmp_path_factory.mktemp("words"), VOCABULARY, PREFIXES + shapes, "") as client:
        yield client


@pytest.mark.parametrize("number", range(len(ALL)))
def test_every_constraint_is_a_sentence_in_both_languages(
    in_words: FlaskClient, number: int
) -> None:
    _, english, dutch = ALL[number]
    for language, sentence in (("en", english), ("nl", dutch)):
        page = in_words.get(f"/shapes.html?lang={language}").text
        section = page.partition(f'id="s{number}"')[2].partition("</section>")[0]
        assert sentence in text_of(section)


def test_shape_iris_are_dereferenced(client: FlaskClient) -> None:
    page = client.get("/ns/tuin/shapes", headers=BROWSER)
    assert (page.status_code, page.mimetype) == (200, "text/html")
    for name in ("TuinShape", "TuinShape-naam", "TuinShape-oppervlakte"):
        assert f'id="{name}"' in page.text
    assert '<https://tuin.example/ns/tuin/shapes>; rel="describes"' in page.headers["Link"]


@pytest.mark.parametrize("extension", EXTENSIONS)
@pytest.mark.parametrize("path", ["/ns/tuin/shapes", "/shapes"])
def test_shapes_in_every_format(
    client: FlaskClient, version: Version, path: str, extension: str
) -> None:
    answer = client.get(f"{path}.{extension}")
    kind = EXTENSIONS[extension]
    assert (answer.status_code, answer.mimetype) == (200, kind.media_type)
    subjects = {quad.subject.value for quad in parse(answer.data, format=kind)}
    assert subjects == {
        quad.subject.value
        for quad in parse((version.path / SHAPES).read_bytes(), format=RdfFormat.N_TRIPLES)
    }


def test_shapes_are_negotiated(client: FlaskClient) -> None:
    turtle = client.get("/ns/tuin/shapes", headers={"Accept": "text/turtle"})
    assert turtle.data == client.get("/ns/tuin/shapes.ttl").data
    assert client.get("/shapes", headers={"Accept": "image/png"}).status_code == 406
    etag = {"If-None-Match": turtle.headers["ETag"]}
    assert client.get("/ns/tuin/shapes.ttl", headers=etag).status_code == 304


@pytest.mark.parametrize(
    "path",
    ["/ns/bos/shapes", "/ns/bos/shapes.ttl", "/ns/tuin/shapes.xyz", "/ns/tuin/shapes/Bos"],
)
def test_shapes_that_are_not_there_are_404(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_page_of_a_shape_has_the_advice(client: FlaskClient) -> None:
    page = client.get("/ns/tuin/shapes/TuinShape-naam?lang=en")
    assert "At least one value." in text_of(page.text)
    assert "Give the garden a name (skos:prefLabel)." in text_of(page.text)
    dutch = client.get("/ns/tuin/shapes/TuinShape?lang=nl").text
    assert "Geef de tuin een naam (skos:prefLabel)." in text_of(dutch)


def test_checks_are_listed_with_their_message(client: FlaskClient) -> None:
    page = client.get("/checks?lang=en").text
    assert page.count("<li id=") == 1


def test_shapes_with_iris_elsewhere_are_shown_with_all(friends: FlaskClient) -> None:
    page = friends.get("/shapes.html?lang=en").text
    text = text_of(page)
    assert 'id="Person"' in page
    assert "Exactly 2 values." in text
    assert "No other properties than these." in text
    assert "Do better." in text
    assert "About each" in text
    assert friends.get("/ns/friends/shapes").status_code == 404


def test_hostile_shapes_do_no_harm(friends: FlaskClient) -> None:
    """Markup in patterns, shapes that refer to themselves, paths in paths."""
    page = friends.get("/shapes.html").text
    assert ATTACK not in page
    assert "&lt;script&gt;" in page


def test_publication_without_shapes_says_so(tmp_path: Path) -> None:
    with client_of(tmp_path, shapes="") as client:
        assert "has no shapes" in client.get("/shapes.html?lang=en").text
        assert "has no checks" in client.get("/checks?lang=en").text
