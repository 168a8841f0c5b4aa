"""Remote: asks a SPARQL 1.1 server for the statements of a version, on behalf of one process."""

import io
import os
import re
import time
from collections.abc import Iterator
from http import HTTPStatus

import httpx
from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)

from kennisgraaf import __version__
from kennisgraaf.errors import PublishingError
from kennisgraaf.settings import RemoteStoreSettings
from kennisgraaf.store.base import NoAnswerError, Results
from kennisgraaf.store.descriptions import Descriptions
from kennisgraaf.store.messages import Answer, Question
from kennisgraaf.store.prologue import (
    QUERY_FORMS,
    begins_with_base,
    form_of,
    has_keyword,
    iris_of,
    undeclared_prefix,
    without_dataset,
)
from kennisgraaf.store.screening import tokens_of
from kennisgraaf.versions import Version

QUERY_ACCOUNT = "KENNISGRAAF_STORE_QUERY"
UPDATE_ACCOUNT = "KENNISGRAAF_STORE"
"""Environment variables begin so, and end in ``_USER`` and ``_PASSWORD``."""

# Parameters that are longer go in the body; servers and balancers take some 8 KiB of path.
_LONGEST_IN_URL = 4000
_BUFFER = 1 << 16
# A balancer needs a moment to notice that a replica is gone.
_ATTEMPTS = 4
_PAUSE = 0.1
_RESULTS, _GRAPH = QueryResultsFormat.JSON, RdfFormat.N_TRIPLES
# IRIs of functions that some servers run for whoever asks: Virtuoso's own, and Java classes.
_FUNCTIONS = ("bif:", "sql:", "java:")
# No graph has this name: protocols have no other way to name none.
_NO_GRAPH = "urn:x-kennisgraaf:none"
_PLACES = re.compile(r"line:? *(\d+)(?:,? *column:? *(\d+))?|at (\d+):(\d+)", re.IGNORECASE)
_LONGEST_REASON = 300


class RemoteStore:
    """A server of the SPARQL 1.1 Protocol that was given the version when it was published."""

    is_remote = True

    def __init__(self, version: Version, settings: RemoteStoreSettings) -> None:
        """Prepare to ask; the first query connects.

        Credentials for queries are in ``KENNISGRAAF_STORE_QUERY_USER`` and ``…_PASSWORD``.
        """
        self._settings = settings
        self._merged = merged_graph(settings, version)
        self._named = Descriptions(version).graphs() if self._merged else []
        seconds = version.publication.limits.query_seconds
        self._client = client_of(settings, QUERY_ACCOUNT, seconds)

    def query(self, question: Question) -> Results:
        """Answer a query.

        Raises:
            NoAnswerError: it is no query, the server refuses it, or does not answer.
            OSError, ValueError, SyntaxError: its answer broke off; while the results are read.
        """
        tokens = [*tokens_of(question.query)]
        is_graph = _required_form(tokens) in ("CONSTRUCT", "DESCRIBE")
        accept = _GRAPH.media_type if is_graph else _RESULTS.media_type
        content = self._ask(self._parameters(question, tokens), accept)
        if is_graph:
            return _triples(content)
        results: QuerySolutions | QueryBoolean = parse_query_results(content, _RESULTS)
        return results

    def _ask(self, parameters: str, accept: str) -> io.BufferedReader:
        for attempt in range(_ATTEMPTS):
            if attempt:
                time.sleep(_PAUSE * attempt)
            try:
                return _begun(self._client.send(self._request(parameters, accept), stream=True))
            except httpx.TimeoutException as error:
                raise _no_answer("timeout", "") from error
            except (httpx.TransportError, ConnectionError):
                continue  # A query changes nothing: it may be asked again.
        raise _no_answer("unavailable", "The server that holds the statements does not answer.")

    def _request(self, parameters: str, accept: str) -> httpx.Request:
        url, headers = self._settings.query, {"Accept": accept}
        if len(parameters) <= _LONGEST_IN_URL:
            return self._client.build_request("GET", f"{url}?{parameters}", headers=headers)
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        content = parameters.encode()
        return self._client.build_request("POST", url, headers=headers, content=content)

    def _parameters(self, question: Question, tokens: list[re.Match[str]]) -> str:
        query = question.query
        if question.default_graphs or question.named_graphs:
            query = without_dataset(tokens)  # As that of the protocol wins (section 2.1.4).
        # Virtuoso takes one base only.
        is_needed = question.base_iri and not begins_with_base(tokens)
        base = f"BASE <{question.base_iri}>" if is_needed else ""
        default, named = self._graphs(question, tokens)
        wanted = {
            "query": f"{base}\n{query}",
            "default-graph-uri": default,
            "named-graph-uri": named,
        }
        return str(httpx.QueryParams(wanted))

    def _graphs(
        self, question: Question, tokens: list[re.Match[str]]
    ) -> tuple[list[str], list[str]]:
        """Give the data set of a query; where one kind is named, the other is empty if not.

        Of a server whose default graph is not that of the version, each query names its own.
        """
        default, named = question.default_graphs, question.named_graphs
        if default or named:
            return default or [_NO_GRAPH], named or [_NO_GRAPH]
        if not self._merged or has_keyword(tokens, "FROM"):
            return [], []
        is_named = has_keyword(tokens, "GRAPH")
        return [self._merged], (self._named if is_named else []) or [_NO_GRAPH]


