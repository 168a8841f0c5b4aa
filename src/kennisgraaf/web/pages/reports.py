"""Reports: their passages in reading order, and what each yields."""

from dataclasses import dataclass

from flask import Blueprint, Response, render_template
from pyoxigraph import NamedNode

from kennisgraaf.errors import EntityNotFoundError
from kennisgraaf.formats import HTML
from kennisgraaf.iris import server_path
from kennisgraaf.store.passages import Chapter, Passage, ReportCount
from kennisgraaf.web.caching import cached
from kennisgraaf.web.current import published
from kennisgraaf.web.language import interface_language
from kennisgraaf.web.paging import Paging, page_number, with_page
from kennisgraaf.web.terms import Link, Presenter

reports = Blueprint("reports", __name__)

PATH = "/reports"
_MOST_THINGS = 12
_MOST_PASSAGES = 60


@dataclass(frozen=True)
class Read:
    """A passage as it is read, and the first of the ``total`` things that it tells of."""

    passage: Passage
    link: Link
    things: tuple[Link, ...]
    total: int


def reading_path(iri: str) -> str:
    """Give where a report, or a passage in its chapter, is read; nothing for other things."""
    passages = published().passages
    if iri in (counted.report for counted in passages.reports()):
        return _path(iri)
    passage = passages.of([iri]).get(iri)
    if passage is None:
        return ""
    chapters = passages.chapters(passage.report)
    chapter = next(chapter for chapter in chapters if passage in chapter.passages)
    page = chapter.passages.index(passage) // _MOST_PASSAGES + 1
    path = f"{_path(passage.report)}/{chapter.number}"
    return f"{with_page(path, page) if page > 1 else path}#{_anchor(iri)}"


@reports.get(PATH)
def every() -> Response:
    """List the reports."""
    current, language = published(), interface_language()
    found = current.passages.reports()
    if not found:
        raise EntityNotFoundError(current.publication.iri("reports"))

    def content() -> str:
        presenter = _presenter([counted.report for counted in found], language)
        shown = [(presenter.link(c.report), c, _path(c.report)) for c in found]
        return render_template("reports.html", reports=shown)

    return cached(content, HTML, f"{current.name} {language}", current.manifest.published)


@reports.get(f"{PATH}/<reference>")
def report(reference: str) -> Response:
    """Show the chapters of a report."""
    current, language = published(), interface_language()
    counted = _report_of(reference)

    def content() -> str:
        return render_template(
            "report.html",
            report=_presenter([counted.report], language).link(counted.report),
            counted=counted,
            chapters=current.passages.chapters(counted.report),
            path=_path(counted.report),
        )

    return cached(content, HTML, f"{current.name} {language}", current.manifest.published)


@reports.get(f"{PATH}/<reference>/<number>")
def read(reference: str, number: str) -> Response:
    """Show the passages of a chapter, and what they yield."""
    current, language = published(), interface_language()
    counted = _report_of(reference)
    chapters = current.passages.chapters(counted.report)
    numbered = {str(chapter.number): chapter for chapter in chapters}
    if number not in numbered:
        raise EntityNotFoundError(current.publication.iri(f"reports/{reference}/{number}"))
    chapter = numbered[number]
    paging = Paging(page_number(), _MOST_PASSAGES, len(chapter.passages))
    return cached(
        lambda: _chapter_page(chapter, chapters, paging, language),
        HTML,
        f"{current.name} {language} {paging.number}",
        current.manifest.published,
    )


def _chapter_page(chapter: Chapter, chapters: list[Chapter], paging: Paging, language: str) -> str:
    report_iri = chapter.passages[0].report
    shown = chapter.passages[paging.first_shown - 1 : paging.last_shown]
    told = [(passage, _things(passage.graph)) for passage in shown]
    named = {report_iri, *(iri for _, things in told for iri in things)}
    presenter = _presenter([*named, *(passage.graph for passage, _ in told)], language)
    return render_template(
        "chapter.html",
        report=presenter.link(report_iri),
        chapter=chapter,
        passages=[_read(passage, things, presenter) for passage, things in told],
        paging=paging,
        before=_beside(chapters, chapter.number - 1),
        after=_beside(chapters, chapter.number + 1),
        path=_path(report_iri),
        anchor=_anchor,
    )


def _read(passage: Passage, things: list[str], presenter: Presenter) -> Read:
    links = tuple(presenter.link(iri) for iri in things[:_MOST_THINGS])
    return Read(passage, presenter.link(passage.graph), links, len(things))


def _things(graph: str) -> list[str]:
    """List the things that a graph says something of, those with most statements first."""
    subjects: dict[str, int] = {}
    for quad in published().descriptions.describe(graph, page_size=1).content:
        if isinstance(quad.subject, NamedNode):  # A blank node has no page.
            iri = quad.subject.value
            subjects[iri] = subjects.get(iri, 0) + 1
    return sorted(subjects, key=lambda iri: (-subjects[iri], iri))


def _report_of(reference: str) -> ReportCount:
    current = published()
    for counted in current.passages.reports():
        if report_reference(counted.report) == reference:
            return counted
    raise EntityNotFoundError(current.publication.iri(f"reports/{reference}"))


def report_reference(iri: str) -> str:
    """Give the word by which the address of a report names it."""
    return published().publication.reference(iri)


def _path(iri: str) -> str:
    return f"{PATH}/{server_path(report_reference(iri))}"


def _anchor(iri: str) -> str:
    return iri.rstrip("/").rpartition("/")[2]


def _beside(chapters: list[Chapter], number: int) -> Chapter | None:
    return chapters[number - 1] if 1 <= number <= len(chapters) else None


def _presenter(iris: list[str], language: str) -> Presenter:
    current = published()
    return Presenter(current.publication, current.descriptions.labels(iris), language, iris)
