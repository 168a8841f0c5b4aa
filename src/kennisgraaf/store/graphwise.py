"""Graph-wise: give a version to a server that has named graphs only, and replaces one at a time.

The merge of all graphs gets a name for each version, so that the version which answers keeps its
own. Named graphs keep their names: those that changed are put beside, and one request moves all of
them into place. What the server holds for a publication, and the hash of it, stands in a graph.
"""

import csv
from collections.abc import Iterable, Iterator
from hashlib import sha256
from io import StringIO

import httpx
from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, Triple

from kennisgraaf import queries
from kennisgraaf.errors import PublishingError
from kennisgraaf.settings import RemoteStoreSettings
from kennisgraaf.store.catalogue import quads_of
from kennisgraaf.store.remote import merged_graph, required
from kennisgraaf.versions import Version, current_version

_DIGEST = "urn:x-kennisgraaf:digest"
# So many lines go in one request: some servers read a request as a whole.
_MOST_LINES = 20_000
Graphs = dict[str, list[str]]


def load_graphwise(client: httpx.Client, settings: RemoteStoreSettings, version: Version) -> None:
    """Make the named graphs of a server those of a version, and the merge of them.

    Raises:
        PublishingError: the server refuses, or does not answer.
    """
    try:
        _load(client, settings, version)
    except httpx.TransportError as error:
        raise PublishingError(f"The store does not answer ({error}). Publish again.") from error


def _load(client: httpx.Client, settings: RemoteStoreSettings, version: Version) -> None:
    (address,), (update,) = settings.graph_store, settings.update
    graphs = _graphs_of(version, merged_graph(settings, version))
    holdings = f"{settings.default_graph}holdings"
    digests = {graph: _digest(lines) for graph, lines in graphs.items()}
    held = _held(client, settings, holdings)
    changed = [graph for graph in graphs if held.get(graph) != digests[graph]]
    staged = {graph: f"{settings.default_graph}staged-{n}" for n, graph in enumerate(changed)}
    for graph, place in staged.items():
        _put(client, address, place, graphs[graph])
    gone = held.keys() - graphs.keys() - _answering(version)
    digests |= {graph: held[graph] for graph in held.keys() - graphs.keys() - gone}
    written = [f'<{graph}> <{_DIGEST}> "{digest}" .\n' for graph, digest in digests.items()]
    _put(client, address, f"{holdings}-staged", written)
    moves = [*staged.items(), (holdings, f"{holdings}-staged")]
    operations = [f"DROP SILENT GRAPH <{graph}>" for graph in sorted(gone)]
    operations += [f"MOVE SILENT GRAPH <{place}> TO GRAPH <{graph}>" for graph, place in moves]
    headers = {"Content-Type": "application/sparql-update"}
    body = " ;\n".join(operations).encode()
    required(client.post(update, content=body, headers=headers))


def _graphs_of(version: Version, merged: str) -> Graphs:
    """Write each graph of a version as lines of N-Triples; the default graph under its name.

    Blank nodes become IRIs (RDF 1.1 section 3.5), as a graph loses them when it goes alone.
    """
    base = version.publication.base_iri
    graphs: Graphs = {}
    for quad in quads_of(version):
        graph = merged if isinstance(quad.graph_name, DefaultGraph) else quad.graph_name.value
        graphs.setdefault(graph, []).append(f"{_without_blank_nodes(quad, base)} .\n")
    return graphs


def _without_blank_nodes(quad: Quad, base: str) -> Triple:
    subject, object_ = (
        NamedNode(f"{base}.well-known/genid/{term.value}") if isinstance(term, BlankNode) else term
        for term in (quad.subject, quad.object)
    )
    return Triple(subject, quad.predicate, object_)  # type: ignore[arg-type]


def _digest(lines: Iterable[str]) -> str:
    return sha256("".join(sorted(lines)).encode()).hexdigest()


def _held(client: httpx.Client, settings: RemoteStoreSettings, holdings: str) -> dict[str, str]:
    """Ask which graphs the server holds for the publication, with their hashes."""
    parameters = {"query": queries.load("holdings.rq"), "default-graph-uri": holdings}
    answer = client.get(settings.query, params=parameters, headers={"Accept": "text/csv"})
    _, *rows = csv.reader(StringIO(required(answer).text))
    return {row[0]: row[1] for row in rows}


def _answering(version: Version) -> set[str]:
    """Name the merge of the version that answers until this one does."""
    current = current_version(version.path.parent.parent)
    if current is None or current.publication.store is None:
        return set()
    return {merged_graph(current.publication.store, current)}


def _put(client: httpx.Client, address: str, graph: str, lines: list[str]) -> None:
    """Replace a graph, in as many requests as it takes."""
    headers = {"Content-Type": RdfFormat.N_TRIPLES.media_type}
    for number, piece in enumerate(_in_pieces(lines)):
        method = "POST" if number else "PUT"
        body = "".join(piece).encode()
        required(
            client.request(method, address, params={"graph": graph}, content=body, headers=headers)
        )


def _in_pieces(lines: list[str]) -> Iterator[list[str]]:
    for begin in range(0, len(lines), _MOST_LINES):
        yield lines[begin : begin + _MOST_LINES]
