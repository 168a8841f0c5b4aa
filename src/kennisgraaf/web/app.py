"""App: the parts of the web side put together."""

from functools import partial

from flask import Flask, Response, g, request
from werkzeug.exceptions import HTTPException

from kennisgraaf.errors import KennisgraafError
from kennisgraaf.formats import GRAPH_TYPES
from kennisgraaf.iris import document_path, is_link
from kennisgraaf.web import language, literals, problems
from kennisgraaf.web.current import Current, published
from kennisgraaf.web.http import COMMON, MOST_BODY, PREFLIGHT, VARY
from kennisgraaf.web.navigation import navigation, with_language
from kennisgraaf.web.openapi import openapi
from kennisgraaf.web.pages.calendar import almanac
from kennisgraaf.web.pages.catalogue import catalogue, dataset_for_search_engines, signposts
from kennisgraaf.web.pages.changes import changes
from kennisgraaf.web.pages.concepts import concepts
from kennisgraaf.web.pages.downloads import downloads
from kennisgraaf.web.pages.entities import entities, identify_other, query_values
from kennisgraaf.web.pages.feedback import feedback
from kennisgraaf.web.pages.home import home
from kennisgraaf.web.pages.lists import lists
from kennisgraaf.web.pages.map import chart
from kennisgraaf.web.pages.quality import quality
from kennisgraaf.web.pages.questions import questions
from kennisgraaf.web.pages.reports import reports
from kennisgraaf.web.pages.search import search
from kennisgraaf.web.pages.shapes import shapes
from kennisgraaf.web.pages.sparql import sparql
from kennisgraaf.web.pages.timeline import chronicle
from kennisgraaf.web.pages.vocabulary import vocabulary
from kennisgraaf.web.paging import with_page
from kennisgraaf.web.static_files import keep_for_ever, static_files, static_path, text_font

_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; "
    "connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)

_BLUEPRINTS = (
    home,
    lists,
    concepts,
    entities,
    vocabulary,
    shapes,
    catalogue,
    sparql,
    downloads,
    openapi,
    feedback,
    static_files,
    questions,
    quality,
    changes,
    chart,
    reports,
    search,
    chronicle,
    almanac,
)


def create_app(current: Current) -> Flask:
    """Make the application that answers from the current version."""
    app = Flask(__name__, static_url_path=static_path())
    app.config["MAX_CONTENT_LENGTH"] = MOST_BODY
    app.config["MAX_FORM_MEMORY_SIZE"] = MOST_BODY
    app.url_map.merge_slashes = False  # They belong to the IRI that is asked for.
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.extensions["kennisgraaf"] = current
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        with_page=with_page, query_values=query_values, text_font=text_font()
    )
    app.jinja_env.filters["number"] = _number
    app.context_processor(_for_templates)
    for blueprint in _BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.add_url_rule("/<path:path>", "other", identify_other)
    app.register_error_handler(KennisgraafError, problems.problem_of)
    app.register_error_handler(HTTPException, problems.problem_of_http)
    app.before_request(_with_all_slashes)
    app.after_request(_with_headers)
    app.after_request(keep_for_ever)
    return app


def _with_all_slashes() -> Response | None:
    """Answer about an IRI that has more slashes after its base: werkzeug would drop them."""
    path = str(request.environ["PATH_INFO"]).encode("latin-1").decode("utf-8", "replace")
    return identify_other(path[1:]) if path.startswith("//") else None


def _for_templates() -> dict[str, object]:
    code = language.interface_language()
    publication = published().publication
    best_text = partial(language.best_text, languages=publication.languages)
    return {
        "_": language.translate(),
        "language": code,
        "languages": language.LANGUAGES,
        "current_version": published().name,
        "is_seen_whole": published().is_seen_whole,
        "signposts": signposts,
        "dataset_for_search_engines": dataset_for_search_engines,
        "publication": publication,
        "site_title": best_text(publication.title, code),
        "navigation": navigation(),
        "with_language": with_language,
        "language_names": language.NAMES,
        "site_description": best_text(publication.description, code),
        "best_text": best_text,
        "path_of": partial(_path_of, publication.base_iri),
    }


def _number(value: int) -> str:
    """Write a number for the reader."""
    return literals.number(str(value), language.interface_language())


def _path_of(base: str, iri: str) -> str:
    """Give where a page links to for an IRI; nothing for one that no page may link to."""
    if iri.startswith(base):
        return document_path(base, iri)
    return iri if is_link(iri) else ""


def _with_headers(response: Response) -> Response:
    """Add what every answer has: how it varies, who may read it, what a browser may do with it."""
    response.vary.update(VARY)
    headers = response.headers
    headers.update(COMMON)
    if response.mimetype == "text/html":
        headers["Content-Security-Policy"] = _POLICY
        headers.setdefault("Content-Language", language.interface_language())
    if g.get("varies_by_language") and response.mimetype not in GRAPH_TYPES:
        response.vary.add("Cookie")  # It chooses the language, also of a calendar's file.
    if request.method == "OPTIONS":
        headers["Access-Control-Allow-Methods"] = headers.get("Allow", "GET")
        headers.update(PREFLIGHT)
    wanted = request.args.get("lang")
    if wanted in language.LANGUAGES:
        response.set_cookie(language.COOKIE, wanted, max_age=31_536_000, samesite="Lax")
    return response
