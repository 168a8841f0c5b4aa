"""Glossary: names, links and short forms of terms, as documents about vocabularies show them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from markupsafe import Markup, escape

from kennisgraaf.iris import document_path, is_link, readable
from kennisgraaf.namespaces import OWL, RDFS, SKOS
from kennisgraaf.specification import (
    Entry,
    Evidence,
    Row,
    Shape,
    Specification,
    Term,
    Texts,
    Vocabulary,
)
from kennisgraaf.web.current import Published
from kennisgraaf.web.language import Text, best_text
from kennisgraaf.web.terms import Link, Presenter

_LONGEST = 120


class Glossary:
    """Shows terms in one language; ``here`` is the document's own IRI, whose terms are near."""

    SUB_CLASS, SUB_PROPERTY = RDFS + "subClassOf", RDFS + "subPropertyOf"
    DOMAIN, RANGE, INVERSE = RDFS + "domain", RDFS + "range", OWL + "inverseOf"

    def __init__(self, current: Published, language: str, here: str = "") -> None:
        self.specification: Specification = current.specification
        self._current, self._language, self._here = current, language, here
        publication = current.publication
        self._spaces = sorted(publication.prefixes.items(), key=lambda item: -len(item[1]))
        self._names: dict[str, Markup] = {}
        self.learn(())

    def learn(self, iris: Iterable[str]) -> None:
        """Look up the labels of all that will be shown."""
        labels = self._current.descriptions.labels(iris) if iris else {}
        publication = self._current.publication
        self._presenter = Presenter(publication, labels, self._language, set(labels))

    def link(self, iri: str) -> Link:
        """Show an IRI; a term of the same document by its anchor."""
        link = self._presenter.link(iri)
        if self._here and iri.startswith(self._here) and len(iri) > len(self._here):
            return Link(iri, link.label, f"#{anchor(iri)}", True)
        return link

    def name(self, iri: str) -> Markup:
        """Write the name of a term, linked."""
        if iri not in self._names:
            self._names[iri] = self._name(iri)
        return self._names[iri]

    def _name(self, iri: str) -> Markup:
        link = self.link(iri)
        text = self.marked(link.label)
        return Markup('<a href="{}">{}</a>').format(link.href, text) if link.href else text

    def code(self, iri: str) -> str:
        """Write an IRI short, with its prefix if it has one."""
        for prefix, space in self._spaces:
            if iri.startswith(space) and len(iri) > len(space):
                return f"{prefix}:{iri[len(space) :]}"
        return iri

    def text(self, texts: Texts) -> Text | None:
        """Choose the text that suits the reader best."""
        languages = self._current.publication.languages
        return best_text(texts, self._language, languages) if texts else None

    def show(self, term: Term) -> Markup:
        """Write a term of a constraint."""
        if term.kind == "iri":
            is_technical = term.value.startswith(_TECHNICAL)
            return self._as_code(self.code(term.value)) if is_technical else self.name(term.value)
        shown = term.value if len(term.value) <= _LONGEST else f"{term.value[:_LONGEST]}…"
        return self._as_code(shown)

    def show_iri(self, iri: str) -> Markup:
        """Write the name of a term, linked; a datatype by its short form."""
        return self.show(Term(iri))

    def path(self, path: list[str]) -> Markup:
        """Write a property path with the names of its properties."""
        pieces = (
            self.name(piece[1:-1]) if piece[:1] == "<" else escape(_SIGNS.get(piece, piece))
            for piece in path
        )
        return Markup("").join(pieces)

    def refer(self, shape: Shape) -> Markup:
        """Write the name of a shape, linked to its section."""
        shape = self.shape(shape.iri) or shape
        text = self.text(shape.names)
        name = self.marked(text) if text else self._as_code(readable(shape.iri) or "[ ]")
        path = shape_path(shape.iri, self._current.publication.base_iri)
        return Markup('<a href="{}">{}</a>').format(path, name) if path else name

    def title(self, shape: Shape) -> str:
        """Give the name of a shape as text."""
        text = self.text(shape.names)
        return text.text if text else anchor(shape.iri)

    def refer_to(self, iri: str) -> Markup:
        """Write the name of the shape with an IRI, linked to its section."""
        return self.refer(Shape(iri=iri))

    def owner(self, iri: str) -> Markup:
        """Write the name of a class, or of a shape for several."""
        return self.refer_to(iri) if self.shape(iri) else self.name(iri)

    def href(self, iri: str) -> str:
        """Give where to read about a term of others; what is not described here, at its own IRI."""
        return iri if is_link(iri) else ""

    def shape_path(self, iri: str) -> str:
        """Give the path of a shape's section."""
        return shape_path(iri, self._current.publication.base_iri)

    def turtle_path(self, iri: str) -> str:
        """Give the path of a thing's document in Turtle."""
        path = document_path(self._current.publication.base_iri, iri)
        return f"{path}&format=ttl" if "?" in path else f"{path}.ttl"

    def turtle(self, entry: Entry) -> str:
        """Write the examples of a class or property as a Turtle document."""
        lines = [
            self._statement(subject, "" if term.value == entry.iri else entry.iri, term)
            for subject, term in entry.examples
        ]
        used = {match[1] for line in lines for match in _PREFIXED.finditer(line)}
        spaces = [f"PREFIX {key}: <{space}>" for key, space in self._spaces if key in used]
        return "\n".join([*sorted(spaces), *([""] if spaces else []), *lines])

    def _statement(self, subject: str, predicate: str, term: Term) -> str:
        """Write a statement as Turtle; one without a predicate says a class."""
        value = self._turtle(term.value) if term.kind == "iri" else f'"{_escaped(term.value)}"'
        if term.language:
            value += f"@{term.language}"
        elif term.datatype and not term.datatype.endswith("#string"):
            value += f"^^{self._turtle(term.datatype)}"
        return f"{self._turtle(subject)} {self._turtle(predicate) if predicate else 'a'} {value} ."

    def _turtle(self, iri: str) -> str:
        code = self.code(iri)
        return code if _IS_SHORT.fullmatch(code) else f"<{iri}>"

    @staticmethod
    def anchor(iri: str) -> str:
        """Give the anchor of a term's section."""
        return anchor(iri)

    def shape(self, iri: str) -> Shape | None:
        """Give the shape with a name."""
        return self._shapes.get(iri)

    @cached_property
    def _shapes(self) -> Mapping[str, Shape]:
        return {shape.iri: shape for shape in self.specification.shapes if shape.iri}

    def existence(self, iri: str) -> tuple[str, Evidence | None]:
        """Tell whether a term of others exists: ``found``, ``missing``, or ``""`` for who knows."""
        if iri in self.specification.found:
            return "found", self.specification.found[iri]
        spaces = [space for space in self.specification.searched if iri.startswith(space)]
        return (
            ("missing", self.specification.searched[max(spaces, key=len)]) if spaces else ("", None)
        )

    def marked(self, text: Text) -> Markup:
        """Write a text with its language; isolated where it might turn what stands around it."""
        is_other = text.language not in ("", self._language)
        if not is_other and not _TURNS.search(text.text):
            return escape(text.text)
        tag = Markup(' lang="{}"').format(text.language) if is_other else Markup("")
        return Markup("<bdi{}>{}</bdi>").format(tag, text.text)

    def _as_code(self, text: str) -> Markup:
        return Markup("<code>{}</code>").format(text)


