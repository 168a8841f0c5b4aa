"""Union: the default graph holds each triple once, however many graphs say it."""

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse

from kennisgraaf.union import with_union

QUADS = """
<urn:a> <urn:p> "1" <urn:g> .
<urn:a> <urn:p> "1" <urn:h> .
<urn:a> <urn:p> "2" <urn:h> .
<urn:a> <urn:p> "3" .
"""


def quads() -> list[Quad]:
    return list(parse(QUADS, format=RdfFormat.N_QUADS))


def test_default_graph_holds_the_merge_once() -> None:
    store = Store()
    store.bulk_extend(with_union(quads()))
    merged = sorted(
        str(quad.object)
        for quad in store.quads_for_pattern(None, None, None, None)
        if isinstance(quad.graph_name, DefaultGraph)
    )
    assert merged == ['"1"', '"2"', '"3"']


def test_graphs_keep_what_they_say() -> None:
    graphs = (NamedNode("urn:g"), NamedNode("urn:h"))
    united = set(with_union(quads()))
    for graph in graphs:
        said = {quad for quad in united if quad.graph_name == graph}
        assert said == {quad for quad in quads() if quad.graph_name == graph}
    assert set(quads()) < united


def test_quad_of_the_default_graph_is_given_once() -> None:
    default = [quad for quad in quads() if isinstance(quad.graph_name, DefaultGraph)]
    assert list(with_union(default)) == default


def test_union_of_nothing_is_nothing() -> None:
    assert list(with_union([])) == []
