"""Evidence: every passage still stands in its report, and every literal in its passage."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path

from pyoxigraph import Dataset, Literal, NamedNode, Quad

from kennisgraaf.errors import SourceError
from kennisgraaf.iris import readable
from kennisgraaf.namespaces import EDTF, XSD
from kennisgraaf.settings import Evidence
from kennisgraaf.sources.passages import (
    Passage,
    Report,
    Selection,
    described_passages,
    described_reports,
    read_text,
    select,
)
from kennisgraaf.validation import wording
from kennisgraaf.validation.naming import Names

_NUMBER_TYPES = {
    XSD + name
    for name in ("integer", "decimal", "nonNegativeInteger", "positiveInteger", "int", "long")
}
_DATE_TYPES = {XSD + name for name in ("date", "gYearMonth", "gYear")}
_SIMILAR = 0.8
PRINTED = "printed"
STATED = "stated"
REFERENCE = "verwijzing"
CHANGED = "its characters changed"
# How far a passage is looked for when it is not where its description says, in characters.
_NEAR = 500


@dataclass(frozen=True)
class LostStatement:
    """A statement whose literal does not stand in its passage any more, or never did."""

    passage: Passage
    quad: Quad


@dataclass(frozen=True)
class LostPassage:
    """A passage whose characters changed or moved, and the statements that it proved."""

    passage: Passage
    reason: str
    statements: tuple[Quad, ...]


@dataclass(frozen=True)
class EvidenceReport:
    """What the reports prove of the dataset.

    ``states`` counts literals by how they follow from their passage: ``printed``, or the last part
    of the derivation's IRI. ``relations`` counts statements without a literal: ``stated``, or
    ``verwijzing`` where the passage only refers to an agent that must be named. ``texts`` are what
    the passages say, by IRI, ``reports`` what the reports say.
    """

    passages: int
    states: dict[str, int]
    relations: dict[str, int]
    lost_passages: tuple[LostPassage, ...]
    lost_statements: tuple[LostStatement, ...]
    texts: dict[str, str]
    reports: dict[str, str] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        """Whether nothing lost its evidence."""
        return not self.lost_passages and not self.lost_statements

    @property
    def unproved(self) -> frozenset[Quad]:
        """The statements that nothing proves: of changed passages, and literals not found."""
        of_passages = (quad for lost in self.lost_passages for quad in lost.statements)
        return frozenset([*of_passages, *(lost.quad for lost in self.lost_statements)])


@dataclass(frozen=True)
class _Witness:
    """A passage's text, folded for searching, with what its literals may follow from."""

    passage: Passage
    text: str
    report: Report
    quads: tuple[Quad, ...]


def verify_evidence(dataset: Dataset, terms: Evidence, folder: Path) -> EvidenceReport:
    """Prove all passages of a dataset by the text files of the reports in ``folder``.

    Raises:
        SourceError: the text of a report is not in the folder.
    """
    reports = described_reports(dataset, terms)
    passages = described_passages(dataset, terms)
    texts = {iri: _text_of(reports.get(iri), iri, folder) for iri in {p.report for p in passages}}
    names = Names(dataset, terms.named)
    states, relations = Counter[str](), Counter[str]()
    shifts: dict[str, int] = {}
    lost_passages: list[LostPassage] = []
    lost_statements: list[LostStatement] = []
    said: dict[str, str] = {}
    for passage in passages:
        quads = tuple(dataset.quads_for_graph_name(NamedNode(passage.iri)))
        text = texts[passage.report]
        selection = _selection(text, passage, shifts.get(passage.report, 0))
        if selection.digest != passage.digest:
            lost_passages.append(LostPassage(passage, CHANGED, quads))
            continue  # It proves nothing, so none of its statements is looked for.
        said[passage.iri] = selection.text
        if _place(selection) != _place(passage):
            shifts[passage.report] = selection.begin - passage.begin
            lost_passages.append(_moved(passage, selection))
        witness = _Witness(
            passage, wording.normalise(selection.text), reports[passage.report], quads
        )
        unnamed = {quad for about in names.unnamed(quads, witness.text).values() for quad in about}
        for quad in quads:
            state = _state(quad, witness, quad in unnamed)
            if state is None:
                lost_statements.append(LostStatement(passage, quad))
            else:
                (states if isinstance(quad.object, Literal) else relations)[state] += 1
    return EvidenceReport(
        len(passages), dict(sorted(states.items())), dict(sorted(relations.items())),
        tuple(lost_passages), tuple(lost_statements), said, texts,
    )  # fmt: skip


def _selection(text: str, passage: Passage, shift: int) -> Selection:
    """Find the characters of a passage: where it says, or near there when the text grew or shrank.

    Looks first where the passage before it was found.
    """
    near = (sign * step for step in range(1, _NEAR) for sign in (1, -1))
    for offset in (0, shift, *near):
        selection = select(text, max(passage.begin + offset, 0), max(passage.end + offset, 0))
        if selection.digest == passage.digest:
            return selection
    return select(text, passage.begin, passage.end)


