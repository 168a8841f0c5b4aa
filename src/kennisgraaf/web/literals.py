"""Literals: numbers, dates and times as a reader writes them, each with its value for machines."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from babel.dates import format_date, format_datetime, get_month_names
from babel.numbers import format_decimal
from pyoxigraph import Literal

from kennisgraaf.namespaces import EDTF, XSD

# Flemish and international usage: 1.383.572,80 and 1,383,572.80; 18 april 2023 and 18 April 2023.
_LOCALES = {"nl": "nl_BE", "en": "en_GB"}
_NUMBERS = ("integer", "decimal", "int", "long", "short", "nonNegativeInteger", "positiveInteger")
# What is longer is no number that somebody reads.
_MOST_DIGITS = 40
_NUMBER = re.compile(r"[+-]?\d+(?:\.(?P<fraction>\d+))?", re.ASCII)
_EDTF = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d))?(?:-(?P<day>\d\d))?(?P<about>[~?%])?", re.ASCII
)
_SEASONS = {
    "nl": {21: "voorjaar", 22: "zomer", 23: "najaar", 24: "winter"},
    "en": {21: "spring", 22: "summer", 23: "autumn", 24: "winter"},
}
_ABOUT = {"nl": "omstreeks", "en": "about"}
_BOOLEANS = {
    "nl": {"true": "ja", "1": "ja", "false": "nee", "0": "nee"},
    "en": {"true": "yes", "1": "yes", "false": "no", "0": "no"},
}


@dataclass(frozen=True)
class Shown:
    """How a literal is shown: as ``text``, marked up by ``element`` (``time`` or ``data``)."""

    text: str
    element: str


def shown(literal: Literal, language: str) -> Shown | None:
    """Write a number, a truth value or a date as readers of a language do; else ``None``."""
    datatype = literal.datatype.value
    writer = _WRITERS.get(datatype.removeprefix(XSD)) if datatype.startswith(XSD) else None
    if datatype in EDTF:
        writer = _edtf
    if writer is None:
        return None
    try:
        return writer(literal.value.strip(), language)
    except (ValueError, InvalidOperation, OverflowError):
        return None


def number(value: str, language: str) -> str:
    """Write a number with as many decimals as it is given with.

    Raises:
        ValueError: it is none, or too long for one.
    """
    match = _NUMBER.fullmatch(value)
    if match is None or len(value) > _MOST_DIGITS:
        raise ValueError(value)
    decimals = len(match["fraction"] or "")
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(Decimal(value), pattern, locale=_LOCALES[language])


def _number(value: str, language: str) -> Shown:
    return Shown(number(value, language), "data")


def _boolean(value: str, language: str) -> Shown | None:
    text = _BOOLEANS[language].get(value)
    return None if text is None else Shown(text, "data")


def _date(value: str, language: str) -> Shown:
    return Shown(day(date.fromisoformat(value), language), "time")


def _moment(value: str, language: str) -> Shown:
    moment = datetime.fromisoformat(value)
    written = format_datetime(moment, "d MMMM y, HH:mm", locale=_LOCALES[language])
    zone = moment.tzname()
    return Shown(f"{written} {zone}" if zone else written, "time")


def _month(value: str, language: str) -> Shown:
    year, month = value.split("-")
    return Shown(f"{month_name(int(month), language)} {int(year)}", "time")


def _year(value: str, _language: str) -> Shown:
    return Shown(f"{int(value):d}", "time")


def _edtf(value: str, language: str) -> Shown | None:
    match = _EDTF.fullmatch(value)
    if match is None:
        return None
    month = int(match["month"] or 0)
    if month in _SEASONS[language]:
        written = f"{_SEASONS[language][month]} {match['year']}"
    elif match["day"]:
        written = day(date(int(match["year"]), month, int(match["day"])), language)
    else:
        written = f"{month_name(month, language)} {match['year']}" if month else match["year"]
    return Shown(f"{_ABOUT[language]} {written}" if match["about"] else written, "")


def day(value: date, language: str) -> str:
    """Write a day: 18 april 2023."""
    return format_date(value, "d MMMM y", locale=_LOCALES[language])


def month_name(month: int, language: str) -> str:
    """Name a month.

    Raises:
        ValueError: there is none of this number.
    """
    names = get_month_names("wide", locale=_LOCALES[language])
    if month not in names:
        raise ValueError(month)
    return str(names[month])


_WRITERS: dict[str, Callable[[str, str], Shown | None]] = {
    **dict.fromkeys(_NUMBERS, _number),
    "boolean": _boolean,
    "date": _date,
    "dateTime": _moment,
    "gYearMonth": _month,
    "gYear": _year,
}
