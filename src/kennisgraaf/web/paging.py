"""Paging: which page of a long list is asked for, and what the others are called."""

from dataclasses import dataclass

from flask import request

from kennisgraaf.errors import RequestError

_MOST_PAGES = 1_000_000


@dataclass(frozen=True)
class Paging:
    """A page (from 1) of ``size`` of ``total``.

    Raises:
        RequestError: there is no such page.
    """

    number: int
    size: int
    total: int

    def __post_init__(self) -> None:
        if self.number > self.last:
            raise RequestError(f"The parameter page is a number, from 1 to {self.last}.")

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.total // self.size))

    @property
    def next(self) -> int | None:
        """The number of the next page, if there is one."""
        return self.number + 1 if self.number < self.last else None

    @property
    def previous(self) -> int | None:
        """The number of the page before, if there is one."""
        return self.number - 1 if self.number > 1 else None

    @property
    def first_shown(self) -> int:
        """The place in the list of the first that is shown, from 1."""
        return (self.number - 1) * self.size + 1

    @property
    def last_shown(self) -> int:
        """The place in the list of the last that is shown."""
        return min(self.number * self.size, self.total)

    def links(self, path: str) -> list[str]:
        """Give the values of a Link header that lead to the neighbours (RFC 8288)."""
        relations = {"next": self.next, "prev": self.previous}
        return [
            f'<{with_page(path, number)}>; rel="{relation}"'
            for relation, number in relations.items()
            if number
        ]


def page_number() -> int:
    """Read ``?page=``.

    Raises:
        RequestError: it is not a number from 1.
    """
    text = request.args.get("page", "1")
    if not (text.isascii() and text.isdecimal() and 1 <= int(text[:9]) <= _MOST_PAGES):
        raise RequestError("The parameter page is a number, from 1.")
    return int(text[:9])


def with_page(path: str, number: int) -> str:
    """Give the address of a page of a list."""
    return f"{path}{'&' if '?' in path else '?'}page={number}"
