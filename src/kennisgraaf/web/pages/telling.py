"""Telling: a change between two reports as a page shows it: side by side, and in a sentence."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from kennisgraaf.store.changes import Change
from kennisgraaf.store.passages import Passage
from kennisgraaf.views import Cell, Sign
from kennisgraaf.web.language import Text
from kennisgraaf.web.terms import Link, Presenter, Value

_NAME = re.compile(r"\{(this|before|after|property|since|year)\}")
# So many values a side shows; the others are on the page of the thing.
_MOST_VALUES = 12


@dataclass(frozen=True)
class Proof:
    """A passage that a change follows from."""

    link: Link
    passage: Passage | None


@dataclass(frozen=True)
class Side:
    """What one of two reports says; ``more`` are not shown."""

    year: str
    values: tuple[Value, ...]
    more: int
    proofs: tuple[Proof, ...]


@dataclass(frozen=True)
class Told:
    """A change as it is shown.

    ``sentence`` is words and values, one after the other; ``mark`` is how it changed.
    """

    thing: Link
    kind: Link
    mark: str
    kinds: tuple[Link, ...]
    property: Link | None
    sentence: tuple[Text | Value, ...]
    before: Side
    after: Side


class Teller:
    """Knows how to tell changes on one page."""

    def __init__(
        self, presenter: Presenter, legend: Iterable[Sign], passages: Mapping[str, Passage]
    ) -> None:
        self._presenter = presenter
        self._signs = {sign.value: sign for sign in legend}
        self._passages = passages

    def tell(self, change: Change) -> Told:
        """Show a change."""
        link, sign = self._presenter.link, self._signs.get(change.told)
        proven: tuple[list[Proof], list[Proof]] = ([], [])
        for proof in map(self._proof, change.passages):
            proven[self._is_later(proof, change)].append(proof)
        return Told(
            thing=link(change.this),
            kind=link(change.kind),
            mark=sign.mark if sign else "changed",
            kinds=tuple(link(cell.value) for cell in change.classes),
            property=link(change.about.value) if change.about else None,
            sentence=self._sentence(sign, change),
            before=self._side(change.since, change.before, proven[0], change.currency),
            after=self._side(change.year, change.after, proven[1], change.currency),
        )

    def _side(
        self, year: Cell | None, cells: list[Cell], proofs: list[Proof], currency: str
    ) -> Side:
        values = tuple(self._value(cell, currency) for cell in cells[:_MOST_VALUES])
        more = max(0, len(cells) - _MOST_VALUES)
        order = sorted(proofs, key=lambda proof: proof.passage.first_line if proof.passage else 0)
        return Side(year.value if year else "", values, more, tuple(order))

    def _proof(self, cell: Cell) -> Proof:
        return Proof(self._presenter.link(cell.value), self._passages.get(cell.value))

    def _is_later(self, proof: Proof, change: Change) -> bool:
        """Tell whether a passage is of the later report; one of no report is, too."""
        since = change.since.value if change.since else ""
        return proof.passage is None or proof.passage.year != since

    def _value(self, cell: Cell, currency: str) -> Value:
        value = self._presenter.value(_term(cell))
        if not currency or value.text is None or value.element != "data":
            return value
        # Before or after the amount is for the language to say; the sign says enough in both.
        unit = "€" if currency == "EUR" else currency
        return Value(text=Text(f"{value.text.text} {unit}", ""), machine=cell.value, element="data")

    def _sentence(self, sign: Sign | None, change: Change) -> tuple[Text | Value, ...]:
        if sign is None:
            return ()
        text = self._presenter.best(sign.texts)
        parts: list[Text | Value] = []
        for number, part in enumerate(_NAME.split(text.text)):
            if number % 2 == 0:
                parts.append(Text(part, text.language))
            else:
                parts += self._named(part, change)
        return tuple(parts)

    def _named(self, name: str, change: Change) -> list[Text | Value]:
        if name == "this":
            return [Value(self._presenter.link(change.this))]
        held = getattr(change, "about" if name == "property" else name)
        cells: list[Cell] = held[:3] if isinstance(held, list) else [held] if held else []
        parts: list[Text | Value] = []
        for cell in cells:
            parts += [*([Text(", ", "")] if parts else []), self._value(cell, change.currency)]
        return parts


def _term(cell: Cell) -> NamedNode | Literal:
    if cell.kind in ("iri", "graph"):
        return NamedNode(cell.value)
    if cell.language:
        return Literal(cell.value, language=cell.language)
    if cell.datatype:
        return Literal(cell.value, datatype=NamedNode(cell.datatype))
    return Literal(cell.value)
