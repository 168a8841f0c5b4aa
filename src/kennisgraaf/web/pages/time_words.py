"""Time in words: what is known of a period, as readers of a language say it."""

import calendar
from collections.abc import Callable
from datetime import date, timedelta

from kennisgraaf.timeline import Span
from kennisgraaf.web.literals import day, month_name

Translate = Callable[[str], str]


def in_words(span: Span, language: str, translate: Translate) -> str:
    """Say when a period is, and what of it is not known."""
    begin = _some(span.first, span.begun, language, translate)
    end = _some(span.ended, span.last, language, translate)
    if (span.first, span.begun) == (span.ended, span.last):
        # One date: on that day, or on some day in it.
        return begin if span.is_exact else translate("some time in %(when)s") % {"when": begin}
    if not end:
        return translate("since %(begin)s, no end is given") % {"begin": begin}
    if not begin:
        return translate("until %(end)s, no begin is given") % {"end": end}
    return translate("from %(begin)s until %(end)s") % {"begin": begin, "end": end}


def period(first: date, last: date, language: str) -> str:
    """Write a period: a day, a month, a year, or from day to day."""
    if first == last:
        return day(first, language)
    is_whole = first.day == 1 and last.day == calendar.monthrange(last.year, last.month)[1]
    months = (first.month, last.month)
    if is_whole and first.year == last.year and months == (1, 12):
        return str(first.year)
    if is_whole and first.year == last.year:
        begin, end = (month_name(month, language) for month in months)
        return f"{begin if begin == end else f'{begin}–{end}'} {first.year}"
    if is_whole and months == (1, 12):
        return f"{first.year}–{last.year}"
    return f"{day(first, language)} – {day(last, language)}"


def after(value: date) -> date | None:
    """Give the next day; the last of all has none."""
    return None if value == date.max else value + timedelta(days=1)


def _some(first: date | None, last: date | None, language: str, translate: Translate) -> str:
    """Write a day that is known to lie between two."""
    if first and last:
        return period(first, last, language)
    if first:
        return translate("%(day)s or later") % {"day": day(first, language)}
    return translate("%(day)s or earlier") % {"day": day(last, language)} if last else ""
