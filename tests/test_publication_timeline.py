"""The timeline knows of each period what is certain, and what only may be."""

import json
import sqlite3
from datetime import date
from pathlib import Path

import pytest

from kennisgraaf import queries
from kennisgraaf.namespaces import EDTF, XSD
from kennisgraaf.publication.timeline import days_of, timeline_of
from kennisgraaf.timeline import Span, Thing
from kennisgraaf.views import Cell

Cells = dict[str, list[str]]


def gathered(folder: Path, *rows: tuple[str, Cells]) -> tuple[Thing, ...]:
    """Give the timeline of rows of the view."""
    path = folder / "views.sqlite"
    with sqlite3.connect(path) as database:
        database.executescript(queries.load("views-schema.sql"))
        database.execute("INSERT INTO view (id, name) VALUES (1, 'timeline')")
        database.executemany(
            "INSERT INTO answer VALUES (1, ?, ?, ?)",
            ((number, iri, json.dumps(cells)) for number, (iri, cells) in enumerate(rows)),
        )
    database.close()
    timeline = timeline_of(path, ["urn:kind"])
    return timeline.things if timeline else ()


def literal(text: str, datatype: str = XSD + "date") -> list[str]:
    return ["literal", text, "", datatype]


def words(text: str) -> list[str]:
    return ["literal", text, "nl"]


def days(span: Span) -> str:
    return " ".join(str(d or "-") for d in (span.first, span.begun, span.ended, span.last))


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"from": "2020-11-20"}, "2020-11-20 2020-11-20 - -"),
        ({"until": "2020-11"}, "- - 2020-11-01 2020-11-30"),
        ({"from": "2022", "until": "2026"}, "2022-01-01 2022-12-31 2026-01-01 2026-12-31"),
        ({"during": "2020-23"}, "2020-09-01 2020-12-31 2020-09-01 2020-12-31"),
        ({"during": "2016/.."}, "2016-01-01 2016-12-31 - -"),
        ({"during": "../2021-21"}, "- - 2021-03-01 2021-06-30"),
        ({"during": "2024-01/2024-06"}, "2024-01-01 2024-01-31 2024-06-01 2024-06-30"),
        ({"from": "2020-01-01T10:00:00Z"}, "2020-01-01 2020-01-01 - -"),
        ({"from": "2020-02-29+01:00"}, "2020-02-29 2020-02-29 - -"),
        ({"during": "0001"}, "0001-01-01 0001-12-31 0001-01-01 0001-12-31"),
        ({"during": "9999-12-31"}, "9999-12-31 9999-12-31 9999-12-31 9999-12-31"),
    ],
)
def test_begin_and_end_are_as_exact_as_the_dates(
    tmp_path: Path, cells: dict[str, str], expected: str
) -> None:
    (thing,) = gathered(tmp_path, ("a", {name: literal(text) for name, text in cells.items()}))
    assert [days(span) for span in thing.spans] == [expected]


@pytest.mark.parametrize(
    "text",
    ["", "soon", "2020-13", "2021-02-30", "-0044", "12020", "0000", "<b>", "../..", "2020/x"],
)
def test_what_is_no_date_is_left_out(tmp_path: Path, text: str) -> None:
    assert days_of(Cell("literal", text)) is None
    assert gathered(tmp_path, ("a", {"from": literal(text), "during": literal(text)})) == ()


def test_what_ends_before_it_begins_is_left_out(tmp_path: Path) -> None:
    assert gathered(tmp_path, ("a", {"from": literal("2021"), "until": literal("2020")})) == ()


def test_an_event_of_which_only_the_begin_is_given_is_then(tmp_path: Path) -> None:
    row: Cells = {"from": literal("2020"), "event": literal("true")}
    (thing,) = gathered(tmp_path, ("a", row))
    assert thing.is_event
    assert days(thing.spans[0]) == "2020-01-01 2020-12-31 2020-01-01 2020-12-31"


def test_without_being_told_short_things_are_events(tmp_path: Path) -> None:
    things = gathered(
        tmp_path,
        ("day", {"during": literal("2020-01-01")}),
        ("year", {"during": literal("2020")}),
        ("open", {"from": literal("2020-01-01")}),
    )
    assert {thing.iri: thing.is_event for thing in things} == {
        "day": True, "year": False, "open": False,
    }  # fmt: skip


def test_rows_of_one_span_are_one_and_dates_of_sources_that_differ_are_hulled(
    tmp_path: Path,
) -> None:
    rows: list[tuple[str, Cells]] = [
        ("a", {"kind": ["iri", kind], "during": literal(text, EDTF[1]), "words": words("najaar")})
        for kind in ("urn:other", "urn:kind")
        for text in ("2020-23", "2020-12")
    ]
    (thing,) = gathered(tmp_path, *rows, ("b", {"kind": ["iri", "urn:kind"]}))
    (span,) = thing.spans
    assert thing.kind == "urn:kind"
    assert (span.first, span.last) == (date(2020, 9, 1), date(2020, 12, 31))
    assert span.words == {"nl": "najaar"}


def test_the_status_at_the_end_of_a_span_stands_with_it(tmp_path: Path) -> None:
    """That it was finished on its last day is no period of its own."""
    (thing,) = gathered(
        tmp_path,
        ("a", {"from": literal("2021-01"), "until": literal("2023-05-30")}),
        ("a", {"span": ["iri", "s"], "during": literal("2023-05-30"), "status": ["iri", "urn:d"]}),
        ("a", {"span": ["iri", "p"], "during": literal("2024"), "planned": literal("true")}),
    )  # fmt: skip
    own, plan = thing.spans
    assert own.statuses == ("urn:d",)
    assert not own.is_planned
    assert plan.is_planned


def test_ten_thousand_things_and_long_words_are_bounded(tmp_path: Path) -> None:
    cells: Cells = {"from": literal("2020"), "words": words("x" * 3000)}
    things = gathered(tmp_path, *((f"n{n:05}", cells) for n in range(10_000)))
    assert len(things) == 10_000
    assert len(things[0].spans[0].words["nl"]) == 200