_TECHNICAL = (
    "http://www.w3.org/2001/XMLSchema#",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString",
    "http://www.w3.org/ns/shacl#",
)
_SIGNS = {"/": " / ", "|": " | "}


# Letters from right to left, and signs that change the direction.
_TURNS = re.compile("[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufeff]")
_PREFIXED = re.compile(r"(?:^|\s|\^)([A-Za-z][\w-]*):\w")
_IS_SHORT = re.compile(r"[A-Za-z][\w-]*:\w[\w-]*")


def _escaped(text: str) -> str:
    for sign, written in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r")):
        text = text.replace(sign, written)
    return text


def anchor(iri: str) -> str:
    """Give the last part of an IRI, as the anchor of its section."""
    return iri[max(iri.rfind("#"), iri.rfind("/")) + 1 :]


def shape_path(iri: str, base: str) -> str:
    """Give the path of a shape's section; ``""`` for a shape without a name."""
    if not iri:
        return ""
    space, _, name = iri.rpartition("#")
    local = space.removeprefix(base) if space.startswith(base) else ""
    page = f"/{local}" if local.startswith("ns/") and local.endswith("/shapes") else "/shapes"
    return f"{page}#{name or anchor(iri)}"


def named_in(vocabulary: Vocabulary, specification: Specification) -> Iterator[str]:
    """Give all IRIs that the document about a vocabulary names."""
    yield vocabulary.iri
    for predicate, term in vocabulary.metadata:
        yield from (predicate, term.value)
    entries = (*vocabulary.classes, *vocabulary.properties, *vocabulary.others, *vocabulary.reused)
    for entry in (*entries, *specification.shared):
        yield from named_by(entry)
    yield from (code_list.iri for code_list in specification.code_lists)


def named_by(entry: Entry) -> Iterator[str]:
    """Give all IRIs that the section of a term names."""
    yield entry.iri
    yield from entry.kinds
    for others in entry.relations.values():
        yield from others
    for subject, term in entry.examples:
        yield subject
        if term.kind == "iri":
            yield term.value
    for row in entry.rows:
        yield from named_in_row(row)


def named_in_row(row: Row) -> Iterator[str]:
    """Give all IRIs that a row names."""
    yield from (piece[1:-1] for piece in row.path if piece[:1] == "<")
    yield from (expected.iri for expected in row.expected)


def named_in_shape(shape: Shape, depth: int = 0) -> Iterator[str]:
    """Give all IRIs that a shape's sentences name."""
    yield from (piece[1:-1] for piece in shape.path if piece[:1] == "<")
    yield from (iri for _, iri in shape.targets)
    for constraint in shape.constraints:
        yield from (term.value for term in constraint.terms if term.kind == "iri")
        for inner in constraint.shapes:
            yield from named_in_shape(inner, depth + 1)
    for inner in shape.properties:
        yield from named_in_shape(inner, depth + 1)


MAPPINGS = (
    "http://www.w3.org/2000/01/rdf-schema#subClassOf",
    "http://www.w3.org/2000/01/rdf-schema#subPropertyOf",
    "http://www.w3.org/2002/07/owl#equivalentClass",
    "http://www.w3.org/2002/07/owl#equivalentProperty",
    *(SKOS + f"{kind}Match" for kind in ("exact", "close", "broad", "narrow", "related")),
)
"""Properties that map a term to one of another vocabulary."""
