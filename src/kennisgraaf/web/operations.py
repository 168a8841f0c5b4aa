"""Operations: whether the server lives and can answer, how much it does, and a line per request."""

import contextlib
import json
import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from urllib.parse import parse_qs

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
    multiprocess,
)

from kennisgraaf.errors import KennisgraafError, MethodError
from kennisgraaf.store.client import address_of, answering
from kennisgraaf.store.messages import Question
from kennisgraaf.web.current import Published
from kennisgraaf.web.http import Message, Reply, Scope, Sender
from kennisgraaf.web.variables import METRICS_FOLDER

PATHS = ("/healthz", "/readyz", "/metrics")
_METHODS = ("GET", "HEAD", "OPTIONS")
_REQUESTS = Counter("kennisgraaf_requests", "Requests answered.", ["kind", "status"])
_SECONDS = Histogram("kennisgraaf_request_seconds", "Time until an answer was complete.", ["kind"])
_ASK = Question(query="ASK {}", results_type="text/csv", graph_type="")


class Watched:
    """Hands messages on, and remembers what is told of the request."""

    def __init__(self, send: Sender) -> None:
        self._send = send
        self.version = ""
        self.status = 0
        self.bytes = 0
        self.is_complete = False

    async def __call__(self, message: Message) -> None:
        """Hand a message on."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
        else:
            self.bytes += len(message.get("body", b""))
            self.is_complete = not message.get("more_body")
        await self._send(message)


class Operations:
    """Counts requests, and writes the log."""

    def __init__(self, log: Path | None) -> None:
        self._log = None if log is None else log.open("a", buffering=1, encoding="utf-8")

    async def answer(self, method: str, path: str, published: Published) -> Reply:
        """Answer one of ``PATHS``.

        Raises:
            MethodError: nothing but reading is asked of them.
        """
        if method == "OPTIONS":
            return Reply(HTTPStatus.NO_CONTENT, {"Allow": ", ".join(_METHODS)})
        if method not in _METHODS:
            raise MethodError(method, _METHODS)
        plain = {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"}
        if path == "/healthz":
            return Reply(HTTPStatus.OK, plain, b"ok\n")
        if path == "/metrics":
            return Reply(HTTPStatus.OK, {**plain, "Content-Type": CONTENT_TYPE_LATEST}, _figures())
        try:
            address = address_of(published.run, published.name)
            async with answering(address, _ASK, published.publication.limits):
                return Reply(HTTPStatus.OK, plain, f"{published.name}\n".encode())
        except KennisgraafError as error:
            return Reply(HTTPStatus.SERVICE_UNAVAILABLE, plain, f"{error}\n".encode())

    @contextlib.contextmanager
    def watched(self, scope: Scope, send: Sender) -> Iterator[Watched]:
        """Count a request, and tell of it when it is answered."""
        started = time.monotonic()
        watched = Watched(send)
        try:
            yield watched
        finally:
            seconds = time.monotonic() - started
            kind = _kind(scope["path"])
            _requests(kind, watched.status).inc()
            _seconds(kind).observe(seconds)
            if self._log is not None:
                self._log.write(_line(scope, watched, seconds))


@cache  # Few kinds; naming labels again takes longer than counting.
def _requests(kind: str, status: int) -> Counter:
    return _REQUESTS.labels(kind, str(status))


@cache
def _seconds(kind: str) -> Histogram:
    return _SECONDS.labels(kind)


def _kind(path: str) -> str:
    """Name the kind of a path; few kinds, whatever is asked for."""
    first = path.split("/")[1] if path.count("/") else ""
    return first if first in ("id", "doc", "ns", "sparql", "download", "static") else "other"


def _figures() -> bytes:
    """Write the figures, of all workers where there are several."""
    if METRICS_FOLDER not in os.environ:
        return generate_latest()
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry)


def _line(scope: Scope, watched: Watched, seconds: float) -> str:
    """Write what happened as a line of JSON; of a query its hash, as it may be private."""
    query = parse_qs(scope["query_string"].decode("latin-1")).get("query")
    told = {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "client": (scope.get("client") or ("",))[0],
        "method": scope["method"],
        "path": scope["path"],
        "query_sha256": sha256(query[0].encode()).hexdigest()[:16] if query else None,
        "status": watched.status,
        "complete": watched.is_complete,
        "bytes": watched.bytes,
        "ms": round(seconds * 1000, 1),
        "version": watched.version,
    }
    return json.dumps(told, ensure_ascii=False) + "\n"
