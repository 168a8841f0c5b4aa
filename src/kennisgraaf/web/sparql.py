"""SPARQL: the form to ask with and the answer to read, for who has a browser."""

import json
from hashlib import sha256
from typing import Any

from flask import Blueprint, Response, render_template, request

from kennisgraaf.formats import HTML
from kennisgraaf.store.messages import Question
from kennisgraaf.web.caching import cached
from kennisgraaf.web.current import published
from kennisgraaf.web.editor import examples, has_editor, texts
from kennisgraaf.web.http import SERVICE_DESC
from kennisgraaf.web.language import interface_language, translate
from kennisgraaf.web.protocol import Request, question_of
from kennisgraaf.web.service import limits_in_words

sparql = Blueprint("sparql", __name__)

_MOST_SHOWN = 1000
_JSON = "application/sparql-results+json"


@sparql.get("/sparql")
def answer() -> Response:
    """Show the form, and the answer to a query."""
    current, language = published(), interface_language()
    headers = {"accept": f"{_JSON}, text/turtle;q=0.9"}
    asked = question_of(Request("GET", _without_language(), headers, b""), current)
    limits = limits_in_words(current.publication.limits)
    found = _found(asked) if asked else {}
    text = render_template("sparql.html", limits=limits, asked=asked, **_of_editor(), **found)
    state = sha256(text.encode()).hexdigest()
    response = cached(lambda: text, HTML, state, "")
    response.headers["Link"] = SERVICE_DESC
    return response


def _of_editor() -> dict[str, Any]:
    return {
        "editor": has_editor(),
        "editor_texts": texts(translate()),
        "examples": examples(published(), interface_language()),
    }


def _found(question: Question) -> dict[str, Any]:
    """Ask, and give what the page shows."""
    found = published().ask(question)
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
