"""Other people's data: legal RDF that our own publication does not have."""

import json
import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from pyoxigraph import Dataset, NamedNode, Quad, RdfFormat, Store

from kennisgraaf.errors import NotRepresentableError
from kennisgraaf.graph.assemble import Sources, assemble
from kennisgraaf.publication.distributions import canonical_quads
from kennisgraaf.publication.pipeline import publish
from kennisgraaf.settings import publication_of_files
from kennisgraaf.store.catalogue import downloads
from kennisgraaf.store.descriptions import Description, Descriptions
from kennisgraaf.store.documents import document_state, write
from kennisgraaf.store.search import Search
from kennisgraaf.validation.validate import Validated
from kennisgraaf.versions import STORE, Version
from stores import ask_version, silent
from viewing import BROWSER, pages_of, published_files

ORIGIN = "http://127.0.0.1:8000/"


def published(folder: Path, name: str, text: str) -> Version:
    file = folder / name
    file.write_text(text, "utf-8")
    sources = Sources((file,), ORIGIN)
    validated = Validated(sources, assemble(sources), Dataset(), Dataset(), (), None)
    publication = publication_of_files((file,), ORIGIN, union=True)
    return publish(validated, publication, folder / "var", silent)[0]


def described(version: Version, iri: str) -> tuple[Description, str]:
    description = Descriptions(version).describe(iri)
    return description, document_state(description, version.publication)


def test_a_graph_may_be_named_by_a_blank_node(tmp_path: Path) -> None:
    version = published(tmp_path, "a.trig", "_:g { <urn:a> <urn:p> <urn:b> }")
    assert version.manifest.graphs == 0
    assert described(version, "urn:b")[0].incoming_total == 1


def test_relative_iris_of_a_file_are_resolved_against_the_server(tmp_path: Path) -> None:
    version = published(tmp_path, "a.ttl", "<> a <#Kind> .")
    assert described(version, ORIGIN)[0].quads[0].object == NamedNode(ORIGIN + "#Kind")


def test_figures_count_what_has_a_name(tmp_path: Path) -> None:
    version = published(tmp_path, "a.ttl", "<urn:a> <urn:p> [ <urn:q> 1 ] .")
    assert (version.manifest.entities, version.manifest.graphs) == (1, 0)


def test_a_document_that_is_as_it_was_has_another_state_for_its_date(tmp_path: Path) -> None:
    first = published(tmp_path, "a.ttl", '<urn:a> <urn:p> "x" .')
    description, state = described(first, "urn:a")
    later = Description(**{**vars(description), "modified": "2030-01-01T00:00:00Z"})
    assert document_state(later, first.publication) != state


def test_a_prefix_that_is_the_scheme_of_an_iri_stays_out_of_json_ld() -> None:
    point = NamedNode("geo:51.05,3.72")
    prefixes = {"geo": "http://www.w3.org/2003/01/geo/wgs84_pos#", "t": "https://t.example/"}
    quad = Quad(point, NamedNode("https://t.example/p"), point)
    context = json.loads(write([quad], RdfFormat.JSON_LD, prefixes))["@context"]
    assert context == {"t": "https://t.example/"}


def test_a_blank_node_is_the_same_in_its_graph_and_in_the_union(tmp_path: Path) -> None:
    text = "<urn:a> <urn:p> [ <urn:q> 1 ] . <urn:g> { <urn:b> <urn:p> [ <urn:q> 2 ] }"
    version = published(tmp_path, "a.trig", text)
    counts = [
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
        "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s <urn:p> ?node } ?node <urn:q> ?o }",
    ]
    found = [ask_version(version, query, tmp_path) for query in counts]
    assert found == [b"n\r\n4\r\n", b"n\r\n1\r\n"]
    assert (
        len(Store.read_only(str(version.path / STORE))) == 6
    )  # Also where they do not fit in memory.


def test_triple_terms_are_no_json_ld(tmp_path: Path) -> None:
    text = "<urn:a> <urn:p> <<( <urn:a> <urn:b> <urn:c> )>> ."
    version = published(tmp_path, "a.ttl", text)
    description, _ = described(version, "urn:a")
    with pytest.raises(NotRepresentableError):
        write(description.quads, RdfFormat.JSON_LD, {})


def test_bytes_do_not_depend_on_where_a_file_stands(tmp_path: Path) -> None:
    text = "<urn:a> <urn:p> (" + "1 " * 150 + ") ."
    found = []
    for folder in (tmp_path / "here", tmp_path / "there"):
        folder.mkdir()
        (folder / "a.ttl").write_text(text)
        found.append(canonical_quads(assemble(Sources((folder / "a.ttl",), None))))
    assert found[0] == found[1]


