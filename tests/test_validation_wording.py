"""Wording: tables of how Dutch prose writes numbers, dates and periods."""

import pytest

from kennisgraaf.validation.wording import (
    contains,
    date_wordings,
    dates_without_year,
    edtf_follows,
    normalise,
    number_wordings,
    words,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("De  Tuin\n\tvan\u00a0Één ", "de tuin van één"),
        ("e\u0301e\u0301n", "één"),
        ("’t ‘hek’", "'t 'hek'"),
        ("“hek” „hek” «hek»", '"hek" "hek" "hek"'),
        ("2020–2023 — a‑b", "2020-2023 - a-b"),
        ("een%20twee", "een twee"),
    ],
)
def test_text_is_folded_for_searching(text: str, folded: str) -> None:
    assert normalise(text) == folded


def test_words_are_folded() -> None:
    assert words("Werkgroep ORBA (open-data)") == ["werkgroep", "orba", "open", "data"]


@pytest.mark.parametrize(
    ("passage", "wording", "there"),
    [
        ("de tuin bleef", "Tuin", True),
        ("de moestuin bleef", "tuin", False),
        ("de tuinen", "tuin", False),
        ("9 bomen", "9", True),
        ("19 bomen", "9", False),
        ("(orba)", "ORBA", True),
        ("1.250,50 m", "1.250,50", True),
        ("de tuin", "", False),
        ("de tuin", " ", False),
        ("a.b", "a?b", False),
    ],
)
def test_wording_stands_between_other_characters_than_letters(
    passage: str, wording: str, there: bool
) -> None:
    assert contains(passage, wording) is there


@pytest.mark.parametrize(
    ("number", "written"),
    [
        ("9", "9 negen negental"),
        ("1", "1 een één eerste"),
        ("0", "0 nul geen"),
        ("3", "drie drietal"),
        ("20", "20 twintig"),
        ("1250", "1250 1.250"),
        ("383572", "383.572"),
        ("5000", "5.000"),
        ("1250.50", "1.250,50 1250,50"),
        ("1383572.80", "1.383.572,80"),
        ("421510.24", "421.510,24"),
        ("12.00", "12 12,00 twaalf"),
        ("-5", "-5"),
        ("+5", "5"),
        ("007", "007 7 zeven"),
    ],
)
def test_number_is_written_in_dutch(number: str, written: str) -> None:
    assert set(written.split()) <= set(number_wordings(number))


@pytest.mark.parametrize(
    ("number", "written"),
    [("5000", "5 duizend"), ("2000000", "2 miljoen"), ("3000000000", "3 miljard")],
)
def test_round_number_is_written_with_its_scale(number: str, written: str) -> None:
    assert written in number_wordings(number)


@pytest.mark.parametrize(
    ("number", "other"),
    [("1250.50", "1.250"), ("1250.50", "1.250,5"), ("2", "tweede"), ("1500", "1 duizend")]
    + [("9", "10"), ("-5", "5"), ("-5", "vijf")],
)
def test_number_is_not_written_as_another(number: str, other: str) -> None:
    assert other not in number_wordings(number)


@pytest.mark.parametrize("text", ["", "negen", "1e3", "1.2.3", "INF", "NaN", "1,5", "²"])
def test_other_text_is_no_number(text: str) -> None:
    assert number_wordings(text) == []


@pytest.mark.parametrize(
    ("lexical", "written"),
    [
        ("2023-04-18", "18 april 2023"),
        ("2023-05-01", "1 mei 2023"),
        ("2021-01", "januari 2021"),
        ("2021-01", "januari van 2021"),
        ("2021-01-05", "5 januari van 2021"),
        ("2021", "2021"),
        ("2023-04-18", "2023-04-18"),
    ],
)
def test_date_is_written_in_dutch(lexical: str, written: str) -> None:
    assert written in date_wordings(lexical)


@pytest.mark.parametrize(
    "lexical", ["", "2023-13", "2023-00-01", "18 april", "2023-04-18+02:00", "1-2-3-4", "x-y"]
)
def test_other_text_is_no_date(lexical: str) -> None:
    assert date_wordings(lexical) == []


@pytest.mark.parametrize(
    ("lexical", "written"),
    [
        ("2023-04-18", ["18 april"]),
        ("2023-04", ["april"]),
        ("2023", []),
        ("2023-13", []),
    ],
)
def test_date_is_written_without_its_year(lexical: str, written: list[str]) -> None:
    assert dates_without_year(lexical) == written


@pytest.mark.parametrize(
    ("value", "passage"),
    [
        ("2021-01~", "begin 2021 kwam er een hek"),
        ("2021-06~", "midden 2021"),
        ("2021-12~", "eind 2021"),
        ("2021-12~", "op het einde van 2021"),
        ("2021-21", "in het voorjaar van 2021"),
        ("2021-22", "in de zomer van 2021"),
        ("2021-23", "najaar 2021"),
        ("2021-24", "winter 2021"),
        ("2021-05", "in mei 2021"),
        ("2021", "sinds 2021"),
        ("2024-01/2024-06", "in de eerste jaarhelft van 2024"),
        ("2023-07/2023-12", "de tweede helft van het jaar"),
        ("2021~", "rond 2021"),
        ("2021-01~/..", "sinds begin 2021"),
        ("../2022-06~", "tot midden 2022"),
        ("2021-12~/2022-22", "van eind 2021 tot zomer 2022"),
        ("2021-04-18", "op 18 april 2021"),
        ("2023-23", "in het najaar"),
    ],
)
def test_period_follows_from_its_wording(value: str, passage: str) -> None:
    assert edtf_follows(value, passage, year_of_report="2023")


@pytest.mark.parametrize(
    ("value", "passage"),
    [
        ("2021-01~", "eind 2021"),
        ("2021-01~", "2021"),
        ("2021-01~", "begin 2022"),
        ("2022", "in 2021"),
        ("2021-01~/2022", "begin 2021"),
        ("2021-04-18", "op 19 april 2021"),
        ("..", "2021"),
        ("/", "2021"),
        ("", ""),
        ("2024-01/2024-06", "in de tweede jaarhelft van 2024"),
        ("2025-01/2025-06", "in de eerste jaarhelft van 2024"),
        ("2024-01/2024-06", "in 2024"),
    ],
)
def test_period_does_not_follow_from_another_wording(value: str, passage: str) -> None:
    assert not edtf_follows(value, passage, year_of_report="2023")


@pytest.mark.parametrize("value", ["2021-13-40", "2021-aa-bb", "x-04-18", "2021-0", "2021-12-XX"])
def test_text_that_is_no_period_follows_from_nothing(value: str) -> None:
    assert not edtf_follows(value, "oeps 2021 april", year_of_report="2023")
