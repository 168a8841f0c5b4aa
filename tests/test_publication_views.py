"""Views: asked once, at publication, of all that is said and follows."""

import shutil
from pathlib import Path

import pytest

from kennisgraaf.publication import views as writing
from kennisgraaf.publication.pipeline import publish
from kennisgraaf.publication_file import read_publication
from kennisgraaf.settings import publication_of_files
from kennisgraaf.store.views import Counted, Views
from kennisgraaf.validation.validate import validate_publication
from kennisgraaf.versions import Version
from kennisgraaf.views import Cell
from stores import silent

BASE = "https://tuin.example/"
BACK, HERBS = BASE + "id/tuin/achtertuin", BASE + "id/tuin/kruidenhoek"
PREFIXES = "PREFIX tuin: <ns/tuin#>\nPREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n"
KIND = f"# nl: Soort\n# en: Kind\n{PREFIXES}SELECT ?this ?value {{ ?this a ?value , tuin:Tuin }}"
PROOF = (
    f"# nl: Delen\n# en: Parts\n# order: 2\n{PREFIXES}SELECT ?this ?part ?passage ?nothing\n"
    "{ ?this tuin:omvat ?part . GRAPH ?passage { ?part tuin:onderdeelVan ?this } }"
)


def published(garden: Path, var: Path, told: list[str] | None = None, **views: str) -> Version:
    """Publish the garden with views, by name with ``__`` for the slash."""
    settings = garden / "publication.toml"
    text = settings.read_text("utf-8")
    if "views =" not in text:
        settings.write_text(text.replace("[folders]", '[folders]\nviews = ["views"]'), "utf-8")
    shutil.rmtree(garden / "views", ignore_errors=True)
    for name, query in views.items():
        path = garden / "views" / (name.replace("__", "/") + ".rq")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(query, "utf-8")
    publication = read_publication(settings)
    validated = validate_publication(publication, garden, silent)
    tell = silent if told is None else told.append
    return publish(validated, publication, var, tell)[0]


def test_answers_are_of_asserted_and_inferred_statements(garden: Path, tmp_path: Path) -> None:
    """Each row once, however many graphs say it; a named graph is told from another IRI."""
    version = published(garden, tmp_path / "var", facets__kind=KIND, panels__parts=PROOF)
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
    first = published(garden, tmp_path / "var", facets__kind=KIND)
    again = published(garden, tmp_path / "var", facets__kind=KIND)
    other = published(garden, tmp_path / "var", facets__kind=KIND.replace("Kind", "Sort"))
    assert first.name == again.name
    assert first.manifest.content_sha256 != other.manifest.content_sha256
    assert first.manifest.dataset_sha256 == other.manifest.dataset_sha256
    assert {"views.json", "views.sqlite"} <= other.manifest.files.keys()


def test_rows_beyond_the_limit_are_told_of(
    garden: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "MOST_ROWS", 2)
    told: list[str] = []
    version = published(garden, tmp_path / "var", told, facets__kind=KIND, panels__parts=PROOF)
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
    views = Views(published(garden, tmp_path / "var", panels__notes=query))
    cells = [row.cells["note"] for row in views.rows("panels/notes", 10)]
    assert sorted(cell.kind for cell in cells) == ["blank", "literal", "literal", "literal"]
    assert Cell("literal", text[:-1] + "…", "nl") in cells
    assert Cell("literal", "kort") in cells
    assert Cell("literal", "7", "", "http://www.w3.org/2001/XMLSchema#integer") in cells


@pytest.mark.parametrize("is_union", [True, False], ids=["union", "no union"])
def test_files_without_settings_have_the_program_s_views(tmp_path: Path, is_union: bool) -> None:
    """The answers are of all graphs, also where queries of others see the default graph only."""
    from pyoxigraph import Dataset

    from kennisgraaf.graph.assemble import Sources, assemble
    from kennisgraaf.validation.validate import Validated

    origin = "http://127.0.0.1:8000/"
    file = tmp_path / "a.trig"
    file.write_text(
        "PREFIX geo: <http://www.w3.org/2003/01/geo/wgs84_pos#> PREFIX gsp: "
        "<http://www.opengis.net/ont/geosparql#> <urn:g> { <urn:a> geo:lat 51 ; geo:long 3 . "
        '<urn:b> gsp:hasGeometry [ gsp:asWKT "POINT(4.5 50)"^^gsp:wktLiteral ] }',
        "utf-8",
    )
    sources = Sources((file,), origin)
    validated = Validated(sources, assemble(sources), Dataset(), Dataset(), (), None)
    publication = publication_of_files((file,), origin, is_union)
    version, _ = publish(validated, publication, tmp_path / "var", silent)
    points = {
        (row.this, row.cells["latitude"].value, row.cells["longitude"].value)
        for row in Views(version).rows("map", 10)
    }
    assert points == {("urn:a", "51", "3"), ("urn:b", "50", "4.5")}
