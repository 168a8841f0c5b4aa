"""Map: what has coordinates, on the outlines of the land around it."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from itertools import groupby
from math import asinh, atan, cos, degrees, isfinite, pi, radians, sinh, tan
from operator import itemgetter
from pathlib import Path

import msgspec

from kennisgraaf import queries
from kennisgraaf.chart import Chart, Land, Point
from kennisgraaf.publication.outlines import SOURCE, Position, Ring, outlines
from kennisgraaf.views import Cell

MOST_POINTS = 2_000
"""So many things a map shows."""

_WIDTH = 1000
_SHAPES = (1.35, 1.9)  # Width by height: no map is narrower or wider.
_MARGIN = 0.12
_LEAST_DEGREES = 0.6
_KILOMETRES = 6371.0 * pi / 180  # Of a degree of latitude.
_MOST_LATITUDE = 84.0
_NEAREST = 1.2  # Units: nearer to the last one drawn, a point of an outline is left out.


def chart_of(answers: Path) -> Chart | None:
    """Draw the map of the answers to the views of a version; nothing without coordinates."""
    places = _places(answers)
    if not places:
        return None
    frame = _Frame([position for _, _, position in places])
    points = tuple(
        Point(iri, latitude, longitude, *frame.place((longitude, latitude)), name)
        for iri, name, (longitude, latitude) in places[:MOST_POINTS]
    )
    return Chart(
        width=_WIDTH,
        height=frame.height,
        bar_kilometres=frame.bar_kilometres,
        bar=round(frame.units_per_kilometre * frame.bar_kilometres, 1),
        lands=tuple(_lands(frame, points)),
        points=points,
        total=len(places),
        source=SOURCE,
    )


class _Frame:
    """The part of the world that a map shows, in Mercator's projection."""

    def __init__(self, positions: list[Position]) -> None:
        longitudes, latitudes = zip(*positions, strict=True)
        west, east = _widened(min(longitudes), max(longitudes), _LEAST_DEGREES)
        south, north = (
            _upright(latitude)
            for latitude in _widened(min(latitudes), max(latitudes), _LEAST_DEGREES)
        )
        ratio = min(max((east - west) / (north - south), _SHAPES[0]), _SHAPES[1])
        width = max(east - west, ratio * (north - south))
        height = width / ratio
        self._west = (west + east - width) / 2
        self._north = (south + north + height) / 2
        self._unit = _WIDTH / width
        self.height = round(height * self._unit)
        middle = (min(latitudes) + max(latitudes)) / 2
        self.units_per_kilometre = self._unit / (_KILOMETRES * cos(radians(middle)))
        lengths = [n * 10**power for power in range(5) for n in (1, 2, 5)]
        fitting = [n for n in lengths if n * self.units_per_kilometre < _WIDTH / 5]
        self.bar_kilometres = max(fitting, default=lengths[0])

    def place(self, position: Position) -> Position:
        """Give units to the right and down."""
        x = (position[0] - self._west) * self._unit
        return round(x, 1), round((self._north - _upright(position[1])) * self._unit, 1)

    def bounds(self) -> tuple[float, float, float, float]:
        """Give degrees around what is shown: west, south, east, north."""
        over = 20 / self._unit
        south = self._north - self.height / self._unit
        return (
            self._west - over,
            _latitude(south - over),
            self._west + _WIDTH / self._unit + over,
            _latitude(self._north + over),
        )


def _places(answers: Path) -> list[tuple[str, str, Position]]:
    """Read what is where, and by what it is named; each thing once, in longitude and latitude."""
    with closing(sqlite3.connect(f"{answers.absolute().as_uri()}?mode=ro", uri=True)) as database:
        rows = database.execute(
            queries.load("answers.sql"), {"view": "map", "limit": -1, "offset": 0}
        ).fetchall()
    found: dict[str, tuple[str, str, Position]] = {}
    for iri, written in rows:
        cells = msgspec.json.decode(written, type=dict[str, Cell])
        position = _position(cells)
        if position is not None:
            found.setdefault(
                iri, (iri, cells["place"].value if "place" in cells else iri, position)
            )
    return [found[iri] for iri in sorted(found)]


def _position(cells: dict[str, Cell]) -> Position | None:
    try:
        latitude, longitude = (float(cells[name].value) for name in ("latitude", "longitude"))
    except (KeyError, ValueError):
        return None
    is_on_earth = abs(latitude) <= _MOST_LATITUDE and abs(longitude) <= 180
    return (longitude, latitude) if is_on_earth and isfinite(latitude + longitude) else None


def _lands(frame: _Frame, points: tuple[Point, ...]) -> Iterable[Land]:
    rings = sorted(outlines(*frame.bounds()), key=itemgetter(0))
    for _, of_name in groupby(rings, key=itemgetter(0)):
        drawn = [[frame.place(position) for position in ring] for _, ring in of_name]
        path = "".join(map(_path, drawn))
        is_home = any(_holds(ring, (point.x, point.y)) for ring in drawn for point in points)
        yield Land(path, is_home)


def _path(ring: Ring) -> str:
    """Write a ring in whole units, without the points that nobody would see."""
    kept: list[tuple[int, int]] = []
    for x, y in ring:
        point = (round(x), round(y))
        if not kept or abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) > _NEAREST:
            kept.append(point)
    if len(kept) < 3:
        return ""
    steps = zip(kept, kept[1:], strict=False)
    moves = " ".join(f"{x - left},{y - up}" for (left, up), (x, y) in steps)
    return f"M{kept[0][0]},{kept[0][1]}l{moves}z"


def _holds(ring: Ring, point: Position) -> bool:
    """Tell whether a point lies in a ring: a ray from it crosses that an odd number of times."""
    x, y = point
    crossed = 0
    for (x1, y1), (x2, y2) in zip(ring[-1:] + ring, ring, strict=False):
        crossed += (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1
    return crossed % 2 == 1


def _widened(least: float, most: float, at_least: float) -> tuple[float, float]:
    over = max((most - least) * _MARGIN, (at_least - (most - least)) / 2)
    return least - over, most + over


def _upright(latitude: float) -> float:
    """Give the ordinate of a latitude in Mercator's projection, in degrees of the equator."""
    bounded = min(max(latitude, -_MOST_LATITUDE), _MOST_LATITUDE)
    return asinh(tan(radians(bounded))) * 180 / pi


def _latitude(ordinate: float) -> float:
    """Undo ``_upright``."""
    return degrees(atan(sinh(radians(ordinate))))
