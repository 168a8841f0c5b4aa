"""Feedback: a report of a mistake in a statement, prepared with all that an editor needs."""

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
    """Prepare a report about a statement of ``?iri=``, the ``?value=`` nth of ``?property=``."""
    iri = request.args.get("iri", "")
    if not is_iri(iri):
        raise RequestError("Give an absolute IRI as the parameter iri, percent-encoded.")
    chosen = (request.args.get("property", ""), request.args.get("value", ""))
    current, language = published(), interface_language()
    description = current.describe(iri, page_size=1)

    def content() -> str:
        page = entity_page(presenter_of(description, language), description, {})
        groups = [*(g for section in page.sections for g in section.groups), *page.names]
        found = [(g, v) for g in groups for n, v in enumerate(g.values) if _key(g, n) == chosen]
        text = _report(iri, current.name, *found[0]) if found else ""
        return render_template(
            "feedback.html", page=page, groups=groups, chosen=found, report=text,
            address=_address(current.publication.pages.feedback, page.title.text, text),
        )  # fmt: skip

    return cached(content, HTML, f"{current.name} {language} {iri} {chosen}", "")


def _key(group: Group, number: int) -> tuple[str, str]:
    return group.property.iri, str(number)


def _report(iri: str, version: str, group: Group, value: Value) -> str:
    """Write down the statement, who says it, and the version, a line each."""
    shown = value.link.iri if value.link else value.machine or (value.text and value.text.text)
    lines = [f"<{iri}>", f"<{group.property.iri}>", str(shown or "[ ]")[:_MOST_CHARACTERS]]
    return "\n".join([*lines, *(f"<{s.link.iri}>" for s in value.evidence), version])


def _address(form: str | None, title: str, report: str) -> str:
    """Fill in the form of the publication, if it has one."""
    if form is None or not report:
        return ""
    title = title[:_MOST_CHARACTERS]
    if form.startswith("mailto:"):
        return f"{form}?{urlencode({'subject': title, 'body': report}, quote_via=quote)}"
    return f"{form}{'&' if '?' in form else '?'}{urlencode({'title': title, 'body': report})}"
