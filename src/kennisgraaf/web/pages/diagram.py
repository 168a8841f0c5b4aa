"""Diagram: classes and how they hang together, laid out in columns from left to right.

Every relation passes through a place of its own for its names, so that no two names meet.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import fmean

_LETTER = 7.6
_LINE = 19
_CLASS_PADDING = 26
_GAP = 12
_COLUMN_GAP = 28
_SWEEPS = 8
_MOST_BOXES = 60


@dataclass
class Box:
    """A class, the names of a relation, or a bend of a line; x and y are of its middle."""

    lines: list[str]
    iri: str = ""
    rank: int = 0
    x: float = 0
    y: float = 0
    width: float = 0
    height: float = 6

    @property
    def is_class(self) -> bool:
        """Whether it is a class."""
        return bool(self.iri)


@dataclass(frozen=True)
class Relation:
    """What leads from a class to another: names of properties, none for a sub-class."""

    source: str
    target: str
    names: tuple[str, ...] = ()


@dataclass
class Line:
    """A relation as it is drawn: an SVG path, and at which end its arrow is."""

    relation: Relation
    boxes: list[Box]
    is_reversed: bool
    path: str = ""


@dataclass
class Diagram:
    """A drawing and its size."""

    boxes: list[Box] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    width: int = 0
    height: int = 0


def draw(classes: dict[str, str], relations: Iterable[Relation], width: int = 980) -> Diagram:
    """Lay out classes, given by IRI with their names, and relations between two of them.

    What is not related to anything stands in rows below. Of very many classes nothing is drawn.
    """
    if not classes or len(classes) > _MOST_BOXES:
        return Diagram()
    own: dict[str, list[str]] = defaultdict(list)
    between = []
    for relation in relations:
        if relation.source == relation.target:
            own[relation.source] += relation.names
        else:
            between.append(relation)
    boxes = {iri: _class_box(iri, name, own[iri]) for iri, name in classes.items()}
    lines = _ranked(boxes, between)
    related = {iri for relation in between for iri in (relation.source, relation.target)}
    right = bottom = 0.0
    drawn: list[Box] = []
    for part in _parts(lines):
        columns = _columns(part)
        _order(columns, part)
        width_of_part, height = _place(columns, part, bottom)
        right, bottom = max(right, width_of_part), height + _GAP
        drawn += [box for column in columns for box in column if box.lines]
    alone = [box for iri, box in boxes.items() if iri not in related]
    bottom = _place_alone(alone, max(right, width), bottom)
    for line in lines:
        line.path = _path(line.boxes)
    right = max([right, *(box.x + box.width / 2 for box in alone)])
    return Diagram([*drawn, *alone], lines, round(right) + 2, round(bottom))


def _class_box(iri: str, name: str, own: list[str]) -> Box:
    lines = [name, *(f"↻ {text}" for text in own)]
    width = max(len(line) for line in lines) * _LETTER + _CLASS_PADDING
    return Box(lines, iri, width=width, height=len(lines) * _LINE + 14)


def _ranked(boxes: dict[str, Box], relations: list[Relation]) -> list[Line]:
    """Turn the relations that would close a circle, and give each class its column."""
    following: dict[str, list[str]] = defaultdict(list)
    turned = []
    for relation in relations:
        # A sub-class stands to the right of its super-class.
        first, last = relation.source, relation.target
        is_reversed = not relation.names
        if is_reversed:
            first, last = last, first
        if _leads(following, last, first):
            first, last, is_reversed = last, first, not is_reversed
        following[first].append(last)
        turned.append((relation, first, last, is_reversed))
    for _ in boxes:
        for _relation, first, last, _ in turned:
            boxes[last].rank = max(boxes[last].rank, boxes[first].rank + 2)
    lines = []
    for relation, first, last, is_reversed in turned:
        begin, end = boxes[first], boxes[last]
        bends = [Box([], rank=rank) for rank in range(begin.rank + 1, end.rank)]
        _add_names(bends[(len(bends) - 1) // 2], relation.names)
        lines.append(Line(relation, [begin, *bends, end], is_reversed))
    return lines


def _add_names(box: Box, names: tuple[str, ...]) -> None:
    if names:
        box.lines = list(names)
        box.width = max(map(len, names)) * _LETTER * 0.9 + 10
        box.height = len(names) * (_LINE - 2) + 4


def _leads(following: dict[str, list[str]], first: str, last: str) -> bool:
    waiting, seen = [first], {first}
    while waiting:
        node = waiting.pop()
        if node == last:
            return True
        new = [other for other in following[node] if other not in seen]
        seen.update(new)
        waiting += new
    return False


def _parts(lines: list[Line]) -> list[list[Line]]:
    """Part the lines into those that hang together, the largest part first."""
    parts: list[tuple[set[str], list[Line]]] = []
    for line in lines:
        ends = {line.relation.source, line.relation.target}
        touching = [part for part in parts if part[0] & ends]
        parts = [part for part in parts if not part[0] & ends]
        joined = [other for part in touching for other in part[1]]
        parts.append((ends.union(*(part[0] for part in touching)), [*joined, line]))
    return sorted((part for _, part in parts), key=len, reverse=True)


def _columns(lines: list[Line]) -> list[list[Box]]:
    columns: dict[int, dict[int, Box]] = defaultdict(dict)
    for line in lines:
        for box in line.boxes:
            columns[box.rank][id(box)] = box
    return [list(columns[rank].values()) for rank in sorted(columns)]


def _neighbours(lines: list[Line]) -> tuple[dict[int, list[Box]], dict[int, list[Box]]]:
    before: dict[int, list[Box]] = defaultdict(list)
    after: dict[int, list[Box]] = defaultdict(list)
    for line in lines:
        for first, last in zip(line.boxes, line.boxes[1:], strict=False):
            after[id(first)].append(last)
            before[id(last)].append(first)
    return before, after


def _order(columns: list[list[Box]], lines: list[Line]) -> None:
    """Order each column by where its neighbours stand, to and fro, so that few lines cross."""
    before, after = _neighbours(lines)
    for column in columns:
        for place, box in enumerate(column):
            box.y = place
    for sweep in range(_SWEEPS):
        neighbours, ordered = (before, columns) if sweep % 2 == 0 else (after, columns[::-1])
        for column in ordered:
            wanted = {
                id(box): fmean(other.y for other in neighbours[id(box)])
                if neighbours[id(box)]
                else box.y
                for box in column
            }
            column.sort(key=lambda box: wanted[id(box)])
            for place, box in enumerate(column):
                box.y = place


def _place(columns: list[list[Box]], lines: list[Line], begin: float) -> tuple[float, float]:
    """Give every box its place below ``begin``: near its neighbours, none over another."""
    x = 0.0
    for column in columns:
        width = max(box.width for box in column)
        y = 0.0
        for box in column:
            box.width = box.width or (width if any(b.is_class for b in column) else width / 2)
            box.x = x + width / 2
            box.y = y + box.height / 2
            y += box.height + _GAP
        x += width + _COLUMN_GAP
    before, after = _neighbours(lines)
    for sweep in range(_SWEEPS):
        neighbours, ordered = (after, columns[::-1]) if sweep % 2 == 0 else (before, columns)
        for column in ordered:
            _settle(column, neighbours)
    boxes = [box for column in columns for box in column]
    top = min((box.y - box.height / 2 for box in boxes), default=0) - begin - 2
    for box in boxes:
        box.y -= top
    return x - _COLUMN_GAP, max((box.y + box.height / 2 for box in boxes), default=0) + 4


def _settle(column: list[Box], neighbours: dict[int, list[Box]]) -> None:
    """Move the boxes of a column towards their neighbours, and those that meet together."""
    groups: list[tuple[list[Box], list[float]]] = []
    for box in column:
        others = neighbours[id(box)]
        groups.append(([box], [fmean(o.y for o in others) if others else box.y]))
        while len(groups) > 1 and _begin(groups[-1]) < _end(groups[-2]):
            boxes, wanted = groups.pop()
            offset = sum(b.height + _GAP for b in groups[-1][0])
            groups[-1][1].extend(want - offset for want in wanted)
            groups[-1][0].extend(boxes)
    for group in groups:
        y = _begin(group)
        for box in group[0]:
            box.y = y + box.height / 2
            y += box.height + _GAP


def _begin(group: tuple[list[Box], list[float]]) -> float:
    """Give the top of boxes that stand close together; what they want is of the first of them."""
    return fmean(group[1]) - group[0][0].height / 2


def _end(group: tuple[list[Box], list[float]]) -> float:
    return _begin(group) + sum(box.height + _GAP for box in group[0])


def _place_alone(boxes: list[Box], width: float, top: float) -> float:
    """Place boxes in rows; give where they end."""
    x, y, height = 0.0, top + (3 * _GAP if top else 2), 0.0
    for box in boxes:
        if x and x + box.width > width:
            x, y, height = 0.0, y + height + _GAP, 0.0
        box.x, box.y = x + box.width / 2, y + box.height / 2
        x, height = x + box.width + _GAP, max(height, box.height)
    return y + height + 4 if boxes else top


def _path(boxes: list[Box]) -> str:
    """Draw a line through boxes: straight along each, bent between."""
    begin = boxes[0]
    x, y = begin.x + begin.width / 2, begin.y
    pieces = [f"M{x:.0f} {y:.0f}"]
    for box in boxes[1:]:
        left = box.x - box.width / 2
        middle = (x + left) / 2
        pieces.append(f"C{middle:.0f} {y:.0f} {middle:.0f} {box.y:.0f} {left:.0f} {box.y:.0f}")
        x, y = box.x + box.width / 2, box.y
        if box is not boxes[-1] and box.width:
            pieces.append(f"H{x:.0f}")
    return "".join(pieces)
