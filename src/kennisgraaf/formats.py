"""The formats that are offered: RDF graphs and datasets, and results of queries."""

from pathlib import Path

from pyoxigraph import QueryResultsFormat, RdfFormat

from kennisgraaf.errors import SourceError

HTML = "text/html"
SUGGESTIONS = "application/x-suggestions+json"
OPENSEARCH = "application/opensearchdescription+xml"

GRAPH_FORMATS = (
    RdfFormat.TURTLE,
    RdfFormat.JSON_LD,
    RdfFormat.N_TRIPLES,
    RdfFormat.RDF_XML,
    RdfFormat.TRIG,
    RdfFormat.N_QUADS,
)
"""In the order in which the server prefers them when a client has no preference."""

RESULTS_FORMATS = (
    QueryResultsFormat.JSON,
    QueryResultsFormat.XML,
    QueryResultsFormat.CSV,
    QueryResultsFormat.TSV,
)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""What SELECT and ASK can be answered in as well."""

GRAPH_TYPES = tuple(kind.media_type for kind in GRAPH_FORMATS)
RESULTS_TYPES = (*(kind.media_type.partition(";")[0] for kind in RESULTS_FORMATS), XLSX)
"""Media types, without parameters, in the order in which the server prefers them."""

EXTENSIONS = {
    "ttl": RdfFormat.TURTLE,
    "jsonld": RdfFormat.JSON_LD,
    "json": RdfFormat.JSON_LD,
    "nt": RdfFormat.N_TRIPLES,
    "rdf": RdfFormat.RDF_XML,
    "xml": RdfFormat.RDF_XML,
    "trig": RdfFormat.TRIG,
    "nq": RdfFormat.N_QUADS,
}
"""Extensions of documents (Guidelines for data.vlaanderen.be, section on content negotiation)."""

# Media types that clients ask for beside the registered one, and what they mean.
SYNONYMS = {
    "application/x-turtle": RdfFormat.TURTLE,
    "application/turtle": RdfFormat.TURTLE,
    "application/json": RdfFormat.JSON_LD,
    "text/plain": RdfFormat.N_TRIPLES,
    "text/ntriples": RdfFormat.N_TRIPLES,
    "application/xml": RdfFormat.RDF_XML,
    "text/xml": RdfFormat.RDF_XML,
    "application/x-trig": RdfFormat.TRIG,
    "text/x-nquads": RdfFormat.N_QUADS,
}


def extension_of(rdf_format: RdfFormat) -> str:
    """Give the first extension of a format, without the dot."""
    return next(name for name, candidate in EXTENSIONS.items() if candidate == rdf_format)


def format_of(path: Path) -> RdfFormat:
    """Tell the RDF format of a file from its name, looking past ``.gz``.

    Raises:
        SourceError: the extension names no RDF format.
    """
    extension = path.name.lower().removesuffix(".gz").rpartition(".")[2]
    known = EXTENSIONS.get(extension) or RdfFormat.from_extension(extension)
    if known is None:
        raise SourceError(
            str(path), "the extension names no RDF format (.ttl .trig .nt .nq .rdf .jsonld)"
        )
    return known
