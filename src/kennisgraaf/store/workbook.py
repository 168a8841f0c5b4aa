"""Workbook: solutions as a spreadsheet, typed, with a sheet that tells where they come from."""

from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from typing import IO

from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QuerySolutions, Triple
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from kennisgraaf.errors import QueryTooLargeError
from kennisgraaf.iris import is_link
from kennisgraaf.namespaces import XSD
from kennisgraaf.store.messages import Question

MOST_CELLS = 1_000_000
# Limits of the format itself (ECMA-376; Excel specifications and limits).
_MOST_ROWS = 1_048_575
_LONGEST_TEXT = 32_767
_LONGEST_LINK = 2_079
_MOST_LINKS = 65_530
# Excel keeps so many digits of a number; one with more is written as text, so that none is lost.
_MOST_DIGITS = 15
_EARLIEST = date(1900, 3, 1)  # Excel takes 1900 for a leap year.
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
    "remove_timezone": True,
}
_INTEGERS = {
    XSD + name
    for name in (
        "integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger",
        "nonPositiveInteger", "negativeInteger", "unsignedInt", "unsignedLong", "unsignedShort",
        "unsignedByte",
    )
}  # fmt: skip
Term = NamedNode | BlankNode | Literal | Triple | None
Cell = int | float | bool | date | str


def write_workbook(
    found: QuerySolutions | QueryBoolean, question: Question, stream: IO[bytes]
) -> None:
    """Write solutions, or the answer to ASK, as an Office Open XML workbook.

    No text becomes a formula. IRIs of the web are links.

    Raises:
        QueryTooLargeError: there are more cells than a workbook can well hold.
    """
    content = BytesIO()
    with Workbook(content, _OPTIONS) as book:
        sheet = _Sheet(book, "Answer")
        if isinstance(found, QueryBoolean):
            sheet.header(["answer"])
            sheet.row([Literal(bool(found))])
        else:
            variables = [variable.value for variable in found.variables]
            sheet.header(variables)
            for solution in found:
                sheet.row(list(solution))
        about = _Sheet(book, "About")
        for name, text in {**question.origin, "Query": question.query}.items():
            about.row([Literal(name), NamedNode(text) if is_link(text) else Literal(text)])
    stream.write(content.getvalue())


class _Sheet:
    """A sheet that is filled row by row."""

    def __init__(self, book: Workbook, name: str) -> None:
        self._sheet: Worksheet = book.add_worksheet(name)
        self._bold: Format = book.add_format({"bold": True, "bottom": 1})
        self._day: Format = book.add_format({"num_format": "yyyy-mm-dd"})
        self._moment: Format = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self._rows = self._cells = self._links = 0
        self._sheet.set_column(0, 25, 24)

    def header(self, names: list[str]) -> None:
        """Write the names of the columns."""
        for column, name in enumerate(names):
            self._sheet.write_string(0, column, name, self._bold)
        self._sheet.freeze_panes(1, 0)
        self._rows = 1

    def row(self, terms: list[Term]) -> None:
        """Write a row of terms."""
        self._cells += len(terms)
        if self._cells > MOST_CELLS or self._rows > _MOST_ROWS:
            raise QueryTooLargeError(
                f"A workbook holds at most {MOST_CELLS} cells here: add LIMIT, or ask for CSV."
            )
        for column, term in enumerate(terms):
            if term is not None:
                self._write(column, term)
        self._rows += 1

    def _write(self, column: int, term: NamedNode | BlankNode | Literal | Triple) -> None:
        place = (self._rows, column)
        if isinstance(term, NamedNode):
            iri = term.value
            if is_link(iri) and len(iri) <= _LONGEST_LINK and self._links < _MOST_LINKS:
                self._links += 1
                self._sheet.write_url(*place, iri, string=iri)
            else:
                self._sheet.write_string(*place, iri[:_LONGEST_TEXT])
            return
        value = cell(term) if isinstance(term, Literal) else str(term)
        if isinstance(value, bool):
            self._sheet.write_boolean(*place, value)
        elif isinstance(value, int | float):
            self._sheet.write_number(*place, value)
        elif isinstance(value, datetime):
            self._sheet.write_datetime(*place, value, self._moment)
        elif isinstance(value, date):
            self._sheet.write_datetime(*place, value, self._day)
        else:
            self._sheet.write_string(*place, value[:_LONGEST_TEXT])


def cell(literal: Literal) -> Cell:
    """Give the value of a literal as a cell holds it; its text where a cell cannot."""
    read = _READERS.get(literal.datatype.value)
    if read is None:
        return literal.value
    try:
        return read(literal.value)
    except ValueError:
        return literal.value


def _integer(text: str) -> Cell:
    return int(text) if len(text.lstrip("+-0")) <= _MOST_DIGITS else text


def _number(text: str) -> Cell:
    digits = sum(character.isdigit() for character in text.partition("e")[0].strip("+-0."))
    value = float(text)
    finite = value == value and abs(value) != float("inf")
    return value if finite and digits <= _MOST_DIGITS else text


def _day(text: str) -> Cell:
    value = date.fromisoformat(text)
    return value if value >= _EARLIEST else text


def _moment(text: str) -> Cell:
    value = datetime.fromisoformat(text)
    # A cell has no time zone: only a moment without one, or in UTC, can be told by it.
    offset = value.utcoffset()
    if value.date() < _EARLIEST or (offset is not None and offset.total_seconds()):
        return text
    return value


def _boolean(text: str) -> Cell:
    return text in ("true", "1")


_READERS: dict[str, Callable[[str], Cell]] = {
    **dict.fromkeys(_INTEGERS, _integer),
    **dict.fromkeys((XSD + "decimal", XSD + "double", XSD + "float"), _number),
    XSD + "date": _day,
    XSD + "dateTime": _moment,
    XSD + "boolean": _boolean,
}
