"""Questions: what users ask, the query that answers, and the answer that the data must give."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions, Store

from kennisgraaf.errors import SourceError
from kennisgraaf.sources.files import Place, query_files
from kennisgraaf.sources.headers import QueryFile, not_sparql, read_query_file
from kennisgraaf.validation.findings import Finding, Severity

_FORM = re.compile(r"^\s*(SELECT|ASK)\b", re.IGNORECASE | re.MULTILINE)
_NOTHING = "nothing"


@dataclass(frozen=True)
class Question:
    """A competency question, as its file writes it.

    The file begins with comments, one a line, and goes on with a SELECT or ASK query::

        # nl: de vraag            # en: the question
        # evidence: id/passage/…  the named graphs that prove the answer, relative to the base IRI
        # expect: value | value   the rows of the answer, in any order; IRIs relative to the base
                                  IRI, literals without type, an unbound variable as nothing;
                                  ``true`` or ``false`` for an ASK query; ``nothing`` for no row
        # group: onderwerp | subject   what it is about: the list has a heading for each
        # featured: 1               its place among the questions that are shown first
    """

    path: Path
    texts: dict[str, str]
    evidence: tuple[str, ...]
    expected: tuple[str, ...]
    query: str
    group: dict[str, str] = field(default_factory=dict)
    featured: int = 0

    @property
    def name(self) -> str:
        """The file's name without its ending."""
        return self.path.stem

    @property
    def form(self) -> str:
        """``SELECT`` or ``ASK``."""
        match = _FORM.search(self.query)
        return match[1].upper() if match else ""

    @property
    def place(self) -> Place:
        """Where the expected answer begins."""
        lines = self.query.split("\n")
        return Place(self.path, next(n for n, t in enumerate(lines, 1) if "expect:" in t))


def read_questions(folder: Path, names: tuple[str, ...]) -> list[Question]:
    """Read the questions of folders named relative to ``folder``.

    Raises:
        SourceError: the words, the evidence or the expected answer is missing.
    """
    return [_read_question(path) for path in query_files(folder, names)]


def answer(question: Question, store: Store, base_iri: str) -> tuple[str, ...]:
    """Ask a question of a store whose default graph is the union of all graphs.

    Returns:
        The rows, sorted, in the form of ``Question.expected``.

    Raises:
        SourceError: the query is not SPARQL, or neither SELECT nor ASK.
    """
    try:
        solutions = store.query(question.query, base_iri=base_iri)
    except SyntaxError as error:
        raise not_sparql(question.path, error) from error
    if isinstance(solutions, QueryBoolean):
        return (str(bool(solutions)).lower(),)
    if not isinstance(solutions, QuerySolutions):
        raise SourceError(str(question.path), "a question must be a SELECT or an ASK query")
    rows = (" | ".join(_written(term, base_iri) for term in row).strip() for row in solutions)
    return tuple(sorted(rows))


def ask_all(questions: list[Question], store: Store, base_iri: str) -> list[Finding]:
    """Ask all questions; an answer that is not the expected one is a violation.

    Raises:
        SourceError: a query cannot be asked.
    """
    return [finding for question in questions for finding in _mistakes(question, store, base_iri)]


def written_questions(questions: Iterable[Question]) -> bytes:
    """Write questions as JSON, with their answers: they were asked, and gave what is expected."""
    content = [
        {
            "name": question.name,
            "question": question.texts,
            "form": question.form,
            "query": question.query,
            "answer": question.expected,
            "evidence": question.evidence,
            "group": question.group,
            "featured": question.featured,
        }
        for question in questions
    ]
    return msgspec.json.format(msgspec.json.encode(content), indent=2)


def _mistakes(question: Question, store: Store, base_iri: str) -> Iterator[Finding]:
    got = answer(question, store, base_iri)
    if got != question.expected:
        wanted, given = ("; ".join(rows) or _NOTHING for rows in (question.expected, got))
        yield _finding(
            question,
            nl=f"Het antwoord op «{question.texts['nl']}» is anders. Verwacht: {wanted}. "
            f"Gekregen: {given}. Verbeter de data, of het verwachte antwoord.",
            en=f"The answer to “{question.texts['en']}” is another. Expected: {wanted}. "
            f"Got: {given}. Correct the data, or the expected answer.",
        )
    for graph in question.evidence:
        if not store.contains_named_graph(NamedNode(base_iri + graph)):
            yield _finding(
                question,
                nl=f"Er is geen graaf <{graph}>; noem de passage die dit antwoord bewijst.",
                en=f"There is no graph <{graph}>; name the passage that proves this answer.",
            )


def _finding(question: Question, **messages: str) -> Finding:
    return Finding(
        severity=Severity.VIOLATION,
        focus=Literal(question.texts["en"]),
        source=question.name,
        messages=messages,
        place=question.place,
    )


def _read_question(path: Path) -> Question:
    file = read_query_file(path)
    file.require("nl", "en", "evidence", "expect")
    expected = file.values("expect")
    rows = () if expected == (_NOTHING,) else tuple(sorted(expected))
    texts = {language: file.words(language) for language in ("nl", "en")}
    evidence = tuple(file.words("evidence").split())
    return Question(path, texts, evidence, rows, file.text, _group(file), _featured(file))


def _group(file: QueryFile) -> dict[str, str]:
    """Read what a question is about, in Dutch and in English."""
    for entry in file.header.get("group", ()):
        dutch, bar, english = (part.strip() for part in entry.value.partition("|"))
        if not (dutch and bar and english):
            raise SourceError(f"{file.path}:{entry.line}", "write `# group: onderwerp | subject`")
        return {"nl": dutch, "en": english}
    return {}


def _featured(file: QueryFile) -> int:
    for entry in file.header.get("featured", ()):
        if not re.fullmatch(r"[1-9]\d{0,2}", entry.value):
            raise SourceError(f"{file.path}:{entry.line}", "write `# featured: 1`, or 2, 3, …")
        return int(entry.value)
    return 0


def _written(term: object, base_iri: str) -> str:
    if isinstance(term, NamedNode):
        return term.value.removeprefix(base_iri)
    return term.value if isinstance(term, Literal) else str(term or "")
