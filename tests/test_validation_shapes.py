"""Shapes: two engines of different makers give the same results, result by result."""

from pathlib import Path

import pytest
from pyoxigraph import Dataset, Literal, NamedNode, Quad, RdfFormat, parse

from kennisgraaf.errors import SourceError
from kennisgraaf.graph.assemble import assemble, sources_of
from kennisgraaf.namespaces import SKOS
from kennisgraaf.publication_file import read_publication
from kennisgraaf.settings import Publication
from kennisgraaf.sources.files import rdf_files, read_quads
from kennisgraaf.validation.findings import Severity
from kennisgraaf.validation.shapes import ENGINES, read_report, triples_of, validate
from kennisgraaf.validation.validate import Validated

ROOT = Path(__file__).parents[1]
EXAMPLES = sorted((Path(__file__).parent / "examples").glob("*alid/*.trig"))
SHAPES = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

<urn:TuinShape> a sh:NodeShape ; sh:targetClass <urn:Tuin> ; sh:property <urn:TuinShape-naam> .
<urn:TuinShape-naam> a sh:PropertyShape ; sh:path <urn:naam> ;
  sh:minCount 1 ; sh:datatype xsd:string ;
  sh:message "Geef een naam."@nl , "Give a name."@en .
"""
"""Shapes as small as can be; more of SHACL is in the shapes of the two publications."""


def turtle(text: str) -> Dataset:
    return Dataset(parse(text, format=RdfFormat.TURTLE))


def agreed(data: str, shapes: str) -> list[tuple[str, ...]]:
    """Validate with every engine; give the results that they agree on, with their messages.

    The same result may come twice from one and once from another: for sh:lessThanOrEquals, a value
    has a result for each that it is greater than (SHACL section 4.5.4), from pySHACL only one.
    """
    first, *others = (
        {(*f.key, str(sorted(f.messages.items()))) for f in validate(data, shapes, engine)}
        for engine in ENGINES
    )
    assert others == [first]
    return sorted(first)


def broken(dataset: Dataset) -> Dataset:
    """Break a dataset in many ways: each fifth statement is lost, each seventh says something else.

    Statements are taken in a fixed order, so that the result is always the same.
    """
    changed: list[Quad] = []
    for number, quad in enumerate(sorted(dataset, key=str)):
        if number % 7 == 0:
            wrong = Literal("oeps") if number % 2 else NamedNode("urn:oeps")
            changed.append(Quad(quad.subject, quad.predicate, wrong, quad.graph_name))
        elif number % 5:
            changed.append(quad)
    return Dataset(changed)


@pytest.mark.parametrize("engine", ENGINES)
def test_result_is_a_finding(engine: str) -> None:
    data = triples_of(turtle('<urn:a> a <urn:Tuin> . <urn:b> a <urn:Tuin> ; <urn:naam> "B" .'))
    (finding,) = validate(data, triples_of(turtle(SHAPES)), engine)
    assert finding.severity is Severity.VIOLATION
    assert finding.focus == NamedNode("urn:a")
    assert finding.source == "urn:TuinShape-naam"
    assert finding.path == NamedNode("urn:naam")
    assert finding.component == "MinCount"
    assert finding.value is None
    assert finding.messages == {"nl": "Geef een naam.", "en": "Give a name."}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("severity", Severity)
def test_severity_of_a_shape_is_that_of_its_results(engine: str, severity: Severity) -> None:
    shapes = SHAPES + f"<urn:TuinShape-naam> sh:severity sh:{severity} ."
    data = triples_of(turtle("<urn:a> a <urn:Tuin> ; <urn:naam> 9 ."))
    (finding,) = validate(data, triples_of(turtle(shapes)), engine)
    assert (finding.severity, finding.component) == (severity, "Datatype")
    assert str(finding.value) == '"9"^^<http://www.w3.org/2001/XMLSchema#integer>'


@pytest.mark.parametrize("engine", ENGINES)
def test_shape_that_no_engine_can_use_is_told(engine: str) -> None:
    shapes = triples_of(turtle(SHAPES.replace("sh:minCount 1", 'sh:pattern "("')))
    data = triples_of(turtle("<urn:a> a <urn:Tuin> ; <urn:naam> 'A' ."))
    with pytest.raises(SourceError, match=f"the SHACL engine {engine} refuses them"):
        validate(data, shapes, engine)


def test_results_within_results_are_not_counted() -> None:
    report = """
    PREFIX sh: <http://www.w3.org/ns/shacl#>
    [] a sh:ValidationReport ; sh:conforms false ; sh:result [ a sh:ValidationResult ;
      sh:focusNode <urn:a> ; sh:resultSeverity sh:Violation ; sh:sourceShape <urn:s> ;
      sh:sourceConstraintComponent sh:NodeConstraintComponent ; sh:detail [ a sh:ValidationResult ;
        sh:focusNode <urn:b> ; sh:resultSeverity sh:Violation ; sh:sourceShape <urn:t> ;
        sh:sourceConstraintComponent sh:ClassConstraintComponent ] ] .
    """
    assert [finding.source for finding in read_report(report)] == ["urn:s"]


def test_triple_of_two_graphs_is_one_triple() -> None:
    quads = [
        Quad(NamedNode("urn:a"), NamedNode("urn:b"), Literal("c"), NamedNode(f"urn:{graph}"))
        for graph in "gh"
    ]
    assert triples_of(quads) == '<urn:a> <urn:b> "c" .\n'


def test_engines_agree_on_the_small_publication(validated: Validated) -> None:
    dataset = Dataset([*validated.asserted, *validated.inferred])
    shapes = triples_of(validated.shapes)
    assert agreed(triples_of(dataset), shapes) == []
    named = dataset.quads_for_predicate(NamedNode(SKOS + "prefLabel"))
    nameless = set(dataset) - set(named)
    assert len(agreed(triples_of(nameless), shapes)) == 2


def test_engines_agree_on_the_data_of_the_project(stadskennis_validated: Validated) -> None:
    dataset = [*stadskennis_validated.asserted, *stadskennis_validated.inferred]
    agreed(triples_of(dataset), triples_of(stadskennis_validated.shapes))


def test_engines_agree_on_the_data_of_the_project_broken(stadskennis_validated: Validated) -> None:
    dataset = Dataset([*stadskennis_validated.asserted, *stadskennis_validated.inferred])
    results = agreed(triples_of(broken(dataset)), triples_of(stadskennis_validated.shapes))
    shapes = {result[2] for result in results}
    assert len(results) > 500
    assert len(shapes) > 50


def test_engines_agree_on_all_examples(stadskennis: Publication) -> None:
    """All examples at once: that breaks more shapes, and takes one start of each engine."""
    base, folders = stadskennis.base_iri, stadskennis.folders
    files = [*rdf_files(ROOT, folders.ontology), *EXAMPLES]
    shapes = [q for path in rdf_files(ROOT, folders.shapes) for q in read_quads(path, base)]
    data = [quad for path in files for quad in read_quads(path, base)]
    broken_shapes = {result[2] for result in agreed(triples_of(data), triples_of(shapes))}
    assert len(broken_shapes) > 100


def test_engines_agree_that_an_empty_dataset_conforms(garden: Path) -> None:
    publication = read_publication(garden / "publication.toml")
    (garden / "data/tuinen.trig").write_text("", "utf-8")
    data = triples_of(assemble(sources_of(publication, garden)))
    assert agreed(data, triples_of(turtle(SHAPES))) == []
