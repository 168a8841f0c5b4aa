"""Diagram: every class is drawn, nothing over anything else, whatever leads where."""

from itertools import combinations

import pytest

from kennisgraaf.web.pages.diagram import Box, Diagram, Relation, draw

CLASSES = {name: f"class {name}" for name in "abcdefg"}


def meet(one: Box, other: Box) -> bool:
    return (
        abs(one.x - other.x) * 2 < one.width + other.width
        and abs(one.y - other.y) * 2 < one.height + other.height
    )


def check(drawing: Diagram) -> None:
    assert not [pair for pair in combinations(drawing.boxes, 2) if meet(*pair)]
    for box in drawing.boxes:
        assert box.x - box.width / 2 >= 0
        assert box.x + box.width / 2 <= drawing.width
        assert box.y - box.height / 2 >= 0
        assert box.y + box.height / 2 <= drawing.height + 1


@pytest.mark.parametrize(
    "relations",
    [
        [],
        [Relation("a", "b", ("p",))],
        [Relation("a", "b", ("p",)), Relation("b", "a", ("q", "r"))],
        [Relation("b", "a"), Relation("c", "a"), Relation("a", "b")],
        [Relation("a", "b", ("p",)), Relation("b", "c", ("p",)), Relation("c", "a", ("p",))],
        [Relation("a", "a", ("p",)), Relation("a", "b", ("p",))],
        [Relation("a", "b", ("p",)), Relation("c", "d", ("p",)), Relation("e", "d")],
        [Relation(one, other, (f"{one}{other}",)) for one in "abcd" for other in "abcdefg"],
    ],
)
def test_nothing_stands_over_anything_else(relations: list[Relation]) -> None:
    drawing = draw(CLASSES, relations)
    assert {box.iri for box in drawing.boxes if box.is_class} == set(CLASSES)
    shown = [line for box in drawing.boxes for line in box.lines]
    for relation in relations:
        assert {name for name in relation.names if relation.source != relation.target} <= set(shown)
    check(drawing)


def test_subclass_stands_right_of_what_is_above_it() -> None:
    places = {box.iri: box.x for box in draw(CLASSES, [Relation("b", "a")]).boxes}
    assert places["b"] > places["a"]


def test_line_begins_and_ends_at_its_classes() -> None:
    drawing = draw(CLASSES, [Relation("a", "b", ("p",))])
    (line,) = drawing.lines
    assert [line.boxes[0].iri, line.boxes[-1].iri] == ["a", "b"]
    assert not line.is_reversed
    assert line.path.startswith("M")


def test_very_many_classes_are_not_drawn() -> None:
    assert draw({str(number): "x" for number in range(1000)}, []).boxes == []
    assert draw({}, []).boxes == []
