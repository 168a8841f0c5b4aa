"""Reports are read in their own order: where each passage stands, what it says and yields."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kennisgraaf.publication.pipeline import publish
from kennisgraaf.settings import Publication
from kennisgraaf.validation.validate import validate_publication
from kennisgraaf.web.app import create_app
from kennisgraaf.web.current import Current
from stores import silent

GARDEN = Path(__file__).parent / "publication"


def test_reports_lead_to_chapters_and_passages(client: FlaskClient) -> None:
    every = client.get("/reports?lang=nl").text
    assert 'href="/reports/verslag-2023"' in every
    report = client.get("/reports/verslag-2023?lang=nl").text
    assert re.search(r'href="/reports/verslag-2023/1"[^>]*><bdi>De tuinen', report)
    assert "2 passages" in report
    chapter = client.get("/reports/verslag-2023/1?lang=nl").text
    back, herbs = chapter.index('id="achtertuin"'), chapter.index('id="kruiden"')
    assert back < herbs
    assert "r. 3" in chapter[back:herbs]
    assert 'href="/doc/tuin/achtertuin"' in chapter[back:herbs]
    assert 'href="/doc/tuin/kruidenhoek"' in chapter[herbs:]


def test_text_is_shown_where_the_reports_were_at_hand(client: FlaskClient) -> None:
    line = (GARDEN / "reports" / "verslag-2023.txt").read_text("utf-8").split("\n")[2]
    chapter = client.get("/reports/verslag-2023/1?lang=nl").text
    assert line.split(",")[0][:30] in chapter


def test_without_the_reports_it_is_told_how_to_see_them(
    publication: Publication, tmp_path: Path
) -> None:
    publish(validate_publication(publication, GARDEN, silent), publication, tmp_path, silent)
    client = create_app(Current(tmp_path, tmp_path)).test_client()
    text = client.get("/reports/verslag-2023/1?lang=en").text
    assert "<blockquote" not in text
    assert "--sources" in text


@pytest.mark.parametrize(
    "path", ["verslag-2022", "x", "verslag-2023/0", "verslag-2023/2", "verslag-2023/x", "%00"]
)
def test_what_is_not_there_is_404(client: FlaskClient, path: str) -> None:
    assert client.get(f"/reports/{path}").status_code == 404


def test_entity_page_leads_to_its_place_in_the_report(client: FlaskClient) -> None:
    passage = client.get("/doc/passage/2023/kruiden.html").text
    assert 'href="/reports/verslag-2023/1#kruiden"' in passage
    report = client.get("/doc/verslag/2023.html").text
    assert 'href="/reports/verslag-2023"' in report


def test_a_long_chapter_has_pages_and_blank_nodes_are_no_links(
    publication: Publication, garden: Path, tmp_path: Path
) -> None:
    """A report without headings is one chapter, however many passages it has."""
    data = garden / "data" / "tuinen.trig"
    text = data.read_text("utf-8")
    begin = text.index("  p2023:kruiden a tuin:Passage")
    passage = text[begin : text.index(" .\n", begin) + 3]
    copies = [passage.replace("p2023:kruiden", f"p2023:k{n}") for n in range(70)]
    said = [f"p2023:k{n} {{ _:b{n} tuin:noot {n} . id:k{n} tuin:noot {n} . }}\n" for n in range(70)]
    text = text[:begin] + "".join(copies) + text[begin:] + "".join(said)
    data.write_text(text, "utf-8")
    for other in ("shapes", "questions"):
        for file in (garden / other).rglob("*.rq"):
            file.unlink()
    validated = validate_publication(publication, garden, silent)
    publish(validated, publication, tmp_path / "v", silent)
    client = create_app(Current(tmp_path / "v", tmp_path)).test_client()
    first = client.get("/reports/verslag-2023/1")
    assert 'rel="next" href="/reports/verslag-2023/1?page=2"' in first.text
    second = client.get("/reports/verslag-2023/1?page=2").text
    assert first.text.count('class="where"') + second.count('class="where"') == 72
    assert "/doc?iri=" not in first.text
    assert client.get("/reports/verslag-2023/1?page=3").status_code == 400
