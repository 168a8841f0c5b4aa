"""Outlines: the countries of Natural Earth within a part of the world, from a TopoJSON file."""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

import msgspec

Position = tuple[float, float]
"""Longitude and latitude in degrees."""

Ring = list[Position]

_ATLAS = Path(__file__).parent / "assets" / "countries-10m.json"
SOURCE = "Natural Earth"


def outlines(west: float, south: float, east: float, north: float) -> Iterator[tuple[str, Ring]]:
    """Give the name of each country and its rings, cut off at the bounds (degrees).

    Without the atlas, which a build may leave out, there are none.
    """
    if not _ATLAS.is_file():
        return
    topology = msgspec.json.decode(_ATLAS.read_bytes())
    arcs = [_positions(arc, topology["transform"]) for arc in topology["arcs"]]
    boxes = [_box(arc) for arc in arcs]
    bounds = (west, south, east, north)
    for country in topology["objects"]["countries"]["geometries"]:
        for references in _rings(country):
            if _meets([boxes[_index(reference)] for reference in references], bounds):
                ring = _cut(_joined(references, arcs), bounds)
                if ring:
                    yield str(country["properties"].get("name", "")), ring


def _positions(arc: list[list[int]], transform: dict[str, list[float]]) -> Ring:
    """Undo the quantisation and the differences of an arc (TopoJSON section 2.1.4)."""
    (scale_x, scale_y), (move_x, move_y) = transform["scale"], transform["translate"]
    xs = accumulate(step[0] for step in arc)
    ys = accumulate(step[1] for step in arc)
    return [(x * scale_x + move_x, y * scale_y + move_y) for x, y in zip(xs, ys, strict=True)]


def _rings(geometry: dict[str, Any]) -> list[list[int]]:
    arcs = geometry.get("arcs", [])
    return [ring for polygon in arcs for ring in polygon] if _is_multiple(geometry) else arcs


def _is_multiple(geometry: dict[str, Any]) -> bool:
    return bool(geometry["type"] == "MultiPolygon")


def _index(reference: int) -> int:
    """A negative reference is to an arc the other way round (TopoJSON section 2.1.4)."""
    return ~reference if reference < 0 else reference


def _joined(references: Sequence[int], arcs: list[Ring]) -> Ring:
    ring: Ring = []
    for reference in references:
        arc = arcs[_index(reference)]
        ring += arc[::-1][1:] if reference < 0 else arc[1:]
    return ring


def _box(arc: Ring) -> tuple[float, float, float, float]:
    xs, ys = [x for x, _ in arc], [y for _, y in arc]
    return min(xs), min(ys), max(xs), max(ys)


def _meets(boxes: list[tuple[float, float, float, float]], bounds: tuple[float, ...]) -> bool:
    west, south, east, north = bounds
    return not (
        max(box[2] for box in boxes) < west
        or min(box[0] for box in boxes) > east
        or max(box[3] for box in boxes) < south
        or min(box[1] for box in boxes) > north
    )


def _cut(ring: Ring, bounds: tuple[float, float, float, float]) -> Ring:
    """Cut a ring off at the bounds, side by side (Sutherland and Hodgman 1974)."""
    west, south, east, north = bounds
    for axis, limit, sign in ((0, west, 1), (0, east, -1), (1, south, 1), (1, north, -1)):
        ring = list(_cut_at(ring, axis, limit, sign))
    return ring


def _cut_at(ring: Ring, axis: int, limit: float, sign: int) -> Iterator[Position]:
    for number, point in enumerate(ring):
        before = ring[number - 1]
        is_in, was_in = ((p[axis] - limit) * sign >= 0 for p in (point, before))
        if is_in != was_in:
            share = (limit - before[axis]) / (point[axis] - before[axis])
            yield (
                before[0] + share * (point[0] - before[0]),
                before[1] + share * (point[1] - before[1]),
            )
        if is_in:
            yield point
