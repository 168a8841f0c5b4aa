"""Lists: the home page, and the entities of each class."""

from flask import Blueprint, Response, render_template, request

from kennisgraaf.errors import EntityNotFoundError, RequestError
from kennisgraaf.formats import HTML
from kennisgraaf.iris import is_iri
from kennisgraaf.namespaces import OWL, RDF, RDFS, SKOS
from kennisgraaf.store.descriptions import ClassCount
from kennisgraaf.web.caching import cached
from kennisgraaf.web.catalogue import add_signposts
from kennisgraaf.web.current import published
from kennisgraaf.web.language import interface_language
from kennisgraaf.web.paging import Paging, page_number
from kennisgraaf.web.terms import Presenter

lists = Blueprint("lists", __name__)

# Classes of which vocabularies are made; the home page shows them after those of the data.
_OF_VOCABULARIES = (OWL, RDF, RDFS, SKOS)


@lists.get("/")
def home() -> Response:
    """Show what is published: its title, figures, and a list for each class."""
    current, language = published(), interface_language()
    response = cached(
        lambda: _home(language), HTML, current.name + language, current.manifest.published
    )
    add_signposts(response)
    return response


def _home(language: str) -> str:
    current = published()
    counts = {count.iri: count for count in current.descriptions.classes()}
    first = [kind for kind in current.publication.pages.kinds if kind.iri in counts]
    chosen = {kind.iri for kind in first}
    labels = current.descriptions.labels(counts)
    presenter = Presenter(current.publication, labels, language, counts)
    others = [(presenter.link(c.iri), _shown(c)) for c in counts.values() if c.iri not in chosen]
    others = [kind for kind in others if kind[1]]
    return render_template(
        "home.html",
        first=[(kind.iri, presenter.best(kind.name), counts[kind.iri].instances) for kind in first],
        own=[kind for kind in others if not kind[0].iri.startswith(_OF_VOCABULARIES)],
        others=[kind for kind in others if kind[0].iri.startswith(_OF_VOCABULARIES)],
        manifest=current.manifest,
    )


def _shown(count: ClassCount) -> int:
    """Count what the home page counts: what a source says; of own classes also what rules make."""
    is_own = count.iri.startswith(published().publication.base_iri)
    return count.asserted or (count.instances if is_own else 0)


@lists.get("/list")
def instances() -> Response:
    """List the entities of the class that ``?class=`` names, by name, a page at a time."""
    current, language, number = published(), interface_language(), page_number()
    iri, total = _class_and_total()
    paging = Paging(number, current.publication.limits.page_size, total)

    def content() -> str:
        members = current.descriptions.instances(iri, number, paging.size)
        labels = current.descriptions.labels([iri, *members])
        presenter = Presenter(current.publication, labels, language, {iri, *members})
        entries = [presenter.link(member) for member in members]
        return render_template(
            "list.html", kind=presenter.link(iri), entries=entries, paging=paging
        )

    return cached(content, HTML, f"{current.name}{language}{number}{iri}", "")


def _class_and_total() -> tuple[str, int]:
    """Read ``?class=``, and count its entities."""
    iri = request.args.get("class", "")
    if not is_iri(iri):
        raise RequestError("Give the absolute IRI of a class as the parameter class.")
    for count in published().descriptions.classes():
        if count.iri == iri:
            return iri, count.instances
    raise EntityNotFoundError(iri)
