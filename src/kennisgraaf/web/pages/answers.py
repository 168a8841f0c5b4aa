"""Answers: the live answer to a competency question, beside the one that was proven."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode

from kennisgraaf.decimals import DECIMAL
from kennisgraaf.errors import KennisgraafError
from kennisgraaf.store.messages import Question
from kennisgraaf.store.questions import Asked, written_rows
from kennisgraaf.web.current import Published
from kennisgraaf.web.language import Text, best_text
from kennisgraaf.web.terms import Presenter, Value

JSON = "application/sparql-results+json"
_MOST_ROWS = 200
# An answer that a question foresees is small; a larger one is behind SPARQL.
_LARGEST = 1 << 20
_NEW_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")

Row = tuple[Value | None, ...]


@dataclass(frozen=True)
class Answer:
    """What the page of a question shows: what the store answers, or why it does not.

    Attributes:
        variables: what the columns are called in the query; empty for a yes or no.
        columns: what they are called on the page.
        rows: the first of ``total``.
        boolean: the answer to a question that asks whether.
        agrees: whether it is the proven answer.
        failure: why there is no answer; ``""`` where there is one.
        results: the answer as the store gave it.
    """

    variables: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    total: int = 0
    boolean: bool | None = None
    agrees: bool = False
    failure: str = ""
    columns: tuple[Text, ...] = ()
    results: Mapping[str, Any] | None = None


def ask_live(published: Published, asked: Asked, language: str) -> Answer:
    """Ask a question of the store, through the query processes, with the limits of strangers."""
    base = published.publication.base_iri
    try:
        question = Question(query=asked.query, results_type=JSON, graph_type="", base_iri=base)
        content = published.ask(question, _LARGEST).content
    except KennisgraafError as error:
        return Answer(failure=str(error))
    results = json.loads(content)
    agrees = written_rows(results, base) == tuple(sorted(asked.answer))
    if "boolean" in results:
        return Answer(boolean=results["boolean"], agrees=agrees, results=results, total=1)
    bindings = results["results"]["bindings"]
    variables = tuple(results["head"]["vars"])
    return Answer(
        variables,
        _rows(published, variables, bindings[:_MOST_ROWS], language),
        len(bindings),
        agrees=agrees,
        columns=tuple(_column(published, variable, language) for variable in variables),
        results=results,
    )


def proven_rows(asked: Asked) -> list[list[str]]:
    """Give the proven answer as cells."""
    return [[cell.strip() for cell in row.split("|")] for row in asked.answer]


def _rows(
    published: Published, variables: Iterable[str], bindings: list[dict[str, Any]], language: str
) -> tuple[Row, ...]:
    iris = {term["value"] for row in bindings for term in row.values() if term["type"] == "uri"}
    presenter = Presenter(
        published.publication, published.descriptions.labels(iris), language, passages={}
    )
    names, forms = list(variables), published.views.lexical_forms
    return tuple(
        tuple(presenter.value(_term(row[name], forms)) if name in row else None for name in names)
        for row in bindings
    )


def _column(published: Published, variable: str, language: str) -> Text:
    """Name a column: as the publication does, else by the words of the variable."""
    publication = published.publication
    names = publication.pages.columns.get(variable)
    if names:
        return best_text(names, language, publication.languages)
    return Text(_NEW_WORD.sub(" ", variable).replace("_", " ").lower(), "")


def _term(term: Mapping[str, str], forms: Mapping[str, str]) -> NamedNode | Literal | BlankNode:
    if term["type"] == "uri":
        return NamedNode(term["value"])
    if term["type"] == "bnode":
        return BlankNode(term["value"])
    if "xml:lang" in term:
        return Literal(term["value"], language=term["xml:lang"])
    if "datatype" in term:
        datatype, value = term["datatype"], term["value"]
        form = forms.get(value, value) if datatype == DECIMAL else value
        return Literal(form, datatype=NamedNode(datatype))
    return Literal(term["value"])
