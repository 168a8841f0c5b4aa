"""Headers: the comments that a query file begins with, ``# key: value``, one a line."""

import re
from dataclasses import dataclass
from pathlib import Path

from kennisgraaf import queries
from kennisgraaf.errors import SourceError
from kennisgraaf.sources.files import Place

_LINE = re.compile(r"^#\s*(?P<key>[a-z]+(?:-[a-z]+)*):\s*(?P<value>.*?)\s*$")


@dataclass(frozen=True)
class Entry:
    """A value of a header, and the line at which it stands."""

    value: str
    line: int


@dataclass(frozen=True)
class QueryFile:
    """A query file: its text, and its header by key, in the order of the file."""

    path: Path
    text: str
    header: dict[str, tuple[Entry, ...]]

    def values(self, key: str) -> tuple[str, ...]:
        """Give the values of a key; none where it is not written."""
        return tuple(entry.value for entry in self.header.get(key, ()))

    def words(self, key: str) -> str:
        """Give the values of a key as one text: a long one may be on several lines."""
        return " ".join(self.values(key))

    def require(self, *keys: str) -> None:
        """Refuse a file without one of these keys.

        Raises:
            SourceError: a key is missing, or has no value.
        """
        for key in keys:
            if not self.header.get(key):
                raise SourceError(f"{self.path}:1", f"begin with a comment `# {key}: …`")


def read_query_file(path: Path) -> QueryFile:
    """Read a query file and its header, which ends at the first line of another form.

    Raises:
        SourceError: the file is not UTF-8.
    """
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise SourceError(f"{path}:{line}", f"this is not UTF-8: {error.reason}") from error
    header: dict[str, tuple[Entry, ...]] = {}
    for number, comment in enumerate(text.split("\n"), start=1):
        match = _LINE.match(comment)
        if match is None:
            break
        entry = Entry(match["value"], number)
        header[match["key"]] = (*header.get(match["key"], ()), entry)
    return QueryFile(path, text, header)


def not_sparql(path: Path | str, error: SyntaxError) -> SourceError:
    """Tell where a query is not SPARQL."""
    line, _, reason = queries.mistake(error) or (1, 1, str(error.msg))
    return SourceError(str(Place(Path(path), line)), reason)
