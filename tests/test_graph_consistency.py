"""Consistency: the reasoner finds a planted contradiction, and says when it did not run."""

import shutil
from importlib.util import find_spec

import pytest
from pyoxigraph import Dataset, RdfFormat, parse

from kennisgraaf.graph.consistency import check_consistency
from kennisgraaf.validation.validate import Validated

needs_reasoner = pytest.mark.skipif(
    shutil.which("java") is None or find_spec("owlready2") is None,
    reason="HermiT needs Java and owlready2",
)
GARDENS = """
PREFIX : <https://tuin.example/>
PREFIX edtf: <http://id.loc.gov/datatypes/edtf/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

:ontology {
  :Tuin a owl:Class ; owl:disjointWith :Passage .
  :Passage a owl:Class .
  :Moestuin a owl:Class ; rdfs:subClassOf :Tuin .
  :in a owl:ObjectProperty ; rdfs:domain :Tuin .
  :aangelegd a owl:DatatypeProperty ; rdfs:range xsd:date .
  :jaar a owl:DatatypeProperty ; rdfs:range xsd:gYear .
  :periode a owl:DatatypeProperty ; rdfs:range edtf:EDTF-level1 .
  :naam a owl:DatatypeProperty ; rdfs:range rdf:langString .
  :oppervlakte a owl:DatatypeProperty , owl:FunctionalProperty ; rdfs:range xsd:decimal .
}
:data {
  :kruidenhoek a :Moestuin ; rdfs:label "Kruidenhoek"@nl ; :naam "Kruidenhoek"@nl ;
    :aangelegd "2023-04-18"^^xsd:date ; :jaar "2023"^^xsd:gYear ;
    :periode "2023-01~/.."^^edtf:EDTF-level1 ; :oppervlakte 12.50 .
  :regel a :Passage .
}
"""


def gardens(more: str) -> Dataset:
    return Dataset(parse(GARDENS + more, format=RdfFormat.TRIG))


@needs_reasoner
def test_gardens_are_consistent() -> None:
    consistency = check_consistency(gardens(""))
    assert consistency.consistent is True
    assert consistency.message.startswith("consistent: HermiT found no contradiction in ")


@needs_reasoner
@pytest.mark.parametrize(
    "contradiction",
    [
        ":kruidenhoek a :Passage .",
        ":meer { :kruidenhoek a :Passage }",
        ":regel :in :kruidenhoek .",
        ":naast rdfs:domain :Tuin . :regel :naast :kruidenhoek .",
        ":kruidenhoek owl:sameAs :regel .",
        ":kruidenhoek :oppervlakte 13.50 .",
    ],
    ids=[
        "two disjoint classes",
        "in two graphs",
        "by domain",
        "by undeclared property",
        "by identity",
        "functional",
    ],
)
def test_planted_contradiction_is_found(contradiction: str) -> None:
    consistency = check_consistency(gardens(contradiction))
    assert consistency.consistent is False
    assert consistency.message == "inconsistent: HermiT found a contradiction"


@needs_reasoner
def test_small_publication_is_consistent(validated: Validated) -> None:
    dataset = Dataset([*validated.asserted, *validated.inferred])
    assert check_consistency(dataset).consistent is True


def test_without_java_the_check_says_that_it_did_not_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    consistency = check_consistency(gardens(":kruidenhoek a :Passage ."))
    assert consistency.consistent is None
    assert consistency.message.startswith("not run: ")
