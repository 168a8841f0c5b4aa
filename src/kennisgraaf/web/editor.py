"""Editor: what the query editor of the SPARQL page is told: words, and questions to start from."""

import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from flask import current_app, url_for

from kennisgraaf.versions import QUESTIONS
from kennisgraaf.web.current import Published
from kennisgraaf.web.language import Text, best_text, translate

_BUNDLE = "built/editor.js"
# Who has no JavaScript is offered so many questions, as links that are not longer than this.
_MOST_EXAMPLES = 6
_LONGEST_EXAMPLE = 1200


def editor_settings(published: Published, language: str) -> dict[str, object] | None:
    """Tell the editor what it needs; nothing where the program was built without it."""
    if not _is_file(Path(str(current_app.static_folder)) / _BUNDLE):
        return None
    return {
        "base": published.publication.base_iri,
        "language": language,
        "prefixes": published.publication.prefixes,
        "questions": url_for("downloads.download", name=QUESTIONS),
        "texts": _texts(translate()),
    }


def examples(published: Published, language: str) -> list[tuple[Text, str]]:
    """Give some questions with their queries, of those that the publication answers."""
    found = _short(published.version.path / QUESTIONS)
    return [
        (best_text(texts, language, published.publication.languages), query)
        for texts, query in found
    ]


def without_head(query: str) -> str:
    """Leave out the comments before a query, which tell what is expected of it."""
    lines = query.split("\n")
    first = next((n for n, line in enumerate(lines) if not line.startswith("#")), 0)
    return "\n".join(lines[first:]).strip()


def _texts(_: Callable[[str], str]) -> dict[str, str]:
    """Give the editor's words in the language of the page."""
    return {
        **_words_of_views(_),
        "query": _("Query"),
        "completions": _("Suggestions"),
        "keys": _("Ctrl+Enter runs, Ctrl+Space suggests, Tab leaves the field."),
        "busy": _("Asking…"),
        "rows": _("{total} rows"),
        "statements": _("{total} statements"),
        "time": _("{milliseconds} ms"),
        "yes": _("Yes"),
        "no": _("No"),
        "answer": _("Answer"),
        "place": _("(Line {line}, column {column}.)"),
        "large": _("The answer is too large to show here: take it as a file, or ask for less."),
        "first": _("The first {shown} of {total} are shown."),
        "files": _("As a file:"),
        "copy": _("Copy as:"),
        "link": _("link"),
        "code": _("Code"),
        "copied": _("Copied: {name}."),
        "select": _("{name}: select and copy it."),
        "word": _("Look for a word"),
    }


def _words_of_views(_: Callable[[str], str]) -> dict[str, str]:
    return {
        "views": _("Show as"),
        "table": _("Table"),
        "map": _("Map"),
        "chart": _("Chart"),
        "timeline": _("Timeline"),
        "graph": _("Graph"),
        "list": _("The same as a list"),
        "empty": _("Nothing matches."),
        "whole": _("all of it"),
        "sort": _("Sort by this column"),
        "pages": _("Pages of the table"),
        "previous": _("previous"),
        "next": _("next"),
        "chart_needs": _("A chart needs a column with numbers, say COUNT(*) AS ?n."),
        "chart_shows": _("Each bar is a row; its length is ?{variable}."),
        "chart_name": _("Bars: ?{variable} of each row; the table has the same."),
        "timeline_needs": _("A timeline needs a column with dates (xsd:date, xsd:gYear, EDTF …)."),
        "timeline_shows": _("Periods by {variables}; dashed is uncertain."),
        "timeline_name": _("Bars along time, one for each row; the table has the same."),
        "map_needs": _("A map needs ?latitude and ?longitude, or a WKT point."),
        "map_empty": _("No row has a place on earth."),
        "map_shows": _("{total} places. Land: Natural Earth."),
        "map_name": _("Map of the places; the list below it has the same."),
        "graph_needs": _("A graph needs CONSTRUCT, or two columns with resources."),
        "graph_shows": _("{nodes} things, {links} relations."),
        "graph_name": _("Things and the relations between them; the table has the same."),
    }


@cache
def _is_file(path: Path) -> bool:
    return path.is_file()


@cache
def _short(path: Path) -> list[tuple[dict[str, str], str]]:
    return list(_first_short(path))


def _first_short(path: Path) -> Iterator[tuple[dict[str, str], str]]:
    found = 0
    for question in json.loads(path.read_bytes()):
        query = without_head(question["query"])
        if len(query) <= _LONGEST_EXAMPLE and found < _MOST_EXAMPLES:
            found += 1
            yield question["question"], query
