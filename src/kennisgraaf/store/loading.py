"""Loading: give a version to the server that is to hold its statements, at once or not at all."""

from collections.abc import Iterator

import httpx
from pyoxigraph import Quad, RdfFormat

from kennisgraaf.errors import PublishingError
from kennisgraaf.settings import RemoteStoreSettings
from kennisgraaf.store.catalogue import quads_of
from kennisgraaf.store.remote import UPDATE_ACCOUNT, client_of, reason_of
from kennisgraaf.versions import Version

# A server may take long to write much.
_SECONDS = 600.0
_PIECE = 1 << 18


def load(version: Version) -> None:
    """Replace all that the server of a version's settings holds by its statements, if it has one.

    One request replaces all: as long as it is not complete, the server goes on with what it has.

    Raises:
        PublishingError: the server does not answer, or refuses.
    """
    settings = version.publication.store
    if settings is None:
        return
    try:
        with client_of(settings, UPDATE_ACCOUNT, _SECONDS) as client:
            _replace(client, settings, version)
    except httpx.TransportError as error:
        raise PublishingError(
            f"The store at {settings.graph_store} does not answer ({error}). "
            "It goes on with what it has; publish again when it does."
        ) from error


def _replace(client: httpx.Client, settings: RemoteStoreSettings, version: Version) -> None:
    headers = {"Content-Type": RdfFormat.N_QUADS.media_type}
    body = _pieces(quads_of(version))
    _require(client.put(settings.graph_store, content=body, headers=headers), settings)


def _require(response: httpx.Response, settings: RemoteStoreSettings) -> None:
    """Refuse to go on when a server refused.

    Raises:
        PublishingError: it says what to do.
    """
    if response.is_success:
        return
    hint = ""
    if response.status_code in (401, 403):
        hint = f" Set {UPDATE_ACCOUNT}_USER and {UPDATE_ACCOUNT}_PASSWORD in the environment."
    raise PublishingError(
        f"The store at {settings.graph_store} refused the version "
        f"({response.status_code}: {reason_of(response)}).{hint}"
    )


def _pieces(quads: Iterator[Quad]) -> Iterator[bytes]:
    """Write quads as N-Quads, a piece at a time."""
    piece = bytearray()
    for quad in quads:
        piece += f"{quad} .\n".encode()
        if len(piece) >= _PIECE:
            yield bytes(piece)
            piece.clear()
    yield bytes(piece)
