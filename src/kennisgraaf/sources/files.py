"""Files of RDF: their quads, and the line at which each quad stands."""

import gzip
import json
import re
import zlib
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import IO, cast

from pyoxigraph import BlankNode, Quad, RdfFormat, parse

from kennisgraaf.errors import SourceError
from kennisgraaf.formats import EXTENSIONS, format_of

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


@dataclass(frozen=True, order=True)
class Place:
    """A line of a file, counted from 1."""

    path: Path
    line: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


def rdf_files(folder: Path, names: Iterable[str]) -> list[Path]:
    """List the RDF files of folders (or the files) named relative to ``folder``, sorted.

    Raises:
        SourceError: a folder or file is not there.
    """
    return _files(folder, names, EXTENSIONS)


def query_files(folder: Path, names: Iterable[str]) -> list[Path]:
    """List the ``.rq`` files of folders (or the files) named relative to ``folder``, sorted.

    Raises:
        SourceError: a folder or file is not there.
    """
    return _files(folder, names, ("rq",))


def _files(folder: Path, names: Iterable[str], extensions: Container[str]) -> list[Path]:
    found: list[Path] = []
    for name in names:
        path = folder / name
        if not path.exists():
            raise SourceError(str(path), "there is no such folder or file")
        entries = [path] if path.is_file() else sorted(path.rglob("*"))
        found += [
            entry
            for entry in entries
            if entry == path or (entry.is_file() and _extension(entry) in extensions)
        ]
    return list(dict.fromkeys(found))


def read_quads(path: Path, base_iri: str | None = None) -> Iterator[Quad]:
    """Read the quads of an RDF file; a ``.gz`` is read through.

    Raises:
        SourceError: the file cannot be read or is not in the format that its name says; names the
            line.
    """
    rdf_format = format_of(path)
    try:
        with _open(path) as stream:
            if rdf_format == RdfFormat.JSON_LD:
                _refuse_deep_nesting(path)
            yield from _parsed(path, _Lines(stream), base_iri)
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise SourceError(str(path), str(error)) from error


def locate(
    paths: Iterable[Path],
    wanted: Callable[[Quad], bool],
    base_iri: str | None = None,
) -> Iterator[tuple[Quad, Place]]:
    """Find where quads stand: the line at which the parser had read enough to know the quad.

    The parser is fed line by line, so the line is the one that ends the quad's object.
    """
    for path in paths:
        with _open(path) as stream:
            lines = _Lines(stream)
            for quad in _parsed(path, lines, base_iri):
                if wanted(quad):
                    yield quad, Place(path, lines.number)


def _open(path: Path) -> IO[bytes]:
    return cast(IO[bytes], gzip.open(path)) if path.suffix.lower() == ".gz" else path.open("rb")


def _parsed(path: Path, lines: "_Lines", base_iri: str | None) -> Iterator[Quad]:
    names = _BlankNodes(path)
    try:
        for quad in parse(cast(IO[bytes], lines), format=format_of(path), base_iri=base_iri):
            yield names.renamed(quad)
    except SyntaxError as error:
        # The parsers of RDF/XML and JSON-LD tell no line; they had read up to the mistake.
        line = error.lineno or lines.number or 1
        raise SourceError(f"{path}:{line}", _reason(error)) from error


def _extension(path: Path) -> str:
    return path.name.lower().removesuffix(".gz").rpartition(".")[2]


def _reason(error: SyntaxError) -> str:
    """Leave out the part of the parser's message that repeats the place."""
    message = str(error.msg)
    head, separator, rest = message.partition(": ")
    reason = rest if separator and head.startswith("Parser error ") else message
    if "LoadDocumentCallback" in reason:
        return "a context at another address is not fetched: write what it says into the file"
    # A mistake is told in one line, whatever character it is about.
    return _CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode(), reason)


def _refuse_deep_nesting(path: Path) -> None:
    """Read JSON with Python's parser first: pyoxigraph's ends the process on deep nesting."""
    try:
        with _open(path) as stream:
            json.load(stream)
    except json.JSONDecodeError as error:
        raise SourceError(f"{path}:{error.lineno}", f"this is not JSON: {error.msg}") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise SourceError(f"{path}:{line}", str(error)) from error
    except RecursionError as error:
        raise SourceError(str(path), "brackets are nested too deep") from error


class _BlankNodes:
    """The blank nodes of a file: other ones than in any other file, the same at each reading.

    They are named after the file's name and content, so that it does not matter where it stands.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._names: dict[BlankNode, BlankNode] = {}

    def renamed(self, quad: Quad) -> Quad:
        """Name the blank nodes of a quad after their file and their order in it."""
        if not any(isinstance(term, BlankNode) for term in quad):
            return quad
        subject, value, graph = quad.subject, quad.object, quad.graph_name
        return Quad(
            self._name(subject) if isinstance(subject, BlankNode) else subject,
            quad.predicate,
            self._name(value) if isinstance(value, BlankNode) else value,
            self._name(graph) if isinstance(graph, BlankNode) else graph,
        )

    @cached_property
    def _scope(self) -> str:
        with _open(self._path) as stream:
            content = sha256(self._path.name.encode() + b"\0" + stream.read())
        return content.hexdigest()[:12]

    def _name(self, node: BlankNode) -> BlankNode:
        return self._names.setdefault(node, BlankNode(f"b{self._scope}n{len(self._names)}"))


class _Lines:
    """A stream that gives at most one line a read, and knows in which line it is."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.number = 0
        self._begins = True

    def read(self, size: int = -1) -> bytes:
        """Give the next line or, where it is longer than ``size``, the next part of it."""
        part = self._stream.readline(size)
        if part and self._begins:
            self.number += 1
        self._begins = part.endswith(b"\n")
        return part
