"""Views: asked once, at publication, of all that is said and follows."""

from pathlib import Path

import pytest

from kennisgraaf.publication import views as writing
from kennisgraaf.store.views import Counted, Views
from kennisgraaf.views import Cell
from viewing import published_files, published_with

BASE = "https://tuin.example/"
BACK, HERBS = BASE + "id/tuin/achtertuin", BASE + "id/tuin/kruidenhoek"
PREFIXES = "PREFIX tuin: <ns/tuin#>\nPREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n"
KIND = f"# nl: Soort\n# en: Kind\n{PREFIXES}SELECT ?this ?value {{ ?this a ?value , tuin:Tuin }}"
PROOF = (
    f"# nl: Delen\n# en: Parts\n# order: 2\n{PREFIXES}SELECT ?this ?part ?passage ?nothing\n"
    "{ ?this tuin:omvat ?part . GRAPH ?passage { ?part tuin:onderdeelVan ?this } }"
)


def test_answers_are_of_asserted_and_inferred_statements(garden: Path, tmp_path: Path) -> None:
    """Each row once, however many graphs say it; a named graph is told from another IRI."""
    version = published_with(garden, tmp_path / "var", facets__kind=KIND, panels__parts=PROOF)
    views = Views(version)
    assert [(row.this, row.cells["value"].value) for row in views.rows("facets/kind", 10)] != []
    kinds = {(row.this, row.cells["value"].value) for row in views.rows("facets/kind", 10)}
    assert kinds == {
        (BACK, BASE + "ns/tuin#Tuin"),
        (HERBS, BASE + "ns/tuin#Tuin"),
        (HERBS, BASE + "ns/tuin#Moestuin"),
    }
    (panel,) = views.panels(BACK, 10)
    assert panel.rows[0].cells == {
        "part": Cell("iri", HERBS),
        "passage": Cell("graph", BASE + "id/passage/2023/kruiden"),
    }
    assert views.panels(HERBS, 10) == []


def test_another_view_is_another_version(garden: Path, tmp_path: Path) -> None:
    first = published_with(garden, tmp_path / "var", facets__kind=KIND)
    again = published_with(garden, tmp_path / "var", facets__kind=KIND)
    other = published_with(garden, tmp_path / "var", facets__kind=KIND.replace("Kind", "Sort"))
    assert first.name == again.name
    assert first.manifest.content_sha256 != other.manifest.content_sha256
    assert first.manifest.dataset_sha256 == other.manifest.dataset_sha256
    assert {"views.json", "views.sqlite"} <= other.manifest.files.keys()


def test_rows_beyond_the_limit_are_told_of(
    garden: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "MOST_ROWS", 2)
    told: list[str] = []
    version = published_with(
        garden, tmp_path / "var", told.append, facets__kind=KIND, panels__parts=PROOF
    )
    views = Views(version)
    assert views.counts["facets/kind"] == Counted(2, is_clipped=True)
    assert views.counts["panels/parts"] == Counted(1, is_clipped=False)
    assert "view facets/kind: the first 2 rows are kept, there are more" in told


def test_a_long_literal_is_cut_and_a_blank_node_has_no_page(garden: Path, tmp_path: Path) -> None:
    text = "x" * (writing.LONGEST_SHOWN + 1)
    (garden / "data" / "more.ttl").write_text(
        f'PREFIX tuin: <ns/tuin#> <id/tuin/lang> tuin:noot "{text}"@nl , [] , 7 , "kort" . '
        "[] tuin:noot 8 .",
        "utf-8",
    )
    query = f"# nl: Noten\n# en: Notes\n{PREFIXES}SELECT ?this ?note {{ ?this tuin:noot ?note }}"
    views = Views(published_with(garden, tmp_path / "var", panels__notes=query))
    cells = [row.cells["note"] for row in views.rows("panels/notes", 10)]
    assert sorted(cell.kind for cell in cells) == ["blank", "literal", "literal", "literal"]
    assert Cell("literal", text[:-1] + "…", "nl") in cells
    assert Cell("literal", "kort") in cells
    assert Cell("literal", "7", "", "http://www.w3.org/2001/XMLSchema#integer") in cells


@pytest.mark.parametrize("is_union", [True, False], ids=["union", "no union"])
def test_files_without_settings_have_the_program_s_views(tmp_path: Path, is_union: bool) -> None:
    """The answers are of all graphs, also where queries of others see the default graph only."""
    version = published_files(
        tmp_path,
        "PREFIX geo: <http://www.w3.org/2003/01/geo/wgs84_pos#> PREFIX gsp: "
        "<http://www.opengis.net/ont/geosparql#> <urn:g> { <urn:a> geo:lat 51 ; geo:long 3 . "
        '<urn:b> gsp:hasGeometry [ gsp:asWKT "POINT(4.5 50)"^^gsp:wktLiteral ] }',
        is_union,
    )
    points = {
        (row.this, row.cells["latitude"].value, row.cells["longitude"].value)
        for row in Views(version).rows("map", 10)
    }
    assert points == {("urn:a", "51", "3"), ("urn:b", "50", "4.5")}


def test_decimals_are_as_the_data_write_them(garden: Path, tmp_path: Path) -> None:
    """A store knows values only; of a value in several forms none is chosen."""
    (garden / "data" / "prices.ttl").write_text(
        "PREFIX tuin: <ns/tuin#> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
        "<id/tuin/duur> tuin:prijs 12.50 , 100.0 , 100.00 , 0.75 , '+.50'^^xsd:decimal .",
        "utf-8",
    )
    query = f"# nl: Prijs\n# en: Price\n{PREFIXES}SELECT ?this ?price {{ ?this tuin:prijs ?price }}"
    views = Views(published_with(garden, tmp_path / "var", panels__price=query))
    shown = {row.cells["price"].value for row in views.rows("panels/price", 10)}
    assert shown == {"12.50", "100", "0.75", "+.50"}
    assert views.lexical_forms == {"12.5": "12.50", "0.5": "+.50", "1250.5": "1250.50"}
