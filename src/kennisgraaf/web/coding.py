"""Coding: answers of text types are compressed as their reader accepts (RFC 9110 section 8.4)."""

import asyncio
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from typing import Protocol

import brotli
from werkzeug.http import parse_accept_header

from kennisgraaf.web.http import Message, Scope, Sender

# What is shorter goes in one packet anyway.
_LEAST = 1024
# What is known to be no longer is compressed whole, and has a length; the rest as it comes.
_WHOLE = 2 << 20
# What is longer is compressed in a thread, so that others need not wait.
_AT_ONCE = 64 << 10
# Of a header that is longer, nothing is accepted: nobody needs one.
_LONGEST_HEADER = 200
_TYPES = re.compile(
    r"text/|application/(?:json|javascript|xml|n-triples|n-quads|trig)\b|[\w.-]+/[\w.-]+\+(?:json|xml)"
)
_NEVER = (HTTPStatus.NO_CONTENT, HTTPStatus.PARTIAL_CONTENT, HTTPStatus.NOT_MODIFIED)
_DROPPED = (b"content-length", b"accept-ranges", b"etag")
_SUFFIX = r"-(?:br|gzip)"


class _Compressor(Protocol):
    """Compresses a stream; what was given so far can be had at any time."""

    def process(self, data: bytes, /) -> bytes: ...
    def flush(self) -> bytes: ...
    def finish(self) -> bytes: ...


class _Gzip:
    """A compressor of gzip with the methods of brotli's."""

    def __init__(self, level: int) -> None:
        self._object = zlib.compressobj(level, wbits=31)
        self.process = self._object.compress

    def flush(self) -> bytes:
        return self._object.flush(zlib.Z_SYNC_FLUSH)

    def finish(self) -> bytes:
        return self._object.flush()


@dataclass(frozen=True)
class Accepted:
    """What a reader accepts."""

    coding: str = ""
    """The best one that there is; ``""`` for none."""
    codings: tuple[str, ...] = ()
    """All that there are."""
    least: int = _LEAST
    """A body that is shorter is sent as it is."""

    def uncoded(self, if_none_match: str) -> str:
        """Name answers as those who make them do: without a coding that the reader accepts."""
        return re.sub(f'-(?:{"|".join(self.codings)})"', '"', if_none_match)


_NOTHING = Accepted()


def accepted(headers: Mapping[str, str]) -> Accepted:
    """Tell which codings the reader of an answer accepts (RFC 9110 section 12.5.3).

    A part of an answer is a part of what is not compressed.
    """
    header = headers.get("accept-encoding", "")
    if not header or "range" in headers or len(header) > _LONGEST_HEADER:
        return _NOTHING
    return _accepted(header.lower())


@lru_cache(maxsize=256)
def _accepted(header: str) -> Accepted:
    wanted = parse_accept_header(header.replace("x-gzip", "gzip"))
    named = {name for name, _ in wanted}
    # Who does not name it accepts it, after what is named.
    as_it_is = wanted.quality("identity") if named & {"identity", "*"} else 0.001
    if "identity" not in named and as_it_is:
        as_it_is = 0.001
    codings = [name for name in ("br", "gzip") if wanted.quality(name) > 0]
    best = max(codings, key=wanted.quality, default="")
    if not best or wanted.quality(best) < as_it_is:
        return _NOTHING
    return Accepted(best, tuple(codings), _LEAST if as_it_is else 0)


class Coded:
    """Hands messages of an answer on, compressed where that helps."""

    def __init__(self, send: Sender, scope: Scope, wanted: Accepted, if_none_match: str) -> None:
        """Begin.

        Args:
            send: where the messages go.
            scope: of the request.
            wanted: what its reader accepts; at least one coding.
            if_none_match: the tags of what the reader has.
        """
        self._send, self._wanted, self._known = send, wanted, if_none_match
        self._is_head = scope["method"] == "HEAD"
        self._start: Message = {}
        self._body = bytearray()
        self._stream: _Compressor | None = None
        self._length: int | None = None

    async def __call__(self, message: Message) -> None:
        """Hand a message on, or keep it until it is known what becomes of it."""
        if message["type"] == "http.response.start":
            await self._begin(message)
        elif not self._start:
            await self._send(message)
        elif self._is_head:
            await self._send(_headed(self._start, self._wanted.coding, None))
            await self._send(message)
        else:
            await self._continue(message)

    async def _begin(self, message: Message) -> None:
        headers = {name.lower(): value for name, value in message["headers"]}
        length = headers.get(b"content-length")
        self._length = int(length) if length is not None else None
        is_text = _TYPES.match(headers.get(b"content-type", b"").decode("latin-1"))
        short = self._length is not None and self._length < self._wanted.least
        if message["status"] == HTTPStatus.NOT_MODIFIED:
            await self._send(_known(message, self._known))
        elif not is_text or short or message["status"] in _NEVER or b"content-encoding" in headers:
            await self._send(message)
        else:
            self._start = message

    async def _continue(self, message: Message) -> None:
        body, is_last = message.get("body", b""), not message.get("more_body")
        if self._stream is None and (is_last or (self._length or _WHOLE + 1) <= _WHOLE):
            self._body += body
            if is_last:
                await self._send_whole()
            return
        if self._stream is None:
            self._stream = _compressor(self._wanted.coding, is_whole=False)
            await self._send(_headed(self._start, self._wanted.coding, None))
        piece = await _compressed(self._stream, body, is_last)
        await self._send({"type": "http.response.body", "body": piece, "more_body": not is_last})

    async def _send_whole(self) -> None:
        body, start = bytes(self._body), self._start
        if len(body) >= self._wanted.least:
            coding = self._wanted.coding
            body = await _compressed(_compressor(coding, is_whole=True), body, is_last=True)
            start = _headed(start, coding, len(body))
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})


async def _compressed(compressor: _Compressor, body: bytes, is_last: bool) -> bytes:
    def compress() -> bytes:
        begin = compressor.process(body)
        return begin + (compressor.finish() if is_last else compressor.flush())

    return compress() if len(body) <= _AT_ONCE else await asyncio.to_thread(compress)


def _compressor(coding: str, is_whole: bool) -> _Compressor:
    """Make a compressor: a good one for what will be remembered, a fast one for a stream."""
    if coding == "gzip":
        return _Gzip(6 if is_whole else 1)
    compressor: _Compressor = brotli.Compressor(quality=5 if is_whole else 1)
    return compressor


def _headed(start: Message, coding: str, length: int | None) -> Message:
    """Say that an answer is compressed; it has a tag of its own (RFC 9110 section 8.8.3.3)."""
    fields = [(name, value) for name, value in start["headers"] if name.lower() not in _DROPPED]
    tags = [value for name, value in start["headers"] if name.lower() == b"etag"]
    fields += [(b"etag", value[:-1] + f'-{coding}"'.encode()) for value in tags]
    fields.append((b"content-encoding", coding.encode()))
    if length is not None:
        fields.append((b"content-length", str(length).encode()))
    return {**start, "headers": fields}


def _known(start: Message, if_none_match: str) -> Message:
    """Name what the reader has, in the coding in which it has it."""

    def named(tag: bytes) -> bytes:
        text = tag.decode("latin-1")
        found = re.search(f'{re.escape(text[:-1])}(?:{_SUFFIX})?"', if_none_match)
        return found[0].encode("latin-1") if found else tag

    fields = [(n, named(v) if n.lower() == b"etag" else v) for n, v in start["headers"]]
    return {**start, "headers": fields}
