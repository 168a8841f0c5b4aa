"""Feedback: a report of a mistake in a statement, prepared with all that an editor needs."""

from hashlib import sha256
from urllib.parse import quote, urlencode

from flask import Blueprint, Response, render_template, request

from kennisgraaf.errors import RequestError
from kennisgraaf.formats import HTML
from kennisgraaf.iris import is_iri
from kennisgraaf.web.caching import cached
from kennisgraaf.web.current import published
from kennisgraaf.web.language import interface_language
from kennisgraaf.web.pages.entities import presenter_of
from kennisgraaf.web.pages.statements import entity_page
from kennisgraaf.web.terms import Group, Value

feedback = Blueprint("feedback", __name__)

_MOST_CHARACTERS = 500


@feedback.get("/feedback")
def prepare() -> Response:
    """Prepare a report about a statement of ``?iri=``: the ``?value=`` of ``?property=``."""
    iri = request.args.get("iri", "")
    if not is_iri(iri):
        raise RequestError("Give an absolute IRI as the parameter iri, percent-encoded.")
    chosen = (request.args.get("property", ""), request.args.get("value", ""))
    current, language = published(), interface_language()
    description = current.describe(iri, page_size=1)

    def content() -> str:
        page = entity_page(presenter_of(description, language), description, {})
        groups = [*(g for section in page.sections for g in section.groups), *page.names]
        found = [(g, v) for g in groups for v in g.values if (g.property.iri, key_of(v)) == chosen]
        text = _report(iri, current.name, *found[0]) if found else ""
        return render_template(
            "feedback.html", page=page, groups=groups, chosen=found, report=text, key_of=key_of,
            address=_address(current.publication.pages.feedback, page.title.text, text),
        )  # fmt: skip

    return cached(content, HTML, f"{current.name} {language} {iri} {chosen}", "")


def key_of(value: Value) -> str:
    """Name a value in an address: the same in each language, and wherever it stands in a list."""
    said = "".join(source.link.iri for source in value.evidence)
    language = value.text.language if value.text else ""
    return sha256(f"{_written(value)} {language} {said}".encode()).hexdigest()[:8]


def _report(iri: str, version: str, group: Group, value: Value) -> str:
    """Write down the statement, who says it, and the version, a line each."""
    lines = [f"<{iri}>", f"<{group.property.iri}>", _written(value)[:_MOST_CHARACTERS]]
    return "\n".join([*lines, *(f"<{s.link.iri}>" for s in value.evidence), version])


def _written(value: Value) -> str:
    """Write a value as the data have it; of a blank node, what it has."""
    if value.link:
        return value.link.iri
    if value.nested:
        return f"[ {' ; '.join(_written(v) for group in value.nested for v in group.values)} ]"
    return value.machine or (value.text.text if value.text else "[ ]")


def _address(form: str | None, title: str, report: str) -> str:
    """Fill in the form of the publication, if it has one."""
    if form is None or not report:
        return ""
    title = title[:_MOST_CHARACTERS]
    if form.startswith("mailto:"):
        return f"{form}?{urlencode({'subject': title, 'body': report}, quote_via=quote)}"
    return f"{form}{'&' if '?' in form else '?'}{urlencode({'title': title, 'body': report})}"
