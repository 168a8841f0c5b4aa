"""Home: what is published, the ways in, what changed, and some questions with their answers."""

from flask import Blueprint, Response, render_template

from kennisgraaf.formats import HTML
from kennisgraaf.namespaces import OWL, RDF, RDFS, SKOS
from kennisgraaf.store.descriptions import ClassCount
from kennisgraaf.web.caching import cached
from kennisgraaf.web.current import published
from kennisgraaf.web.language import Text, interface_language
from kennisgraaf.web.pages.catalogue import add_signposts
from kennisgraaf.web.pages.changes import latest_changes
from kennisgraaf.web.pages.map import places
from kennisgraaf.web.pages.questions import Card, featured_questions
from kennisgraaf.web.terms import Link, Presenter

home = Blueprint("home", __name__)

# Classes of which vocabularies are made; they are shown after those of the data.
_OF_VOCABULARIES = (OWL, RDF, RDFS, SKOS)
_CHANGES = 6
_QUESTIONS = 3


@home.get("/")
def show() -> Response:
    """Show what is published."""
    current, language = published(), interface_language()
    cards = featured_questions(language, _QUESTIONS)
    response = cached(
        lambda: _page(cards, language), HTML, current.name + language, current.manifest.published
    )
    if any(card.answer.failure for card in cards if card.answer):
        # Asked again, they may have answers: no cache keeps this.
        response.headers["Cache-Control"] = "no-store"
        del response.headers["ETag"]
    add_signposts(response)
    return response


def _page(cards: list[Card], language: str) -> str:
    current = published()
    drawn = current.chart
    first, others = _kinds(language)
    return render_template(
        "home.html",
        first=first,
        own=[kind for kind in others if not kind[0].iri.startswith(_OF_VOCABULARIES)],
        others=[kind for kind in others if kind[0].iri.startswith(_OF_VOCABULARIES)],
        manifest=current.manifest,
        drawn=drawn,
        places=places(drawn, language) if drawn else [],
        changes=latest_changes(language, _CHANGES),
        questions=cards,
    )


def _kinds(language: str) -> tuple[list[tuple[str, Text, int]], list[tuple[Link, int]]]:
    """Count the classes by which visitors enter, and the others."""
    current = published()
    counts = {count.iri: count for count in current.descriptions.classes()}
    presenter = Presenter(
        current.publication, current.descriptions.labels(counts), language, counts
    )
    kinds = [kind for kind in current.publication.pages.kinds if kind.iri in counts]
    chosen = {kind.iri for kind in kinds}
    others = ((presenter.link(c.iri), _shown(c)) for c in counts.values() if c.iri not in chosen)
    return (
        [(kind.iri, presenter.best(kind.name), counts[kind.iri].instances) for kind in kinds],
        [other for other in others if other[1]],
    )


def _shown(count: ClassCount) -> int:
    """Count what a source says; of own classes also what rules make."""
    is_own = count.iri.startswith(published().publication.base_iri)
    return count.asserted or (count.instances if is_own else 0)
