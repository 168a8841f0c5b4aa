"""The map shows what has coordinates, where it is; the outlines of land lie under it."""

import json
import re
import sqlite3
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kennisgraaf import queries
from kennisgraaf.publication.map import chart_of
from kennisgraaf.web.pages.lettering import lettered


def answers(folder: Path, places: list[tuple[str, str, str]]) -> Path:
    """Write answers to the view of the map."""
    path = folder / "views.sqlite"
    with sqlite3.connect(path) as database:
        database.executescript(queries.load("views-schema.sql"))
        database.execute("INSERT INTO view (id, name) VALUES (1, 'map')")
        database.executemany(
            "INSERT INTO answer VALUES (1, ?, ?, ?)",
            (
                (n, iri, json.dumps({"latitude": ["literal", la], "longitude": ["literal", lo]}))
                for n, (iri, la, lo) in enumerate(places)
            ),
        )
    database.close()
    return path


def test_things_lie_as_on_earth(tmp_path: Path) -> None:
    """Ostend to the west of Genk, Turnhout to the north of Kortrijk; land under them."""
    places = [
        ("ostend", "51.22", "2.93"),
        ("genk", "50.97", "5.50"),
        ("turnhout", "51.32", "4.94"),
        ("kortrijk", "50.83", "3.26"),
    ]
    chart = chart_of(answers(tmp_path, places))
    assert chart is not None
    at = {point.iri: point for point in chart.points}
    assert at["ostend"].x < at["kortrijk"].x < at["turnhout"].x < at["genk"].x
    assert at["turnhout"].y < at["ostend"].y < at["genk"].y < at["kortrijk"].y
    assert all(0 < p.x < chart.width and 0 < p.y < chart.height for p in chart.points)
    # Brussels to Antwerp is 41 km as the crow flies; a degree of latitude is 111.2 km.
    height = (at["kortrijk"].y - at["turnhout"].y) / (chart.bar / chart.bar_kilometres)
    assert height == pytest.approx((51.32 - 50.83) * 111.2, rel=0.01)
    assert any(land.is_home for land in chart.lands)
    assert sum(len(land.path) for land in chart.lands) < 20_000


@pytest.mark.parametrize(
    "places",
    [
        [("one", "51", "4")],
        [("pole", "83.9", "0"), ("other", "-83.9", "179.9")],
        [("same", "51", "4"), ("same too", "51", "4")],
        [("a", "0", "-180"), ("b", "0", "180")],
    ],
)
def test_any_places_make_a_map(tmp_path: Path, places: list[tuple[str, str, str]]) -> None:
    chart = chart_of(answers(tmp_path, places))
    assert chart is not None
    assert len(chart.points) == len(places)
    assert all(0 <= p.x <= chart.width and 0 <= p.y <= chart.height for p in chart.points)
    assert chart.height > 0


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [("91", "4"), ("51", "181"), ("x", "4"), ("NaN", "4"), ("51", "inf"), ("", "")],
)
def test_what_is_nowhere_is_left_out(tmp_path: Path, latitude: str, longitude: str) -> None:
    assert chart_of(answers(tmp_path, [("lost", latitude, longitude)])) is None


def test_names_cover_no_other_name_or_mark() -> None:
    marks = [(50.0 + 90 * (n % 10), 40.0 + 25 * (n // 10), f"place {n}") for n in range(100)]
    names = [name for name in lettered(marks, 1000, 600) if name]
    boxes = [name.box for name in names]
    assert 15 < len(boxes) < 100
    assert {name.is_tight for name in names} == {True, False}
    dots = [(x - 8, y - 8, x + 8, y + 8) for x, y, _ in marks]
    for number, one in enumerate(boxes):
        for other in [*boxes[:number], *dots]:
            apart = one[0] >= other[2] or other[0] >= one[2]
            assert apart or one[1] >= other[3] or other[1] >= one[3]
        assert 0 <= one[0] < one[2] <= 1000
        assert 0 <= one[1] < one[3] <= 600


def test_page_list_and_geojson_have_the_same(client: FlaskClient) -> None:
    text = client.get("/map?lang=nl").text
    drawing, _, below = text.partition("</svg>")
    assert re.search(r'<a href="/doc/tuin/achtertuin"><circle cx="\d', drawing)
    assert 'href="/doc/tuin/achtertuin"' in below
    answer = client.get("/map.geojson?lang=nl")
    assert answer.mimetype == "application/geo+json"
    assert json.loads(answer.data) == {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": "https://tuin.example/id/tuin/achtertuin",
                "geometry": {"type": "Point", "coordinates": [4.48, 51.03]},
                "properties": {"name": "Achtertuin"},
            }
        ],
    }


def test_without_coordinates_there_is_no_map(tmp_path: Path) -> None:
    assert chart_of(answers(tmp_path, [])) is None
