"""Statements: a description as a page shows it, in the sections of the shapes, by report."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kennisgraaf.iris import is_link
from kennisgraaf.namespaces import DESCRIPTIONS, HIDDEN_LABELS, LABELS, OTHER_LABELS, RDF_TYPE, SKOS
from kennisgraaf.store.descriptions import Description, Incoming
from kennisgraaf.store.layout import NOWHERE, Place
from kennisgraaf.web.language import Text
from kennisgraaf.web.terms import Group, Link, Nested, Presenter, Source, Value

_NAMING = frozenset({*LABELS, *OTHER_LABELS, *HIDDEN_LABELS, *DESCRIPTIONS, RDF_TYPE.value})

# So many values of one property that follow by rules a page shows.
_MOST_INFERRED = 5


@dataclass(frozen=True)
class Section:
    """Statements that stand together under a heading; none where no shape groups them."""

    heading: Text | None
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class EntityPage:
    """All that the page of an entity shows; it is ``elsewhere`` when others publish its IRI.

    ``sections`` hold what is asserted but for names, classes, descriptions and what is said in
    another language too, which are ``names``.
    ``reports`` are those that say something of it, by year; ``said_elsewhere`` tells whether
    other sources do.
    """

    entity: Link
    is_elsewhere: bool
    title: Text
    other_names: tuple[Text, ...]
    types: tuple[Link, ...]
    descriptions: tuple[Text, ...]
    sections: tuple[Section, ...]
    names: tuple[Group, ...]
    inferred: tuple[Group, ...]
    incoming: tuple[Group, ...]
    incoming_inferred: tuple[Group, ...]
    content: tuple[tuple[Link, tuple[Group, ...]], ...]
    reports: tuple[Link, ...]
    said_elsewhere: bool
    sources: tuple[Source, ...]

    @property
    def schemes(self) -> tuple[Link, ...]:
        """The concept schemes that a concept is in, those that are described here."""
        groups = (group for section in self.sections for group in section.groups)
        found = (g.values for g in groups if g.property.iri == SKOS + "inScheme")
        links = (value.link for values in found for value in values)
        return tuple(link for link in links if link and link.is_local)

    @property
    def incoming_by_rule(self) -> int:
        """How many of the statements that point to it follow by rules."""
        return sum(len(group.values) for group in self.incoming_inferred)


def entity_page(
    presenter: Presenter, description: Description, places: Mapping[str, Place]
) -> EntityPage:
    """Show a description, its properties where ``places`` puts them."""
    graph = presenter.inference_graph
    own = [quad for quad in description.quads if _is(quad.subject, description.iri)]
    asserted = [quad for quad in own if not _is(quad.graph_name, graph)]
    known = {quad.triple for quad in asserted}
    nested = _by_blank_node(description.quads)
    translations = _translations(asserted, presenter.language)
    aside = [q for q in asserted if q.predicate.value in _NAMING or q in translations]
    others = [q for q in asserted if q.predicate.value not in _NAMING and q not in translations]
    sections = _sections(presenter, presenter.groups(others, nested, places=places), places)
    statements = [value for section in sections for g in section.groups for value in g.values]
    title = presenter.label(description.iri)
    return EntityPage(
        entity=presenter.link(description.iri),
        is_elsewhere=_is_elsewhere(presenter, description.iri),
        title=title,
        other_names=_other_names(presenter, aside, title),
        types=_kinds(presenter, asserted),
        descriptions=_descriptions(presenter, aside),
        sections=sections,
        content=_content(presenter, description.content),
        reports=_reports(presenter, statements),
        said_elsewhere=any(value.said_in("") or not value.evidence for value in statements),
        incoming=_incoming(
            presenter, (use for use in description.incoming if use.graphs != (graph,))
        ),
        names=presenter.groups(aside, nested),
        inferred=presenter.groups(
            [quad for quad in own if quad.triple not in known], nested, most=_MOST_INFERRED
        ),
        incoming_inferred=_incoming(
            presenter, (use for use in description.incoming if use.graphs == (graph,))
        ),
        sources=presenter.sources,
    )


def classes_of(description: Description) -> set[str]:
    """Give the classes of an entity, also those that follow by rules."""
    own = (quad for quad in description.quads if _is(quad.subject, description.iri))
    return _types(own)


def _sections(
    presenter: Presenter, groups: Iterable[Group], places: Mapping[str, Place]
) -> tuple[Section, ...]:
    """Put groups, which are in order, under the headings of their places."""
    sections: dict[str, tuple[Text | None, list[Group]]] = {}
    for group in groups:
        section = places.get(group.property.iri, NOWHERE).section
        heading = presenter.best(section.labels) if section.labels else None
        sections.setdefault(section.iri, (heading, []))[1].append(group)
    return tuple(Section(heading, tuple(held)) for heading, held in sections.values())


def _reports(presenter: Presenter, values: Iterable[Value]) -> tuple[Link, ...]:
    """List the reports that values come from, by year."""
    years = {
        source.passage.report: source.passage.year
        for value in values
        for source in value.evidence
        if source.passage
    }
    return tuple(presenter.link(report) for report in sorted(years, key=lambda r: (years[r], r)))


def _types(quads: Iterable[Quad]) -> set[str]:
    return {
        quad.object.value
        for quad in quads
        if quad.predicate == RDF_TYPE and isinstance(quad.object, NamedNode)
    }


def _kinds(presenter: Presenter, quads: list[Quad]) -> tuple[Link, ...]:
    """Show the classes; of those with the same name one."""
    links = [presenter.link(iri) for iri in sorted(_types(quads))]
    return tuple({link.label.text: link for link in reversed(links)}.values())


def _translations(quads: list[Quad], language: str) -> set[Quad]:
    """Find the texts in other languages of properties that have one in the reader's."""
    tagged = [q for q in quads if isinstance(q.object, Literal) and q.object.language]
    own = {q for q in tagged if _language(q).startswith(language)}
    known = {q.predicate for q in own}
    return {q for q in tagged if q.predicate in known} - own


