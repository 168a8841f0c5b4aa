"""Shapes: SHACL validation of triples, by one of two engines behind one interface."""

import re
import warnings
from collections.abc import Callable, Iterable, Mapping

from pyoxigraph import (
    BlankNode,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    parse,
    serialize,
)

from kennisgraaf.errors import SourceError
from kennisgraaf.namespaces import SHACL
from kennisgraaf.validation.findings import Finding, Severity, Term

Engine = Callable[[str, str], str]
"""Data and shapes as N-Triples → the validation report as Turtle (SHACL section 3.6)."""


def triples_of(quads: Iterable[Quad]) -> str:
    """Write quads as N-Triples, without their graphs: SHACL knows one graph."""
    triples = dict.fromkeys(quad.triple for quad in quads)
    return (serialize(triples, format=RdfFormat.N_TRIPLES) or b"").decode()


def validate(data: str, shapes: str, engine: str) -> list[Finding]:
    """Validate N-Triples against shapes.

    Raises:
        SourceError: the shapes are not SHACL, or the engine cannot use them.
    """
    return read_report(validation_report(data, shapes, engine))


def validation_report(data: str, shapes: str, engine: str) -> str:
    """Give the validation report as Turtle (SHACL section 3.6).

    Raises:
        SourceError: the shapes are not SHACL, or the engine cannot use them.
    """
    try:
        return ENGINES[engine](data, shapes)
    except (ValueError, TypeError, NotImplementedError, RuntimeError, re.error) as error:
        raise SourceError("shapes", f"the SHACL engine {engine} refuses them: {error}") from error


def read_report(report: str) -> list[Finding]:
    """Read the results of a validation report, in an order that is always the same."""
    graph = Dataset(parse(report, format=RdfFormat.TURTLE))
    # Not every sh:ValidationResult: pySHACL nests those of sh:node in sh:detail.
    results = graph.quads_for_predicate(NamedNode(SHACL + "result"))
    findings = [
        _finding(graph, quad.object)
        for quad in results
        if isinstance(quad.object, NamedNode | BlankNode)
    ]
    return sorted(findings, key=lambda finding: finding.key)


def _finding(graph: Dataset, result: NamedNode | BlankNode) -> Finding:
    values: dict[str, list[Term]] = {}
    for quad in graph.quads_for_subject(result):
        if not isinstance(quad.object, Triple):
            values.setdefault(quad.predicate.value.removeprefix(SHACL), []).append(quad.object)
    severity = values["resultSeverity"][0].value.removeprefix(SHACL)
    path = values.get("resultPath", [None])[0]
    messages = [term for term in values.get("resultMessage", []) if isinstance(term, Literal)]
    component = values["sourceConstraintComponent"][0].value
    return Finding(
        severity=Severity(severity) if severity in set(Severity) else Severity.VIOLATION,
        focus=values["focusNode"][0],
        source=values.get("sourceShape", [Literal("")])[0].value,
        messages={message.language or "": message.value for message in messages},
        path=path if isinstance(path, NamedNode) else None,
        value=values.get("value", [None])[0],
        component=component.removeprefix(SHACL).removesuffix("ConstraintComponent"),
    )


def _with_shacl(data: str, shapes: str) -> str:
    """The Rust engine of PyPI's ``shacl``."""
    import shacl

    compiled = shacl.Shapes.from_text(shapes, "ntriples")
    return compiled.validate_text(data, "ntriples").serialize("turtle")


def _with_pyshacl(data: str, shapes: str) -> str:
    """pySHACL, over rdflib graphs: over any other it gives wrong results (measured)."""
    import pyshacl
    import rdflib
    from pyshacl.errors import (
        ConstraintLoadError,
        ReportableRuntimeError,
        ShapeLoadError,
        ValidationFailure,
    )

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        try:
            _, report, text = pyshacl.validate(
                rdflib.Graph().parse(data=data, format="nt"),
                shacl_graph=rdflib.Graph().parse(data=shapes, format="nt"),
                inference="none",
                advanced=False,
                do_owl_imports=False,
                meta_shacl=False,
                js=False,
            )
        except (
            ConstraintLoadError, ReportableRuntimeError, ShapeLoadError, ValidationFailure,
        ) as error:  # fmt: skip
            raise ValueError(str(error)) from error
        if not isinstance(report, rdflib.Graph):
            raise ValueError(str(text))
        return report.serialize(format="turtle")


ENGINES: Mapping[str, Engine] = {"shacl": _with_shacl, "pyshacl": _with_pyshacl}
DEFAULT_ENGINE = "shacl"
