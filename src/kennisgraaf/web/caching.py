"""Caching: validators for answers that change only with the data (RFC 9110 section 13)."""

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256

from flask import Response, request

from kennisgraaf import __version__


def cached(
    content: Callable[[], str | bytes], media_type: str, variant: str, modified: str
) -> Response:
    """Answer with a strong ETag, or 304 without making the content.

    Args:
        content: makes the body.
        media_type: of the body.
        variant: names the body's state: equal variants of one type have equal bytes.
        modified: when the body last changed, in ISO 8601; ``""`` for unknown.
    """
    # The program's release belongs to it: another release may write other bytes.
    digest = sha256(f"{__version__} {media_type} {variant}".encode()).hexdigest()
    response = Response(content_type=with_charset(media_type))
    response.set_etag(digest[:32])
    if modified:
        response.last_modified = datetime.fromisoformat(modified)
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    response.make_conditional(request)
    if response.status_code == 200:
        response.set_data(content())
    return response


def with_charset(media_type: str) -> str:
    """Name UTF-8 where a client would otherwise have to guess (text types)."""
    is_bare_text = media_type.startswith("text/") and ";" not in media_type
    return f"{media_type}; charset=utf-8" if is_bare_text else media_type
