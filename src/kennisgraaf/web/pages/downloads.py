"""Downloads: the files of the current version, as they stand in its folder."""

from http import HTTPStatus

from flask import Blueprint, Response, request, send_from_directory
from werkzeug.exceptions import NotFound

from kennisgraaf.web.current import published

downloads = Blueprint("downloads", __name__)


@downloads.get("/download/<name>")
def download(name: str) -> Response:
    """Send a file that the manifest names; ranges and conditions are honoured (HC-08)."""
    current = published()
    file = current.manifest.files.get(name)
    if file is None:
        known = ", ".join(current.manifest.files)
        raise NotFound(f"There is no {name}; there are {known}.")
    response = send_from_directory(
        current.version.path, name, mimetype=file.media_type, etag=file.sha256[:32]
    )
    response.headers["Link"] = '</>; rel="collection"'
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    if request.method == "HEAD" or response.status_code == HTTPStatus.NOT_MODIFIED:
        response.close()  # Nobody reads the file; werkzeug would leave it open.
    return response
