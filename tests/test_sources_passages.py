"""Passages: characters of a report, and their descriptions in the dataset."""

from hashlib import sha256
from pathlib import Path

import pytest
from pyoxigraph import Dataset, RdfFormat, parse

from kennisgraaf.errors import SourceError
from kennisgraaf.settings import Publication
from kennisgraaf.sources.passages import (
    Report,
    Selection,
    described_passages,
    described_reports,
    digest_of,
    find,
    read_text,
    select,
)
from kennisgraaf.validation.validate import Validated

TEXT = "De tuinen\n\n  De achtertuin kreeg bomen. ✿ De kas niet.\r\nDe kruidenhoek bleef.\n"


def test_digest_is_the_sha_256_of_the_utf_8() -> None:
    assert digest_of("✿") == sha256(b"\xe2\x9c\xbf").hexdigest()
    assert select(TEXT, 0, 9).digest == digest_of("De tuinen")


def test_selection_counts_characters_from_0_and_lines_from_1() -> None:
    begin = TEXT.index("De kas")
    assert select(TEXT, begin, begin + 6) == Selection(begin, begin + 6, 3, 3, "De kas")
    assert select(TEXT, begin, TEXT.index(" bleef")).last_line == 4


@pytest.mark.parametrize(
    ("lines", "first", "last", "text"),
    [
        ((1, 1), None, None, "De tuinen"),
        ((3, 3), None, None, "De achtertuin kreeg bomen. ✿ De kas niet."),
        ((3, 3), "De kas", None, "De kas niet."),
        ((3, 3), None, "bomen.", "De achtertuin kreeg bomen."),
        ((3, 3), "kreeg", "✿", "kreeg bomen. ✿"),
        ((3, 4), "De kas", "kruidenhoek", "De kas niet.\r\nDe kruidenhoek"),
        ((4, 4), None, None, "De kruidenhoek bleef."),
    ],
)
def test_passage_is_found_by_lines_and_words(
    lines: tuple[int, int], first: str | None, last: str | None, text: str
) -> None:
    found = find(TEXT, lines, first, last)
    assert found.text == text == TEXT[found.begin : found.end]
    assert (found.first_line, found.last_line) == lines


@pytest.mark.parametrize(
    ("lines", "first", "last", "problem"),
    [
        ((3, 3), "De kruidenhoek", None, "the words “De kruidenhoek”: do not stand there"),
        ((3, 3), "De", None, "the words “De”: stand there 2 times: give more"),
        ((3, 3), "De kas", "bomen", "the words “bomen”: do not stand there"),
        ((0, 1), None, None, "lines 0-1: the text has 5 lines"),
        ((4, 3), None, None, "lines 4-3: the text has 5 lines"),
        ((5, 6), None, None, "lines 5-6: the text has 5 lines"),
    ],
)
def test_words_and_lines_that_are_not_there_are_told(
    lines: tuple[int, int], first: str | None, last: str | None, problem: str
) -> None:
    with pytest.raises(SourceError) as raised:
        find(TEXT, lines, first, last)
    assert str(raised.value) == problem


def test_text_is_read_with_its_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "verslag.txt"
    path.write_bytes(TEXT.encode())
    assert read_text(path) == TEXT


@pytest.mark.parametrize("content", [None, b"\xe9\xe9n"], ids=["missing", "Latin-1"])
def test_text_that_cannot_be_read_is_told(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "verslag.txt"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SourceError) as raised:
        read_text(path)
    assert raised.value.place == str(path)


def test_descriptions_are_read_in_order_of_place(
    validated: Validated, publication: Publication
) -> None:
    assert publication.evidence is not None
    first, second = described_passages(validated.asserted, publication.evidence)
    assert first.iri == "https://tuin.example/id/passage/2023/achtertuin"
    assert (first.begin, first.end, first.first_line, first.last_line) == (11, 93, 3, 3)
    assert first.report == second.report == "https://tuin.example/id/verslag/2023"
    assert first.derivations == {"https://tuin.example/id/concept/Afleiding/jaar-uit-verslag"}
    assert second.derivations == frozenset()


def test_reports_are_read_with_their_file_and_year(
    validated: Validated, publication: Publication
) -> None:
    assert publication.evidence is not None
    iri = "https://tuin.example/id/verslag/2023"
    reports = described_reports(validated.asserted, publication.evidence)
    assert reports == {iri: Report(iri, "verslag-2023.txt", "2023")}


@pytest.mark.parametrize("part", ["begin", "einde", "eersteRegel", "laatsteRegel", "sha256"])
def test_description_that_lacks_a_part_is_left_to_the_shapes(
    garden: Path, publication: Publication, part: str
) -> None:
    assert publication.evidence is not None
    text = (garden / "data/tuinen.trig").read_text("utf-8").replace(f"tuin:{part} ", "tuin:x ")
    dataset = Dataset(parse(text, format=RdfFormat.TRIG, base_iri=publication.base_iri))
    assert described_passages(dataset, publication.evidence) == []
