"""Checks: SPARQL queries of which every row is something wrong."""

import re
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import BlankNode, Dataset, Literal, NamedNode, QuerySolution, QuerySolutions, Store

from kennisgraaf import queries
from kennisgraaf.errors import SourceError
from kennisgraaf.sources.files import query_files
from kennisgraaf.sources.headers import not_sparql, read_query_file
from kennisgraaf.union import with_union
from kennisgraaf.validation.findings import Finding, Severity, Term

_MESSAGE = re.compile(r"^#\s*(?P<language>[a-z]{2}):\s*(?P<text>.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Check:
    """A query that selects ``?this`` and may select ``?path``, ``?value`` and ``?graph``.

    Its file name ends in its severity: ``…-violation.rq``, ``…-warning.rq``, ``…-info.rq``.
    """

    name: str
    severity: Severity
    text: str
    messages: dict[str, str]


def read_checks(folder: Path, names: tuple[str, ...]) -> list[Check]:
    """Read the checks of folders named relative to ``folder``.

    Raises:
        SourceError: a file's name does not end in a severity, or a message is missing.
    """
    return [_read_check(path) for path in query_files(folder, names)]


def run_checks(checks: list[Check], store: Store, base_iri: str) -> list[Finding]:
    """Run checks over a store whose default graph is the union of all graphs.

    Raises:
        SourceError: a check is not a SELECT query, or does not select ``?this``.
    """
    findings = [finding for check in checks for finding in _run(check, store, base_iri)]
    return sorted(findings, key=lambda finding: finding.key)


def find_contradictions(dataset: Dataset, base_iri: str) -> list[Finding]:
    """Find the likely places of a contradiction that a reasoner found but did not explain."""
    text = queries.load("contradiction.rq")
    store = Store()
    store.bulk_extend(with_union(dataset))
    check = Check("OWL consistency", Severity.VIOLATION, text, _messages(text))
    return run_checks([check], store, base_iri)


def _messages(text: str) -> dict[str, str]:
    return {match["language"]: match["text"].strip() for match in _MESSAGE.finditer(text)}


def _read_check(path: Path) -> Check:
    text = read_query_file(path).text
    messages = _messages(text)
    severity = path.stem.rpartition("-")[2].capitalize()
    if severity not in set(Severity):
        raise SourceError(str(path), "the name must end in -violation.rq, -warning.rq or -info.rq")
    if not messages:
        raise SourceError(f"{path}:1", "begin with a message: `# en: what is wrong, what to do`")
    return Check(path.stem, Severity(severity), text, messages)


def _run(check: Check, store: Store, base_iri: str) -> list[Finding]:
    try:
        answer = store.query(check.text, base_iri=base_iri)
    except SyntaxError as error:
        raise not_sparql(f"{check.name}.rq", error) from error
    if not isinstance(answer, QuerySolutions):
        raise SourceError(f"{check.name}.rq", "a check must be a SELECT query")
    names = {variable.value for variable in answer.variables}
    if "this" not in names:
        raise SourceError(f"{check.name}.rq", "a check must select ?this")
    return [_finding(check, row, names) for row in answer]


def _finding(check: Check, row: QuerySolution, names: set[str]) -> Finding:
    terms = {name: row[name] for name in names & {"this", "path", "value", "graph"}}
    path, value, graph = (terms.get(name) for name in ("path", "value", "graph"))
    return Finding(
        severity=check.severity,
        focus=_term(terms["this"]) or Literal(""),
        source=check.name,
        messages=check.messages,
        path=path if isinstance(path, NamedNode) else None,
        value=_term(value),
        graph=graph.value if isinstance(graph, NamedNode) else None,
    )


def _term(term: object) -> Term | None:
    return term if isinstance(term, NamedNode | BlankNode | Literal) else None
