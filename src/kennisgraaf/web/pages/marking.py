"""Marking: where the words that were asked stand in a text."""

from collections.abc import Sequence

from kennisgraaf.folding import parts

Marked = list[tuple[str, bool]]
"""A text in pieces, each with whether it is what was asked."""

_SHORTEST_INSIDE = 3
_BEFORE, _AFTER = 60, 160


def marked(text: str, asked: Sequence[str]) -> Marked:
    """Mark the words of a text that begin with a word that was asked, or hold a longer one."""
    pieces: Marked = []
    for part, folded in parts(text):
        is_asked = bool(folded) and any(_has(folded, word) for word in asked)
        if pieces and pieces[-1][1] == is_asked:
            pieces[-1] = (pieces[-1][0] + part, is_asked)
        else:
            pieces.append((part, is_asked))
    return pieces


def snippet(text: str, asked: Sequence[str]) -> Marked:
    """Mark a piece of a long text, around the first word that was asked."""
    text = " ".join(text.split())
    pieces = marked(text, asked)
    place = 0
    for piece, is_asked in pieces:
        if is_asked:
            break
        place += len(piece)
    begin = 0 if place < _BEFORE + _AFTER or place >= len(text) else place - _BEFORE
    begin = text.find(" ", begin) + 1 if begin else 0
    end = begin + _BEFORE + _AFTER
    if end < len(text):
        end = max(text.rfind(" ", begin, end), begin + _AFTER)
    shown = ("… " if begin else "") + text[begin:end] + (" …" if end < len(text) else "")
    return marked(shown, asked)


def count_marks(pieces: Marked) -> int:
    """Count the pieces that were asked."""
    return sum(is_asked for _, is_asked in pieces)


def _has(folded: str, word: str) -> bool:
    return folded.startswith(word) or (len(word) >= _SHORTEST_INSIDE and word in folded)