def _moved(passage: Passage, selection: Selection) -> LostPassage:
    reason = "its characters stand elsewhere: begin {}, end {}, lines {} to {}"
    return LostPassage(passage, reason.format(*_place(selection)), ())


def _place(stretch: Selection | Passage) -> tuple[int, int, int, int]:
    return stretch.begin, stretch.end, stretch.first_line, stretch.last_line


def _text_of(report: Report | None, iri: str, folder: Path) -> str:
    if report is None:
        raise SourceError(iri, "no text file is named for this report")
    path = folder / report.file_name
    if not path.is_file():
        raise SourceError(str(path), f"the text of <{iri}> is not in this folder")
    return read_text(path)


def _state(quad: Quad, witness: _Witness, is_unnamed: bool) -> str | None:
    """Tell how a statement follows from its passage; ``None`` when it does not."""
    derived = {readable(derivation) for derivation in witness.passage.derivations}
    if is_unnamed and REFERENCE not in derived:
        return None
    if isinstance(quad.object, Literal):
        return _literal_state(quad, quad.object, witness, derived)
    return REFERENCE if is_unnamed else STATED


def _literal_state(
    quad: Quad, literal: Literal, witness: _Witness, derived: set[str]
) -> str | None:
    """Tell how a literal follows from its passage; ``None`` when it does not."""
    if any(wording.contains(witness.text, form) for form in _printed_forms(literal)):
        return PRINTED
    for name in sorted(derived):
        if name in _RULES and _RULES[name](quad, literal, witness):
            return name
    return None


def _printed_forms(literal: Literal) -> list[str]:
    datatype = literal.datatype.value
    if datatype in _NUMBER_TYPES:
        return wording.number_wordings(literal.value)
    if datatype in _DATE_TYPES:
        return wording.date_wordings(literal.value)
    if datatype in EDTF:
        return []
    return [literal.value]


def _year_of_report(_quad: Quad, literal: Literal, witness: _Witness) -> bool:
    """Day and month are printed, and the year is the report's."""
    if literal.value == witness.report.year:
        return literal.datatype.value in _DATE_TYPES
    forms = wording.dates_without_year(literal.value)
    return literal.value.startswith(witness.report.year) and any(
        wording.contains(witness.text, form) for form in forms
    )


def _period(_quad: Quad, literal: Literal, witness: _Witness) -> bool:
    """An EDTF value follows from a Dutch wording such as ``eind 2021``."""
    return literal.datatype.value in EDTF and wording.edtf_follows(
        literal.value, witness.text, witness.report.year
    )


def _currency(_quad: Quad, literal: Literal, witness: _Witness) -> bool:
    """``EUR`` where the passage prints ``euro`` or ``€``."""
    return literal.value == "EUR" and ("euro" in witness.text or "€" in witness.text)


def _reading_error(_quad: Quad, literal: Literal, witness: _Witness) -> bool:
    """The text differs from a stretch of the passage by reading errors only."""
    wanted = wording.normalise(literal.value)
    return len(wanted) > 3 and any(
        SequenceMatcher(None, wanted, stretch, autojunk=False).ratio() >= _SIMILAR
        for stretch in _stretches(witness.text, len(wanted))
    )


def _stretches(text: str, length: int) -> Iterator[str]:
    """Cut a text into overlapping stretches that begin at a word."""
    starts = [0, *(index + 1 for index, character in enumerate(text) if character == " ")]
    for margin in (0, max(2, length // 8)):
        for start in starts:
            yield text[start : start + length + margin].strip()


def _word_forms(_quad: Quad, literal: Literal, witness: _Witness) -> bool:
    """Each word stands in the passage, or begins as a word of it does (at least four letters)."""
    passage = wording.words(witness.text)
    return all(
        word in passage or any(len(word) >= 4 and _same_stem(word, other) for other in passage)
        for word in wording.words(literal.value)
    )


def _same_stem(word: str, other: str) -> bool:
    """Tell whether two words differ in their ending only, or one is the other's part."""
    if len(other) < 4:
        return False
    stem = max(4, min(len(word), len(other)) - 2)
    return word[:stem] == other[:stem] or word in other or other in word


def _counted(quad: Quad, literal: Literal, witness: _Witness) -> bool:
    """The number counts what one property of the passage's graph names."""
    names: dict[tuple[str, str], set[str]] = {}
    for other in witness.quads:
        if isinstance(other.object, NamedNode) and isinstance(other.subject, NamedNode):
            key = (other.subject.value, other.predicate.value)
            names.setdefault(key, set()).add(other.object.value)
    return literal.value in {str(len(objects)) for objects in names.values()}


_RULES = {
    "jaar-uit-verslag": _year_of_report,
    "tijdsaanduiding": _period,
    "valuta": _currency,
    "ocr": _reading_error,
    "woordvorm": _word_forms,
    "geteld": _counted,
}
