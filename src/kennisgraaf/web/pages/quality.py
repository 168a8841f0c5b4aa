"""Quality: how well the current version is proved, valid, named and linked, as a page and RDF."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Blueprint, Response, render_template
from pyoxigraph import RdfFormat

from kennisgraaf.assessment import Rule
from kennisgraaf.formats import HTML
from kennisgraaf.iris import is_iri
from kennisgraaf.web.caching import cached
from kennisgraaf.web.current import published
from kennisgraaf.web.language import Text, interface_language
from kennisgraaf.web.negotiation import representation
from kennisgraaf.web.pages.entities import see_other
from kennisgraaf.web.terms import Link, Presenter

quality = Blueprint("quality", __name__)

PATH = "/quality"
_REPORT = "/download/report.ttl"
_REPORTED = "report: "
_NOT_VERIFIED = "report: not verified"
# So many things of a rule the page names; the report has the others.
_MOST_INSTANCES = 20
_MOST_RULES = 60


@dataclass(frozen=True)
class Found:
    """A thing that a rule is about."""

    link: Link | None
    text: Text
    place: str
    message: Text | None


@dataclass(frozen=True)
class Broken:
    """A rule that something was found by: what it says, which shape, the first things."""

    rule: Rule
    message: Text | None
    source: Link | None
    found: tuple[Found, ...]


@dataclass(frozen=True)
class Share:
    """A part of a whole: its name, how many, and how many in a hundred."""

    name: str
    count: int
    percent: float


@quality.get(PATH)
def report() -> Response:
    """Show the figures; who wants RDF is led to the report."""
    current, language = published(), interface_language()
    if representation((RdfFormat.TURTLE,)) is not None:
        return see_other(_REPORT)
    state = f"{current.name} {language} quality"
    response = cached(lambda: _page(language), HTML, state, current.manifest.published)
    response.headers["Link"] = f'<{_REPORT}>; rel="alternate"; type="text/turtle"'
    return response


def _page(language: str) -> str:
    current = published()
    manifest, assessment = current.manifest, current.assessment
    measured = manifest.quality
    presenter = _presenter(language)
    return render_template(
        "quality.html",
        manifest=manifest,
        measured=measured,
        assessment=assessment,
        origins=_shares(_origins(measured.statements)),
        states=_shares(_states(measured.statements)),
        derivations={n: presenter.link(iri) for n, iri in assessment.derivations.items()},
        not_verified=measured.statements.get(_NOT_VERIFIED, 0),
        rules=[_broken(rule, presenter) for rule in assessment.rules[:_MOST_RULES]],
        labels=[
            Share(code, count, _percent(count, measured.entities))
            for code, count in measured.labels.items()
        ],
        reports=[(presenter.link(one.report), one) for one in assessment.coverage],
        links=sorted(measured.links.items(), key=lambda pair: -pair[1]),
        alone=[presenter.link(iri) for iri in measured.entities_without_relation[:50]],
        unused=[presenter.link(iri) for iri in measured.unused_terms[:50]],
        percent=_percent,
    )


def _presenter(language: str) -> Presenter:
    current = published()
    assessment, measured = current.assessment, current.manifest.quality
    named = {
        *(i.focus for r in assessment.rules for i in r.instances[:_MOST_INSTANCES] if i.is_iri),
        *(rule.source for rule in assessment.rules),
        *(one.report for one in assessment.coverage),
        *assessment.derivations.values(),
        *measured.entities_without_relation[:50],
        *measured.unused_terms[:50],
    }
    return Presenter(current.publication, current.descriptions.labels(named), language)


def _broken(rule: Rule, presenter: Presenter) -> Broken:
    found = tuple(
        Found(
            presenter.link(one.focus) if one.is_iri else None,
            Text(one.focus, ""),
            one.place,
            presenter.best(one.messages) if one.messages else None,
        )
        for one in rule.instances[:_MOST_INSTANCES]
    )
    message = presenter.best(rule.messages) if rule.messages else None
    source = presenter.link(rule.source) if is_iri(rule.source) else None
    return Broken(rule, message, source, found)


def _origins(statements: dict[str, int]) -> Iterable[tuple[str, int]]:
    """Count by who says so: all that a report says is one."""
    reported = sum(count for name, count in statements.items() if name.startswith(_REPORTED))
    yield from (("report", reported),) if reported else ()
    yield from ((n, count) for n, count in statements.items() if not n.startswith(_REPORTED))


def _states(statements: dict[str, int]) -> Iterable[tuple[str, int]]:
    """Count what reports say by how it follows from its passage."""
    for name, count in statements.items():
        if name.startswith(_REPORTED):
            yield name.removeprefix(_REPORTED), count


def _shares(counts: Iterable[tuple[str, int]]) -> list[Share]:
    pairs = list(counts)
    total = sum(count for _, count in pairs)
    shares = [Share(name, count, _percent(count, total)) for name, count in pairs]
    return sorted(shares, key=lambda share: -share.count)


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 0.0
