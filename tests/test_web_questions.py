"""Questions: the list, each with its live answer, and what happens when the store is silent."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kennisgraaf.store.questions import Asked, Questions, natural, written_rows
from kennisgraaf.versions import Version
from kennisgraaf.web.app import create_app
from kennisgraaf.web.current import Current
from kennisgraaf.web.pages.questions import featured_questions

PAGE = {"Accept": "text/html", "Accept-Language": "en"}


@pytest.fixture
def silent_store(version: Version, var: Path, tmp_path: Path) -> FlaskClient:
    """The pages of a version whose query processes do not run."""
    assert version.path.exists()
    return create_app(Current(var, tmp_path)).test_client(use_cookies=False)


def test_list_is_by_subject_and_in_the_order_of_numbers(client: FlaskClient) -> None:
    text = client.get("/questions", headers=PAGE).text
    assert "Measures" in text
    assert "Other questions" in text
    assert text.index("How large") < text.index("Has the back") < text.index("What is part")
    assert 'href="/questions/1-oppervlakte"' in text


def test_list_is_filtered_by_words_of_either_language(client: FlaskClient) -> None:
    text = client.get("/questions?q=BACK+trees", headers=PAGE).text
    assert "Has the back garden trees?" in text
    assert "What is part of what?" not in text
    assert "Has the back" in client.get("/questions?q=bomen", headers=PAGE).text
    assert client.get("/questions?q=zzz", headers=PAGE).status_code == 200
    assert client.get("/questions?q=" + "x" * 201, headers=PAGE).status_code == 400


def test_page_shows_the_live_answer_the_evidence_and_the_query(client: FlaskClient) -> None:
    text = client.get("/questions/1-oppervlakte", headers=PAGE).text
    assert "<title>How large is the back garden? · Garden knowledge</title>" in text
    assert '<data value="1250.50">1,250.50</data>' in text
    assert "the same as the proven answer" in text
    assert 'href="/doc/passage/2023/achtertuin"' in text
    assert "SELECT ?area WHERE" in text
    assert "# expect" not in text
    assert 'href="/sparql?query=SELECT' in text
    assert "https://tuin.example/questions/1-oppervlakte" in text


def test_things_in_an_answer_have_their_names(client: FlaskClient) -> None:
    text = client.get("/questions/10-delen", headers=PAGE).text
    assert '<a href="/doc/tuin/kruidenhoek"><bdi>Herb corner</bdi></a>' in text
    dutch = client.get("/questions/10-delen?lang=nl", headers=PAGE).text
    assert "Kruidenhoek" in dutch
    assert "Wat is deel van wat?" in dutch


def test_answer_to_whether(client: FlaskClient) -> None:
    assert '<p class="yesno">Yes</p>' in client.get("/questions/2-bomen", headers=PAGE).text


def test_question_as_json(client: FlaskClient) -> None:
    answer = client.get("/questions/1-oppervlakte?format=json", headers=PAGE)
    assert answer.mimetype == "application/json"
    assert answer.json is not None
    assert answer.json["agrees"] is True
    assert answer.json["expected"] == ["1250.5"]
    assert answer.json["evidence"] == ["https://tuin.example/id/passage/2023/achtertuin"]
    assert answer.json["answer"]["head"]["vars"] == ["area"]
    every = client.get("/questions", headers={"Accept": "application/json"}).json
    assert [one["name"] for one in every or []] == ["1-oppervlakte", "2-bomen", "10-delen"]


def test_page_is_validated_by_its_tag(client: FlaskClient) -> None:
    first = client.get("/questions/1-oppervlakte", headers=PAGE)
    headers = {**PAGE, "If-None-Match": first.headers["ETag"]}
    assert client.get("/questions/1-oppervlakte", headers=headers).status_code == 304


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/questions/no", 404),
        ("/questions/1-oppervlakte?format=xml", 400),
        ("/questions/..%2Fmanifest", 404),
    ],
)
def test_question_that_there_is_not(client: FlaskClient, path: str, status: int) -> None:
    assert client.get(path, headers=PAGE).status_code == status


def test_without_the_store_the_page_has_the_proven_answer(silent_store: FlaskClient) -> None:
    """It says so, and no cache keeps it."""
    answer = silent_store.get("/questions/1-oppervlakte", headers=PAGE)
    assert answer.status_code == 200
    assert "The store does not answer now" in answer.text
    assert "<bdi>1250.5</bdi>" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers


def test_featured_are_the_chosen_ones_and_then_the_short_ones(version: Version) -> None:
    names = [asked.name for asked in Questions(version).featured(2)]
    assert names == ["1-oppervlakte", "2-bomen"]


def test_featured_have_their_live_answers(client: FlaskClient) -> None:
    with client.application.test_request_context("/"):
        cards = featured_questions("en", 2)
    assert [card.text.text for card in cards] == [
        "How large is the back garden?",
        "Has the back garden trees?",
    ]
    assert all(card.answer and card.answer.agrees for card in cards)


def test_rows_are_written_as_the_questions_have_them() -> None:
    base = "https://tuin.example/"
    results = {
        "head": {"vars": ["a", "b", "c"]},
        "results": {
            "bindings": [
                {
                    "a": {"type": "uri", "value": base + "id/x"},
                    "c": {"type": "literal", "value": "y"},
                },
                {"a": {"type": "literal", "value": "a"}},
            ]
        },
    }
    assert written_rows(results, base) == ("a |  |", "id/x |  | y")
    assert written_rows({"head": {}, "boolean": False}, base) == ("false",)


def test_numbers_sort_as_numbers() -> None:
    assert sorted(["10-b", "9-a", "a"], key=natural) == ["9-a", "10-b", "a"]


def test_query_is_shown_without_its_header() -> None:
    asked = Asked(name="x", question={}, form="ASK", query="# nl: x\n# en: x\nASK {}\n# y\n")
    assert asked.body == "ASK {}\n# y"


def test_home_without_the_store_is_not_kept(silent_store: FlaskClient, client: FlaskClient) -> None:
    """Its questions have their proven answers then, and the next visitor may have live ones."""
    answer = silent_store.get("/", headers=PAGE)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers
    assert "As proven when this version was published." in answer.text
    assert "ETag" in client.get("/", headers=PAGE).headers


def test_columns_have_the_names_that_the_publication_gives_variables(client: FlaskClient) -> None:
    dutch = client.get("/questions/10-delen?lang=nl", headers=PAGE).text
    # What the publication does not name has the words of its variable.
    assert re.findall(r"<th[^>]*><bdi>([^<]*)", dutch) == ["onderdeel", "whole"]
    english = client.get("/questions/10-delen", headers=PAGE).text
    assert '<th scope="col"><bdi>piece</bdi></th>' in english
