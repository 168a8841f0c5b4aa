"""Search: the page of what was found, suggestions while one writes, and OpenSearch."""

import json
from collections.abc import Iterable
from functools import partial

from flask import Blueprint, Response, render_template, request

from kennisgraaf.errors import RequestError
from kennisgraaf.folding import squeeze
from kennisgraaf.formats import HTML, OPENSEARCH, SUGGESTIONS
from kennisgraaf.store.search import Hit
from kennisgraaf.web.caching import cached
from kennisgraaf.web.current import published
from kennisgraaf.web.language import interface_language
from kennisgraaf.web.negotiation import wants_page
from kennisgraaf.web.pages.finding import Finding, finding_of_request, question
from kennisgraaf.web.paging import Paging
from kennisgraaf.web.terms import Presenter

search = Blueprint("search", __name__)

_JSON = "application/json"
_MOST_SUGGESTED = 8
_MOST_NAMES = 60


@search.get("/search", endpoint="search")
def results() -> Response:
    """Show what ``?q=`` finds, by how well; ``?kind=`` keeps one kind."""
    current, language = published(), interface_language()
    finding = finding_of_request(current, language)
    paging = Paging(finding.page, current.publication.limits.page_size, len(finding.chosen))
    as_page = _as_page()
    make = _page if as_page else _as_json
    media_type = HTML if as_page else _JSON
    state = f"{current.name} {language} search {finding.address} {finding.page}"
    response = cached(partial(make, finding, paging), media_type, state, "")
    links = paging.links(finding.address)
    if links:
        response.headers["Link"] = ", ".join(links)
    return response


@search.get("/suggest")
def suggest() -> Response:
    """Suggest names for what was written so far, as OpenSearch has it, or more with ``json``."""
    current, language, asked = published(), interface_language(), question()
    if request.args.get("format") not in (None, "json"):
        raise RequestError("The parameter format is json, or is left out.")
    for_box = request.args.get("format") == "json"
    make = partial(_suggestions, asked, language, for_box)
    state = f"{current.name} {language} suggest {asked}"
    return cached(make, _JSON if for_box else SUGGESTIONS, state, "")


@search.get("/opensearch.xml")
def describe() -> Response:
    """Tell browsers how to search here (OpenSearch 1.1)."""
    current, language = published(), interface_language()
    state = f"{current.name} {language} opensearch"
    iri = current.publication.iri
    return cached(lambda: render_template("opensearch.xml", iri=iri), OPENSEARCH, state, "")


def _page(finding: Finding, paging: Paging) -> str:
    return render_template(
        "search.html",
        finding=finding,
        entries=finding.entries(_of_page(finding, paging)),
        kinds=finding.kinds(),
        paging=paging,
    )


def _as_json(finding: Finding, paging: Paging) -> str:
    shown = finding.entries(_of_page(finding, paging))
    found = [
        {
            "@id": entry.link.iri,
            "label": entry.link.label.text,
            "type": entry.hit.kind or None,
            "score": entry.hit.score,
        }
        for entry in shown
    ]
    content = {"query": finding.asked, "total": paging.total, "results": found}
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _suggestions(asked: str, language: str, for_box: bool) -> str:
    current = published()
    found = current.search.find(asked, _MOST_NAMES, _MOST_SUGGESTED)
    hits = found.hits[:_MOST_SUGGESTED]
    presenter = _presenter(hits, language)
    links = [presenter.link(hit.iri) for hit in hits]
    kinds = [presenter.label(hit.kind).text if hit.kind else "" for hit in hits]
    if not for_box:
        iri = current.publication.iri
        urls = [iri(link.href.removeprefix("/")) for link in links]
        return json.dumps([asked, [x.label.text for x in links], kinds, urls], ensure_ascii=False)
    suggestions = [
        {
            "label": link.label.text,
            "language": link.label.language,
            "kind": kind,
            "url": link.href,
            # Another name of it, that was asked and that its label does not tell.
            "name": "" if squeeze(hit.name) in squeeze(link.label.text) else hit.name,
        }
        for hit, link, kind in zip(hits, links, kinds, strict=True)
    ]
    content = {"query": asked, "guess": found.is_guess, "suggestions": suggestions}
    return json.dumps(content, ensure_ascii=False)


def _presenter(hits: Iterable[Hit], language: str) -> Presenter:
    current = published()
    names = {name for hit in hits for name in (hit.iri, hit.kind) if name}
    labels = current.descriptions.labels(names)
    return Presenter(current.publication, labels, language, names)


def _of_page(finding: Finding, paging: Paging) -> tuple[Hit, ...]:
    begin = (paging.number - 1) * paging.size
    return finding.chosen[begin : begin + paging.size]


def _as_page() -> bool:
    wanted = request.args.get("format")
    if wanted not in (None, "json", "html"):
        raise RequestError("The parameter format is json or html.")
    return wants_page() if wanted is None else wanted == "html"
