"""Descriptions: what the index of a version tells, literals as written."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from pyoxigraph import Literal, NamedNode

from kennisgraaf.errors import EntityNotFoundError
from kennisgraaf.namespaces import RDF_TYPE, XSD
from kennisgraaf.store.descriptions import ClassCount, Descriptions, Incoming
from kennisgraaf.versions import Version

BASE = "https://tuin.example/"
GARDEN = BASE + "id/tuin/achtertuin"
CORNER = BASE + "id/tuin/kruidenhoek"
PASSAGE = BASE + "id/passage/2023/achtertuin"
HERBS = BASE + "id/passage/2023/kruiden"
NS = BASE + "ns/tuin#"
INFERRED = BASE + "id/graaf/afgeleid"


@pytest.fixture(scope="module")
def descriptions(version: Version) -> Descriptions:
    return Descriptions(version)


def test_literals_are_as_written(descriptions: Descriptions) -> None:
    quads = descriptions.describe(GARDEN).quads
    values = {quad.predicate.value: quad.object for quad in quads}
    assert values[NS + "oppervlakte"] == Literal("1250.50", datatype=NamedNode(XSD + "decimal"))
    assert values[NS + "aantalBomen"] == Literal("9", datatype=NamedNode(XSD + "integer"))


def test_statement_stands_in_its_graph(descriptions: Descriptions) -> None:
    quads = descriptions.describe(GARDEN).quads
    graphs = {quad.predicate.value: quad.graph_name for quad in quads}
    assert graphs[NS + "oppervlakte"] == NamedNode(PASSAGE)
    assert graphs[NS + "nietVoor"] == NamedNode(INFERRED)


def test_incoming_statements_name_their_graphs(descriptions: Descriptions) -> None:
    description = descriptions.describe(GARDEN)
    assert description.incoming == (Incoming(NS + "onderdeelVan", CORNER, (HERBS,)),)
    assert description.incoming_total == 1


def test_pages_of_incoming_statements_are_all_of_them(descriptions: Descriptions) -> None:
    whole = descriptions.describe(NS + "Tuin")
    assert whole.incoming_total == len(whole.incoming) > 2
    pages = [descriptions.describe(NS + "Tuin", page, 2) for page in (1, 2, 3, 9)]
    assert tuple(use for page in pages for use in page.incoming) == whole.incoming
    assert {page.incoming_total for page in pages} == {whole.incoming_total}
    assert {page.hash for page in pages} == {whole.hash}


def test_graph_tells_what_stands_in_it(descriptions: Descriptions) -> None:
    content = descriptions.describe(PASSAGE).content
    predicates = {quad.predicate.value.removeprefix(NS) for quad in content}
    assert {"oppervlakte", "aantalBomen", "aangelegd"} < predicates
    assert descriptions.describe(PASSAGE).content_total == len(content) == 4


@pytest.mark.parametrize(
    "iri", ["https://tuin.example/id/tuin/geen", "", "'; --", "urn:x\x00y", NS + "geen"]
)
def test_nothing_is_said_about_what_is_unknown(descriptions: Descriptions, iri: str) -> None:
    assert not descriptions.is_described(iri)
    with pytest.raises(EntityNotFoundError) as error:
        descriptions.describe(iri)
    assert error.value.iri == iri


def test_what_is_only_named_has_no_date(descriptions: Descriptions, version: Version) -> None:
    named = descriptions.describe(BASE + "id/concept/Afleiding/jaar-uit-verslag")
    assert (named.quads, named.modified, named.incoming_total) == ((), "", 1)
    assert named.hash == version.name
    assert not descriptions.is_described(named.iri)


def test_labels_are_by_language_and_only_of_what_has_one(descriptions: Descriptions) -> None:
    labels = descriptions.labels([GARDEN, NS + "Tuin", "urn:none"])
    assert labels == {
        GARDEN: {"nl": "Achtertuin", "en": "Back garden"},
        NS + "Tuin": {"nl": "tuin", "en": "garden"},
    }
    assert descriptions.labels([]) == {}


def test_many_labels_are_one_question(descriptions: Descriptions) -> None:
    asked = [f"urn:{number}'\"" for number in range(20_000)]
    assert descriptions.labels([*asked, CORNER]).keys() == {CORNER}


def test_description_names_all_that_it_shows(descriptions: Descriptions) -> None:
    named = descriptions.describe(GARDEN).named()
    assert {GARDEN, CORNER, PASSAGE, HERBS, INFERRED, NS + "Tuin", RDF_TYPE.value} <= named
    assert {CORNER, NS + "onderdeelVan", GARDEN} <= descriptions.describe(HERBS).named()


def test_classes_count_what_sources_say_apart(descriptions: Descriptions) -> None:
    classes = {count.iri: count for count in descriptions.classes()}
    assert classes[NS + "Tuin"] == ClassCount(NS + "Tuin", instances=2, asserted=1)
    assert classes[NS + "Moestuin"] == ClassCount(NS + "Moestuin", instances=1, asserted=1)
    labels = descriptions.labels(classes)
    own = [labels[iri]["nl"] for iri in classes if iri.startswith(NS)]
    assert own == sorted(own) == ["moestuin", "passage", "tuin"]


def test_instances_are_by_name_and_inferred_ones_too(descriptions: Descriptions) -> None:
    assert descriptions.instances(NS + "Tuin", 1, 10) == [GARDEN, CORNER]
    assert descriptions.instances(NS + "Tuin", 2, 1) == [CORNER]
    assert descriptions.instances(NS + "Tuin", 3, 1) == []
    assert descriptions.instances("urn:none", 1, 10) == []


@pytest.mark.parametrize("begin", [NS, BASE + "id/tuin/", BASE])
def test_namespace_is_what_begins_so(descriptions: Descriptions, begin: str) -> None:
    everything = descriptions.in_namespace("h")
    assert descriptions.in_namespace(begin) == [iri for iri in everything if iri.startswith(begin)]
    assert descriptions.in_namespace(begin) != []
    assert descriptions.in_namespace(begin + "%") == []


def test_threads_ask_at_once(descriptions: Descriptions) -> None:
    iris = [GARDEN, CORNER, PASSAGE, HERBS] * 100
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(descriptions.describe, iris))
    assert [description.iri for description in found] == iris
    assert len({description.hash for description in found}) == 4


def test_reading_leaves_the_folder_as_it_was(version: Version) -> None:
    before = {path: path.stat().st_mtime_ns for path in version.path.rglob("*")}
    Descriptions(version).describe(GARDEN)
    assert {path: path.stat().st_mtime_ns for path in version.path.rglob("*")} == before
