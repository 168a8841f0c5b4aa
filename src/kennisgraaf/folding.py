"""Folding: texts as search compares them: without case, accents and punctuation."""

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")

LONGEST = 200
"""So many characters of a text are compared."""


def words(text: str) -> list[str]:
    """Give the words of the begin of a text, folded."""
    return _WORD.findall(_plain(text[:LONGEST]))


def fold(text: str) -> str:
    """Write a text as its folded words."""
    return " ".join(words(text))


def squeeze(text: str) -> str:
    """Write a text as its folded words without spaces: a number with and without dots is one."""
    return "".join(words(text))


def parts(text: str) -> list[tuple[str, str]]:
    """Cut a text into words and what is between them, each with its folded form (or ``""``)."""
    found, end = [], 0
    for match in re.finditer(r"[^\W_][\w\u0300-\u036f]*", text):
        found.append((text[end : match.start()], ""))
        found.append((match[0], "".join(_WORD.findall(_plain(match[0])))))
        end = match.end()
    found.append((text[end:], ""))
    return [part for part in found if part[0]]


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.category(c).startswith(("M", "C")))
