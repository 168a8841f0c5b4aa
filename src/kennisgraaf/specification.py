"""Specification: vocabularies, code lists and shapes as documents are made of them."""

from typing import Literal

import msgspec

Texts = dict[str, str]
"""Language (``""`` for none) → text."""


class Term(msgspec.Struct, frozen=True, omit_defaults=True):
    """A node as a document shows it."""

    value: str
    kind: Literal["iri", "literal", "blank"] = "iri"
    language: str = ""
    datatype: str = ""


class Constraint(msgspec.Struct, frozen=True, omit_defaults=True):
    """A constraint: the local name of its parameter (``minCount``), with values or with shapes."""

    name: str
    terms: list[Term] = []
    shapes: list["Shape"] = []


class Shape(msgspec.Struct, frozen=True, omit_defaults=True):
    """A SHACL shape; one that only has an IRI refers to the shape of that name.

    ``path`` is a property path in pieces: IRIs in angle brackets, and the signs between them;
    a node shape has none.
    """

    iri: str = ""
    path: list[str] = []
    names: Texts = {}
    descriptions: Texts = {}
    messages: Texts = {}
    severity: str = ""
    deactivated: bool = False
    group: str = ""
    order: float = 0
    targets: list[tuple[str, str]] = []
    constraints: list[Constraint] = []
    properties: list["Shape"] = []

    @property
    def property(self) -> str:
        """The property of a path that is just one; else ``""``."""
        return self.path[0][1:-1] if len(self.path) == 1 else ""


class Expected(msgspec.Struct, frozen=True, order=True):
    """What a value has to be: ``class``, ``datatype``, ``list``, ``value``, … of an IRI or word."""

    kind: str
    iri: str


class Row(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the shapes of one class say about one property path, taken together."""

    path: list[str]
    names: Texts = {}
    texts: Texts = {}
    expected: list[Expected] = []
    least: int = 0
    most: int | None = None
    severity: str = ""
    shape: str = ""


class Entry(msgspec.Struct, frozen=True, omit_defaults=True):
    """A class or property: what its vocabulary says, and how the data use it.

    ``relations`` are by the IRI of the property (``rdfs:subClassOf``) the IRIs of its objects.
    ``uses`` are the instances of a class or the statements with a property; ``subjects`` have it.
    ``shared`` are shapes for several classes that apply, ``examples`` subjects and objects.
    """

    iri: str
    kinds: list[str] = []
    definitions: Texts = {}
    notes: Texts = {}
    relations: dict[str, list[str]] = {}
    uses: int = 0
    subjects: int = 0
    examples: list[tuple[str, Term]] = []
    rows: list[Row] = []
    shared: list[str] = []
    shapes: list[str] = []


class Concept(msgspec.Struct, frozen=True, omit_defaults=True):
    """A concept of a code list; ``uses`` counts the statements that have it as object."""

    iri: str
    notation: str = ""
    definitions: Texts = {}
    uses: int = 0
    depth: int = 0


class CodeList(msgspec.Struct, frozen=True, omit_defaults=True):
    """A concept scheme, and the properties whose values are taken from it by the shapes."""

    iri: str
    definitions: Texts = {}
    concepts: list[Concept] = []
    properties: list[str] = []


class Vocabulary(msgspec.Struct, frozen=True, omit_defaults=True):
    """An ontology below ``ns/``, its terms, and the classes of others that its shapes are about."""

    name: str
    iri: str
    namespace: str
    prefix: str = ""
    definitions: Texts = {}
    metadata: list[tuple[str, Term]] = []
    classes: list[Entry] = []
    properties: list[Entry] = []
    others: list[Entry] = []
    reused: list[Entry] = []


class Evidence(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a term of others was found: in which files, when, and the graph that says so."""

    graph: str
    date: str
    sources: list[str]


class Check(msgspec.Struct, frozen=True, omit_defaults=True):
    """A query of which every row is something wrong."""

    name: str
    severity: str
    messages: Texts


class Specification(msgspec.Struct, frozen=True, omit_defaults=True):
    """All that is shown of vocabularies and shapes.

    ``shared`` are shapes for several classes, with their rows.
    ``found`` has the terms of others that were looked for and found, ``searched`` the namespaces
    in which was looked; ``used`` counts the statements with, or instances of, terms of others.
    ``groups`` are property groups with their names.
    """

    vocabularies: list[Vocabulary] = []
    code_lists: list[CodeList] = []
    shared: list[Entry] = []
    shapes: list[Shape] = []
    groups: dict[str, Texts] = {}
    checks: list[Check] = []
    found: dict[str, Evidence] = {}
    searched: dict[str, Evidence] = {}
    used: dict[str, int] = {}


def written(specification: Specification) -> bytes:
    """Write a specification as JSON."""
    return msgspec.json.encode(specification, order="deterministic")


def read_specification(content: bytes) -> Specification:
    """Read what ``written`` wrote.

    Raises:
        msgspec.MsgspecError: it is something else.
    """
    return msgspec.json.decode(content, type=Specification)