EVENTS = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX dct: <http://purl.org/dc/terms/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
<urn:g> { <urn:x:e> a <urn:x:Event> ; rdfs:label "Party"@en ; dct:date "2020-05-01"^^xsd:date ;
  <urn:x:kind> <urn:x:k> . <urn:x:f> a <urn:x:Event> ; rdfs:label "Fight"@en .
  <urn:x:k> a skos:Concept ; skos:inScheme <urn:x:s> ; skos:prefLabel "Kind"@en .
  <urn:x:s> a skos:ConceptScheme ; skos:prefLabel "Kinds"@en }
"""


@pytest.mark.parametrize("union", [True, False])
def test_sparql_of_pages_gives_what_they_show_of_whatever_graph(
    tmp_path: Path, union: bool
) -> None:
    """A query that sees the default graph only is not offered for what is of all graphs."""
    version = published_files(tmp_path, EVENTS, union)
    with pages_of(version) as client:

        def links(path: str) -> list[str]:
            text = client.get(path, headers=BROWSER).get_data(as_text=True)
            return [unescape(link) for link in re.findall(r'href="(/sparql\?query=[^"]+)"', text)]

        def rows(path: str) -> int:
            link = next(link for link in links(path) if "format=" not in link)
            query = parse_qs(urlsplit(link).query)["query"][0]
            answer = ask_version(version, query, tmp_path).decode()
            assert "Party" in answer
            return answer.count("\n") - 1

        assert rows("/list?class=urn:x:Event") == 2
        assert rows("/doc?iri=urn:x:e") == 4
        for path in ("/timeline", "/concepts?scheme=urn:x:s"):
            assert client.get(path, headers=BROWSER).status_code == 200
            assert bool(links(path)) is union


def test_search_names_a_thing_after_a_class_that_has_a_name(tmp_path: Path) -> None:
    text = """
    PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
    <urn:x:a> a <urn:a:E7> , <urn:x:Event> ; rdfs:label "Party"@en .
    <urn:x:Event> rdfs:label "Event"@en .
    """
    hits = Search(published_files(tmp_path, text)).find("Party").hits
    assert [hit.kind for hit in hits] == ["urn:x:Event"]


def test_lists_write_midnight_as_the_day_and_home_names_graphs_what_they_are(
    tmp_path: Path,
) -> None:
    text = """
    PREFIX s: <http://schema.org/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
    <urn:g> { <urn:x:a> a s:Event ; s:startDate "2019-01-01T00:00:00+01:00"^^xsd:dateTime ;
      s:endDate "2019-02-03T09:30:00Z"^^xsd:dateTime }
    """
    with pages_of(published_files(tmp_path, text)) as client:
        listed = client.get("/list?class=http://schema.org/Event", headers=BROWSER)
        assert ">1 January 2019<" in listed.get_data(as_text=True)
        assert ">3 February 2019, 09:30 UTC<" in listed.get_data(as_text=True)
        home = client.get("/", headers=BROWSER).get_data(as_text=True)
        assert "named graphs" in home
        assert "sources of evidence" not in home


def test_numbers_are_in_their_order_and_only_shown_sources_are_numbered(tmp_path: Path) -> None:
    numbers = [9, 10, 100, -5, *range(200, 260)]
    text = "".join(f"GRAPH <urn:g{n}> {{ <urn:s> <urn:p> {n} }}\n" for n in numbers)
    with pages_of(published(tmp_path, "numbers.trig", text)) as client:
        page = client.get("/doc?iri=urn:s", headers=BROWSER).text
    shown = [int(value) for value in re.findall(r'<data value="(-?[0-9]+)"', page)]
    assert shown == sorted(numbers)[:25]
    assert page.count('class="target"') == 25


def test_downloads_have_a_name_in_whatever_language(version: Version) -> None:
    assert [download.file for download in downloads(version, "fr")] == [
        download.file for download in downloads(version, "nl")
    ]


def test_quality_counts_things_that_are_named_otherwise(tmp_path: Path) -> None:
    """And a class that the data use is not unused, in whatever graph."""
    version = published(
        tmp_path,
        "dogs.ttl",
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX e: <urn:e#> "
        "e:Dog a rdfs:Class ; rdfs:isDefinedBy <urn:e#> . e:rex a e:Dog ; rdfs:label 'Rex'@en .",
    )
    measured = version.manifest.quality
    assert measured is not None
    assert (measured.entities, measured.unused_terms) == (1, [])
