"""Prologue: the form of a query and the prefixes that it declares, read from its tokens."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kennisgraaf.store.messages import Answer

_PREFIXED = re.compile(r"([^\W_][\w.-]*)?:")
_ABSOLUTE = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:")
_DECLARING = ("BASE", "PREFIX")
QUERY_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
Tokens = Iterable[re.Match[str]]
"""What ``screening.tokens_of`` gives of a query."""


@dataclass(frozen=True)
class Undeclared:
    """A prefix that is used and not declared, and where, counted from 1."""

    prefix: str
    line: int
    column: int

    @property
    def answer(self) -> Answer:
        """What a query process tells of it."""
        reason = f"The prefix {self.prefix}: is not declared: begin with PREFIX {self.prefix}: <…>."
        return Answer(error="syntax", message=reason, line=self.line, column=self.column)


def form_of(tokens: Tokens) -> str:
    """Give the first keyword after the prologue, in capitals; ``""`` where there is none."""
    for token in tokens:
        word = (token["words"] or "").upper()
        if word and word not in _DECLARING:
            return word
    return ""


def begins_with_base(tokens: Tokens) -> bool:
    """Tell whether a query begins with an absolute base, so that no other one has any effect."""
    meant = [token[0] for token in tokens if not token[0].isspace() and token[0][0] != "#"][:2]
    return len(meant) > 1 and meant[0].upper() == "BASE" and _ABSOLUTE.match(meant[1]) is not None


def has_keyword(tokens: Tokens, keyword: str) -> bool:
    """Tell whether a query has a keyword, given in capitals."""
    return any((token["words"] or "").upper() == keyword for token in tokens)


def undeclared_prefix(tokens: Tokens) -> Undeclared | None:
    """Find the first prefix that is used before it is declared."""
    declared: set[str] = set()
    is_declared_here = False
    for token in tokens:
        name = _PREFIXED.match(token["skipped"] or "")
        if name is None:
            if not token[0].isspace() and token[0][0] != "#":
                is_declared_here = (token["words"] or "").upper() == "PREFIX"
            continue
        prefix = name[1] or ""
        if is_declared_here:
            declared.add(prefix)
        elif prefix not in declared:
            text = token.string
            line = text.count("\n", 0, token.start()) + 1
            return Undeclared(prefix, line, token.start() - text.rfind("\n", 0, token.start()))
        is_declared_here = False
    return None


def without_dataset(tokens: Tokens) -> str:
    """Leave out the data set that a query names itself: its FROM clauses."""
    kept: list[str] = []
    is_clause = False
    for token in tokens:
        word = (token["words"] or "").upper()
        if word == "FROM":
            is_clause = True
        elif not is_clause or token[0].isspace():
            kept.append(token[0])
        elif word != "NAMED" and not token[0].startswith("#"):
            is_clause = False  # This was its IRI.
    return "".join(kept)


def iris_of(tokens: Tokens) -> Iterator[str]:
    """Give the IRIs that stand in a query, as they are written."""
    for token in tokens:
        if token[0].startswith("<") and token[0].endswith(">"):
            yield token[0][1:-1]
