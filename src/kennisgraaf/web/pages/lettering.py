"""Lettering: where the names of the marks of a drawing stand, so that none covers another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# In units of the drawing: the size of a letter; and on a telephone, where the drawing shrinks and
# letters may not.
SIZE, _LARGE = 21, 30
_WIDTH = 0.5  # Of a letter, by its size.
RADIUS = 8
_GAP = 5
_LONGEST = 28

Box = tuple[float, float, float, float]
"""Left, top, right and bottom."""


@dataclass(frozen=True)
class Lettering:
    """A name: where it begins, ends or has its middle, by ``anchor``, and what it covers.

    ``is_tight`` tells that there is no room for it on a telephone.
    """

    text: str
    x: float
    y: float
    anchor: str
    box: Box
    is_tight: bool


def lettered(
    marks: Sequence[tuple[float, float, str]], width: float, height: float
) -> list[Lettering | None]:
    """Give the name of each mark the first side on which it covers no mark and no other name.

    Args:
        marks: where each is, and its name.
        width: of the drawing, from 0.
        height: of the drawing, from 0.

    Returns:
        For each mark its name, or ``None`` where there is no room.
    """
    taken = [(x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS) for x, y, _ in marks]
    found: list[Lettering | None] = [None] * len(marks)
    for size in (_LARGE, SIZE):
        for number, (x, y, name) in enumerate(marks):
            if found[number]:
                continue
            others = [box for other, box in enumerate(taken) if other != number]
            free = (
                side
                for side in _sides(x, y, name[:_LONGEST], size)
                if _is_inside(side.box, width, height)
                and not any(_overlap(side.box, box) for box in others)
            )
            found[number] = chosen = next(free, None)
            if chosen:
                taken.append(chosen.box)
    return found


def _sides(x: float, y: float, text: str, size: float) -> Iterator[Lettering]:
    """Give the places of a name around its mark: right, left, above, below."""
    away, width = RADIUS + _GAP, len(text) * size * _WIDTH
    for at, base, anchor, left in (
        (x + away, y + SIZE / 3, "start", x + away),
        (x - away, y + SIZE / 3, "end", x - away - width),
        (x, y - RADIUS - size / 4, "middle", x - width / 2),
        (x, y + away + size * 0.7, "middle", x - width / 2),
    ):
        box = (left, base - size * 0.8, left + width, base + size * 0.2)
        yield Lettering(text, round(at, 1), round(base, 1), anchor, box, size == SIZE)


def _is_inside(box: Box, width: float, height: float) -> bool:
    return box[0] >= 0 and box[1] >= 0 and box[2] <= width and box[3] <= height


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
