"""Map: what has coordinates, drawn on the server, with the same as a list and as GeoJSON."""

import json
from dataclasses import dataclass, replace

from flask import Blueprint, Response, render_template

from kennisgraaf.chart import Chart, Point
from kennisgraaf.errors import EntityNotFoundError
from kennisgraaf.formats import HTML
from kennisgraaf.web.caching import cached
from kennisgraaf.web.current import published
from kennisgraaf.web.language import interface_language
from kennisgraaf.web.pages.lettering import Lettering, lettered
from kennisgraaf.web.terms import Link, Presenter

chart = Blueprint("chart", __name__)

GEO_JSON = "application/geo+json"
# A fuller map has dots only: no names on it, and of its list the first so many.
_MOST_NAMED = 150
MOST_LISTED = 200


@dataclass(frozen=True)
class Placed:
    """A thing on the map, with its name on it if there is room."""

    link: Link
    point: Point
    name: Lettering | None


@chart.get("/map")
def show() -> Response:
    """Show the map and its list."""
    current, language = published(), interface_language()
    drawn = _chart()
    state = f"{current.name} {language}"

    def content() -> str:
        return render_template(
            "map.html", drawn=drawn, places=places(drawn, language), most=MOST_LISTED
        )

    return cached(content, HTML, state, current.manifest.published)


@chart.get("/map.geojson")
def geojson() -> Response:
    """Give the things on the map as GeoJSON (RFC 7946)."""
    current, language, drawn = published(), interface_language(), _chart()

    def content() -> str:
        features = [_feature(place) for place in places(drawn, language)]
        collection = {"type": "FeatureCollection", "features": features}
        return json.dumps(collection, ensure_ascii=False) + "\n"

    return cached(content, GEO_JSON, f"{current.name} {language}", current.manifest.published)


def places(drawn: Chart, language: str) -> list[Placed]:
    """Give the things of a map by name."""
    iris = {iri for point in drawn.points for iri in (point.iri, point.named_by)}
    labels = published().descriptions.labels(iris)
    presenter = Presenter(published().publication, labels, language, iris)
    links = [
        (replace(presenter.link(point.iri), label=presenter.label(point.named_by)), point)
        for point in drawn.points
    ]
    links.sort(key=lambda pair: pair[0].label.text.casefold())
    if len(links) > _MOST_NAMED:
        return [Placed(link, point, None) for link, point in links]
    marks = [(point.x, point.y, link.label.text) for link, point in links]
    names = lettered(marks, drawn.width, drawn.height)
    return [Placed(*pair, name) for pair, name in zip(links, names, strict=True)]


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
