"""Catalogue: what is published, as a page with the downloads and as DCAT, VoID and PROV."""

import json
from typing import Any

from flask import Blueprint, Response, redirect, render_template
from markupsafe import Markup

from kennisgraaf.errors import EntityNotFoundError
from kennisgraaf.formats import EXTENSIONS, GRAPH_FORMATS, HTML, extension_of
from kennisgraaf.iris import document_path, server_path
from kennisgraaf.store.catalogue import Download, catalogue_quads, downloads
from kennisgraaf.store.documents import write
from kennisgraaf.web.caching import cached
from kennisgraaf.web.current import published
from kennisgraaf.web.http import OPENAPI_PATH
from kennisgraaf.web.language import best_text, interface_language
from kennisgraaf.web.negotiation import Representation, representation

catalogue = Blueprint("catalogue", __name__)

PATH = "/catalogus"
_DATASET = "https://schema.org/Dataset"
_PAGE = "https://schema.org/AboutPage"


@catalogue.get(PATH)
def describe() -> Response:
    """Describe what is published."""
    return _show(representation())


@catalogue.get(f"{PATH}.<extension>")
def describe_as(extension: str) -> Response:
    """Describe what is published, in the representation that an extension fixes."""
    if extension not in (*EXTENSIONS, "html"):
        raise EntityNotFoundError(published().publication.iri(f"catalogus.{extension}"))
    return _show(EXTENSIONS.get(extension))


@catalogue.get("/.well-known/void")
def well_known() -> Response:
    """Lead to the description of the data set (VoID section 7.2)."""
    response: Response = redirect(PATH, 302)  # type: ignore[assignment]
    return response


def signposts() -> list[tuple[str, str, str]]:
    """List where a machine finds service and data set: relation, address, media type or none.

    Source: FAIR Signposting, level 1.
    """
    current = published()
    publication = current.publication
    service = ("service-desc", OPENAPI_PATH, "application/json")
    if not _has_catalogue():
        return [service]
    return [
        service,
        ("cite-as", publication.dataset, ""),
        ("type", _PAGE, ""),
        ("type", _DATASET, ""),
        ("author", publication.publisher.iri, ""),
        ("license", publication.licence, ""),
        *(
            ("describedby", f"{PATH}.{extension_of(kind)}", kind.media_type)
            for kind in GRAPH_FORMATS
        ),
        *(
            ("item", f"/download/{download.file}", current.manifest.files[download.file].media_type)
            for download in downloads(current.version, interface_language())
        ),
    ]


def add_signposts(response: Response) -> None:
    """Say in the headers where a machine finds service and data set (RFC 8288)."""
    response.headers["Link"] = ", ".join(
        f'<{server_path(address)}>; rel="{relation}"' + (f'; type="{kind}"' if kind else "")
        for relation, address, kind in signposts()
    )


def dataset_for_search_engines() -> Markup:
    """Describe the data set in the words of schema.org, as JSON-LD for a page."""
    current, language = published(), interface_language()
    publication = current.publication
    files = downloads(current.version, language)
    years = sorted(file.year for file in files if file.year)
    publisher = {
        "@type": "Organization",
        "@id": publication.publisher.iri,
        "name": best_text(publication.publisher.name, language).text,
    }
    described: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": publication.dataset,
        "identifier": publication.dataset,
        "url": publication.base_iri,
        "name": best_text(publication.title, language).text,
        "description": best_text(publication.description, language).text,
        "inLanguage": list(publication.languages),
        "license": publication.licence,
        "creator": publisher,
        "publisher": publisher,
        "isAccessibleForFree": True,
        "version": current.name,
        "dateModified": current.manifest.published,
        "includedInDataCatalog": {
            "@type": "DataCatalog",
            "@id": publication.iri(f"id/catalogus/{publication.slug}"),
            "url": publication.iri("catalogus"),
        },
        "distribution": [_data_download(file, publication.iri("download/")) for file in files],
    }
    if publication.catalogue and publication.catalogue.keyword:
        described["keywords"] = list(publication.catalogue.keyword.values())
    if publication.catalogue and publication.catalogue.spatial:
        places = publication.catalogue.spatial
        described["spatialCoverage"] = [{"@type": "Place", "@id": place} for place in places]
    if years:
        described["temporalCoverage"] = f"{years[0]}/{years[-1]}"
    # A script element ends at the first "</", whatever it holds.
    return Markup(json.dumps(described, ensure_ascii=False).replace("<", "\\u003c"))


def _data_download(file: Download, folder: str) -> dict[str, Any]:
    return {
        "@type": "DataDownload",
        "name": file.title,
        "contentUrl": folder + file.file,
        "encodingFormat": file.media_type,
        "contentSize": str(file.bytes),
        "sha256": file.digest,
    }


def _show(chosen: Representation) -> Response:
    current, language = published(), interface_language()
    if not _has_catalogue():
        raise EntityNotFoundError(current.publication.iri("catalogus"))
    media_type, variant = (HTML, language) if chosen is None else (chosen.media_type, "")

    def content() -> str | bytes:
        if chosen is None:
            return render_template(
                "catalogue.html",
                downloads=downloads(current.version, language),
                openapi_path=OPENAPI_PATH,
                publisher_path=_publisher_path(),
            )
        return write(catalogue_quads(current.version), chosen, current.publication.prefixes)

    state = f"{current.name} {current.manifest.published} catalogue {variant}"
    response = cached(content, media_type, state, current.manifest.published)
    if chosen is None:
        add_signposts(response)
    else:
        response.headers["Link"] = f'<{server_path(current.publication.dataset)}>; rel="describes"'
    ending = "html" if chosen is None else extension_of(chosen)
    response.headers["Content-Location"] = f"{PATH}.{ending}"
    return response


def _publisher_path() -> str:
    """Lead to what is said here of the publisher, if anything is, else to its own address."""
    publication = published().publication
    iri = publication.publisher.iri
    if published().descriptions.is_described(iri):
        return document_path(publication.base_iri, iri)
    return server_path(iri)


def _has_catalogue() -> bool:
    return published().publication.catalogue is not None
