"""Gateway: what the server runs: it remembers answers, answers queries, and hands on the rest."""

import contextlib
import os
from collections.abc import Mapping
from functools import cached_property
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from a2wsgi import WSGIMiddleware
from cachetools import LRUCache
from werkzeug.http import parse_cookie

from kennisgraaf.errors import KennisgraafError, QueryTooLargeError
from kennisgraaf.lifetime import end_with_parent
from kennisgraaf.web.app import create_app
from kennisgraaf.web.coding import Accepted, Coded, accepted
from kennisgraaf.web.current import Current, Published
from kennisgraaf.web.endpoint import Endpoint, problem
from kennisgraaf.web.http import (
    MOST_BODY,
    Message,
    Receiver,
    Scope,
    Sender,
    TooLargeError,
    body_of,
    is_known,
    respond,
)
from kennisgraaf.web.language import COOKIE
from kennisgraaf.web.negotiation import prefers_page
from kennisgraaf.web.operations import PATHS as OPERATIONS
from kennisgraaf.web.operations import Operations
from kennisgraaf.web.protocol import FORMATS, PATH, Request
from kennisgraaf.web.variables import (
    LOG_VARIABLE,
    RUN_VARIABLE,
    SERVER_VARIABLE,
    VAR_VARIABLE,
    WORKERS_VARIABLE,
)
from kennisgraaf.web.warming import warm_up

# Threads for pages: they wait for nothing but the processor, and for queries that a page shows.
_THREADS = 16
_CACHE_BYTES = 64 << 20
_LARGEST_CACHED = 512 << 10
_KEPT = (HTTPStatus.OK, HTTPStatus.SEE_OTHER)
_NOT_KEPT = (b"content-length", b"date", b"set-cookie")
_TOO_LARGE = QueryTooLargeError(f"At most {MOST_BODY} bytes are read.")
Key = tuple[object, ...]


class Gateway:
    """An ASGI application."""

    def __init__(self, var: Path, run: Path, workers: int = 1, log: Path | None = None) -> None:
        """Begin with nothing remembered.

        Args:
            var: the folder of the versions.
            run: the folder with the Unix sockets of the query processes.
            workers: how many such applications run beside each other, this one included.
            log: where a line is written for each request.
        """
        self._current = Current(var, run)
        self._workers = workers
        self._operations = Operations(log)
        self._app = create_app(self._current)
        pages: Any = self._app
        self._pages = WSGIMiddleware(pages, workers=_THREADS)
        self._cache: LRUCache[Key, _Kept] = LRUCache(_CACHE_BYTES, getsizeof=lambda kept: kept.size)

    @cached_property
    def _endpoint(self) -> Endpoint:
        """Made by the first query, within the event loop of the worker."""
        return Endpoint(self._workers)

    def warm_up(self) -> None:
        """Do what the first visitors would wait for; files that are looked at come at once."""
        with contextlib.suppress(KennisgraafError):
            if self._current.get().publication.catalogue is not None:
                warm_up(self._app)

    async def __call__(self, scope: Scope, receive: Receiver, send: Sender) -> None:
        """Answer a request."""
        if scope["type"] == "lifespan":
            await _live(receive, send)
            return
        headers = _headers(scope)
        with self._operations.watched(scope, send) as watched:
            try:
                published = self._current.get()
                watched.version = published.name
                if scope["path"] in OPERATIONS:
                    method = scope["method"]
                    reply = await self._operations.answer(method, scope["path"], published)
                    await respond(watched, reply, method == "HEAD")
                    return
            except KennisgraafError as error:
                await respond(watched, problem(error))
                return
            await self._handle(scope, headers, published, receive, watched)

    async def _handle(
        self,
        scope: Scope,
        headers: Mapping[str, str],
        published: Published,
        receive: Receiver,
        send: Sender,
    ) -> None:
        wanted = accepted(headers)
        key = _key(scope, headers, published, wanted)
        kept = self._cache.get(key) if key else None
        known = headers.get("if-none-match", "")
        if kept and "no-cache" not in headers.get("cache-control", ""):
            await kept.send(send, scope["method"] == "HEAD", known)
            return
        recorder = _Recorder(send)
        answer: Sender = recorder
        if wanted.coding:
            answer = Coded(recorder, scope, wanted, known)
            scope, headers = _uncoded(scope, headers, wanted)
        if scope["path"] == PATH and not _is_for_people(scope, headers):
            await self._answer(scope, headers, published, receive, answer)
        elif scope["path"] == PATH and scope["query_string"]:
            await self._show(scope, published, receive, answer)
        else:
            await self._pages(scope, receive, answer)  # type: ignore[arg-type]
        if key and recorder.kept and scope["method"] == "GET":
            recorder.kept.size += sum(len(part) for part in key if isinstance(part, str | bytes))
            self._cache[key] = recorder.kept

    async def _show(
        self, scope: Scope, published: Published, receive: Receiver, send: Sender
    ) -> None:
        """Show a query and its answer as a page, in the client's turn as any other query."""
        try:
            async with self._endpoint.turn(scope, published):
                await self._pages(scope, receive, send)  # type: ignore[arg-type]
        except KennisgraafError as error:
            await respond(send, problem(error))

    async def _answer(
        self,
        scope: Scope,
        headers: Mapping[str, str],
        published: Published,
        receive: Receiver,
        send: Sender,
    ) -> None:
        try:
            body = await body_of(receive)
        except TooLargeError:
            await respond(send, problem(_TOO_LARGE))
            return
        request = Request(scope["method"], scope["query_string"], headers, body)
        await self._endpoint.answer(scope, request, published, send)


