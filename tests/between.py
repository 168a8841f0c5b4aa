"""Between: a server between us and a store, that notes what comes by and may disturb it."""

from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx


@dataclass
class Disturbance:
    """What a server between us and the store does to what comes by."""

    account: str | None = None
    """Only who sends this is let through."""
    breaks: int = 0
    """So many of the next answers end before their end."""
    after: int = 0
    """So many bytes of them come."""
    seen: list[dict[str, str]] = field(default_factory=list)


class Handler(BaseHTTPRequestHandler):
    """Hands requests on to the store, and notes their headers."""

    protocol_version = "HTTP/1.1"
    server: "Between"

    def do_GET(self) -> None:
        disturbance = self.server.disturbance
        disturbance.seen.append({k.lower(): v for k, v in self.headers.items()})
        body = self._body()
        if disturbance.account and self.headers.get("Authorization") != disturbance.account:
            self._reply(401, {"WWW-Authenticate": "Basic"}, b"no")
            return
        kept = ("Accept", "Content-Type")
        headers = {name: self.headers[name] for name in kept if name in self.headers}
        url = self.server.store + self.path
        answer = httpx.request(self.command, url, headers=headers, content=body, timeout=60)
        kind = {"Content-Type": answer.headers.get("Content-Type", "")}
        self._reply(answer.status_code, kind, answer.content)

    do_POST = do_PUT = do_GET

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = b""
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def _reply(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        disturbance = self.server.disturbance
        if disturbance.breaks:
            disturbance.breaks -= 1
            body, self.close_connection = body[: disturbance.after], True
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Print nothing."""


class Between(ThreadingHTTPServer):
    """A server between us and the store."""

    def __init__(self, store: str) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.store = store
        self.disturbance = Disturbance()
