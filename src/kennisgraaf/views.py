"""Views: what a publication lets its pages show, as a version folder holds it."""

from typing import Literal

import msgspec

FACETS, PANELS = "facets", "panels"

TAKEN = ("class", "sort", "page", "lang", "format")
"""Parameters of lists, so that no facet has such a name."""

Texts = dict[str, str]
"""Language → text."""


class Column(msgspec.Struct, frozen=True):
    """A column of a panel: the variable that fills it, and its name per language."""

    variable: str
    texts: Texts


class Sign(msgspec.Struct, frozen=True):
    """What a value of a panel means: the mark it is shown with, and the words per language."""

    value: str
    mark: str
    texts: Texts


class View(msgspec.Struct, frozen=True, kw_only=True):
    """A query whose answer pages show, with the words that go with it.

    ``name`` is the file's, with its folder: ``facets/theme``, ``panels/roles``, ``map``. A panel
    shows its ``columns``, or all that is selected if none is named; the values of the first
    variable of ``across`` become columns that hold those of the second, and rows that differ only
    in variables of ``together`` are one row. ``legend`` says what literals mean. A facet with
    ``chips`` is shown beside the entries of lists.
    """

    name: str
    query: str
    texts: Texts = {}
    hints: Texts = {}
    order: int = 0
    columns: tuple[Column, ...] = ()
    legend: tuple[Sign, ...] = ()
    across: tuple[str, ...] = ()
    together: tuple[str, ...] = ()
    chips: bool = False

    @property
    def kind(self) -> str:
        """``facets`` or ``panels``; ``""`` for a page of its own."""
        return self.name.rpartition("/")[0]


class Cell(msgspec.Struct, frozen=True, array_like=True, omit_defaults=True):
    """A term of an answer. A ``graph`` is an IRI that names a graph of the dataset: evidence."""

    kind: Literal["iri", "graph", "literal", "blank"]
    value: str
    language: str = ""
    datatype: str = ""


class Row(msgspec.Struct, frozen=True):
    """A row of the answer to a view: which entity it is about, and what else is bound."""

    this: str
    cells: dict[str, Cell]


def write_views(views: tuple[View, ...]) -> bytes:
    """Write views as JSON, so that a version folder is complete in itself."""
    return msgspec.json.format(msgspec.json.encode(views), indent=2) + b"\n"


def read_written_views(content: bytes) -> tuple[View, ...]:
    """Read what ``write_views`` wrote."""
    return msgspec.json.decode(content, type=tuple[View, ...])
