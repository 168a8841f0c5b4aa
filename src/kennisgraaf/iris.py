"""IRIs: which characters they may have, and where the server answers about them."""

import re
from urllib.parse import quote, unquote

# RFC 3987 leaves these out; Turtle, HTTP headers and HTML would all be broken by one of them.
_FORBIDDEN = re.compile(r"""[\x00-\x20<>"{}|\\^`\x7f]""")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_LINKED_SCHEMES = ("http:", "https:", "mailto:", "tel:")
_PATH_SAFE = "/:@!$&'()*+,;=~"


def is_iri(text: str) -> bool:
    """Tell whether ``text`` is an absolute IRI without forbidden characters (RFC 3987)."""
    return bool(_SCHEME.match(text)) and not _FORBIDDEN.search(text)


def is_link(iri: str) -> bool:
    """Tell whether a page may link to ``iri``: only schemes that run no script."""
    return iri.lower().startswith(_LINKED_SCHEMES)


def local_iri(base: str, path: str) -> str:
    """Make the IRI that a decoded request path names.

    What no IRI may hold is percent-encoded, so that the result is always an IRI.
    """
    return base + _FORBIDDEN.sub(lambda character: quote(character[0], safe=""), path)


def server_path(iri: str) -> str:
    """Write an IRI, or a part of one, as the ASCII path of a URL (RFC 3987 section 3.1)."""
    return quote(iri, safe=_PATH_SAFE + "%#?")


def document_path(base: str, iri: str) -> str:
    """Give the path on this server of the document about ``iri``.

    ``{base}id/x/y`` → ``/doc/x/y``; ``{base}ns/x#T`` → ``/ns/x#T``; other → ``/doc?iri=…``
    (Flemish URI standard, rules 4.2 to 4.5).
    """
    local = iri.removeprefix(base)
    if local != iri and local.startswith("id/") and not set(local) & set("?#"):
        return "/doc/" + server_path(local.removeprefix("id/")).replace("%25", "%")
    if local != iri and local.startswith("ns/"):
        return "/" + server_path(local)
    return "/doc?iri=" + quote(iri, safe="")


def readable(iri: str) -> str:
    """Give the last part of an IRI, for when it has no label."""
    stem = iri.rstrip("/#")
    name = re.split(r"[/#]", stem)[-1] or stem
    return unquote(name)
