"""Coding: what is compressed, for whom, and under which name (RFC 9110 sections 8.4, 8.8.3.3)."""

import contextlib
import gzip
import http.client
import re
import zlib
from collections.abc import Callable
from time import monotonic
from urllib.parse import quote, urlsplit

import brotli
import httpx
import pytest

from kennisgraaf.web.coding import accepted

PAGE = "/doc/tuin/achtertuin.html"
TABLE = "/sparql?format=csv&query=" + quote("SELECT * { ?s ?p ?o } LIMIT 200")
LARGE = "/sparql?format=csv&query=" + quote("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 9000")
DOWNLOAD = "/download/dataset.nq.gz"
SMALL = "/sparql?query=ASK%7B%7D"
TEXTS = (PAGE, "/", "/doc/tuin/achtertuin.ttl", TABLE, "/openapi.json", "/static/style.css")
DECODERS: dict[str, Callable[[bytes], bytes]] = {"br": brotli.decompress, "gzip": gzip.decompress}

# What a part of an answer says that has not ended.
PARTLY: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda part: brotli.Decompressor().process(part),
    "gzip": lambda part: zlib.decompressobj(31).decompress(part),
}


class Answer:
    """An answer as it came, nothing decoded."""

    def __init__(self, server: str, path: str, method: str = "GET", **headers: str) -> None:
        connection = http.client.HTTPConnection(urlsplit(server).netloc, timeout=30)
        connection.putrequest(method, path, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        with contextlib.closing(connection):
            connection.endheaders()
            answer = connection.getresponse()
            self.status, self.body = answer.status, answer.read()
            self.headers = {name.lower(): value for name, value in answer.getheaders()}

    @property
    def coding(self) -> str:
        return self.headers.get("content-encoding", "")

    @property
    def etag(self) -> str:
        return self.headers["etag"]


@pytest.mark.parametrize(
    ("header", "coding"),
    [
        ("", ""), ("br", "br"), ("gzip", "gzip"), ("x-gzip", "gzip"), ("GZIP", "gzip"),
        ("gzip, deflate, br, zstd", "br"), ("gzip;q=1, br;q=0.5", "gzip"), ("*", "br"),
        ("*;q=0", ""), ("br;q=0, *", "gzip"), ("identity", ""), ("deflate", ""),
        ("identity;q=1, gzip;q=0.5", ""), ("identity;q=0.5, gzip", "gzip"),
        ("br;q=0, gzip;q=0", ""), ("gzip;q=0.001", "gzip"), ("zstd, *;q=0.1", "br"),
        ("identity;q=0, gzip", "gzip"), (";;;q=x,,", ""), ("br," * 200, ""),
    ],
)  # fmt: skip
def test_the_best_coding_that_is_accepted(header: str, coding: str) -> None:
    """RFC 9110 section 12.5.3"""
    assert accepted({"accept-encoding": header}).coding == coding


@pytest.mark.parametrize("path", TEXTS)
@pytest.mark.parametrize("coding", DECODERS)
def test_text_is_compressed_when_asked(server: str, path: str, coding: str) -> None:
    """Also when it is remembered; what comes out is the same."""
    plain = Answer(server, path)
    assert plain.coding == ""
    for fresh in ("no-cache", "max-age=0", "max-age=0"):
        answer = Answer(server, path, Accept_Encoding=coding, Cache_Control=fresh)
        assert (answer.status, answer.coding) == (200, coding)
        assert DECODERS[coding](answer.body) == plain.body
        assert len(answer.body) < len(plain.body) / 2
        assert answer.headers["content-length"] == str(len(answer.body))
        assert answer.headers["content-type"] == plain.headers["content-type"]


@pytest.mark.parametrize("path", [*TEXTS, DOWNLOAD, SMALL, "/id/tuin/achtertuin", "/id/none"])
def test_every_answer_says_that_it_varies(server: str, path: str) -> None:
    for header in ("", "br"):
        answer = Answer(server, path, Accept_Encoding=header)
        assert "Accept-Encoding" in answer.headers["vary"].split(", ")


@pytest.mark.parametrize("path", [PAGE, TABLE, "/static/style.css"])
def test_each_coding_has_a_tag_of_its_own(server: str, path: str) -> None:
    """RFC 9110 section 8.8.3.3"""
    tags = [Answer(server, path, Accept_Encoding=coding).etag for coding in ("", "br", "gzip")]
    assert len(set(tags)) == 3
    assert all(tag[0] == tag[-1] == '"' for tag in tags)


@pytest.mark.parametrize("fresh", ["no-cache", "max-age=0"])
@pytest.mark.parametrize("path", [PAGE, TABLE, "/static/style.css", SMALL])
@pytest.mark.parametrize("coding", ["", "br", "gzip"])
def test_known_answer_is_304_under_its_tag(server: str, path: str, coding: str, fresh: str) -> None:
    tag = Answer(server, path, Accept_Encoding=coding).etag
    for condition in (tag, f"W/{tag}", f'"x", {tag}'):
        headers = {"Accept_Encoding": coding, "Cache_Control": fresh}
        answer = Answer(server, path, If_None_Match=condition, **headers)
        assert (answer.status, answer.body, answer.etag) == (304, b"", tag)
        assert "content-encoding" not in answer.headers


@pytest.mark.parametrize("fresh", ["no-cache", "max-age=0"])
def test_who_cannot_read_what_was_known_gets_another(server: str, fresh: str) -> None:
    tag = Answer(server, PAGE, Accept_Encoding="br").etag
    for coding in ("", "gzip"):
        headers = {"Accept_Encoding": coding, "Cache_Control": fresh}
        answer = Answer(server, PAGE, If_None_Match=tag, **headers)
        assert (answer.status, answer.coding) == (200, coding)


@pytest.mark.parametrize("fresh", ["no-cache", "max-age=0"])
@pytest.mark.parametrize("path", [PAGE, TABLE, "/static/style.css", SMALL, DOWNLOAD])
def test_head_says_what_get_would(server: str, path: str, fresh: str) -> None:
    """RFC 9110 section 9.3.2: a length that only making the answer tells may be left out."""
    headers = {"Accept_Encoding": "br, gzip", "Cache_Control": fresh}
    head, full = (Answer(server, path, method, **headers) for method in ("HEAD", "GET"))
    assert (head.status, head.body) == (200, b"")
    left_out = {"date", "content-length"} if "content-length" not in head.headers else {"date"}
    assert {k: v for k, v in head.headers.items() if k not in left_out} == {
        k: v for k, v in full.headers.items() if k not in left_out
    }


def test_what_is_compressed_is_not_again(server: str) -> None:
    plain, answer = Answer(server, DOWNLOAD), Answer(server, DOWNLOAD, Accept_Encoding="br, gzip")
    assert (answer.coding, answer.body, answer.etag) == ("", plain.body, plain.etag)


def test_part_is_of_what_is_not_compressed(server: str) -> None:
    """RFC 9110 section 14.2: also for who holds a tag of another coding."""
    path = "/download/report.ttl"
    plain, coded = Answer(server, path), Answer(server, path, Accept_Encoding="br")
    assert coded.coding == "br"
    assert "accept-ranges" not in coded.headers
    part = Answer(server, path, Accept_Encoding="br", Range="bytes=2-5")
    assert (part.status, part.body, part.coding) == (206, plain.body[2:6], "")
    headers = {"Accept_Encoding": "br", "Range": "bytes=2-5", "If_Range": coded.etag}
    whole = Answer(server, path, **headers)
    assert (whole.status, whole.body) == (200, plain.body)


def test_short_answer_is_sent_as_it_is(server: str) -> None:
    assert Answer(server, SMALL, Accept_Encoding="br").coding == ""
    only = Answer(server, SMALL, Accept_Encoding="identity;q=0, br")
    assert (only.coding, bool(brotli.decompress(only.body))) == ("br", True)


def test_problem_is_compressed_too(server: str) -> None:
    answer = Answer(server, "/id/none", Accept="text/html", Accept_Encoding="gzip")
    assert (answer.status, answer.coding) == (404, "gzip")
    assert b"</html>" in gzip.decompress(answer.body)


@pytest.mark.parametrize("coding", DECODERS)
def test_large_answer_is_compressed_as_it_comes(server: str, coding: str) -> None:
    """Its first bytes come at once, and can be read."""
    plain = Answer(server, LARGE)
    begin = monotonic()
    with httpx.stream("GET", server + LARGE, headers={"Accept-Encoding": coding}) as answer:
        assert answer.headers["Content-Encoding"] == coding
        assert "Content-Length" not in answer.headers
        pieces = answer.iter_raw()
        first = next(pieces)
        soon = monotonic() - begin
        assert PARTLY[coding](first).startswith(b"a,b,c,d,e,f\r\n")
        whole = first + b"".join(pieces)
    assert DECODERS[coding](whole) == plain.body
    assert soon < 2


def test_answer_that_is_cut_does_not_look_complete(server: str) -> None:
    """Compressed or not."""
    query = quote("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")
    with (
        pytest.raises(httpx.RemoteProtocolError),
        httpx.stream(
            "GET", f"{server}/sparql?format=csv&query={query}", timeout=60,
            headers={"Accept-Encoding": "br"},
        ) as answer,
    ):  # fmt: skip
        for _ in answer.iter_raw():
            pass


def test_browsers_keep_static_files_for_ever(server: str) -> None:
    """At an address with a hash; what a style names beside it is below the same one."""
    page = httpx.get(server + PAGE).text
    linked = re.findall(r'(?:href|src)="(/static/[^"]*)"', page)
    assert linked
    for path in linked:
        answer = httpx.get(server + path)
        if answer.status_code == 404 and "/built/" in path:
            continue  # Made when a wheel is built.
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        plain = httpx.get(server + re.sub(r"^/static/\w{12}/", "/static/", path))
        assert plain.content == answer.content
        assert "immutable" not in plain.headers["Cache-Control"]


def test_what_is_not_there_is_not_kept(server: str) -> None:
    page = httpx.get(server + PAGE).text
    folder = re.search(r"/static/\w{12}/", page)
    assert folder
    for path in (folder[0] + "none.css", "/static/000000000000/style.css"):
        answer = httpx.get(server + path)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (404, "no-store")
