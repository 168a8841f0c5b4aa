"""Rename blank nodes by graph: those of different documents differ, which one N-Quads file loses.

Usage: python .ci/apart.py FILE.nq
"""

import sys
from pathlib import Path

from pyoxigraph import BlankNode, Quad, RdfFormat, parse, serialize

file = Path(sys.argv[1])
graphs: dict[str, int] = {}


def apart(term, graph):
    if isinstance(term, BlankNode):
        return BlankNode(f"g{graphs.setdefault(graph, len(graphs))}.{term.value}")
    return term


quads = [
    Quad(
        apart(quad.subject, str(quad.graph_name)),
        quad.predicate,
        apart(quad.object, str(quad.graph_name)),
        quad.graph_name,
    )
    for quad in parse(path=file, format=RdfFormat.N_QUADS)
]
serialize(quads, file, RdfFormat.N_QUADS)
