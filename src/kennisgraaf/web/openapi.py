"""OpenAPI: every route described for programs, with what this publication offers (OpenAPI 3.1)."""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from mimetypes import guess_type
from typing import Any

from flask import Blueprint, Response
from prometheus_client import CONTENT_TYPE_LATEST

from kennisgraaf import __version__
from kennisgraaf.formats import (
    EXTENSIONS,
    GRAPH_TYPES,
    HTML,
    OPENSEARCH,
    RESULTS_TYPES,
    SUGGESTIONS,
)
from kennisgraaf.iris import server_path
from kennisgraaf.settings import Publication
from kennisgraaf.web.caching import cached
from kennisgraaf.web.current import Published, published
from kennisgraaf.web.http import OPENAPI_PATH
from kennisgraaf.web.language import LANGUAGES, best_text, label
from kennisgraaf.web.negotiation import PROBLEM
from kennisgraaf.web.pages.icalendar import CALENDAR
from kennisgraaf.web.pages.map import GEO_JSON
from kennisgraaf.web.pages.reports import report_reference
from kennisgraaf.web.protocol import FORM_TYPE, FORMATS, QUERY_TYPE
from kennisgraaf.web.static_files import static_names

openapi = Blueprint("openapi", __name__)

Lists = Mapping[str, Sequence[str]]

_JSON = "application/json"
_SCHEMAS = {
    ("problem", PROBLEM): "Problem",
    ("description", _JSON): "Description",
    ("results", RESULTS_TYPES[0]): "Results",
    ("queries", FORM_TYPE): "Form",
}


@openapi.get(OPENAPI_PATH)
def routes() -> Response:
    """Describe every route for programs."""
    current = published()
    return cached(
        lambda: json.dumps(description(current), ensure_ascii=False, indent=1) + "\n",
        _JSON,
        current.name,
        current.manifest.published,
    )


def description(current: Published) -> dict[str, Any]:
    """Describe every route, with the titles, names and formats of a publication."""
    about: dict[str, Any] = _filled(_template(), _media_types(current), _values(current))
    about["info"] = _info(current, about["info"]["description"])
    for name, value in _examples(current):
        about["components"]["parameters"][name]["example"] = value
    for item in about["paths"].values():
        get = item["get"]
        item["head"] = {
            **get,
            "operationId": f"{get['operationId']}Head",
            "summary": "The same without the body.",
        }
    return about


@cache
def _template() -> dict[str, Any]:
    """Read what is the same for every publication; lists are named where they belong."""
    template: dict[str, Any] = json.loads((files(__package__) / "openapi.json").read_bytes())
    return template


def _filled(part: Any, media_types: Lists, values: Lists) -> Any:
    """Copy a part of the template, with lists in place of their names."""
    if isinstance(part, list):
        return [_filled(item, media_types, values) for item in part]
    if not isinstance(part, dict):
        return part
    whole = {key: _filled(item, media_types, values) for key, item in part.items()}
    if isinstance(part.get("content"), list):
        kinds = [(name, kind) for name in part["content"] for kind in media_types[name]]
        whole["content"] = {kind: _schema(name, kind) for name, kind in kinds}
    for key in ("enum", "examples"):
        if isinstance(part.get(key), str):
            whole[key] = list(values[part[key]])
    return whole


def _schema(name: str, media_type: str) -> dict[str, Any]:
    schema = _SCHEMAS.get((name, media_type))
    return {"schema": {"$ref": f"#/components/schemas/{schema}"}} if schema else {}


def _media_types(current: Published) -> Lists:
    return {
        "graphs": GRAPH_TYPES,
        "results": RESULTS_TYPES,
        "page": [HTML],
        "json": [_JSON],
        "geojson": [GEO_JSON],
        "suggestions": [SUGGESTIONS],
        "openSearch": [OPENSEARCH],
        "calendar": [CALENDAR],
        "problem": [PROBLEM],
        "queries": [FORM_TYPE, QUERY_TYPE],
        "description": [_JSON],
        "context": [EXTENSIONS["jsonld"].media_type],
        "plain": ["text/plain"],
        "figures": [CONTENT_TYPE_LATEST.partition(";")[0]],
        "downloads": sorted({file.media_type for file in current.manifest.files.values()}),
        "static": sorted({guess_type(name)[0] or "" for name in static_names()}),
    }


def _values(current: Published) -> Lists:
    return {
        "languages": LANGUAGES,
        "extensions": [*EXTENSIONS, "html"],
        "results": list(FORMATS),
        "downloads": list(current.manifest.files),
        "static": static_names(),
    }


def _info(current: Published, of_all: str) -> dict[str, Any]:
    """Tell what is published, by whom and how it may be used."""
    publication = current.publication
    licence, contact = publication.licence, publication.contact
    email = publication.catalogue.email if publication.catalogue else None
    return {
        "title": _text(publication.title, publication),
        "version": __version__,
        "description": f"{_text(publication.description, publication)}\n\n{of_all}",
        "license": {
            "name": label(current.descriptions.labels([licence]), licence, "en").text,
            "url": server_path(licence),
        },
        "contact": {
            "name": _text(contact.name, publication),
            "url": server_path(contact.url),
            **({"email": email} if email else {}),
        },
    }


def _text(texts: Mapping[str, str], publication: Publication) -> str:
    return best_text(texts, "en", publication.languages).text


def _examples(current: Published) -> Iterator[tuple[str, str]]:
    """Give parameters values to which this publication has an answer; the last one stays."""
    base, descriptions = current.publication.base_iri, current.descriptions
    yield "query", "ASK {}"
    yield from (("questionName", name) for name in current.questions.by_name)
    yield from (("report", report_reference(c.report)) for c in current.passages.reports())
    for count in descriptions.classes():
        yield "class", count.iri
        for iri in descriptions.instances(count.iri, page=1, page_size=1):
            yield "iri", iri
            if iri.startswith(f"{base}id/"):
                yield "local_name", iri.removeprefix(f"{base}id/")
                yield "path", iri.removeprefix(base)
    for iri in descriptions.in_namespace(f"{base}ns/"):
        name, _, term = iri.removeprefix(f"{base}ns/").partition("#")
        if term and "/" not in name:
            yield "ontology", name
            yield "term", term
    for shape in current.specification.shapes:
        name, _, shape_name = shape.iri.removeprefix(f"{base}ns/").partition("/shapes#")
        if shape_name and "/" not in name:
            yield "shape", shape_name
