"""Protocol: what a request asks of the SPARQL endpoint (SPARQL 1.1 Protocol; QUERY: RFC 10008)."""

import re
from binascii import a2b_qp
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import parse_qsl

from kennisgraaf.errors import (
    MethodError,
    RequestError,
    UnsupportedMediaTypeError,
)
from kennisgraaf.formats import RESULTS_FORMATS, XLSX
from kennisgraaf.iris import is_iri
from kennisgraaf.store.messages import Question
from kennisgraaf.web.current import Published
from kennisgraaf.web.negotiation import results_types

PATH = "/sparql"
_BROKEN = re.compile(rb"%(?![0-9A-Fa-f]{2})|[\x80-\xff\r\n]")
METHODS = ("GET", "HEAD", "POST", "QUERY", "OPTIONS")
QUERY_TYPE = "application/sparql-query"
FORM_TYPE = "application/x-www-form-urlencoded"
_GRAPHS = ("default-graph-uri", "named-graph-uri")
# For who cannot send an Accept header: a link to a spreadsheet, say. SPARQLWrapper sends the
# parameter with other values as well, and means its Accept header.
FORMATS = {
    **{kind.file_extension: kind.media_type for kind in RESULTS_FORMATS},
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "xlsx": XLSX,
}


@dataclass(frozen=True)
class Request:
    """A request as it came; header names are in lower case."""

    method: str
    query_string: bytes
    headers: Mapping[str, str]
    body: bytes


def question_of(request: Request, published: Published) -> Question | None:
    """Read the query of a request and how it is to be answered.

    Returns:
        ``None`` where nothing is asked: the endpoint describes itself.

    Raises:
        MethodError: the method is not of the protocol.
        UnsupportedMediaTypeError: the body is neither a query nor a form.
        RequestError: there is no query, or more than one, or it is an update or not UTF-8.
    """
    in_url = _parameters(request.query_string)
    if request.method in ("GET", "HEAD"):
        if not in_url:
            return None
        return _question(_only_query(in_url), in_url, request, published)
    if request.method not in ("POST", "QUERY"):
        raise MethodError(request.method, METHODS)
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type == QUERY_TYPE:
        if any(name == "query" for name, _ in in_url):
            raise RequestError("The query stands in the body: leave out the parameter query.")
        return _question(_utf_8(request.body), in_url, request, published)
    if media_type != FORM_TYPE:
        raise UnsupportedMediaTypeError(media_type, [QUERY_TYPE, FORM_TYPE])
    both = [*in_url, *_parameters(request.body)]
    return _question(_only_query(both), both, request, published)


def _question(
    query: str, parameters: Sequence[tuple[str, str]], request: Request, published: Published
) -> Question:
    results_type, graph_type = results_types(request.headers.get("accept"))
    wanted = [value for name, value in parameters if name == "format" and value in FORMATS]
    if wanted:
        results_type = FORMATS[wanted[0]]
    default_graphs, named_graphs = (_graphs(parameters, name) for name in _GRAPHS)
    publication = published.publication
    return Question(
        query=query,
        results_type=results_type,
        graph_type=graph_type,
        default_graphs=default_graphs,
        named_graphs=named_graphs,
        base_iri=publication.base_iri,
        origin={
            "Endpoint": publication.iri("sparql"),
            "Version": published.name,
            "Licence": publication.licence,
        },
    )


def _parameters(encoded: bytes) -> list[tuple[str, str]]:
    """Read parameters, percent-encoded UTF-8."""
    if encoded.startswith(b"query=") and b"&" not in encoded and not _BROKEN.search(encoded):
        with suppress(UnicodeDecodeError):
            return [("query", _unquoted(encoded[len(b"query=") :]))]
    try:
        text = encoded.decode("ascii")
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=100)
    except UnicodeDecodeError as error:
        raise RequestError("The parameters are not percent-encoded UTF-8.") from error
    except ValueError as error:
        raise RequestError(f"The parameters cannot be read: {error}.") from error


def _only_query(parameters: Sequence[tuple[str, str]]) -> str:
    if any(name == "update" for name, _ in parameters):
        raise RequestError("This endpoint is read-only: it takes no update.")
    queries = [value for name, value in parameters if name == "query"]
    if len(queries) != 1:
        raise RequestError(f"Give one parameter query; there are {len(queries)}.")
    return queries[0]


def _utf_8(encoded: bytes) -> str:
    try:
        return encoded.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RequestError("The query is not UTF-8.") from error


def _graphs(parameters: Sequence[tuple[str, str]], name: str) -> list[str] | None:
    iris = [value for key, value in parameters if key == name]
    for iri in iris:
        if not is_iri(iri):
            raise RequestError(f"The parameter {name} takes an absolute IRI.")
    return iris or None


def _unquoted(encoded: bytes) -> str:
    """Undo percent-encoding in C: quoted-printable is the same, but for the sign."""
    quoted = encoded.replace(b"=", b"%3D").replace(b"+", b" ").replace(b"%", b"=")
    return a2b_qp(quoted).decode("utf-8")
