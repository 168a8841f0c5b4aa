"""SPARQL: the read-only endpoint (SPARQL 1.1 Protocol)."""

from hashlib import sha256
from urllib.parse import unquote_to_bytes

from flask import Blueprint, Response, render_template, request

from kennisgraaf.errors import RequestError, UnsupportedMediaTypeError
from kennisgraaf.formats import HTML
from kennisgraaf.iris import is_iri
from kennisgraaf.store.messages import Question
from kennisgraaf.web.caching import cached, with_charset
from kennisgraaf.web.current import published
from kennisgraaf.web.language import interface_language
from kennisgraaf.web.negotiation import results_types, wants_page

sparql = Blueprint("sparql", __name__)

_QUERY_TYPE = "application/sparql-query"
_FORM_TYPE = "application/x-www-form-urlencoded"


@sparql.route("/sparql", methods=["GET", "POST"])
def answer() -> Response:
    """Answer a query; without one, show a form to who reads pages."""
    if request.method != "POST" and not request.args and wants_page():
        current, language = published(), interface_language()
        return cached(lambda: render_template("sparql.html"), HTML, current.name + language, "")
    found = published().ask(_question())
    if request.method == "POST":
        return Response(found.content, content_type=with_charset(found.media_type))
    return cached(lambda: found.content, found.media_type, sha256(found.content).hexdigest(), "")


def _question() -> Question:
    """Read the query and its dataset (protocol sections 2.1.1 to 2.1.4)."""
    publication = published().publication
    results_type, graph_type = results_types()
    return Question(
        query=_query(),
        results_type=results_type,
        graph_type=graph_type,
        default_graphs=_graphs("default-graph-uri"),
        named_graphs=_graphs("named-graph-uri"),
        base_iri=publication.base_iri,
    )


def _query() -> str:
    if request.method == "POST" and request.mimetype == _QUERY_TYPE:
        if "query" in request.args:
            raise RequestError("The query stands in the body: leave out the parameter query.")
        return _utf_8(request.get_data())
    if request.method == "POST" and request.mimetype != _FORM_TYPE:
        raise UnsupportedMediaTypeError(request.mimetype, [_QUERY_TYPE, _FORM_TYPE])
    _utf_8(unquote_to_bytes(request.query_string) + unquote_to_bytes(request.get_data()))
    if "update" in request.values:
        raise RequestError("This endpoint is read-only: it takes no update.")
    queries = [*request.args.getlist("query"), *request.form.getlist("query")]
    if len(queries) != 1:
        raise RequestError(f"Give one parameter query; there are {len(queries)}.")
    return queries[0]


def _utf_8(encoded: bytes) -> str:
    try:
        return encoded.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RequestError("The query is not UTF-8.") from error


def _graphs(name: str) -> list[str] | None:
    iris = [*request.args.getlist(name), *request.form.getlist(name)]
    for iri in iris:
        if not is_iri(iri):
            raise RequestError(f"The parameter {name} takes an absolute IRI.")
    return iris or None