def merged_graph(settings: RemoteStoreSettings, version: Version) -> str:
    """Name the graph with the merge of all graphs of a version; ``""`` for the default graph."""
    begin = settings.default_graph
    return f"{begin}{version.manifest.version}" if begin else ""


def client_of(settings: RemoteStoreSettings, account: str, seconds: float) -> httpx.Client:
    """Make a client with the credentials of an account, which stand in the environment only."""
    user, password = (os.environ.get(f"{account}_{name}") for name in ("USER", "PASSWORD"))
    kind = {"basic": httpx.BasicAuth, "digest": httpx.DigestAuth}[settings.authentication]
    return httpx.Client(
        auth=kind(user, password or "") if user else None,
        headers={"User-Agent": f"kennisgraaf/{__version__}", "Accept-Encoding": "identity"},
        timeout=httpx.Timeout(seconds, connect=min(seconds, 5.0)),
    )


def required(response: httpx.Response) -> httpx.Response:
    """Give a response that tells of success.

    Raises:
        PublishingError: the server refused; it says what to do.
    """
    if response.is_success:
        return response
    hint = ""
    if response.status_code in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        hint = f" Set {UPDATE_ACCOUNT}_USER and {UPDATE_ACCOUNT}_PASSWORD in the environment."
    address = str(response.url).partition("?")[0]
    raise PublishingError(
        f"The store at {address} refused ({response.status_code}: {reason_of(response)}).{hint}"
    )


def reason_of(response: httpx.Response) -> str:
    """Take the first words of what a server says of an error."""
    text = " ".join(response.read().decode("utf-8", "replace").split())
    is_text = not response.headers.get("Content-Type", "").startswith("text/html")
    reason = text if is_text else ""
    return f"{reason or response.reason_phrase}"[:_LONGEST_REASON]


def _required_form(tokens: list[re.Match[str]]) -> str:
    """Give the form of a query.

    Raises:
        NoAnswerError: it is none that only reads: the account may be allowed more. Or it uses what
            is not SPARQL: prefixes that the server has and nobody declared, functions of its own.
    """
    undeclared = undeclared_prefix(tokens)
    if undeclared is not None:
        raise NoAnswerError(undeclared.answer)
    form = form_of(tokens)
    if form not in QUERY_FORMS:
        raise _no_answer("syntax", f"{form or 'Nothing'} is no query; expected one of: "
                         f"{', '.join(QUERY_FORMS)}.")  # fmt: skip
    own = next((iri for iri in iris_of(tokens) if iri.lower().startswith(_FUNCTIONS)), None)
    if own is not None:
        raise _no_answer("syntax", f"<{own}> is refused: only SPARQL's own functions are called.")
    return form


def _begun(response: httpx.Response) -> io.BufferedReader:
    """Read the begin of an answer, so that one that breaks off at once can be asked for again.

    Raises:
        NoAnswerError: the server refuses the query.
        ConnectionError: the answer broke off.
    """
    if response.status_code != HTTPStatus.OK:
        raise NoAnswerError(_refusal(response))
    body = _Body(response)
    body.begin()
    return io.BufferedReader(body, _BUFFER)


def _refusal(response: httpx.Response) -> Answer:
    status, reason = response.status_code, reason_of(response)
    if status in (HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT):
        return Answer(error="timeout")
    if status == HTTPStatus.BAD_REQUEST:
        return _mistake(reason)
    return Answer(error="evaluation", message=f"The store answered {status}: {reason}")


def _mistake(reason: str) -> Answer:
    """Read where the mistake is; the base that stands before the query is a line of its own."""
    place = _PLACES.search(reason)
    if place is None:
        return Answer(error="syntax", message=reason)
    first = 1 if place[1] else 3
    line = max(1, int(place[first]) - 1)
    column = int(place[first + 1]) if place[first + 1] else None
    reason = f"{reason[: place.start(first)]}{line}{reason[place.end(first) :]}"
    return Answer(error="syntax", message=reason, line=line, column=column)


def _no_answer(error: str, message: str) -> NoAnswerError:
    return NoAnswerError(Answer(error=error, message=message))


def _triples(content: io.BufferedReader) -> Iterator[Triple]:
    for quad in parse(content, format=_GRAPH):
        yield quad.triple


class _Body(io.RawIOBase):
    """The body of a response as a file."""

    def __init__(self, response: httpx.Response) -> None:
        self._pieces = response.iter_bytes(_BUFFER)
        self._rest = b""

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def begin(self) -> None:
        """Read a first part: all of a small answer.

        Raises:
            ConnectionError: the server ended before it had sent that.
        """
        while len(self._rest) < _BUFFER and (piece := self._next()):
            self._rest += piece

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Read what there is.

        Raises:
            ConnectionError: the server ended before it had sent all.
        """
        self._rest = self._rest or self._next()
        piece, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(piece)] = piece
        return len(piece)

    def _next(self) -> bytes:
        try:
            return next(self._pieces, b"")
        except httpx.TransportError as error:
            raise ConnectionError("The answer of the store broke off.") from error
