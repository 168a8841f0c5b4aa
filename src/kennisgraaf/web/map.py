"""Map: what has coordinates, drawn on the server, with the same as a list and as GeoJSON."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from flask import Blueprint, Response, render_template

from kennisgraaf.chart import Chart, Point
from kennisgraaf.errors import EntityNotFoundError
from kennisgraaf.formats import HTML
from kennisgraaf.web.caching import cached
from kennisgraaf.web.current import published
from kennisgraaf.web.language import interface_language
from kennisgraaf.web.terms import Link, Presenter

chart = Blueprint("chart", __name__)

_GEO_JSON = "application/geo+json"
_MOST_NAMED = 120  # On a fuller map no names are written.
# Of a name as it is drawn, in units: size of its letters, and how wide one is about.
_LETTER, _LETTER_WIDTH = 21, 10.5
_RADIUS = 8
_LONGEST = 28

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Placed:
    """A thing on the map, and where its name stands; ``anchor`` is empty for no name."""

    link: Link
    point: Point
    text: str
    x: float
    y: float
    anchor: str


@chart.get("/map")
def show() -> Response:
    """Show the map and its list."""
    current, language = published(), interface_language()
    drawn = _chart()
    state = f"{current.name} {language}"

    def content() -> str:
        return render_template("map.html", drawn=drawn, places=places(drawn, language))

    return cached(content, HTML, state, current.manifest.published)


@chart.get("/map.geojson")
def geojson() -> Response:
    """Give the things on the map as GeoJSON (RFC 7946)."""
    current, language, drawn = published(), interface_language(), _chart()

    def content() -> str:
        features = [_feature(place) for place in places(drawn, language)]
        collection = {"type": "FeatureCollection", "features": features}
        return json.dumps(collection, ensure_ascii=False) + "\n"

    return cached(content, _GEO_JSON, f"{current.name} {language}", current.manifest.published)


def places(drawn: Chart, language: str) -> list[Placed]:
    """Give the things of a map by name, each with a place for its name if there is room."""
    iris = {iri for point in drawn.points for iri in (point.iri, point.named_by)}
    labels = published().descriptions.labels(iris)
    presenter = Presenter(published().publication, labels, language, iris)
    links = [
        (replace(presenter.link(point.iri), label=presenter.label(point.named_by)), point)
        for point in drawn.points
    ]
    links.sort(key=lambda pair: pair[0].label.text.casefold())
    return list(_named(links, drawn) if len(links) <= _MOST_NAMED else _unnamed(links))


def _chart() -> Chart:
    drawn = published().chart
    if drawn is None:
        raise EntityNotFoundError(published().publication.iri("map"))
    return drawn


def _feature(place: Placed) -> dict[str, object]:
    point = place.point
    return {
        "type": "Feature",
        "id": point.iri,
        "geometry": {"type": "Point", "coordinates": [point.longitude, point.latitude]},
        "properties": {"name": place.link.label.text},
    }


def _unnamed(links: Sequence[tuple[Link, Point]]) -> Iterator[Placed]:
    for link, point in links:
        yield Placed(link, point, link.label.text, point.x, point.y, "")


def _named(links: Sequence[tuple[Link, Point]], drawn: Chart) -> Iterator[Placed]:
    """Write each name at the first side of its mark where it covers nothing."""
    taken = [_mark(point) for _, point in links]
    for link, point in links:
        text = link.label.text[:_LONGEST]
        width = len(text) * _LETTER_WIDTH
        for x, y, anchor, box in _sides(point, width):
            if _is_inside(box, drawn) and not any(
                _overlap(box, other) for other in taken if other != _mark(point)
            ):
                taken.append(box)
                yield Placed(link, point, text, x, y, anchor)
                break
        else:
            yield Placed(link, point, text, point.x, point.y, "")


def _mark(point: Point) -> Box:
    return point.x - _RADIUS, point.y - _RADIUS, point.x + _RADIUS, point.y + _RADIUS


def _sides(point: Point, width: float) -> Iterator[tuple[float, float, str, Box]]:
    """Give the places of a name around its mark: right, left, above, below."""
    gap, half = _RADIUS + 5, _LETTER / 2
    right, left = point.x + gap, point.x - gap
    for x, y, anchor, begin in (
        (right, point.y + _LETTER / 3, "start", right),
        (left, point.y + _LETTER / 3, "end", left - width),
        (point.x, point.y - gap, "middle", point.x - width / 2),
        (point.x, point.y + gap + half, "middle", point.x - width / 2),
    ):
        yield x, y, anchor, (begin, y - _LETTER * 0.8, begin + width, y + _LETTER * 0.2)


def _is_inside(box: Box, drawn: Chart) -> bool:
    return box[0] >= 0 and box[2] <= drawn.width and box[1] >= 0 and box[3] <= drawn.height


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
