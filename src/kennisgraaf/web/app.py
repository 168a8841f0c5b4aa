"""App: the parts of the web side put together."""

import os
from functools import partial
from pathlib import Path

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from kennisgraaf.errors import KennisgraafError
from kennisgraaf.iris import document_path
from kennisgraaf.lifetime import end_with_parent
from kennisgraaf.settings import Publication
from kennisgraaf.web import language, problems
from kennisgraaf.web.catalogue import catalogue, dataset_for_search_engines, signposts
from kennisgraaf.web.current import Current, published
from kennisgraaf.web.downloads import downloads
from kennisgraaf.web.entities import entities, identify_other
from kennisgraaf.web.lists import lists
from kennisgraaf.web.paging import with_page
from kennisgraaf.web.sparql import sparql
from kennisgraaf.web.vocabulary import vocabulary

VAR_VARIABLE = "KENNISGRAAF_VAR"
RUN_VARIABLE = "KENNISGRAAF_RUN"
_MOST_BODY = 2 << 20

_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; "
    "connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_EXPOSED = "ETag, Last-Modified, Link, Location, Content-Location, Retry-After, Vary"


def create_app(var: Path, run: Path) -> Flask:
    """Make the application.

    Args:
        var: the folder of the versions.
        run: the folder with the Unix sockets of the query processes.
    """
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = _MOST_BODY
    app.config["MAX_FORM_MEMORY_SIZE"] = _MOST_BODY
    app.url_map.merge_slashes = False  # They belong to the IRI that is asked for.
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.extensions["kennisgraaf"] = Current(var, run)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["with_page"] = with_page
    app.context_processor(_for_templates)
    for blueprint in (lists, entities, vocabulary, catalogue, sparql, downloads):
        app.register_blueprint(blueprint)
    app.add_url_rule("/<path:path>", "other", identify_other)
    app.register_error_handler(KennisgraafError, problems.problem_of)
    app.register_error_handler(HTTPException, problems.problem_of_http)
    app.after_request(_with_headers)
    return app


def served() -> Flask:
    """Make the application that the server runs, in a worker that ends with the server."""
    end_with_parent()
    return create_app(Path(os.environ[VAR_VARIABLE]), Path(os.environ[RUN_VARIABLE]))


def _for_templates() -> dict[str, object]:
    code = language.interface_language()
    publication = published().publication
    best_text = partial(language.best_text, languages=publication.languages)
    return {
        "_": language.translate(),
        "language": code,
        "languages": language.LANGUAGES,
        "current_version": published().name,
        "signposts": signposts,
        "dataset_for_search_engines": dataset_for_search_engines,
        "publication": publication,
        "site_title": best_text(publication.title, code),
        "vocabulary_path": _vocabulary_path(publication),
        "site_description": best_text(publication.description, code),
        "best_text": best_text,
    }


def _vocabulary_path(publication: Publication) -> str:
    """Give the path of the publication's own vocabulary: the first below ``ns/`` with a prefix."""
    paths = (document_path(publication.base_iri, iri) for iri in publication.prefixes.values())
    return next((path.rstrip("#") for path in paths if path.startswith("/ns/")), "")


def _with_headers(response: Response) -> Response:
    """Add what every answer has: how it varies, who may read it, what a browser may do with it."""
    response.vary.update(["Accept", "Accept-Language"])
    headers = response.headers
    headers["Access-Control-Allow-Origin"] = "*"
    headers["Access-Control-Expose-Headers"] = _EXPOSED
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "no-referrer-when-downgrade"
    if response.mimetype == "text/html":
        headers["Content-Security-Policy"] = _POLICY
        response.vary.add("Cookie")
        headers.setdefault("Content-Language", language.interface_language())
    if request.method == "OPTIONS":
        headers["Access-Control-Allow-Methods"] = headers.get("Allow", "GET")
        headers["Access-Control-Allow-Headers"] = "Accept, Content-Type, If-None-Match"
        headers["Access-Control-Max-Age"] = "86400"
    wanted = request.args.get("lang")
    if wanted in language.LANGUAGES:
        response.set_cookie(language.COOKIE, wanted, max_age=31_536_000, samesite="Lax")
    return response