def _language(quad: Quad) -> str:
    return (quad.object.language or "") if isinstance(quad.object, Literal) else ""


def _other_names(presenter: Presenter, quads: list[Quad], title: Text) -> tuple[Text, ...]:
    """Give the names in the reader's language, or in none, that are not the title."""
    names = {
        quad.object.value: quad.object.language or ""
        for quad in quads
        if quad.predicate.value in (*LABELS, *OTHER_LABELS)
        and isinstance(quad.object, Literal)
        and (quad.object.language or presenter.language).startswith(presenter.language)
    }
    names.pop(title.text, None)
    return tuple(Text(name, names[name]) for name in sorted(names, key=str.casefold))


def _content(
    presenter: Presenter, quads: Iterable[Quad]
) -> tuple[tuple[Link, tuple[Group, ...]], ...]:
    """Show what a graph says, by subject; the graph itself is the evidence of it all."""
    by_subject: dict[str, list[Quad]] = {}
    for quad in quads:
        subject = quad.subject
        name = subject.value if isinstance(subject, NamedNode) else str(subject)
        triple = Quad(quad.subject, quad.predicate, quad.object)
        by_subject.setdefault(name, []).append(triple)
    return tuple(
        (presenter.link(subject), presenter.groups(statements, {}))
        for subject, statements in by_subject.items()
    )


def _incoming(presenter: Presenter, uses: Iterable[Incoming]) -> tuple[Group, ...]:
    groups: dict[str, list[Value]] = {}
    for use in uses:
        value = Value(presenter.link(use.subject), evidence=presenter.evidence(use.graphs))
        groups.setdefault(use.predicate, []).append(value)
    return tuple(
        Group(presenter.link(name), tuple(values), len(values)) for name, values in groups.items()
    )


def _descriptions(presenter: Presenter, quads: list[Quad]) -> tuple[Text, ...]:
    text = presenter.description(quads)
    return (text,) if text else ()


def _is_elsewhere(presenter: Presenter, iri: str) -> bool:
    return is_link(iri) and not iri.startswith(presenter.publication.base_iri)


def _by_blank_node(quads: Iterable[Quad]) -> Nested:
    nested: dict[BlankNode, list[Quad]] = {}
    for quad in quads:
        if isinstance(quad.subject, BlankNode):
            nested.setdefault(quad.subject, []).append(quad)
    return nested


def _is(term: object, iri: str) -> bool:
    return isinstance(term, NamedNode) and term.value == iri
