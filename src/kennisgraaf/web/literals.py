"""Literals: numbers, dates and times as a reader writes them, each with its value for machines."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation

from babel.dates import format_date, format_datetime, get_month_names
from babel.numbers import format_decimal
from pyoxigraph import Literal

from kennisgraaf.namespaces import EDTF, XSD

# Flemish and international usage: 1.383.572,80 and 1,383,572.80; 18 april 2023 and 18 April 2023.
_LOCALES = {"nl": "nl_BE", "en": "en_GB"}
_NUMBERS = (
    "decimal", "integer", "int", "long", "short", "byte",
    "unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte",
    "nonNegativeInteger", "positiveInteger", "nonPositiveInteger", "negativeInteger",
)  # fmt: skip
# What is longer is no number that somebody reads.
_MOST_DIGITS = 40
_NUMBER = re.compile(r"[+-]?\d+(?:\.(?P<fraction>\d+))?", re.ASCII)
_ZONE = re.compile(r"(?:Z|[+-]\d\d:\d\d)\Z", re.ASCII)
_EDTF = re.compile(
    r"(?P<year>\d{3}[\dX])(?:-(?P<month>\d\d|XX))?(?:-(?P<day>\d\d|XX))?(?P<about>[~?%])?",
    re.ASCII,
)
_OPEN = ("", "..")
_SEASONS = {
    "nl": {21: "voorjaar", 22: "zomer", 23: "najaar", 24: "winter"},
    "en": {21: "spring", 22: "summer", 23: "autumn", 24: "winter"},
}
_ABOUT = {"nl": "omstreeks", "en": "about"}
_DECADES = {"nl": "jaren {}", "en": "the {}s"}
_SOME_TIME = {"nl": "ergens in {}", "en": "some time in {}"}
# From one date to another, from one on, and up to one.
_INTERVALS = {
    "nl": ("van {} tot {}", "sinds {}", "tot {}"),
    "en": ("from {} until {}", "since {}", "until {}"),
}
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


def _float(value: str, language: str) -> Shown:
    """Write a number that is no power of ten; those are for machines."""
    exact = Decimal(value)
    if not exact.is_finite() or (exact and not -7 < exact.adjusted() < 15):
        raise ValueError(value)
    return Shown(number(f"{exact:f}", language), "data")


def _date(value: str, language: str) -> Shown:
    return Shown(day(date.fromisoformat(_ZONE.sub("", value)), language), _element(value))


def _element(value: str) -> str:
    """Choose how a date is marked up: HTML knows none with a zone, or before our era."""
    return "data" if _ZONE.search(value) or value.startswith("-") else "time"


def _moment(value: str, language: str) -> Shown:
    moment = datetime.fromisoformat(value)
    written = format_datetime(moment, "d MMMM y, HH:mm", locale=_LOCALES[language])
    zone = moment.tzname()
    return Shown(f"{written} {zone}" if zone else written, "time")


def _month(value: str, language: str) -> Shown:
    year, month = _ZONE.sub("", value).split("-")
    return Shown(f"{month_name(int(month), language)} {int(year)}", _element(value))


def _year(value: str, _language: str) -> Shown:
    return Shown(f"{int(_ZONE.sub('', value)):d}", _element(value))


def _time(value: str, _language: str) -> Shown:
    return Shown(f"{time.fromisoformat(value):%H:%M}", "time")


def _edtf(value: str, language: str) -> Shown:
    begin, slash, end = value.partition("/")
    both, since, until = _INTERVALS[language]
    if not slash:
        return Shown(_rough(value, language), "")
    if end in _OPEN:
        return Shown(since.format(_rough(begin, language)), "")
    if begin in _OPEN:
        return Shown(until.format(_rough(end, language)), "")
    return Shown(both.format(_rough(begin, language), _rough(end, language)), "")


def _rough(value: str, language: str) -> str:
    """Write a date of EDTF level 1 that is no interval.

    Raises:
        ValueError: it is none, or of a kind that readers seldom meet.
    """
    match = _EDTF.fullmatch(value)
    if match is None:
        raise ValueError(value)
    year = match["year"]
    if year.endswith("X"):
        written = _DECADES[language].format(f"{year[:3]}0")
    else:
        written = _known(year, _part(match["month"]), _part(match["day"]), language)
    if "XX" in value:
        written = _SOME_TIME[language].format(written)
    return f"{_ABOUT[language]} {written}" if match["about"] else written


def _part(digits: str | None) -> int:
    """Read a month or a day; 0 for one that is not given, or not known."""
    return int(digits) if digits and digits != "XX" else 0


def _known(year: str, month: int, date_of_month: int, language: str) -> str:
    if month in _SEASONS[language]:
        return f"{_SEASONS[language][month]} {year}"
    if month and date_of_month:
        return day(date(int(year), month, date_of_month), language)
    return f"{month_name(month, language)} {year}" if month else year


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
    **dict.fromkeys(("double", "float"), _float),
    "date": _date,
    **dict.fromkeys(("dateTime", "dateTimeStamp"), _moment),
    "time": _time,
    "gYearMonth": _month,
    "gYear": _year,
}
