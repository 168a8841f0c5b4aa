"""IRIs: which characters they may have, and where the server answers about them."""

import re
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from urllib.parse import quote, unquote

# RFC 3987 leaves these out; Turtle, HTTP headers and HTML would all be broken by one of them.
_FORBIDDEN = re.compile(r"""[\x00-\x20<>"{}|\\^`\x7f]""")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_LINKED_SCHEMES = ("http:", "https:", "mailto:", "tel:")
_LOCAL = re.compile(r"[A-Za-z0-9_.-]*:[A-Za-z0-9_.-]+")
_PATH_SAFE = "/:@!$&'()*+,;=~"
# What a path cannot carry to a server and back: delimiters, and segments that clients take away.
_LOST_IN_PATH = re.compile(r"[?#]|%(?:2F|3F|23|25)|(?:^|/)\.{0,2}(?:/|$)", re.IGNORECASE)
_NO_WORD = re.compile(r"[^A-Za-z0-9_.-]+")
_LONGEST_WORD = 60


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


def encoded_iri(base: str, path: str, safe: str = _PATH_SAFE) -> str:
    """Make the IRI that a decoded request path names if all but ``safe`` is percent-encoded."""
    return base + quote(path, safe=safe)


def server_path(iri: str) -> str:
    """Write an IRI, or a part of one, as the ASCII path of a URL (RFC 3987 section 3.1)."""
    return quote(iri, safe=_PATH_SAFE + "%#?")


@lru_cache(maxsize=16_384)
def document_path(base: str, iri: str) -> str:
    """Give the path on this server of the document about ``iri``.

    ``{base}id/x/y`` → ``/doc/x/y``; ``{base}ns/x#T`` → ``/ns/x#T``; other → ``/doc?iri=…``
    (Flemish URI standard, rules 4.2 to 4.5).
    """
    kind, _, name = iri.removeprefix(base).partition("/") if iri.startswith(base) else ("", "", "")
    if kind == "id" and not _LOST_IN_PATH.search(name) and _comes_back(base, f"id/{name}"):
        return "/doc/" + server_path(name)
    ontology = name.partition("#")[0]
    is_whole = "/" not in ontology and not _LOST_IN_PATH.search(ontology)
    if kind == "ns" and is_whole and _comes_back(base, f"ns/{ontology}"):
        return "/ns/" + server_path(name)
    return "/doc?iri=" + quote(iri, safe="")


def _comes_back(base: str, name: str) -> bool:
    """Tell whether the server, which decodes the path, makes the same IRI of it again."""
    path = unquote(name)
    return base + name in (local_iri(base, path), encoded_iri(base, path))


def short(iri: str, prefixes: Mapping[str, str]) -> str:
    """Write an IRI with a prefix where ``expanded`` makes the same IRI of it again."""
    spaces = [(space, prefix) for prefix, space in prefixes.items() if iri.startswith(space)]
    space, prefix = max(spaces, default=("", ""), key=lambda pair: len(pair[0]))
    name = f"{prefix}:{iri.removeprefix(space)}"
    return name if space and _LOCAL.fullmatch(name) else iri


def expanded(name: str, prefixes: Mapping[str, str]) -> str:
    """Give the IRI that a name with a prefix is short for; another text as it is."""
    prefix, colon, local = name.partition(":")
    is_name = colon and prefix in prefixes and _LOCAL.fullmatch(name)
    return prefixes[prefix] + local if is_name else name


def one_word(name: str) -> str:
    """Write a name as the name of a file, or a part of an address: letters, digits and hyphens.

    Where more than slashes must go, a hash keeps it apart from others.
    """
    word = _NO_WORD.sub("-", name).strip("-.")
    if word == name.replace("/", "-"):
        return word
    digest = sha256(name.encode()).hexdigest()[:8]
    return f"{word[-_LONGEST_WORD:]}-{digest}" if word else digest


def readable(iri: str) -> str:
    """Give the last part of an IRI, for when it has no label."""
    stem = iri.rstrip("/#")
    name = re.split(r"[/#]", stem)[-1] or stem
    return unquote(name)
