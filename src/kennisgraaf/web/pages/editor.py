"""Editor: what the query editor of the SPARQL page is told: words, and questions to start from."""

from collections.abc import Callable
from functools import cache
from itertools import islice
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
    questions = published.questions.by_name.values()
    short = (question for question in questions if len(question.body) <= _LONGEST_EXAMPLE)
    return [
        (best_text(question.question, language, published.publication.languages), question.body)
        for question in islice(short, _MOST_EXAMPLES)
    ]


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
        "without_date": _("{total} rows have no date that can be drawn."),
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
