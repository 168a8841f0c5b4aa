"""Findings: what a shape, a check or a passage says is wrong, and the line to mend."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kennisgraaf.sources.files import Place, locate

Term = NamedNode | BlankNode | Literal


class Severity(StrEnum):
    """How bad a finding is (SHACL section 2.1.4); only a violation stops the publication."""

    VIOLATION = "Violation"
    WARNING = "Warning"
    INFO = "Info"


@dataclass(frozen=True)
class Finding:
    """One result of a shape or a check.

    ``messages`` has a text per language, ``""`` for a text without one. ``source`` is the IRI of
    the shape or the name of the check.
    """

    severity: Severity
    focus: Term
    source: str
    messages: dict[str, str]
    path: NamedNode | None = None
    value: Term | None = None
    component: str = ""
    graph: str | None = None
    place: Place | None = None

    def message(self, language: str) -> str:
        """Give the message in a language, or in another when there is none."""
        texts = self.messages
        return texts.get(language) or next((texts[key] for key in sorted(texts)), self.component)

    @property
    def key(self) -> tuple[str, ...]:
        """What makes two findings the same, whichever engine found them."""
        return (
            self.severity, str(self.focus), self.source, str(self.path or ""),
            str(self.value or ""), self.component,
        )  # fmt: skip


def with_places(
    findings: Iterable[Finding], files: Collection[Path], base_iri: str | None
) -> list[Finding]:
    """Say of each finding at which line of which file the statement stands that it is about.

    The closest statement wins: of the same value, of the same property, about the focus node, and
    last one that names the focus node.
    """
    findings = list(findings)
    focuses = {str(finding.focus) for finding in findings}
    near: dict[str, list[tuple[Quad, Place]]] = {focus: [] for focus in focuses}

    def wanted(quad: Quad) -> bool:
        return str(quad.subject) in focuses or str(quad.object) in focuses

    if focuses:
        for quad, place in locate(files, wanted, base_iri):
            for term in {str(quad.subject), str(quad.object)} & focuses:
                near[term].append((quad, place))
    return [replace(finding, place=_closest(finding, near)) for finding in findings]


def _closest(finding: Finding, near: dict[str, list[tuple[Quad, Place]]]) -> Place | None:
    candidates = near[str(finding.focus)]
    if not candidates:
        return None
    return max(candidates, key=lambda candidate: _closeness(finding, candidate[0]))[1]


def _closeness(finding: Finding, quad: Quad) -> tuple[bool, ...]:
    about = str(quad.subject) == str(finding.focus)
    same_property = quad.predicate == finding.path
    return (
        about and same_property and quad.object == finding.value,
        finding.graph is not None and str(quad.graph_name) == f"<{finding.graph}>" and about,
        about and same_property,
        about,
        not about and quad.object == finding.focus and finding.value is None,
    )
