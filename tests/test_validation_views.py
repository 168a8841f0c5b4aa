"""Views: what a curator writes wrong is told by file and line, before anything is published."""

from pathlib import Path

import pytest

from kennisgraaf.errors import SourceError
from kennisgraaf.validation.views import read_views

BASE = "https://tuin.example/"
NAMED = "# nl: Soort\n# en: Kind\n"
FACET = "SELECT ?this ?value WHERE { ?this a ?value }"


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / "views" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def test_header_is_read(tmp_path: Path) -> None:
    write(
        tmp_path,
        "panels/roles.rq",
        "# nl: Rollen\n# en: Roles\n# order: 3\n# hint-en: Who does\n# hint-en: what.\n"
        "# column: ?role | rol | role\n# column: since | sinds\n# legend: no | none | geen | none\n"
        "# across: role since\n\n# en: no header\nSELECT ?this ?role ?since { ?this ?role ?since }",
    )
    (panel,) = (view for view in read_views(tmp_path, ("views",), BASE) if view.kind)
    assert (panel.name, panel.kind, panel.order) == ("panels/roles", "panels", 3)
    assert panel.texts == {"nl": "Rollen", "en": "Roles"}
    assert panel.hints == {"en": "Who does what."}
    assert [(column.variable, column.texts) for column in panel.columns] == [
        ("role", {"nl": "rol", "en": "role"}),
        ("since", {"": "sinds"}),
    ]
    assert panel.legend[0].mark == "none"
    assert panel.across == ("role", "since")


def test_a_view_of_the_publication_takes_the_place_of_the_program_s_own(tmp_path: Path) -> None:
    none = {view.name: view.query for view in read_views(tmp_path, (), BASE)}
    assert {"map", "timeline"} <= none.keys()
    query = "SELECT ?this ?latitude ?longitude { ?this ?latitude ?longitude }"
    write(tmp_path, "map.rq", query)
    own = {view.name: view.query for view in read_views(tmp_path, ("views",), BASE)}
    assert own == {**none, "map": query}


@pytest.mark.parametrize(
    ("name", "text", "line", "reason"),
    [
        ("facets/a.rq", NAMED + "SELECT ?this ?value WHERE { ?this a }", ":3", "error|expected"),
        ("facets/a.rq", NAMED + "ASK {}", ":1", "must be a SELECT query"),
        ("facets/a.rq", NAMED + "SELECT ?this { ?this ?p ?o }", ":1", r"must select \?value"),
        ("facets/a.rq", FACET, ":1", "begin with a name"),
        ("facets/a.rq", NAMED + "# kolom: x\n" + FACET, ":3", "`kolom` is no header"),
        ("panels/a.rq", NAMED + "# order: first\n" + FACET, ":3", "the order is a number"),
        ("panels/a.rq", NAMED + "# column: role | rol\n" + FACET, ":3", r"not select \?role"),
        ("panels/a.rq", NAMED + "# column: value\n" + FACET, ":3", "# column: VARIABLE"),
        ("panels/a.rq", NAMED + "# legend: x | red | rood\n" + FACET, ":3", "# legend: VALUE"),
        ("panels/a.rq", NAMED + "# across: value\n" + FACET, ":3", "# across: VARIABLE"),
        ("panels/a.rq", NAMED + "# together: what\n" + FACET, ":3", r"not select \?what"),
        ("map.rq", FACET, ":1", r"must select \?latitude \?longitude"),
        ("maps.rq", FACET, "", "a view stands in facets/ or panels/"),
        ("facets/deep/a.rq", NAMED + FACET, "", "a view stands in facets/ or panels/"),
    ],
)
def test_mistakes_are_told_by_line(
    tmp_path: Path, name: str, text: str, line: str, reason: str
) -> None:
    path = write(tmp_path, name, text)
    with pytest.raises(SourceError, match=f"^{path}{line}: .*({reason})"):
        read_views(tmp_path, ("views",), BASE)


def test_two_views_of_one_name_are_refused(tmp_path: Path) -> None:
    write(tmp_path, "facets/a.rq", NAMED + FACET)
    write(tmp_path / "more", "facets/a.rq", NAMED + FACET)
    with pytest.raises(SourceError, match="is a view of this name as well"):
        read_views(tmp_path, ("views", "more/views"), BASE)


def test_what_is_not_utf_8_is_told_by_line(tmp_path: Path) -> None:
    path = write(tmp_path, "facets/a.rq", "")
    path.write_bytes(b"# nl: Soort\n# en: \xff\n")
    with pytest.raises(SourceError, match=f"^{path}:2: this is not UTF-8"):
        read_views(tmp_path, ("views",), BASE)