class _Kept:
    """An answer that is remembered."""

    def __init__(self, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
        self._status, self._headers, self._body = status, headers, body
        self._etag = dict(headers).get(b"etag", b"").decode("latin-1")
        self.size = len(body) + sum(len(name) + len(value) for name, value in headers) + 200

    async def send(self, send: Sender, is_head: bool, known: str) -> None:
        """Send it, or 304 where the client has it."""
        fresh = bool(self._etag) and is_known(self._etag, known)
        status = int(HTTPStatus.NOT_MODIFIED) if fresh else self._status
        length = [] if fresh else [(b"content-length", str(len(self._body)).encode())]
        kept = [h for h in self._headers if h[0] != b"content-encoding"] if fresh else self._headers
        headers = [*kept, *length]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        body = b"" if is_head or fresh else self._body
        await send({"type": "http.response.body", "body": body})


class _Recorder:
    """Hands messages on, and keeps a complete answer that may be remembered."""

    def __init__(self, send: Sender) -> None:
        self._send = send
        self._status = 0
        self._headers: list[tuple[bytes, bytes]] = []
        self._body = bytearray()
        self.kept: _Kept | None = None

    async def __call__(self, message: Message) -> None:
        """Hand a message on."""
        if message["type"] == "http.response.start":
            self._status = message["status"]
            self._headers = [(name.lower(), value) for name, value in message["headers"]]
        elif len(self._body) <= _LARGEST_CACHED:
            self._body += message.get("body", b"")
            if not message.get("more_body") and self._may_be_kept():
                headers = [(n, v) for n, v in self._headers if n not in _NOT_KEPT]
                self.kept = _Kept(self._status, headers, bytes(self._body))
        await self._send(message)

    def _may_be_kept(self) -> bool:
        headers = dict(self._headers)
        validated = b"etag" in headers or self._status == HTTPStatus.SEE_OTHER
        private = b"no-store" in headers.get(b"cache-control", b"") or b"set-cookie" in headers
        small = len(self._body) <= _LARGEST_CACHED
        return self._status in _KEPT and validated and not private and small


def served() -> Gateway:
    """Make the application that the server runs, in a worker that ends with the server."""
    end_with_parent(int(os.environ[SERVER_VARIABLE]))
    log = os.environ.get(LOG_VARIABLE)
    gateway = Gateway(
        Path(os.environ[VAR_VARIABLE]),
        Path(os.environ[RUN_VARIABLE]),
        int(os.environ[WORKERS_VARIABLE]),
        Path(log) if log else None,
    )
    gateway.warm_up()
    return gateway


async def _live(receive: Receiver, send: Sender) -> None:
    """Say that the application begins; when all is answered and it is to end, end the worker.

    At once: the thread of a page whose reader went away may wait for the event loop, which has
    ended then, and Python would wait for that thread.
    """
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            os._exit(0)


def _headers(scope: Scope) -> dict[str, str]:
    """Read the headers; one that stands there several times is one list (RFC 9110 section 5.3)."""
    found: dict[str, str] = {}
    for field, content in scope["headers"]:
        name, value = field.decode("latin-1"), content.decode("latin-1")
        between = "; " if name == "cookie" else ", "
        found[name] = f"{found[name]}{between}{value}" if name in found else value
    return found


def _uncoded(
    scope: Scope, headers: Mapping[str, str], wanted: Accepted
) -> tuple[Scope, Mapping[str, str]]:
    """Let those who make answers see the tags that they gave."""
    known = headers.get("if-none-match")
    if not known:
        return scope, headers
    known = wanted.uncoded(known)
    others = [(name, value) for name, value in scope["headers"] if name != b"if-none-match"]
    changed = [*others, (b"if-none-match", known.encode("latin-1"))]
    return {**scope, "headers": changed}, {**headers, "if-none-match": known}


def _key(
    scope: Scope, headers: Mapping[str, str], published: Published, wanted: Accepted
) -> Key | None:
    """Name the answer to a request; ``None`` for one that is not remembered."""
    if scope["method"] not in ("GET", "HEAD") or "range" in headers:
        return None
    cookie = parse_cookie(headers.get("cookie")).get(COOKIE)
    negotiated = headers.get("accept"), headers.get("accept-language"), cookie
    asked = published.name, headers.get("host"), scope["path"], scope["query_string"]
    return (*asked, *negotiated, wanted.coding, wanted.least)


def _is_for_people(scope: Scope, headers: Mapping[str, str]) -> bool:
    """Tell whether a browser asks, which reads the form and the answer as a page."""
    if scope["method"] not in ("GET", "HEAD") or not prefers_page(headers.get("accept")):
        return False
    parameters = parse_qs(scope["query_string"].decode("latin-1"))
    return not any(value in FORMATS for value in parameters.get("format", ()))
