"""EDTF: the first and last day of a date that is only roughly known.

Reads level 1 of the Extended Date/Time Format (https://www.loc.gov/standards/datetime/) as far as
reports need it: years, months, days, seasons (21–24), intervals with an open end, ``~ ? %``, and
``X`` for a digit that is not known.
PyPI's ``edtf`` does not load with the pyparsing of today, see docs/decisions.
"""

import calendar
import re
from datetime import date

# Months in which a season may begin and end; "najaar" is said of September to December.
_SEASONS = {21: (3, 6), 22: (6, 9), 23: (9, 12), 24: (12, 3)}
_DATE = re.compile(
    r"(?P<year>\d{4}|\d{3}X|\d\dXX)(-(?P<month>\d\d|XX))?(-(?P<day>\d\d|XX))?(?P<about>[~?%])?",
    re.ASCII,
)
_OPEN = ("", "..")
# How many months "about" widens a month by; it stays within the year that is named.
_ABOUT_MONTHS = 3

Bounds = tuple[date | None, date | None]


def bounds(text: str) -> Bounds:
    """Give the first and last day that an EDTF value may mean; ``None`` for an open end.

    Raises:
        ValueError: the text is not of the part of EDTF level 1 that is read here.
    """
    start, separator, end = text.partition("/")
    if not separator:
        return _date_bounds(text)
    if start in _OPEN and end in _OPEN:
        raise ValueError(f"{text} has neither begin nor end")
    earliest = None if start in _OPEN else _date_bounds(start)[0]
    latest = None if end in _OPEN else _date_bounds(end)[1]
    if earliest and latest and earliest > latest:
        raise ValueError(f"{text} ends before it begins")
    return earliest, latest


def _date_bounds(text: str) -> Bounds:
    match = _DATE.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not an EDTF date")
    year, last_year = (int(match["year"].replace("X", digit)) for digit in "09")
    if match["month"] in (None, "XX"):
        return date(year, 1, 1), date(last_year, 12, 31)
    if year != last_year:
        raise ValueError(f"{text!r} has a month of a year that is not known")
    month = int(match["month"])
    if match["day"] not in (None, "XX"):
        day = date(year, month, int(match["day"]))
        return day, day
    if month in _SEASONS:
        first, last = _SEASONS[month]
        return date(year, first, 1), _end_of_month(year + (last < first), last)
    if not 1 <= month <= 12:
        raise ValueError(f"{text!r} names no month")
    margin = _ABOUT_MONTHS if match["about"] else 0
    return date(year, max(month - margin, 1), 1), _end_of_month(year, min(month + margin, 12))


def _end_of_month(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
