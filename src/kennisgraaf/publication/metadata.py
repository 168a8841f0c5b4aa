"""Metadata: what a version says of itself, as a graph beside the data."""

from collections.abc import Iterable

from pyoxigraph import Dataset, Literal, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from kennisgraaf.namespaces import LABELS, RDF_TYPE
from kennisgraaf.publication.catalogue import Release, ReportData, catalogue
from kennisgraaf.publication.statistics import Statistics, lines_of, statistics
from kennisgraaf.publication.void import void
from kennisgraaf.resources import PREFIXES
from kennisgraaf.serialisation import serialised
from kennisgraaf.settings import Publication
from kennisgraaf.sources.passages import described_reports
from kennisgraaf.versions import METADATA_GRAPH

_MOST_ROUNDS = 10


def describe(release: Release, quads: bytes, listed: Statistics) -> bytes:
    """Describe a version as DCAT, PROV and VoID, in one graph.

    The numbers of VoID are of all that a query sees, so of the description itself as well: it is
    written anew until its numbers do not change any more.

    Args:
        release: what is told of the version.
        quads: the dataset, as sorted canonical N-Quads.
        listed: the statistics of the dataset.

    Returns:
        Sorted N-Quads.
    """
    publication = release.publication
    lines = lines_of(quads)
    fixed, counts = catalogue(release), listed
    for _ in range(_MOST_ROUNDS):
        described = _in_graph([*fixed, *void(publication, counts, listed)], publication)
        previous = counts
        counts = statistics(sorted([*lines, *lines_of(described)]), publication.base_iri)
        if counts == previous:
            break
    return described


def merged(quads: bytes, metadata: bytes) -> bytes:
    """Put sorted N-Quads together, sorted."""
    if not metadata:
        return quads
    return "".join(sorted([*lines_of(quads), *lines_of(metadata)])).encode()


def as_turtle(metadata: bytes, prefixes: dict[str, str]) -> bytes:
    """Write metadata, which are N-Quads, as Turtle."""
    triples = [quad.triple for quad in parse(metadata, format=RdfFormat.N_QUADS)]
    return serialised(triples, RdfFormat.TURTLE, {**PREFIXES, **prefixes})


def report_data(
    dataset: Dataset, publication: Publication, files: dict[str, str]
) -> tuple[ReportData, ...]:
    """Describe the reports of which a version has files, by year."""
    if publication.evidence is None:
        return ()
    reports = described_reports(dataset, publication.evidence)
    return tuple(
        ReportData(iri, _names(dataset, iri), reports[iri].year, files[iri])
        for iri in sorted(files, key=lambda iri: (reports[iri].year, iri))
    )


def sources_of_graphs(dataset: Dataset, publication: Publication) -> tuple[str, ...]:
    """List the reports, and the sources of others that graphs are derived from."""
    derived = NamedNode("http://www.w3.org/ns/prov#wasDerivedFrom")
    graphs = {quad.graph_name for quad in dataset}
    sources = {
        quad.object.value
        for quad in dataset.quads_for_predicate(derived)
        if quad.subject in graphs and isinstance(quad.object, NamedNode)
    }
    if publication.evidence is not None:
        sources |= described_reports(dataset, publication.evidence).keys()
    return tuple(sorted(sources))


def _names(dataset: Dataset, iri: str) -> dict[str, str]:
    return {
        quad.object.language or "": quad.object.value
        for quad in dataset.quads_for_subject(NamedNode(iri))
        if quad.predicate.value == LABELS[0] and isinstance(quad.object, Literal)
    }


def _in_graph(triples: Iterable[Triple], publication: Publication) -> bytes:
    graph = NamedNode(publication.iri(METADATA_GRAPH))
    title = NamedNode("http://purl.org/dc/terms/title")
    about = [
        Triple(graph, RDF_TYPE, NamedNode("http://www.w3.org/ns/prov#Entity")),
        Triple(graph, title, Literal("Catalogus", language="nl")),
        Triple(graph, title, Literal("Catalogue", language="en")),
    ]
    written = {Quad(t.subject, t.predicate, t.object, graph) for t in (*triples, *about)}
    content = serialize(written, format=RdfFormat.N_QUADS) or b""
    return b"".join(sorted(content.splitlines(keepends=True)))
