"""Endpoint: answers queries over HTTP, without a thread for each, and as they come."""

import contextlib
import re
from collections.abc import AsyncIterator
from hashlib import sha256
from http import HTTPStatus
from ipaddress import IPv6Address, ip_address

import msgspec

from kennisgraaf import __version__
from kennisgraaf.errors import KennisgraafError
from kennisgraaf.formats import XLSX
from kennisgraaf.store.channel import Channels
from kennisgraaf.store.client import address_of, answering
from kennisgraaf.store.messages import Question
from kennisgraaf.web.caching import with_charset
from kennisgraaf.web.current import Published
from kennisgraaf.web.http import (
    SERVICE_DESC,
    Reply,
    Scope,
    Sender,
    is_known,
    respond,
    start,
    stream,
)
from kennisgraaf.web.negotiation import PROBLEM
from kennisgraaf.web.problems import details_of, status_of
from kennisgraaf.web.protocol import FORM_TYPE, METHODS, QUERY_TYPE, Request, question_of
from kennisgraaf.web.service import service_description
from kennisgraaf.web.turns import Places, Turns

# Answers that differ each time are not kept: of functions that draw, or tell the time.
_VOLATILE = re.compile(r"\b(?:RAND|NOW|UUID|STRUUID|BNODE)\b", re.IGNORECASE)
_NAMES = ("RAND", "NOW", "UUID", "BNODE")
_ENCODER = msgspec.json.Encoder()
# Which bodies QUERY takes (RFC 10008 section 3).
_ACCEPTED = {"Allow": ", ".join(METHODS), "Accept-Query": f'"{QUERY_TYPE}", "{FORM_TYPE}"'}
_PRIVATE = "no-store"
_CACHED = "public, max-age=0, must-revalidate"


class Endpoint:
    """The queries that are under way in this worker, and how many each client has."""

    def __init__(self, workers: int) -> None:
        """Begin with no query under way.

        Args:
            workers: so many web workers share what a client may have.
        """
        self._channels = Channels()
        self._turns, self._places = Turns(workers), Places(workers)

    async def answer(
        self, scope: Scope, request: Request, published: Published, send: Sender
    ) -> None:
        """Answer a request."""
        is_head = request.method == "HEAD"
        if request.method == "OPTIONS":
            await respond(send, Reply(HTTPStatus.NO_CONTENT, dict(_ACCEPTED)))
            return
        try:
            question = question_of(request, published)
            if question is None:
                await respond(send, service_description(scope, request, published), is_head)
                return
            reply = _headers(question, request, published)
            if reply.status == HTTPStatus.NOT_MODIFIED:
                await respond(send, reply)
                return
            async with self.turn(scope, published):
                await self._ask(question, reply, published, send, is_head)
        except KennisgraafError as error:
            await respond(send, problem(error), is_head)

    @contextlib.asynccontextmanager
    async def turn(self, scope: Scope, published: Published) -> AsyncIterator[None]:
        """Have the client's turn, and a place at the query processes, while the context lasts.

        Raises:
            TooManyError: too many queries of this client are under way.
        """
        client, limits = client_of(scope), published.publication.limits
        await self._turns.begin(client, limits)
        try:
            await self._places.take(limits)
            try:
                yield
            finally:
                self._places.leave()
        finally:
            self._turns.end(client)

    async def _ask(
        self, question: Question, reply: Reply, published: Published, send: Sender, is_head: bool
    ) -> None:
        address = address_of(published.run, published.name)
        limits = published.publication.limits
        async with answering(address, question, limits, self._channels) as answer:
            reply.headers["Content-Type"] = with_charset(answer.media_type)
            if answer.media_type == XLSX:
                reply.headers["Content-Disposition"] = 'attachment; filename="answer.xlsx"'
            if answer.content is not None:
                reply.body = answer.content
                await respond(send, reply, is_head)
                return
            await start(send, reply)
            if not is_head:
                # Without its last message the server ends the connection: it is not taken for all.
                with contextlib.suppress(KennisgraafError):
                    await stream(send, answer.pieces)


def client_of(scope: Scope) -> str:
    """Name who asks: the address, of IPv6 the network that one customer has (64 bits)."""
    address = str((scope.get("client") or ("",))[0])
    if ":" not in address:
        return address
    try:
        full = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(full, IPv6Address) and full.ipv4_mapped:
        return str(full.ipv4_mapped)
    return ":".join(full.exploded.split(":")[:4])


def problem(error: KennisgraafError) -> Reply:
    """Give the problem that an error names (RFC 9457)."""
    status = status_of(error)
    details, headers = details_of(error)
    body = {"title": status.phrase, "status": status, **details}
    headers |= {"Content-Type": PROBLEM, "Cache-Control": _PRIVATE}
    return Reply(status, headers, _ENCODER.encode(body))


def _headers(question: Question, request: Request, published: Published) -> Reply:
    """Begin a reply: 304 where the client has it; a version gives the same answer always."""
    headers = {"Link": f'<{published.publication.licence}>; rel="license", {SERVICE_DESC}'}
    if _is_volatile(question.query) or request.method == "POST":
        return Reply(HTTPStatus.OK, {**headers, "Cache-Control": _PRIVATE})
    state = msgspec.json.encode([__version__, published.name, question])
    headers["ETag"] = f'"{sha256(state).hexdigest()[:32]}"'
    headers["Cache-Control"] = _CACHED
    matches = is_known(headers["ETag"], request.headers.get("if-none-match", ""))
    return Reply(HTTPStatus.NOT_MODIFIED if matches else HTTPStatus.OK, headers)


def _is_volatile(query: str) -> bool:
    """Tell whether an answer may differ each time; looks for the names before the words."""
    text = query.upper()
    return any(name in text for name in _NAMES) and _VOLATILE.search(query) is not None
