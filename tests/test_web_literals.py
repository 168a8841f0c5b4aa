"""Literals are shown as readers of Dutch and English write them, and hostile ones as they are."""

import pytest
from pyoxigraph import Literal, NamedNode

from kennisgraaf.namespaces import EDTF, XSD
from kennisgraaf.web.literals import shown


@pytest.mark.parametrize(
    ("value", "datatype", "dutch", "english"),
    [
        ("1383572.80", "decimal", "1.383.572,80", "1,383,572.80"),
        ("421510.24", "decimal", "421.510,24", "421,510.24"),
        ("-7", "integer", "-7", "-7"),
        ("12500", "integer", "12.500", "12,500"),
        ("2023-04-18", "date", "18 april 2023", "18 April 2023"),
        ("2023-04", "gYearMonth", "april 2023", "April 2023"),
        ("2023", "gYear", "2023", "2023"),
        ("true", "boolean", "ja", "yes"),
        ("2023-04-18+02:00", "date", "18 april 2023", "18 April 2023"),
        ("2023Z", "gYear", "2023", "2023"),
        ("-0045", "gYear", "-45", "-45"),
        ("255", "unsignedByte", "255", "255"),
        ("51.0500", "double", "51,0500", "51.0500"),
        ("1.25E3", "float", "1.250", "1,250"),
        ("09:05:00", "time", "09:05", "09:05"),
        (
            "2023-04-18T09:05:00Z",
            "dateTime",
            "18 april 2023, 09:05 UTC",
            "18 April 2023, 09:05 UTC",
        ),
    ],
)
def test_literal_as_readers_write_it(value: str, datatype: str, dutch: str, english: str) -> None:
    literal = Literal(value, datatype=NamedNode(XSD + datatype))
    assert [getattr(shown(literal, code), "text", None) for code in ("nl", "en")] == [
        dutch,
        english,
    ]


@pytest.mark.parametrize(
    ("value", "dutch"),
    [
        ("2022-23", "najaar 2022"),
        ("2021-12~", "omstreeks december 2021"),
        ("2024", "2024"),
        ("2023-06-12", "12 juni 2023"),
        ("2020/2022", "van 2020 tot 2022"),
        ("2021/..", "sinds 2021"),
        ("2021-06-01/", "sinds 1 juni 2021"),
        ("../2021-21", "tot voorjaar 2021"),
        ("2021-12~/2023-05", "van omstreeks december 2021 tot mei 2023"),
        ("201X", "jaren 2010"),
        ("2020-XX", "ergens in 2020"),
        ("2020-05-XX", "ergens in mei 2020"),
    ],
)
def test_rough_date_in_words(value: str, dutch: str) -> None:
    literal = Literal(value, datatype=NamedNode(EDTF[0]))
    assert getattr(shown(literal, "nl"), "text", None) == dutch


@pytest.mark.parametrize(
    ("value", "datatype"),
    [
        ("9" * 100_000, "integer"),
        ("2023-13", "gYearMonth"),
        ("2023-02-30", "date"),
        ("<b>1</b>", "decimal"),
        ("1e400", "decimal"),
        ("", "gYear"),
        ("maybe", "boolean"),
        ("٣", "integer"),
        ("text", "string"),
        ("1E300", "double"),
        ("INF", "double"),
        ("NaN", "float"),
        ("25:00:00", "time"),
    ],
)
def test_what_is_no_number_or_date_is_left(value: str, datatype: str) -> None:
    assert shown(Literal(value, datatype=NamedNode(XSD + datatype)), "nl") is None


@pytest.mark.parametrize(
    "value", ["../..", "/", "2020/2021/2022", "2020-31", "20XX", "Y170000", ""]
)
def test_rough_date_of_another_kind_is_left(value: str) -> None:
    assert shown(Literal(value, datatype=NamedNode(EDTF[0])), "en") is None


@pytest.mark.parametrize(
    ("value", "datatype", "element"),
    [
        ("2023-04-18", "date", "time"),
        ("2023-04-18Z", "date", "data"),
        ("2023-04-01:00", "gYearMonth", "data"),
        ("-0045", "gYear", "data"),
        ("2023", "gYear", "time"),
        ("7", "byte", "data"),
    ],
)
def test_markup_is_html(value: str, datatype: str, element: str) -> None:
    """HTML, section 4.5.14: a day, month or year of our era, without a zone."""
    literal = Literal(value, datatype=NamedNode(XSD + datatype))
    assert getattr(shown(literal, "en"), "element", None) == element
