"""Passages: which characters of a report's text a statement comes from."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from pyoxigraph import Dataset, Literal, NamedNode, Quad

from kennisgraaf.errors import SourceError
from kennisgraaf.namespaces import RDF_TYPE
from kennisgraaf.settings import Evidence


@dataclass(frozen=True)
class Passage:
    """A passage as the dataset describes it; offsets count characters, from 0, end exclusive."""

    iri: str
    report: str
    begin: int
    end: int
    first_line: int
    last_line: int
    digest: str
    derivations: frozenset[str]
    heading: str


@dataclass(frozen=True)
class Report:
    """A report as the dataset describes it: the name of its text file, and its year."""

    iri: str
    file_name: str
    year: str


@dataclass(frozen=True)
class Selection:
    """A stretch of a text."""

    begin: int
    end: int
    first_line: int
    last_line: int
    text: str

    @property
    def digest(self) -> str:
        """The SHA-256 of the text in UTF-8, in hexadecimal."""
        return digest_of(self.text)


def digest_of(text: str) -> str:
    """Give the SHA-256 of a text in UTF-8, in hexadecimal."""
    return sha256(text.encode()).hexdigest()


def read_text(path: Path) -> str:
    """Read a report's text as it is: no line end is changed, so that offsets hold.

    Raises:
        SourceError: the file cannot be read or is not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(str(path), str(error)) from error


def select(text: str, begin: int, end: int) -> Selection:
    """Cut the characters from ``begin`` to ``end`` out of a text, and count its lines from 1."""
    return Selection(
        begin, end, text.count("\n", 0, begin) + 1, text.count("\n", 0, end) + 1, text[begin:end]
    )


def find(
    text: str, lines: tuple[int, int], first_words: str | None, last_words: str | None
) -> Selection:
    """Find the passage in ``lines`` (from 1, inclusive) between its first and last words.

    Raises:
        SourceError: the words do not stand there, or stand there more than once.
    """
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    if not 1 <= lines[0] <= lines[1] < len(starts):
        raise SourceError(f"lines {lines[0]}-{lines[1]}", f"the text has {len(starts) - 1} lines")
    begin, end = starts[lines[0] - 1], min(starts[lines[1]], len(text))
    if first_words is not None:
        begin = _only(text, first_words, begin, end)
    if last_words is not None:
        end = _only(text, last_words, begin, end) + len(last_words)
    stretch = text[begin:end]
    begin += len(stretch) - len(stretch.lstrip())
    return select(text, begin, begin + len(stretch.strip()))


def described_passages(dataset: Dataset, terms: Evidence) -> list[Passage]:
    """Read the descriptions of all passages, in order of report and place.

    A description that lacks a part is left to the shapes.
    """
    described = (
        _passage(_Description(dataset, quad), terms) for quad in _instances(dataset, terms.passage)
    )
    return sorted(
        (passage for passage in described if passage is not None),
        key=lambda passage: (passage.report, passage.begin, passage.iri),
    )


def described_reports(dataset: Dataset, terms: Evidence) -> dict[str, Report]:
    """Read the reports that have a text file, by IRI."""
    reports: dict[str, Report] = {}
    for quad in dataset.quads_for_predicate(NamedNode(terms.file)):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
            year = _Description(dataset, quad).text(terms.year) or ""
            reports[quad.subject.value] = Report(quad.subject.value, quad.object.value, year[:4])
    return reports


class _Description:
    """What the dataset says about the subject of a quad."""

    def __init__(self, dataset: Dataset, quad: Quad) -> None:
        self.iri = quad.subject.value if isinstance(quad.subject, NamedNode) else ""
        self._quads = list(dataset.quads_for_subject(quad.subject))

    def values(self, term: str) -> Iterable[str]:
        """Give the IRIs and literals of a property."""
        return (
            quad.object.value
            for quad in self._quads
            if quad.predicate.value == term and isinstance(quad.object, NamedNode | Literal)
        )

    def text(self, term: str) -> str | None:
        """Give the one value of a property."""
        return next(iter(sorted(self.values(term))), None)

    def number(self, term: str) -> int | None:
        """Give the one number of a property."""
        value = self.text(term)
        return int(value) if value is not None and value.isdecimal() else None


def _passage(description: _Description, terms: Evidence) -> Passage | None:
    report, digest = description.text(terms.report), description.text(terms.digest)
    numbers = [
        description.number(term)
        for term in (terms.begin, terms.end, terms.first_line, terms.last_line)
    ]
    complete = [number for number in numbers if number is not None]
    if report is None or digest is None or len(complete) < len(numbers):
        return None
    derivations = frozenset(description.values(terms.derivation))
    begin, end, first, last = complete
    heading = description.text(terms.heading) or ""
    return Passage(description.iri, report, begin, end, first, last, digest, derivations, heading)


def _instances(dataset: Dataset, class_iri: str) -> list[Quad]:
    quads = dataset.quads_for_object(NamedNode(class_iri))
    return [quad for quad in quads if quad.predicate == RDF_TYPE]


def _only(text: str, words: str, begin: int, end: int) -> int:
    count = text.count(words, begin, end)
    if count != 1:
        problem = "do not stand there" if not count else f"stand there {count} times: give more"
        raise SourceError(f"the words “{words}”", problem)
    return text.index(words, begin, end)
