"""Loading: give a version to the server that is to hold its statements, at once or not at all."""

import re
from collections.abc import Callable, Iterable, Iterator

import httpx
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat

from kennisgraaf.decimals import DECIMAL, canonical_decimal
from kennisgraaf.errors import PublishingError
from kennisgraaf.settings import RemoteStoreSettings
from kennisgraaf.store.catalogue import quads_of
from kennisgraaf.store.graphwise import load_graphwise
from kennisgraaf.store.remote import UPDATE_ACCOUNT, client_of, required
from kennisgraaf.versions import Version

# A server may take long to write much.
_SECONDS = 600.0
_LINES = 2000
_DECIMAL = NamedNode(DECIMAL)
_QUADS = {"Content-Type": RdfFormat.N_QUADS.media_type}
_UPDATE = {"Content-Type": "application/sparql-update"}
_ESCAPE = re.compile(r"(?<!\\)((?:\\\\)+)([uU])")


def load(version: Version, warn: Callable[[str], None] = lambda _text: None) -> None:
    """Replace what the server of a version's settings holds by its statements, if it has one.

    As long as that is not complete, the server goes on with what it has. A replica that does not
    answer is left out, if another does.

    Args:
        version: a version folder that is complete.
        warn: is told of the replicas that were left out.

    Raises:
        PublishingError: no server answers, or one refuses.
    """
    settings = version.publication.store
    if settings is None:
        return
    with client_of(settings, UPDATE_ACCOUNT, _SECONDS) as client:
        if settings.default_graph is not None:
            load_graphwise(client, settings, version)
            return
        silent = [*_without_answer(client, settings, version)]
    if len(silent) == len(settings.update or settings.graph_store):
        raise PublishingError(f"{' '.join(silent)} Publish again when it does.")
    for text in silent:
        warn(f"{text} It was left out: publish again before queries are sent to it.")


def _without_answer(
    client: httpx.Client, settings: RemoteStoreSettings, version: Version
) -> Iterator[str]:
    """Replace all that each replica holds, in one request; tell of those that do not answer."""
    for address in settings.update or settings.graph_store:
        quads = map(_with_canonical_decimal, quads_of(version))
        try:
            if settings.update:
                required(client.post(address, content=_update(quads), headers=_UPDATE))
            else:
                required(client.put(address, content=_n_quads(quads), headers=_QUADS))
        except httpx.TransportError as error:
            yield f"The store at {address} does not answer ({error})."


def _with_canonical_decimal(quad: Quad) -> Quad:
    """Write 1250.50 as 1250.5, as stores keep it.

    Jena's TDB2 (5.6) gives 1250.5 and then finds no 1250.50 to drop from its default graph.
    """
    term = quad.object
    if not isinstance(term, Literal) or term.datatype != _DECIMAL or "." not in term.value:
        return quad
    number = Literal(canonical_decimal(term.value), datatype=_DECIMAL)
    return Quad(quad.subject, quad.predicate, number, quad.graph_name)


def _n_quads(quads: Iterable[Quad]) -> Iterator[bytes]:
    return _pieces(f"{quad} .\n" for quad in quads)


def _update(quads: Iterable[Quad]) -> Iterator[bytes]:
    """Write a request that is not SPARQL until its last byte: if it breaks off, nothing happens."""
    yield b"DROP ALL ;\nINSERT DATA {\n"
    yield from _pieces(_ESCAPE.sub(_escaped, _quad_data(quad)) for quad in quads)
    yield b"}"


def _quad_data(quad: Quad) -> str:
    if isinstance(quad.graph_name, DefaultGraph):
        return f"{quad.triple} .\n"
    return f"GRAPH {quad.graph_name} {{ {quad.triple} }}\n"


def _escaped(match: re.Match[str]) -> str:
    """Write the u after a backslash so that no codepoint escape is seen there (section 19.2)."""
    return f"{match[1]}\\u{ord(match[2]):04X}"


def _pieces(lines: Iterable[str]) -> Iterator[bytes]:
    """Join lines, so that a request has few pieces."""
    piece: list[str] = []
    for number, line in enumerate(lines, 1):
        piece.append(line)
        if number % _LINES == 0:
            yield "".join(piece).encode()
            piece.clear()
    yield "".join(piece).encode()
