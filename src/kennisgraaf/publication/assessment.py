"""Assessment: findings by rule, and how much of each chapter of the reports the data tell."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from kennisgraaf.assessment import Assessment, Chapter, Coverage, Instance, Rule
from kennisgraaf.iris import readable
from kennisgraaf.namespaces import RDF_TYPE, SHACL
from kennisgraaf.settings import Publication
from kennisgraaf.sources.passages import Passage, described_passages, described_reports
from kennisgraaf.validation.findings import Finding, Severity
from kennisgraaf.validation.validate import Validated

MOST_INSTANCES = 100
"""So many things are named for each rule; the report in Turtle has all."""

_ORDER = {str(severity): number for number, severity in enumerate(Severity)}
_LONGEST = 300


def assess(validated: Validated, publication: Publication) -> Assessment:
    """Sum up how a dataset was validated."""
    shapes = validated.shapes.quads_for_predicate(RDF_TYPE)
    return Assessment(
        rules=_rules(validated.findings, validated.sources.folder),
        coverage=_coverage(validated, publication),
        is_verified=validated.evidence is not None,
        derivations=_derivations(validated, publication),
        shapes=sum(_is_shape(quad) for quad in shapes),
        questions=len(validated.questions),
    )


def _derivations(validated: Validated, publication: Publication) -> dict[str, str]:
    if publication.evidence is None:
        return {}
    passages = described_passages(validated.asserted, publication.evidence)
    return {readable(iri): iri for passage in passages for iri in sorted(passage.derivations)}


def _is_shape(quad: Quad) -> bool:
    return quad.object == NamedNode(SHACL + "NodeShape")


def _rules(findings: Iterable[Finding], folder: Path | None) -> tuple[Rule, ...]:
    by_rule: dict[tuple[str, str, str, str], list[Finding]] = {}
    for finding in findings:
        path = finding.path.value if finding.path else ""
        key = (finding.severity, finding.source, finding.component, path)
        by_rule.setdefault(key, []).append(finding)
    rules = [
        Rule(
            severity=str(severity).lower(),
            source=source,
            path=path,
            messages=found[0].messages,
            count=len(found),
            instances=tuple(
                _instance(one, found[0].messages, folder) for one in found[:MOST_INSTANCES]
            ),
        )
        for (severity, source, _, path), found in by_rule.items()
    ]
    return tuple(sorted(rules, key=lambda r: (_ORDER[r.severity.capitalize()], -r.count, r.source)))


def _instance(finding: Finding, common: dict[str, str], folder: Path | None) -> Instance:
    place = str(finding.place) if finding.place else ""
    return Instance(
        focus=finding.focus.value[: _LONGEST * 10],
        is_iri=isinstance(finding.focus, NamedNode),
        value="" if finding.value is None else finding.value.value[:_LONGEST],
        # Where it stands in the publication says nothing of the machine that published it.
        place=place.replace(f"{folder}/", "", 1) if folder else "",
        messages={} if finding.messages == common else finding.messages,
    )


def _coverage(validated: Validated, publication: Publication) -> tuple[Coverage, ...]:
    terms = publication.evidence
    if terms is None:
        return ()
    dataset = validated.asserted
    texts = validated.evidence.reports if validated.evidence else {}
    passages: dict[str, list[Passage]] = {}
    for passage in described_passages(dataset, terms):
        passages.setdefault(passage.report, []).append(passage)
    statements = {
        passage.iri: len(list(dataset.quads_for_graph_name(NamedNode(passage.iri))))
        for held in passages.values()
        for passage in held
    }
    years = {iri: report.year for iri, report in described_reports(dataset, terms).items()}
    found = [
        _of_report(report, years.get(report, ""), held, statements, texts.get(report, ""))
        for report, held in passages.items()
    ]
    return tuple(sorted(found, key=lambda one: (one.year, one.report)))


def _of_report(
    report: str, year: str, passages: list[Passage], statements: dict[str, int], text: str
) -> Coverage:
    lines = text.split("\n") if text else []
    chapters = _chapters(passages, statements, lines)
    return Coverage(
        report=report,
        year=year,
        passages=len(passages),
        statements=sum(chapter.statements for chapter in chapters),
        lines=sum(bool(line.strip()) for line in lines),
        covered=_covered(passages, lines, 1, len(lines)),
        chapters=tuple(chapters),
    )


def _chapters(
    passages: list[Passage], statements: dict[str, int], lines: Sequence[str]
) -> list[Chapter]:
    """Tell of each heading; a chapter goes on until the next heading that has a passage."""
    by_heading: dict[str, list[Passage]] = {}
    for passage in sorted(passages, key=lambda p: (p.begin, p.iri)):
        by_heading.setdefault(passage.heading, []).append(passage)
    begins = {h: _begin(h, held[0].first_line, lines) for h, held in by_heading.items()}
    in_order = sorted(by_heading, key=lambda heading: begins[heading])
    ends = [begins[heading] - 1 for heading in in_order[1:]] + [len(lines)]
    return [
        Chapter(
            heading=heading,
            first_line=begins[heading],
            passages=len(by_heading[heading]),
            statements=sum(statements[passage.iri] for passage in by_heading[heading]),
            lines=sum(bool(line.strip()) for line in lines[begins[heading] - 1 : end]),
            covered=_covered(by_heading[heading], lines, begins[heading], end),
        )
        for heading, end in zip(in_order, ends, strict=True)
    ]


def _begin(heading: str, first_line: int, lines: Sequence[str]) -> int:
    """Find the line of a heading: the last one before its first passage, else the passage's."""
    wanted = _plain(heading)
    for number in range(min(first_line, len(lines)), 0, -1):
        if wanted and _plain(lines[number - 1]).startswith(wanted):
            return number
    return first_line


def _plain(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _covered(passages: Iterable[Passage], lines: Sequence[str], begin: int, end: int) -> int:
    """Count the lines with words that passages hold, from one line to another."""
    held = {
        number
        for passage in passages
        for number in range(max(passage.first_line, begin), min(passage.last_line, end) + 1)
    }
    return sum(bool(lines[number - 1].strip()) for number in held if number <= len(lines))
