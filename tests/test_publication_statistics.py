"""Statistics: counted from sorted N-Quads as a query over the union of all graphs counts them."""

import pytest
from pyoxigraph import QuerySolutions, RdfFormat, Store, parse, serialize

from kennisgraaf.publication.statistics import statistics
from kennisgraaf.union import with_union

BASE = "https://tuin.example/"
TRIG = r"""
PREFIX : <id/tuin/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
:a a :Tuin ; :naam "met spatie . en punt"@nl , "met \"aanhaling\" en \\" , "a" , "a"@nl ; :b :c .
<g1> { :a :b :c , <<( :x :y "z z" )>> . _:leeg :b "a" }
<g2> { :a :b :c ; skos:exactMatch <http://www.wikidata.org/entity/Q1> , :d ;
  owl:sameAs <https://sws.geonames.org/1/> , <https://sws.geonames.org/2/> .
  <http://ander/x> owl:sameAs :a }
"""


@pytest.fixture
def quads() -> list[str]:
    content = serialize(parse(TRIG, format=RdfFormat.TRIG, base_iri=BASE), format=RdfFormat.N_QUADS)
    assert content is not None
    return sorted(content.decode().splitlines(keepends=True))


@pytest.mark.parametrize(
    ("count", "counted"),
    [
        ("(COUNT(*) AS ?n) WHERE { ?s ?p ?o }", "triples"),
        ("(COUNT(DISTINCT ?s) AS ?n) WHERE { ?s ?p ?o }", "subjects"),
        ("(COUNT(DISTINCT ?o) AS ?n) WHERE { ?s ?p ?o }", "objects"),
        ("(COUNT(DISTINCT ?p) AS ?n) WHERE { ?s ?p ?o }", "properties"),
        ("(COUNT(DISTINCT ?o) AS ?n) WHERE { ?s a ?o }", "classes"),
        ("(COUNT(DISTINCT ?s) AS ?n) WHERE { ?s <id/tuin/b> ?o }", "subjects of b"),
        ("(COUNT(DISTINCT ?o) AS ?n) WHERE { ?s <id/tuin/b> ?o }", "objects of b"),
        ("(COUNT(*) AS ?n) WHERE { ?s <id/tuin/b> ?o }", "triples of b"),
    ],
)
def test_counts_are_those_of_a_query(quads: list[str], count: str, counted: str) -> None:
    store = Store()
    store.extend(with_union(parse("".join(quads), format=RdfFormat.N_QUADS)))
    rows = store.query(f"SELECT {count}", base_iri=BASE)
    assert isinstance(rows, QuerySolutions)
    (row,) = rows
    counts = statistics(quads, BASE)
    of_b = counts.properties[BASE + "id/tuin/b"]
    assert {
        "triples": counts.triples,
        "subjects": counts.subjects,
        "objects": len(counts.objects),
        "properties": len(counts.properties),
        "classes": len(counts.classes),
        "subjects of b": of_b.subjects,
        "objects of b": len(of_b.objects),
        "triples of b": of_b.triples,
    }[counted] == int(row["n"].value)


def test_links_lead_from_own_entities_to_others(quads: list[str]) -> None:
    counts = statistics(quads, BASE)
    assert counts.links == {
        ("http://www.w3.org/2002/07/owl#sameAs", "https://sws.geonames.org/"): 2,
        ("http://www.w3.org/2004/02/skos/core#exactMatch", "http://www.wikidata.org/entity/"): 1,
    }
    assert counts.entities == 1


def test_what_is_no_line_of_quads_is_told() -> None:
    with pytest.raises(ValueError, match="no line of canonical N-Quads"):
        statistics(["<a> <b>\n"], BASE)
