"""Report: findings as text for a curator, and as a SHACL validation report."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from kennisgraaf.graph.assemble import Sources
from kennisgraaf.namespaces import RDF_TYPE, SHACL, XSD
from kennisgraaf.sources.files import locate
from kennisgraaf.validation.evidence import EvidenceReport
from kennisgraaf.validation.findings import Finding, Severity, Term


def finding_text(finding: Finding, language: str, folder: Path, prefixes: dict[str, str]) -> str:
    """Write a finding as a curator reads it: the place, what to do, and what it is about."""

    def name(term: Term | str | None) -> str:
        return "" if term is None else short(term, prefixes)

    place = str(finding.place).replace(f"{folder}/", "", 1) if finding.place else "(inferred)"
    lines = [f"{place}: {finding.severity.lower()}: {finding.message(language)}"]
    details = {
        "focus node": name(finding.focus),
        "path": name(finding.path),
        "value": name(finding.value),
        "graph": name(finding.graph),
        "shape" if finding.component else "check": name(finding.source),
    }
    lines += [f"    {key:10} {value}" for key, value in details.items() if value]
    return "\n".join(lines)


def evidence_texts(
    report: EvidenceReport, sources: Sources, folder: Path, prefixes: dict[str, str]
) -> Iterator[str]:
    """Write what lost its evidence, with file and line: passages, then the statements."""
    places = dict(locate(sources.files, report.unproved.__contains__, sources.base_iri))

    def statement(quad: Quad) -> str:
        place = str(places.get(quad, "(nowhere)")).replace(f"{folder}/", "", 1)
        parts = (quad.subject, quad.predicate, quad.object)
        written = " ".join(
            str(part) if isinstance(part, Triple) else short(part, prefixes) for part in parts
        )
        return f"{place}: {written}"

    for lost in report.lost_passages:
        passage = lost.passage
        lines = f"lines {passage.first_line}-{passage.last_line}"
        yield f"{short(passage.iri, prefixes)} ({lines}): {lost.reason}"
        for quad in sorted(lost.statements, key=lambda quad: str(places.get(quad))):
            yield f"    {statement(quad)}"
    for unproved in report.lost_statements:
        yield statement(unproved.quad)
        yield f"    the passage {short(unproved.passage.iri, prefixes)} does not say this"


def short(term: Term | str, prefixes: dict[str, str]) -> str:
    """Write a term with a prefix where there is one."""
    if isinstance(term, Literal | BlankNode):
        return str(term)
    iri = term if isinstance(term, str) else term.value
    for prefix, namespace in prefixes.items():
        if iri.startswith(namespace) and "/" not in iri.removeprefix(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return f"<{iri}>" if ":" in iri else iri


def validation_report(findings: Iterable[Finding]) -> bytes:
    """Write findings as a SHACL validation report in Turtle (SHACL section 3.6)."""
    triples = list(_report_triples(list(findings)))
    return serialize(triples, format=RdfFormat.TURTLE, prefixes={"sh": SHACL}) or b""


def _report_triples(findings: list[Finding]) -> Iterator[Triple]:
    report = BlankNode("report")
    boolean = NamedNode(XSD + "boolean")
    yield Triple(report, RDF_TYPE, _sh("ValidationReport"))
    yield Triple(report, _sh("conforms"), Literal(str(not findings).lower(), datatype=boolean))
    for number, finding in enumerate(findings, start=1):
        result = BlankNode(f"result{number}")
        yield Triple(report, _sh("result"), result)
        yield Triple(result, RDF_TYPE, _sh("ValidationResult"))
        yield Triple(result, _sh("resultSeverity"), _sh(finding.severity))
        yield Triple(result, _sh("focusNode"), finding.focus)
        component = f"{finding.component or 'SPARQL'}ConstraintComponent"
        yield Triple(result, _sh("sourceConstraintComponent"), _sh(component))
        if ":" in finding.source:
            yield Triple(result, _sh("sourceShape"), NamedNode(finding.source))
        if finding.path is not None:
            yield Triple(result, _sh("resultPath"), finding.path)
        if finding.value is not None:
            yield Triple(result, _sh("value"), finding.value)
        for language, text in sorted(finding.messages.items()):
            message = Literal(text, language=language) if language else Literal(text)
            yield Triple(result, _sh("resultMessage"), message)


def _sh(name: str) -> NamedNode:
    return NamedNode(SHACL + name)


def counts(findings: Iterable[Finding]) -> dict[str, int]:
    """Count findings by severity."""
    totals = {severity.lower(): 0 for severity in Severity}
    for finding in findings:
        totals[finding.severity.lower()] += 1
    return totals
