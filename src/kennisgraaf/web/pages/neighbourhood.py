"""Neighbourhood: what an entity leads to and what leads to it, laid out as a drawing."""

from collections.abc import Iterable
from dataclasses import dataclass
from textwrap import shorten, wrap

from kennisgraaf.web.pages.statements import EntityPage
from kennisgraaf.web.terms import Group, Link

# All in units of the drawing, about a pixel each on a wide screen.
WIDTH = 960
_MIDDLE = WIDTH // 2
_HALF_BOX = 95
_REACH = 160  # From the middle to where the names of neighbours begin.
_ROW = 27
_GAP = 10
_LETTERS = 36
_BOX_LETTERS = 19
_MOST_LINES = 4
_MOST_SHOWN = 12
_LEAST = 3  # Fewer neighbours are read more quickly than drawn.


@dataclass(frozen=True)
class Neighbour:
    """A name beside the middle, and the curve that leads there."""

    link: Link
    text: str
    y: int
    curve: str


@dataclass(frozen=True)
class Branch:
    """The neighbours by one property, whose name stands above them."""

    name: Link
    text: str
    y: int
    neighbours: tuple[Neighbour, ...]


@dataclass(frozen=True)
class Side:
    """The left (what leads here) or the right (where this leads)."""

    x: int
    anchor: str
    branches: tuple[Branch, ...]
    more: int


@dataclass(frozen=True)
class Drawing:
    """The sides, and the lines of the name in the middle."""

    height: int
    lines: tuple[tuple[str, int], ...]
    box_top: int
    box_height: int
    sides: tuple[Side, Side]


def drawing(page: EntityPage) -> Drawing | None:
    """Lay out the neighbourhood of an entity; nothing where there is little to see."""
    outgoing = _links(group for section in page.sections for group in section.groups)
    incoming = _links(page.incoming)
    if sum(len(links) for _, links in [*outgoing, *incoming]) < _LEAST:
        return None
    chosen = [_clipped(groups) for groups in (incoming, outgoing)]
    height = max(_height(groups) for groups, _ in chosen)
    lines = wrap(page.title.text, _BOX_LETTERS, max_lines=_MOST_LINES, placeholder=" …")
    box_height = 22 * len(lines) + 24
    height = max(height, box_height + 2 * _GAP)
    top = (height - box_height) // 2
    left, right = (
        _side(groups, more, height, direction)
        for (groups, more), direction in zip(chosen, (-1, 1), strict=True)
    )
    placed = tuple((line, top + 30 + 22 * number) for number, line in enumerate(lines))
    return Drawing(height, placed, top, box_height, (left, right))


def _links(groups: Iterable[Group]) -> list[tuple[Link, list[Link]]]:
    found = []
    for group in groups:
        links = [value.link for value in group.values if value.link and value.link.is_local]
        if links:
            found.append((group.property, links))
    return found


def _clipped(
    groups: list[tuple[Link, list[Link]]],
) -> tuple[list[tuple[Link, list[Link]]], int]:
    """Keep the first neighbours, and count the others."""
    kept, left = [], _MOST_SHOWN
    for name, links in groups:
        if left:
            kept.append((name, links[:left]))
            left -= len(links[:left])
    return kept, sum(len(links) for _, links in groups) - (_MOST_SHOWN - left)


def _height(groups: list[tuple[Link, list[Link]]]) -> int:
    return sum(_ROW * (len(links) + 1) + _GAP for _, links in groups) + 2 * _GAP


def _side(groups: list[tuple[Link, list[Link]]], more: int, height: int, direction: int) -> Side:
    x = _MIDDLE + direction * _REACH
    y = (height - _height(groups)) // 2 + _GAP + _ROW // 2
    branches = []
    for name, links in groups:
        above, neighbours = y, []
        for link in links:
            y += _ROW
            neighbours.append(Neighbour(link, _short(link), y, _curve(height, x, y, direction)))
        branches.append(Branch(name, _short(name), above, tuple(neighbours)))
        y += _ROW + _GAP
    return Side(x, "start" if direction > 0 else "end", tuple(branches), more)


def _short(link: Link) -> str:
    text = link.label.text[: 20 * _LETTERS]
    return shorten(text, _LETTERS, placeholder=" …") or text[:_LETTERS]


def _curve(height: int, x: int, y: int, direction: int) -> str:
    begin, end = _MIDDLE + direction * _HALF_BOX, x - direction * 8
    half = (begin + end) // 2
    return f"M{begin} {height // 2}C{half} {height // 2} {half} {y - 5} {end} {y - 5}"
