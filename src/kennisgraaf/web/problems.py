"""Problems: the one place where an error becomes an HTTP status (RFC 9457 problem details)."""

from http import HTTPStatus
from urllib.parse import quote

from flask import Response, jsonify, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from kennisgraaf import errors
from kennisgraaf.errors import KennisgraafError
from kennisgraaf.web.negotiation import PROBLEM, wants_page

STATUS: dict[type[KennisgraafError], HTTPStatus] = {
    errors.EntityNotFoundError: HTTPStatus.NOT_FOUND,
    errors.EntityGoneError: HTTPStatus.GONE,
    errors.NotAcceptableError: HTTPStatus.NOT_ACCEPTABLE,
    errors.NotRepresentableError: HTTPStatus.NOT_ACCEPTABLE,
    errors.RequestError: HTTPStatus.BAD_REQUEST,
    errors.MethodError: HTTPStatus.METHOD_NOT_ALLOWED,
    errors.TooManyError: HTTPStatus.TOO_MANY_REQUESTS,
    errors.UnsupportedMediaTypeError: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    errors.QueryError: HTTPStatus.BAD_REQUEST,
    errors.QueryRejectedError: HTTPStatus.BAD_REQUEST,
    errors.QueryTimeoutError: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.QueryTooLargeError: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    errors.QueryFailedError: HTTPStatus.BAD_REQUEST,
    errors.QueryRefusedError: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.StoreUnavailableError: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.VersionError: HTTPStatus.SERVICE_UNAVAILABLE,
    # These are of commands and do not happen while serving.
    errors.SettingsError: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.SourceError: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.ViolationError: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.EvidenceError: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.AddressError: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.PublishingError: HTTPStatus.INTERNAL_SERVER_ERROR,
}


def status_of(error: KennisgraafError) -> HTTPStatus:
    """Give the status of an error."""
    return STATUS[type(error)]


def details_of(error: KennisgraafError) -> tuple[dict[str, object], dict[str, str]]:
    """Give what a problem tells beside its status: members of the body, and headers."""
    members: dict[str, object] = {"detail": str(error)}
    for name in ("iri", "version", "offered", "line", "column"):
        value = getattr(error, name, None)
        if value is not None:
            members[name] = value
    headers: dict[str, str] = {}
    if status_of(error) in (HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.TOO_MANY_REQUESTS):
        headers["Retry-After"] = "5"
    if isinstance(error, errors.UnsupportedMediaTypeError):
        headers["Accept-Post"] = ", ".join(error.read)
    if isinstance(error, errors.MethodError):
        headers["Allow"] = ", ".join(error.allowed)
    return members, headers


def problem_of(error: KennisgraafError) -> Response:
    """Answer with the problem that an error names."""
    members, headers = details_of(error)
    # Without a version there is no site to make a page of.
    as_page = wants_page() and not isinstance(error, errors.VersionError)
    response = _answer(status_of(error), str(members.pop("detail")), members, as_page)
    response.headers.update(headers)
    return response


def problem_of_http(error: HTTPException) -> Response:
    """Answer with the problem that werkzeug found: no such route, method or size."""
    status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
    response = _answer(status, error.description or status.phrase, {}, wants_page())
    for name, value in error.get_headers():
        if name.lower() not in ("content-type", "content-length"):
            response.headers[name] = value
    return response


def _answer(status: HTTPStatus, detail: str, members: dict[str, object], as_page: bool) -> Response:
    if as_page:
        text = render_template("problem.html", status=status, detail=detail, members=members)
        response = make_response(text, status)
    else:
        details = {"title": status.phrase, "status": status, "detail": detail, **members}
        response = jsonify({**details, "instance": quote(request.path)})
        response.status_code = status
        response.content_type = PROBLEM
    response.headers["Cache-Control"] = "no-store"
    return response
