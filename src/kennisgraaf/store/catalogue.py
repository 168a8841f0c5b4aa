"""Catalogue: what a version says of itself, as it stands in its folder."""

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import IO, cast

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    QuerySolutions,
    RdfFormat,
    Store,
    Triple,
    parse,
)

from kennisgraaf import queries
from kennisgraaf.union import with_union
from kennisgraaf.versions import CATALOGUE, METADATA_GRAPH, QUADS, Version

Term = NamedNode | BlankNode | Literal | Triple


@dataclass(frozen=True)
class Download:
    """A file to take: its name, title, media type uncompressed, bytes and SHA-256.

    ``dataset`` is the IRI of the data set that it holds, ``year`` that of its report, if any.
    """

    dataset: str
    title: str
    file: str
    media_type: str
    bytes: int
    digest: str
    year: str | None


def catalogue_quads(version: Version) -> list[Quad]:
    """Read the catalogue of a version, in its graph; empty where it has none."""
    path = version.path / CATALOGUE
    if not path.is_file():
        return []
    graph = NamedNode(version.publication.iri(METADATA_GRAPH))
    triples = parse(path=path, format=RdfFormat.TURTLE)
    return [Quad(triple.subject, triple.predicate, triple.object, graph) for triple in triples]


def quads_of(version: Version) -> Iterator[Quad]:
    """Read all that queries see of a version: its statements, its catalogue, and their union."""
    with gzip.open(version.path / QUADS) as stream:
        data = parse(cast(IO[bytes], stream), format=RdfFormat.N_QUADS)
        quads = chain(data, catalogue_quads(version))
        yield from with_union(quads) if version.publication.union_default_graph else quads


@lru_cache(maxsize=16)
def downloads(version: Version, language: str) -> tuple[Download, ...]:
    """List the files that a version's catalogue offers, named in a language, or else in another."""
    store = Store()
    store.extend(with_union(catalogue_quads(version)))
    rows = store.query(queries.load("downloads.rq"))
    assert isinstance(rows, QuerySolutions)
    found: dict[str, Download] = {}
    for row in rows:
        download = Download(
            dataset=row["dataset"].value,
            title=row["title"].value,
            file=row["file"].value,
            media_type=row["media_type"].value,
            bytes=int(row["bytes"].value),
            digest=row["digest"].value,
            year=None if row["year"] is None else row["year"].value,
        )
        if download.file not in found or row["title"].language == language:
            found[download.file] = download
    return tuple(found.values())
