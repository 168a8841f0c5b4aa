"""Static files: what browsers load of the program, at addresses that change with it."""

from functools import cache
from hashlib import sha256
from importlib.resources import as_file, files

from flask import Blueprint, Response, current_app, request

static_files = Blueprint("static_files", __name__)

_TEXT_FONT = "built/fonts/source-sans-3-latin-wght-normal.woff2"
_FOREVER = "public, max-age=31536000, immutable"


@static_files.get("/static/<path:filename>")
def static_file(filename: str) -> Response:
    """Send a file from the address that it has in every release."""
    return current_app.send_static_file(filename)


@cache
def static_path() -> str:
    """Give the path of the files that pages lead to: with a hash of them all.

    Styles and scripts name each other by relative paths, so all are below one hash.
    """
    digest = sha256()
    for name in static_names():
        content = files(__package__).joinpath("static", name).read_bytes()
        digest.update(f"{name} {len(content)} ".encode() + content)
    return f"/static/{digest.hexdigest()[:12]}"


@cache
def text_font() -> str:
    """Give the font of the text; nothing where the program was built without fonts."""
    return _TEXT_FONT if _TEXT_FONT in static_names() else ""


def static_names() -> list[str]:
    """List the files."""
    with as_file(files(__package__) / "static") as folder:
        found = [path for path in folder.rglob("*") if path.is_file()]
        return sorted(path.relative_to(folder).as_posix() for path in found)


def keep_for_ever(response: Response) -> Response:
    """Let browsers keep what stands below a hash of it (RFC 8246)."""
    if request.endpoint == "static" and response.status_code < 400:
        response.headers["Cache-Control"] = _FOREVER
    return response
