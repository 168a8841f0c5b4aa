"""Examples: each says in its folder and file name what its validation must find."""

from pathlib import Path

import pytest
from pyoxigraph import Dataset, NamedNode, Quad, Store

from kennisgraaf.namespaces import SHACL
from kennisgraaf.settings import Publication
from kennisgraaf.sources.files import rdf_files, read_quads
from kennisgraaf.union import with_union
from kennisgraaf.validation.checks import Check, read_checks, run_checks
from kennisgraaf.validation.findings import Severity
from kennisgraaf.validation.shapes import DEFAULT_ENGINE, triples_of, validate
from kennisgraaf.validation.validate import Validated

ROOT = Path(__file__).parents[1]
EXAMPLES = Path(__file__).parent / "examples"
CHECKS = {check.name: check for check in read_checks(ROOT, ("shapes/checks",))}

# Parameters of a shape that say whom it is for and what to tell; all others constrain.
_NO_CONSTRAINT = {
    "targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf", "property", "path", "name",
    "description", "message", "severity", "group", "order", "deactivated",
}  # fmt: skip


def shape_of(path: Path) -> str:
    return path.name.partition(".")[0]


def check_of(path: Path) -> Check:
    name = shape_of(path)
    (found,) = [check for key, check in CHECKS.items() if key.rpartition("-")[0] == name]
    return found


@pytest.fixture(scope="module")
def ontology(stadskennis: Publication) -> list[Quad]:
    files = rdf_files(ROOT, stadskennis.folders.ontology)
    return [quad for path in files for quad in read_quads(path, stadskennis.base_iri)]


@pytest.fixture(scope="module")
def shapes(stadskennis_validated: Validated) -> str:
    return triples_of(stadskennis_validated.shapes)


def broken_shapes(path: Path, ontology: list[Quad], shapes: str, base_iri: str) -> set[str]:
    """Validate an example; give the local names of the shapes of which it breaks a Violation."""
    data = triples_of([*ontology, *read_quads(path, base_iri)])
    findings = validate(data, shapes, DEFAULT_ENGINE)
    return {
        finding.source.rpartition("#")[2]
        for finding in findings
        if finding.severity is Severity.VIOLATION
    }


@pytest.mark.parametrize(
    "path", sorted(EXAMPLES.glob("valid/*.trig")), ids=lambda path: str(path.stem)
)
def test_valid_example_conforms(
    ontology: list[Quad], shapes: str, stadskennis: Publication, path: Path
) -> None:
    assert broken_shapes(path, ontology, shapes, stadskennis.base_iri) == set()


@pytest.mark.parametrize(
    "path", sorted(EXAMPLES.glob("invalid/*.trig")), ids=lambda path: str(path.stem)
)
def test_invalid_example_breaks_the_shape_it_is_named_after(
    ontology: list[Quad], shapes: str, stadskennis: Publication, path: Path
) -> None:
    assert broken_shapes(path, ontology, shapes, stadskennis.base_iri) == {shape_of(path)}


@pytest.mark.parametrize(
    "path", sorted(EXAMPLES.glob("checks/*.trig")), ids=lambda path: str(path.stem)
)
def test_check_finds_something_in_its_invalid_example_only(
    stadskennis: Publication, path: Path
) -> None:
    store = Store()
    store.extend(with_union(read_quads(path, stadskennis.base_iri)))
    check = check_of(path)
    found = {finding.source for finding in run_checks([check], store, stadskennis.base_iri)}
    assert found == ({check.name} if path.name.endswith(".invalid.trig") else set())


def test_every_shape_that_stops_a_publication_has_an_invalid_example(
    stadskennis_validated: Validated,
) -> None:
    shown = {shape_of(path) for path in EXAMPLES.glob("invalid/*.trig")}
    assert stopping_shapes(stadskennis_validated.shapes) - shown == set()


def test_every_shape_with_a_target_has_a_valid_example(stadskennis_validated: Validated) -> None:
    shown = {shape_of(path) for path in EXAMPLES.glob("valid/*.trig")}
    assert targeted_shapes(stadskennis_validated.shapes) - shown == set()


def test_no_example_is_named_after_what_is_no_shape(stadskennis_validated: Validated) -> None:
    named = {shape_of(path) for path in EXAMPLES.glob("*alid/*.trig")}
    known = {local_name(quad) for quad in stadskennis_validated.shapes}
    assert named - known == set()


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_every_check_has_a_valid_and_an_invalid_example(name: str) -> None:
    stem = name.rpartition("-")[0]
    for kind in ("valid", "invalid"):
        assert (EXAMPLES / "checks" / f"{stem}.{kind}.trig").is_file()


def local_name(quad: Quad) -> str:
    return quad.subject.value.rpartition("#")[2] if isinstance(quad.subject, NamedNode) else ""


def parameters(shapes: Dataset) -> dict[str, dict[str, set[str]]]:
    """Give the SHACL parameters of every shape that has an IRI, by its local name."""
    found: dict[str, dict[str, set[str]]] = {}
    for quad in shapes:
        if quad.predicate.value.startswith(SHACL):
            values = found.setdefault(local_name(quad), {})
            values.setdefault(quad.predicate.value.removeprefix(SHACL), set()).add(str(quad.object))
    return {name: values for name, values in found.items() if name}


def targeted_shapes(shapes: Dataset) -> set[str]:
    return {
        name
        for name, values in parameters(shapes).items()
        if any(key.startswith("target") for key in values)
    }


def stopping_shapes(shapes: Dataset) -> set[str]:
    """Name the shapes of severity Violation that constrain: targeted ones, and their properties."""
    known, targeted = parameters(shapes), targeted_shapes(shapes)
    properties = {
        iri.strip("<>").rpartition("#")[2]
        for name in targeted
        for iri in known[name].get("property", ())
    }
    return {
        name
        for name in targeted | properties
        if known[name].keys() - _NO_CONSTRAINT
        and known[name].get("severity", {f"<{SHACL}Violation>"}) == {f"<{SHACL}Violation>"}
    }
