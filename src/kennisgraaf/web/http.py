"""HTTP: replies of the asynchronous side (ASGI), and the headers that every answer has."""

from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from werkzeug.http import parse_etags

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receiver = Callable[[], Awaitable[Message]]
Sender = Callable[[Message], Awaitable[None]]

# By which headers of a request every answer may differ.
VARY = ("Accept", "Accept-Language", "Accept-Encoding")
# So much of a request is read: bytes.
MOST_BODY = 2 << 20
OPENAPI_PATH = "/openapi.json"
# Leads a program to the description of all routes (RFC 8631).
SERVICE_DESC = f'<{OPENAPI_PATH}>; rel="service-desc"; type="application/json"'
EXPOSED = "ETag, Last-Modified, Link, Location, Content-Location, Retry-After, Vary"
COMMON = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": EXPOSED,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer-when-downgrade",
}
PREFLIGHT = {
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


@dataclass
class Reply:
    """A complete answer, or the head of one that is streamed."""

    status: HTTPStatus
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


class TooLargeError(Exception):
    """A body is larger than is read."""


def is_known(etag: str, if_none_match: str) -> bool:
    """Tell whether a client has the answer with this quoted tag (RFC 9110 section 13.1.2)."""
    return bool(if_none_match) and parse_etags(if_none_match).contains_weak(etag.strip('"'))


async def body_of(receive: Receiver) -> bytes:
    """Read the body of a request.

    Raises:
        TooLargeError: it is larger than ``MOST_BODY``.
    """
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > MOST_BODY:
            raise TooLargeError
        if not message.get("more_body"):
            return bytes(body)


async def respond(send: Sender, reply: Reply, is_head: bool = False) -> None:
    """Send a complete answer."""
    await start(send, reply, len(reply.body))
    without = is_head or reply.status in (HTTPStatus.NOT_MODIFIED, HTTPStatus.NO_CONTENT)
    await send({"type": "http.response.body", "body": b"" if without else reply.body})


async def start(send: Sender, reply: Reply, length: int | None = None) -> None:
    """Send status and headers; of a length that is not known, what follows comes in chunks."""
    headers = {**COMMON, "Vary": ", ".join(VARY), **reply.headers}
    if "Allow" in reply.headers:
        headers |= {"Access-Control-Allow-Methods": reply.headers["Allow"], **PREFLIGHT}
    if length is not None and reply.status not in (
        HTTPStatus.NOT_MODIFIED,
        HTTPStatus.NO_CONTENT,
    ):
        headers["Content-Length"] = str(length)
    encoded = [(name.lower().encode("latin-1"), value.encode("latin-1", "replace"))
               for name, value in headers.items()]  # fmt: skip
    await send({"type": "http.response.start", "status": int(reply.status), "headers": encoded})


async def stream(send: Sender, pieces: AsyncIterator[bytes]) -> None:
    """Send pieces as they come; without the last message, the server ends the connection."""
    async for piece in pieces:
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b""})
