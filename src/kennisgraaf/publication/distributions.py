"""Distributions: the dataset as files, from the same data the same bytes."""

import gzip
from collections import Counter, defaultdict
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    NamedNode,
    Quad,
    RdfFormat,
    parse,
    serialize,
)

from kennisgraaf.serialisation import serialised
from kennisgraaf.settings import Publication
from kennisgraaf.sources.passages import described_reports
from kennisgraaf.versions import QUADS, File

_MOST_TANGLED = 100
_MOST_ALIKE = 6

DISTRIBUTIONS = {
    QUADS: RdfFormat.N_QUADS,
    "dataset.trig.gz": RdfFormat.TRIG,
    "dataset.ttl.gz": RdfFormat.TURTLE,
}


def canonical_quads(dataset: Dataset) -> bytes:
    """Write a dataset as sorted canonical N-Quads (RDFC-1.0): equal datasets give equal bytes.

    Renames the blank nodes of ``dataset``; not where many that hang together look alike, as in a
    long list of equal values: the algorithm then takes hours (RDFC-1.0, section 7.1). They keep the
    names that their reader gave them, which are the same for the same file.
    """
    content = serialize(dataset, format=RdfFormat.N_QUADS) or b""
    if b"_:" in content and _is_simple(dataset):
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        content = serialize(dataset, format=RdfFormat.N_QUADS) or b""
    return b"".join(sorted(content.splitlines(keepends=True)))


def write_distributions(quads: bytes, folder: Path, prefixes: dict[str, str]) -> None:
    """Write sorted N-Quads in the formats of ``DISTRIBUTIONS``, compressed.

    Turtle has no graphs: a triple of several graphs stands there once.
    """
    _write(folder / QUADS, quads)
    for name, rdf_format in DISTRIBUTIONS.items():
        if rdf_format == RdfFormat.N_QUADS:
            continue
        statements = parse(quads, format=RdfFormat.N_QUADS)
        if rdf_format.supports_datasets:
            by_graph = sorted(statements, key=lambda quad: str(quad.graph_name))
            _write(folder / name, serialised(by_graph, rdf_format, prefixes))
        else:
            triples = dict.fromkeys(quad.triple for quad in statements)
            _write(folder / name, serialised(triples, rdf_format, prefixes))


def write_reports(dataset: Dataset, folder: Path, publication: Publication) -> dict[str, str]:
    """Write what each report says as TriG: its passages and their descriptions, compressed.

    Returns:
        The file's name by the IRI of the report.
    """
    terms = publication.evidence
    files: dict[str, str] = {}
    if terms is None:
        return files
    for report in described_reports(dataset, terms).values():
        about: list[Quad] = list(dataset.quads_for_subject(NamedNode(report.iri)))
        for passage in (quad.subject for quad in dataset.quads_for_object(NamedNode(report.iri))):
            if isinstance(passage, NamedNode) and any(dataset.quads_for_graph_name(passage)):
                about += dataset.quads_for_graph_name(passage)
                about += dataset.quads_for_subject(passage)
        name = f"{publication.reference(report.iri)}.trig.gz"
        ordered = sorted(set(about), key=lambda quad: (str(quad.graph_name), str(quad)))
        _write(folder / name, serialised(ordered, RdfFormat.TRIG, publication.prefixes))
        files[report.iri] = name
    return files


def file_of(path: Path, media_type: str) -> File:
    """Describe a file of a version."""
    content = path.read_bytes()
    return File(media_type=media_type, bytes=len(content), sha256=sha256(content).hexdigest())


def _write(path: Path, content: bytes) -> None:
    # No clock in the header: the same data give the same bytes.
    path.write_bytes(gzip.compress(content, compresslevel=6, mtime=0))


def _is_simple(dataset: Iterable[Quad]) -> bool:
    """Tell whether blank nodes that statements tie together are few, and few of them look alike."""
    leader: dict[BlankNode, BlankNode] = {}
    looks: dict[BlankNode, list[tuple[str, ...]]] = defaultdict(list)

    def lead(node: BlankNode) -> BlankNode:
        leader.setdefault(node, node)
        while leader[node] != node:
            leader[node] = node = leader[leader[node]]
        return node

    for quad in dataset:
        terms = (quad.subject, quad.predicate, quad.object, quad.graph_name)
        nodes = [term for term in terms if isinstance(term, BlankNode)]
        for node in nodes:
            looks[node].append(tuple(_look(term, node) for term in terms))
            leader[lead(node)] = lead(nodes[0])
    tangles = Counter(map(lead, list(leader)))
    alike = Counter((lead(node), tuple(sorted(look))) for node, look in looks.items())
    return max(tangles.values(), default=0) <= _MOST_TANGLED and (
        max(alike.values(), default=0) <= _MOST_ALIKE
    )


def _look(term: object, node: BlankNode) -> str:
    """Name a term as the first-degree hash of RDFC-1.0 does: other blank nodes are all the same."""
    return ("_:a" if term == node else "_:z") if isinstance(term, BlankNode) else str(term)
