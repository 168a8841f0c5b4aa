"""Union: the merge of all graphs as the default graph of a store.

Oxigraph's own union of graphs gives a triple once for each graph that it stands in, so that counts
over it are wrong. A default graph that holds the merge gives each triple once (RDF 1.1 Semantics,
section 4.1), and answers faster.
"""

from collections.abc import Iterable, Iterator

from pyoxigraph import DefaultGraph, Quad


def with_union(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Give every quad, and its triple in the default graph."""
    for quad in quads:
        yield quad
        if not isinstance(quad.graph_name, DefaultGraph):
            yield Quad(quad.subject, quad.predicate, quad.object)
