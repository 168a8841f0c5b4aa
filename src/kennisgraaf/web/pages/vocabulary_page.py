"""Vocabulary page: an ontology as its specification shows it, with what the shapes add."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import product

from markupsafe import Markup

from kennisgraaf.namespaces import OWL, RDFS
from kennisgraaf.specification import Entry, Expected, Row, Vocabulary
from kennisgraaf.web.pages.diagram import Diagram, Relation, draw
from kennisgraaf.web.pages.glossary import MAPPINGS, Glossary, anchor

_SUB_CLASS = RDFS + "subClassOf"
_MOST_NAMES = 4
_MOST_USED = 500


class VocabularyPage:
    """Knows what belongs to each term of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary, words: Glossary) -> None:
        self.vocabulary, self.words = vocabulary, words
        self._entries = {e.iri: e for e in (*vocabulary.classes, *vocabulary.properties)}

    def inherited(self, entry: Entry) -> list[tuple[str, list[Row]]]:
        """Give the rows that a class has from each class above it in its vocabulary."""
        rows, waiting, seen = [], [entry.iri], {entry.iri}
        while waiting:
            known = self._entries.get(waiting.pop(0))
            for above in known.relations.get(_SUB_CLASS, []) if known else []:
                if above not in seen and above in self._entries:
                    seen.add(above)
                    waiting.append(above)
                    if self._entries[above].rows:
                        rows.append((above, self._entries[above].rows))
        return rows

    def narrower(self, entry: Entry) -> list[str]:
        """List the classes or properties of the vocabulary that are directly below a term."""
        relations = (_SUB_CLASS, RDFS + "subPropertyOf")
        return [
            other.iri
            for other in self._entries.values()
            if any(entry.iri in other.relations.get(relation, ()) for relation in relations)
        ]

    def mappings(self, entry: Entry) -> list[tuple[str, str]]:
        """List the terms of others that a term is mapped to, each with how."""
        return [
            (relation, other)
            for relation in MAPPINGS
            for other in entry.relations.get(relation, ())
            if not other.startswith(self.vocabulary.namespace)
        ]

    def own(self, entry: Entry, relation: str) -> list[str]:
        """List the terms of the same vocabulary that a term relates to."""
        others = entry.relations.get(relation, [])
        return [other for other in others if other.startswith(self.vocabulary.namespace)]

    def all_of(self, entry: Entry, *relations: str) -> list[str]:
        """List what a term relates to."""
        return [other for relation in relations for other in entry.relations.get(relation, ())]

    def find(self, name: str) -> Entry | None:
        """Give an own term by the last part of its IRI, a class of others by its short form."""
        voc = self.vocabulary
        own = (*voc.classes, *voc.properties, *voc.others)
        found = [entry for entry in own if anchor(entry.iri) == name]
        found += [entry for entry in voc.reused if self.words.code(entry.iri) == name]
        return next(iter(found), None)

    def is_class(self, entry: Entry) -> bool:
        """Tell whether a term is a class."""
        return entry in self.vocabulary.classes or entry in self.vocabulary.reused

    def said(self, entry: Entry, _: Callable[[str], str]) -> list[tuple[str, list[str]]]:
        """Name what the ontology says of a term in relation to others."""
        words = self.words
        return [
            (_("Subclass of"), self.own(entry, words.SUB_CLASS)),
            (_("Subproperty of"), self.own(entry, words.SUB_PROPERTY)),
            (_("Narrower"), self.narrower(entry)),
            (_("Domain, as the ontology says"), self.all_of(entry, words.DOMAIN)),
            (_("Range, as the ontology says"), self.all_of(entry, words.RANGE)),
            (_("Inverse"), self.all_of(entry, words.INVERSE)),
            (_("Disjoint with"), self.all_of(entry, OWL + "disjointWith")),
            (_("See also"), self.all_of(entry, RDFS + "seeAlso")),
        ]

    def tables(self, entry: Entry) -> list[tuple[Markup, list[Row]]]:
        """Give the rows of a class: its own, those it inherits, and those of shapes for several."""
        shared = {other.iri: other for other in self.words.specification.shared}
        tables = [(Markup(""), entry.rows)]
        tables += [(self.words.name(above), rows) for above, rows in self.inherited(entry)]
        owners = [entry, *(self._entries[above] for above, _ in self.inherited(entry))]
        iris = dict.fromkeys(iri for owner in owners for iri in owner.shared)
        return tables + [(self.words.refer_to(iri), shared[iri].rows) for iri in iris]

    def alone(self) -> list[Entry]:
        """List the terms that are mapped to none of others."""
        return [entry for entry in self._entries.values() if not self.mappings(entry)]

    def counts(self) -> dict[str, int]:
        """Count the mappings, by whether the other term was found."""
        pairs = [pair for entry in self._entries.values() for pair in self.mappings(entry)]
        states = Counter(self.words.existence(other)[0] or "unchecked" for _, other in pairs)
        return {"all": len(pairs), **{k: states[k] for k in ("found", "missing", "unchecked")}}

    def used(self) -> list[tuple[str, int]]:
        """List the terms of others that the data use, by their short forms."""
        used = self.words.specification.used.items()
        return sorted(used, key=lambda item: self.words.code(item[0]))[:_MOST_USED]

    @cached_property
    def used_by(self) -> dict[str, list[str]]:
        """The classes, and the shapes for several, that have a row for each property."""
        owners: dict[str, list[str]] = defaultdict(list)
        voc, shared = self.vocabulary, self.words.specification.shared
        for entry in (*voc.classes, *voc.reused, *shared):
            for row in entry.rows:
                if len(row.path) == 1:
                    owners[row.path[0][1:-1]].append(entry.iri)
        return owners

    @cached_property
    def expected(self) -> dict[str, list[Expected]]:
        """What the shapes expect of the values of each property, of whatever class."""
        expected: dict[str, set[Expected]] = defaultdict(set)
        voc, shared = self.vocabulary, self.words.specification.shared
        for entry in (*voc.classes, *voc.reused, *shared):
            for row in entry.rows:
                if len(row.path) == 1:
                    expected[row.path[0][1:-1]].update(row.expected)
        return {iri: sorted(found) for iri, found in expected.items()}

    @cached_property
    def relations(self) -> list[Relation]:
        """How the classes hang together: sub-classes, then what shapes or ranges say."""
        own = {entry.iri for entry in self.vocabulary.classes}
        subs = [
            Relation(entry.iri, above)
            for entry in self.vocabulary.classes
            for above in entry.relations.get(_SUB_CLASS, ())
            if above in own and above != entry.iri
        ]
        names: dict[tuple[str, str], list[str]] = defaultdict(list)
        for source, target, iri in self._between():
            text = self.words.link(iri).label.text
            if text not in names[source, target]:
                names[source, target].append(text)
        return subs + [
            Relation(source, target, tuple(_short(texts)))
            for (source, target), texts in names.items()
        ]

    def _between(self) -> Iterator[tuple[str, str, str]]:
        """Give which class leads to which by which property, one of the two being own."""
        voc = self.vocabulary
        own = {entry.iri for entry in voc.classes}
        known = own | {entry.iri for entry in voc.reused}
        for entry in (*voc.classes, *voc.reused):
            for row in (row for row in entry.rows if len(row.path) == 1):
                targets = {e.iri for e in row.expected if e.kind == "class"} & known
                for target in sorted(targets if entry.iri in own else targets & own):
                    yield entry.iri, target, row.path[0][1:-1]
        for entry in voc.properties:
            domains = own.intersection(entry.relations.get(RDFS + "domain", ()))
            ranges = own.intersection(entry.relations.get(RDFS + "range", ()))
            for source, target in product(sorted(domains), sorted(ranges)):
                yield source, target, entry.iri

    @cached_property
    def diagram(self) -> Diagram:
        """The classes and their relations, drawn."""
        iris = [entry.iri for entry in self.vocabulary.classes]
        relations = self.relations
        for relation in relations:
            iris += [relation.source, relation.target]
        return draw({iri: self.words.link(iri).label.text for iri in iris}, relations)


def _short(texts: list[str]) -> list[str]:
    more = len(texts) - _MOST_NAMES
    return texts if more <= 0 else [*texts[:_MOST_NAMES], f"+ {more}"]
