"""Consistency: whether ontology and data can be true together, by an OWL reasoner.

owlready2 runs HermiT, which needs Java. The check is one-sided: it finds contradictions, and says
so when it could not run.
"""

import contextlib
import io
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from pyoxigraph import Dataset, Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from kennisgraaf.namespaces import EDTF, OWL, RDF, RDF_TYPE, RDFS, XSD

# Datatypes that OWL 2 DL lacks (HermiT refuses them); their literals become strings.
_FOREIGN_DATATYPES = {
    XSD + name for name in ("date", "gYear", "gYearMonth", "gDay", "gMonth", "gMonthDay", "time")
} | set(EDTF)


@dataclass(frozen=True)
class Consistency:
    """What the reasoner said: ``consistent`` is ``None`` when it did not run."""

    consistent: bool | None
    message: str


def check_consistency(dataset: Dataset) -> Consistency:
    """Ask HermiT whether the dataset has a contradiction."""
    if find_spec("owlready2") is None:
        return Consistency(None, "not run: install kennisgraaf[reason] for owlready2")
    if shutil.which("java") is None:
        return Consistency(None, "not run: HermiT needs Java, and there is none on the path")
    import owlready2

    world = owlready2.World()
    with tempfile.NamedTemporaryFile(suffix=".nt") as file:
        triples = list(dict.fromkeys(_owl_triples(dataset)))
        serialize(triples, file, format=RdfFormat.N_TRIPLES)
        file.flush()
        ontology = world.get_ontology(Path(file.name).as_uri()).load()
    try:
        with ontology, contextlib.redirect_stdout(io.StringIO()):
            owlready2.sync_reasoner_hermit(world, debug=0)
    except owlready2.OwlReadyInconsistentOntologyError:
        return Consistency(False, "inconsistent: HermiT found a contradiction")
    finally:
        world.close()
    return Consistency(True, f"consistent: HermiT found no contradiction in {len(triples)} triples")


def _owl_triples(dataset: Iterable[Quad]) -> Iterator[Triple]:
    """Give the triples that OWL DL can read.

    Each property that is used with an IRI is declared, as owlready2 passes over what is not;
    annotations with literals stay out, except of declared data properties.
    """
    quads = list(dataset)
    yield from _undeclared_properties(quads)
    data_properties = {
        q.subject.value
        for q in quads
        if q.predicate == RDF_TYPE
        and q.object == NamedNode(OWL + "DatatypeProperty")
        and isinstance(q.subject, NamedNode)
    }
    for quad in quads:
        if isinstance(quad.object, Literal):
            if quad.predicate.value in data_properties:
                yield Triple(quad.subject, quad.predicate, _owl_literal(quad.object))
        elif not _is_foreign_range(quad):
            yield quad.triple


def _undeclared_properties(quads: list[Quad]) -> Iterator[Triple]:
    declared = {quad.subject for quad in quads if quad.predicate == RDF_TYPE}
    used = {quad.predicate for quad in quads if isinstance(quad.object, NamedNode)}
    for iri in sorted(term.value for term in used - declared):
        if not iri.startswith((OWL, RDF, RDFS)):
            yield Triple(NamedNode(iri), RDF_TYPE, NamedNode(OWL + "ObjectProperty"))


def _is_foreign_range(quad: Quad) -> bool:
    """Tell whether a quad gives a property a range that HermiT refuses."""
    return (
        quad.predicate.value == RDFS + "range"
        and isinstance(quad.object, NamedNode)
        and quad.object.value in _FOREIGN_DATATYPES | {RDF + "langString", RDFS + "Literal"}
    )


def _owl_literal(literal: Literal) -> Literal:
    return Literal(literal.value) if literal.datatype.value in _FOREIGN_DATATYPES else literal
