"""Which passage of which report a graph is, and what it says when the report was at hand."""

from pathlib import Path

import pytest

from kennisgraaf.publication.passages import write_passages
from kennisgraaf.settings import Publication
from kennisgraaf.store.passages import Passages
from kennisgraaf.validation.validate import Validated, validate_publication
from kennisgraaf.versions import PASSAGES, Version
from stores import silent

GARDEN = Path(__file__).parent / "publication"
BACK = "https://tuin.example/id/passage/2023/achtertuin"
HERBS = "https://tuin.example/id/passage/2023/kruiden"


def read(validated: Validated, publication: Publication, folder: Path) -> Passages:
    write_passages(validated, publication, folder / PASSAGES)
    return Passages(Version(folder))


def test_passage_tells_its_place_and_its_text(
    validated: Validated, publication: Publication, tmp_path: Path
) -> None:
    found = read(validated, publication, tmp_path).of([BACK, HERBS, "https://tuin.example/other"])
    assert found.keys() == {BACK, HERBS}
    passage = found[BACK]
    assert passage.report == "https://tuin.example/id/verslag/2023"
    assert (passage.year, passage.heading, passage.first_line) == ("2023", "De tuinen", 3)
    assert passage.statements == 4
    report = (GARDEN / "reports" / "verslag-2023.txt").read_text("utf-8")
    assert passage.text in report
    assert len(passage.text) == 93 - 11


def test_without_the_reports_there_is_no_text(publication: Publication, tmp_path: Path) -> None:
    validated = validate_publication(publication, GARDEN, silent)
    assert {p.text for p in read(validated, publication, tmp_path).of([BACK, HERBS]).values()} == {
        ""
    }


@pytest.mark.parametrize("count", [0, 5000])
def test_any_number_of_graphs_may_be_asked_for(
    validated: Validated, publication: Publication, tmp_path: Path, count: int
) -> None:
    passages = read(validated, publication, tmp_path)
    assert passages.of(f"https://tuin.example/'\"{number}" for number in range(count)) == {}
