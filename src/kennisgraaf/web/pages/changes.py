"""Changes: what successive reports say differently, side by side, by kind of change and thing."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request
from pyoxigraph import Literal

from kennisgraaf.errors import EntityNotFoundError
from kennisgraaf.formats import HTML
from kennisgraaf.namespaces import DESCRIPTIONS
from kennisgraaf.store.changes import NAME, Change, gathered, in_order
from kennisgraaf.store.descriptions import Labels
from kennisgraaf.store.questions import without_head
from kennisgraaf.views import Sign
from kennisgraaf.web.caching import cached
from kennisgraaf.web.current import published
from kennisgraaf.web.language import Text, interface_language
from kennisgraaf.web.pages.telling import Teller, Told
from kennisgraaf.web.paging import Paging, page_number
from kennisgraaf.web.terms import Link, Presenter

changes = Blueprint("changes", __name__)

PATH = "/changes"
_SAME = "same"
_MOST_OF_A_THING = 100


@dataclass(frozen=True)
class Chosen:
    """What of the changes is asked for: a kind, a class of things, a pair of reports."""

    kind: str = ""
    thing: str = ""
    period: str = ""

    def address(self, **others: str) -> str:
        """Give the address with some of it chosen otherwise."""
        chosen = replace(self, **others)
        parts = {"period": chosen.period, "kind": chosen.kind, "class": chosen.thing}
        given = {name: value for name, value in parts.items() if value}
        return f"{PATH}?{urlencode(given)}" if given else PATH

    def takes(self, change: Change, same: frozenset[str]) -> bool:
        """Tell whether a change is asked for; ``same`` are kinds shown to who asks for them."""
        return (
            (change.kind == self.kind if self.kind else change.kind not in same)
            and (not self.thing or any(cell.value == self.thing for cell in change.classes))
            and (not self.period or change.period == self.period)
        )


@dataclass(frozen=True)
class Choice:
    """A way to filter: its name, how many there are, where it leads, what it means."""

    link: Link
    count: int
    href: str
    is_chosen: bool
    mark: str = ""
    meaning: Text | None = None


def has_changes() -> bool:
    """Tell whether the publication lets its pages show changes, and there are some."""
    counted = published().views.counts.get(NAME)
    return counted is not None and counted.rows > 0


def latest_changes(language: str, most: int) -> list[Told]:
    """Give the most telling changes of the last pair of reports, of each thing one."""
    held = published().changes
    latest = max((change.period for change in held.all), default="")
    of_thing: dict[str, Change] = {}
    for change in _in_order(c for c in held.all if c.period == latest):
        of_thing.setdefault(change.this, change)
    return _told(list(of_thing.values())[:most], language)


def changes_about(iri: str, language: str) -> list[Told]:
    """Tell the changes of one thing; what stayed the same is left out."""
    about = published().views.about([iri], [NAME], _MOST_OF_A_THING)
    same = _same_kinds()
    found = [c for one in about for c in gathered(one.rows) if c.kind not in same]
    return _told(_in_order(found), language)


@changes.get(PATH)
def every() -> Response:
    """Show what the reports say differently; ``?kind=``, ``?class=`` and ``?period=`` filter."""
    current, language, number = published(), interface_language(), page_number()
    if not has_changes():
        raise EntityNotFoundError(current.publication.iri("changes"))
    named = {name: request.args.get(name, "") for name in ("kind", "class", "period")}
    chosen = Chosen(named["kind"], named["class"], named["period"])
    same = _same_kinds()
    found = [change for change in current.changes.all if chosen.takes(change, same)]
    if not found:
        raise EntityNotFoundError(current.publication.iri(chosen.address().lstrip("/")))
    paging = Paging(number, current.publication.limits.page_size, len(found))

    def content() -> str:
        return _page(chosen, found, paging, language)

    state = f"{current.name} {language} changes {chosen} {number}"
    return cached(content, HTML, state, current.manifest.published)


def _page(chosen: Chosen, found: list[Change], paging: Paging, language: str) -> str:
    current = published()
    view = current.changes.view
    first = paging.first_shown - 1
    shown = _by_thing(found)[first : first + paging.size]
    periods = sorted({change.period for change in current.changes.all if change.period})
    presenter = _presenter_of((), language)
    return render_template(
        "changes.html",
        chosen=chosen,
        things=_grouped(_told(shown, language)),
        kinds=_kinds(chosen, language),
        classes=_classes(chosen, language),
        periods=[(p, p.replace("-", " → "), chosen.address(period=p)) for p in periods],
        paging=paging,
        total=len(found),
        hint=presenter.best(view.hints) if view and view.hints else None,
        query=without_head(view.query) if view else "",
        is_clipped=current.changes.is_clipped,
    )


def _kinds(chosen: Chosen, language: str) -> list[Choice]:
    """Count the kinds among what else is chosen, in the order of the legend."""
    current = published()
    others = replace(chosen, kind="")
    taken = [c for c in current.changes.all if others.takes(c, frozenset())]
    counts = Counter(change.kind for change in _in_order(taken))
    marks = _marks()
    presenter = _presenter_of(counts, language)
    return [
        Choice(
            presenter.link(kind),
            count,
            chosen.address(kind="" if kind == chosen.kind else kind),
            kind == chosen.kind,
            marks.get(kind, ""),
            _meaning(kind, presenter),
        )
        for kind, count in counts.items()
    ]


def _classes(chosen: Chosen, language: str) -> list[Choice]:
    others, same = replace(chosen, thing=""), _same_kinds()
    taken = [c for c in published().changes.all if others.takes(c, same)]
    counts = Counter(cell.value for change in taken for cell in change.classes)
    presenter = _presenter_of(counts, language)
    return [
        Choice(
            presenter.link(name),
            count,
            chosen.address(thing="" if name == chosen.thing else name),
            name == chosen.thing,
        )
        for name, count in counts.most_common(20)
    ]


def _meaning(kind: str, presenter: Presenter) -> Text | None:
    """Give what a kind of change means, as the data say it."""
    current = published()
    if not current.descriptions.is_described(kind):
        return None
    texts = {
        quad.object.language or "": quad.object.value
        for quad in current.descriptions.describe(kind, page_size=1).quads
        if quad.predicate.value in DESCRIPTIONS and isinstance(quad.object, Literal)
    }
    return presenter.best(texts) if texts else None


def _told(shown: list[Change], language: str) -> list[Told]:
    current = published()
    passages = current.passages.of({c.value for change in shown for c in change.passages})
    view = current.changes.view
    teller = Teller(_presenter(shown, language), view.legend if view else (), passages)
    return [teller.tell(change) for change in shown]


def _presenter(shown: Iterable[Change], language: str) -> Presenter:
    return _presenter_of(set[str]().union(*(change.iris() for change in shown)), language)


def _presenter_of(iris: Iterable[str], language: str) -> Presenter:
    current = published()
    named = set(iris)
    labels: Labels = current.descriptions.labels(named)
    return Presenter(current.publication, labels, language)


def _in_order(found: Iterable[Change]) -> list[Change]:
    return in_order(found, [sign.value for sign in _legend()])


def _by_thing(found: list[Change]) -> list[Change]:
    """Put the changes of a thing together, where its most telling one stands."""
    of_thing: dict[str, list[Change]] = {}
    for change in _in_order(found):
        of_thing.setdefault(change.this, []).append(change)
    return [change for same in of_thing.values() for change in same]


def _grouped(told: list[Told]) -> list[tuple[Link, list[Told]]]:
    things: dict[str, tuple[Link, list[Told]]] = {}
    for one in told:
        things.setdefault(one.thing.iri, (one.thing, []))[1].append(one)
    return list(things.values())


def _marks() -> dict[str, str]:
    """Give the mark of each kind."""
    signs = {sign.value: sign.mark for sign in _legend()}
    return {c.kind: signs[c.told] for c in published().changes.all if c.told in signs}


def _same_kinds() -> frozenset[str]:
    return frozenset(kind for kind, mark in _marks().items() if mark == _SAME)


def _legend() -> tuple[Sign, ...]:
    view = published().changes.view
    return view.legend if view else ()
