"""Chart: the map of a version as its folder holds it, projected and ready to be drawn."""

import msgspec

CHART = "map.json"
"""In a version folder; missing where nothing has coordinates."""


class Land(msgspec.Struct, frozen=True):
    """The outline of a country within the map, as an SVG path, and whether things lie in it."""

    path: str
    is_home: bool


class Point(msgspec.Struct, frozen=True):
    """A thing on the map: degrees (WGS 84), units of the drawing, and whose label names it."""

    iri: str
    latitude: float
    longitude: float
    x: float
    y: float
    named_by: str


class Chart(msgspec.Struct, frozen=True):
    """A map: its size in units, the length of ``bar_kilometres`` in units, land, and points.

    ``points`` are the first of ``total``; ``source`` says whose the outlines are.
    """

    width: int
    height: int
    bar_kilometres: int
    bar: float
    lands: tuple[Land, ...]
    points: tuple[Point, ...]
    total: int
    source: str


def write_chart(chart: Chart) -> bytes:
    """Write a chart as JSON."""
    return msgspec.json.encode(chart) + b"\n"


def read_chart(content: bytes) -> Chart:
    """Read what ``write_chart`` wrote."""
    return msgspec.json.decode(content, type=Chart)
