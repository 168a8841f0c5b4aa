"""Questions: an answer that is not the expected one is a violation, with the line to mend."""

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from kennisgraaf.errors import SourceError
from kennisgraaf.publication_file import read_publication
from kennisgraaf.validation.findings import Severity
from kennisgraaf.validation.questions import answer, ask_all, read_questions
from kennisgraaf.validation.validate import validate_publication

BASE = "https://tuin.example/"
DATA = """
<id/passage/1> {
  <id/tuin/a> <ns/tuin#bomen> 9 ; <ns/tuin#naam> "Hof"@nl .
  <id/tuin/b> <ns/tuin#bomen> 10 .
}
"""
HEADER = "# nl: Hoeveel?\n# en: How many?\n# evidence: id/passage/1\n"


@pytest.fixture
def store() -> Store:
    store = Store()
    store.load(DATA, RdfFormat.TRIG, base_iri=BASE)
    return store


def ask(folder: Path, store: Store, text: str) -> list[str]:
    (folder / "01-how-many.rq").write_text(text, "utf-8")
    return [
        finding.message("en") for finding in ask_all(read_questions(folder, (".",)), store, BASE)
    ]


@pytest.mark.parametrize(
    ("expect", "query"),
    [
        ("# expect: true\n", "ASK { GRAPH ?g { ?garden <ns/tuin#bomen> 9 } }"),
        ("# expect: false\n", "ASK { GRAPH ?g { ?garden <ns/tuin#bomen> 8 } }"),
        ("# expect: nothing\n", "SELECT * WHERE { GRAPH ?g { ?garden <ns/tuin#bomen> 8 } }"),
        (
            "# expect: id/tuin/b | 10\n# expect: id/tuin/a | 9\n",
            "SELECT ?garden ?trees WHERE { GRAPH ?g { ?garden <ns/tuin#bomen> ?trees } }",
        ),
    ],
)
def test_rows_are_compared_in_any_order(
    tmp_path: Path, store: Store, expect: str, query: str
) -> None:
    assert ask(tmp_path, store, HEADER + expect + query) == []


def test_unbound_is_written_as_nothing(tmp_path: Path, store: Store) -> None:
    query = (
        "SELECT ?garden ?name WHERE { GRAPH ?g { ?garden <ns/tuin#bomen> ?t "
        "OPTIONAL { ?garden <ns/tuin#naam> ?name } } }"
    )
    path = tmp_path / "01-names.rq"
    path.write_text(HEADER + "# expect: id/tuin/a | Hof\n# expect: id/tuin/b |\n" + query, "utf-8")
    (question,) = read_questions(tmp_path, (".",))
    assert ask_all([question], store, BASE) == []
    assert answer(question, store, BASE) == ("id/tuin/a | Hof", "id/tuin/b |")


def test_another_answer_names_the_line_and_both_answers(tmp_path: Path, store: Store) -> None:
    path = tmp_path / "01-how-many.rq"
    path.write_text(
        HEADER + "# expect: 8\nSELECT ?n WHERE { GRAPH ?g { <id/tuin/a> <ns/tuin#bomen> ?n } }",
        "utf-8",
    )
    (finding,) = ask_all(read_questions(tmp_path, (".",)), store, BASE)
    assert finding.severity is Severity.VIOLATION
    assert str(finding.place) == f"{path}:4"
    assert finding.message("en") == (
        "The answer to “How many?” is another. Expected: 8. Got: 9. "
        "Correct the data, or the expected answer."
    )
    assert "Hoeveel?" in finding.message("nl")


def test_evidence_must_be_there(tmp_path: Path, store: Store) -> None:
    header = HEADER.replace("passage/1", "passage/1 id/passage/2")
    messages = ask(tmp_path, store, header + "# expect: true\nASK {}")
    assert messages == [
        "There is no graph <id/passage/2>; name the passage that proves this answer."
    ]


@pytest.mark.parametrize("key", ["nl", "en", "evidence", "expect"])
def test_header_must_be_complete(tmp_path: Path, key: str) -> None:
    lines = (HEADER + "# expect: true\n").splitlines(keepends=True)
    header = "".join(line for line in lines if not line.startswith(f"# {key}:"))
    path = tmp_path / "01-how-many.rq"
    path.write_text(header + "ASK {}", "utf-8")
    with pytest.raises(SourceError, match=f"{path}:1: begin with a comment `# {key}: …`"):
        read_questions(tmp_path, (".",))


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("ASK { ?s ?p }", r"01-how-many.rq:5: "),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "must be a SELECT or an ASK query"),
    ],
)
def test_query_that_cannot_be_asked(tmp_path: Path, store: Store, query: str, reason: str) -> None:
    with pytest.raises(SourceError, match=reason):
        ask(tmp_path, store, HEADER + "# expect: true\n" + query)


def test_wrong_answer_stops_the_publication(garden: Path) -> None:
    settings = garden / "publication.toml"
    (garden / "questions" / "01-trees.rq").write_text(
        "# nl: Hoeveel bomen?\n# en: How many trees?\n# evidence: id/passage/2023/achtertuin\n"
        "# expect: 8\nSELECT ?n WHERE { <id/tuin/achtertuin> <ns/tuin#aantalBomen> ?n }",
        "utf-8",
    )
    validated = validate_publication(read_publication(settings), garden, lambda _stage: None)
    assert [violation.source for violation in validated.violations] == ["01-trees"]


@pytest.mark.parametrize("line", ["# group: onderwerp", "# group: | x", "# featured: yes"])
def test_header_that_is_not_understood_is_told_by_line(tmp_path: Path, line: str) -> None:
    text = HEADER + f"{line}\n# expect: true\nASK {{}}"
    (tmp_path / "01.rq").write_text(text, "utf-8")
    number = text.split("\n").index(line) + 1
    with pytest.raises(SourceError, match=rf"01\.rq:{number}: write `# "):
        read_questions(tmp_path, (".",))


def test_group_and_place_are_read(tmp_path: Path) -> None:
    text = HEADER + "# group: Maten | Measures\n# featured: 2\n# expect: true\nASK {}"
    (tmp_path / "01.rq").write_text(text, "utf-8")
    (question,) = read_questions(tmp_path, (".",))
    assert (question.group, question.featured) == ({"nl": "Maten", "en": "Measures"}, 2)
