"""SPARQL: the form to ask with and the answer to read, for who has a browser."""

import json
from hashlib import sha256
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request

from kennisgraaf.errors import QueryError
from kennisgraaf.formats import HTML
from kennisgraaf.store.messages import Question
from kennisgraaf.web.caching import cached
from kennisgraaf.web.current import published
from kennisgraaf.web.http import SERVICE_DESC
from kennisgraaf.web.language import interface_language
from kennisgraaf.web.pages.editor import editor_settings, examples
from kennisgraaf.web.problems import details_of, status_of
from kennisgraaf.web.protocol import Request, question_of
from kennisgraaf.web.service import limits_in_words

sparql = Blueprint("sparql", __name__)

_MOST_SHOWN = 1000
# Of a larger answer, no page; its files stream.
_LARGEST = 16 << 20
_JSON = "application/sparql-results+json"


@sparql.get("/sparql")
def answer() -> Response:
    """Show the form, and the answer to a query or why there is none."""
    current = published()
    headers = {"accept": f"{_JSON}, text/turtle;q=0.9"}
    asked = question_of(Request("GET", _without_language(), headers, b""), current)
    try:
        text = _page(asked, _found(asked) if asked else {})
    except QueryError as error:
        return _refused(_page(asked, {"problem": error}), error)
    response = cached(lambda: text, HTML, sha256(text.encode()).hexdigest(), "")
    response.headers["Link"] = SERVICE_DESC
    return response


def _page(asked: Question | None, found: dict[str, Any]) -> str:
    current, language = published(), interface_language()
    return render_template(
        "sparql.html",
        limits=limits_in_words(current.publication.limits),
        asked=asked,
        editor=editor_settings(current, language),
        examples=examples(current, language),
        **found,
    )


def _refused(text: str, error: QueryError) -> Response:
    """Give the query back, to be mended."""
    response = make_response(text, status_of(error))
    response.headers.update(details_of(error)[1])
    response.headers["Cache-Control"] = "no-store"
    return response


def _found(question: Question) -> dict[str, Any]:
    """Ask, and give what the page shows."""
    found = published().ask(question, _LARGEST)
    if found.media_type != _JSON:
        return {"graph": found.content.decode()}
    results = json.loads(found.content)
    if "boolean" in results:
        return {"boolean": results["boolean"]}
    rows = results["results"]["bindings"]
    return {"variables": results["head"]["vars"], "rows": rows[:_MOST_SHOWN], "total": len(rows)}


def _without_language() -> bytes:
    """Leave out the parameter that chooses the page's language."""
    parts = request.query_string.split(b"&")
    return b"&".join(part for part in parts if part and not part.startswith(b"lang="))
