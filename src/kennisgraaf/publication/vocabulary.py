"""Vocabulary: what an ontology below ``ns/`` says of each term, and how the data use it."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from pyoxigraph import Dataset, Literal, NamedNode

from kennisgraaf.namespaces import DCT, DESCRIPTIONS, LABELS, OWL, RDF, RDF_TYPE, RDFS, SKOS
from kennisgraaf.publication.class_rows import RowMaker
from kennisgraaf.publication.code_lists import code_lists, schemes_of
from kennisgraaf.publication.shape_model import ShapeReader
from kennisgraaf.publication.triples import Node, Triples, Value, term_of
from kennisgraaf.settings import Publication
from kennisgraaf.specification import Check, Entry, Evidence, Specification, Term, Vocabulary

CLASSES = {OWL + "Class", RDFS + "Class"}
RELATIONS = (
    RDFS + "subClassOf", RDFS + "subPropertyOf", RDFS + "domain", RDFS + "range",
    OWL + "inverseOf", OWL + "equivalentClass", OWL + "equivalentProperty", OWL + "disjointWith",
    *(SKOS + f"{kind}Match" for kind in ("exact", "close", "broad", "narrow", "related")),
    RDFS + "seeAlso",
)  # fmt: skip
_NOTES = (SKOS + "scopeNote", SKOS + "editorialNote", "http://purl.org/vocab/vann/usageNote")
_DEFINITIONS = (SKOS + "definition", RDFS + "comment", DCT + "description")
_KINDS = (
    OWL + "Ontology", *sorted(CLASSES), RDF + "Property", OWL + "ObjectProperty",
    OWL + "DatatypeProperty",
)  # fmt: skip
_PREFERRED_SPACE = "http://purl.org/vocab/vann/preferredNamespaceUri"
_PREFERRED_PREFIX = "http://purl.org/vocab/vann/preferredNamespacePrefix"
_MOST_EXAMPLES = 3
_MOST_LOOKED_AT = 500
_LONGEST = 300


class _Reader:
    """Reads terms from a dataset."""

    def __init__(self, data: Triples, publication: Publication) -> None:
        self._data = data
        self._publication = publication
        self.uses: Counter[str] = Counter()
        self._subjects: Counter[str] = Counter()
        self._examples: dict[str, list[tuple[str, Term]]] = defaultdict(list)
        for node in data.nodes():
            for predicate, values in data.about(node).items():
                self.uses[predicate] += len(values)
                self._subjects[predicate] += 1
                if predicate == RDF_TYPE.value:
                    self.uses.update(v.value for v in values if isinstance(v, NamedNode))
                self._add_example(predicate, node, values[0])

    def _add_example(self, predicate: str, node: Node, value: Value) -> None:
        """Keep the first statements of a property that have other subjects and objects."""
        examples, term = self._examples[predicate], term_of(value)
        if (
            isinstance(node, NamedNode)
            and len(examples) < _MOST_EXAMPLES
            and term.kind != "blank"
            and len(term.value) < _LONGEST
            and term.value not in {example.value for _, example in examples}
        ):
            examples.append((node.value, term))

    def names(self) -> list[str]:
        """List the names of the vocabularies: the first part of an IRI after ``ns/``."""
        begin = self._publication.iri("ns/")
        local = {
            iri.removeprefix(begin)
            for kind in _KINDS
            for iri in self._data.subjects(RDF_TYPE.value, kind)
            if iri.startswith(begin)
        }
        return sorted({name.partition("#")[0].partition("/")[0] for name in local} - {""})

    def vocabulary(self, name: str, rows: RowMaker, begin: str) -> Vocabulary:
        """Read a vocabulary; of the classes of others those of shapes whose IRI begins so."""
        iri = self._publication.iri(f"ns/{name}")
        nodes = {node.value for node in self._data.nodes() if isinstance(node, NamedNode)}
        terms = sorted(node for node in nodes if _is_term(node, iri))
        entries = [self.entry(term) for term in terms]
        classes = [rows.complete(entry) for entry in entries if CLASSES & set(entry.kinds)]
        known = {entry.iri for entry in classes}
        properties = [e for e in entries if _is_property(e.kinds) and e.iri not in known]
        known |= {entry.iri for entry in properties}
        return Vocabulary(
            name=name,
            iri=iri,
            namespace=f"{iri}#" if any("#" in t for t in terms) or not terms else f"{iri}/",
            prefix=self._prefix(iri),
            definitions=self._data.texts(iri, *_DEFINITIONS, *DESCRIPTIONS),
            metadata=self._metadata(iri),
            classes=classes,
            properties=properties,
            others=[entry for entry in entries if entry.iri not in known],
            reused=[
                rows.complete(self.entry(other))
                for other in rows.classes(begin)
                if not other.startswith(self._publication.base_iri)
            ],
        )

    def _prefix(self, iri: str) -> str:
        preferred = self._data.texts(iri, _PREFERRED_PREFIX)
        spaces = self._publication.prefixes.items()
        return next(
            iter(preferred.values()),
            next((short for short, space in spaces if space in (f"{iri}#", f"{iri}/")), ""),
        )

    def entry(self, iri: str) -> Entry:
        """Read a term."""
        relations = {relation: self._data.iris(iri, relation) for relation in RELATIONS}
        inverse = self._data.subjects(OWL + "inverseOf", iri)
        relations[OWL + "inverseOf"] = sorted({*relations[OWL + "inverseOf"], *inverse})
        kinds = self._data.iris(iri, RDF_TYPE.value)
        return Entry(
            iri=iri,
            kinds=kinds,
            definitions=self._data.texts(iri, *_DEFINITIONS),
            notes=self._data.texts(iri, *_NOTES),
            relations={relation: iris for relation, iris in relations.items() if iris},
            uses=self.uses[iri],
            subjects=self._subjects[iri],
            examples=self._instances(iri) if CLASSES & set(kinds) else self._examples[iri],
        )

    def _instances(self, iri: str) -> list[tuple[str, Term]]:
        """Give examples of a class: those of which most is said."""
        instances = self._data.subjects(RDF_TYPE.value, iri)[:_MOST_LOOKED_AT]
        said = {one: len(self._data.about(NamedNode(one))) for one in instances}
        best = sorted(instances, key=lambda one: (-said[one], one))
        return [(one, Term(iri)) for one in best[:_MOST_EXAMPLES]]

    def _metadata(self, iri: str) -> list[tuple[str, Term]]:
        shown = {*LABELS, *_DEFINITIONS, RDF_TYPE.value, _PREFERRED_PREFIX, _PREFERRED_SPACE}
        return [
            (predicate, term_of(value))
            for predicate, values in self._data.about(NamedNode(iri)).items()
            if predicate not in shown
            for value in values
        ]


def _evidence(
    dataset: Dataset, data: Triples, terms: set[str]
) -> tuple[dict[str, Evidence], dict[str, Evidence]]:
    """Give where terms of others were found, and in which namespaces was looked.

    A graph with a date says so, by the sources of the term or namespace (``dct:source``).
    """
    found: dict[str, Evidence] = {}
    searched: dict[str, Evidence] = {}
    spaces = {_namespace(iri) for iri in terms}
    for quad in dataset.quads_for_predicate(NamedNode(DCT + "source")):
        subject, graph, source = quad.subject, quad.graph_name, quad.object
        if not isinstance(subject, NamedNode) or not isinstance(graph, NamedNode):
            continue
        iri, date = subject.value, data.texts(graph.value, DCT + "date")
        target = found if iri in terms else searched if iri in spaces else None
        if target is not None and date and isinstance(source, NamedNode | Literal):
            sources = {source.value, *(target[iri].sources if iri in target else ())}
            target[iri] = Evidence(graph.value, min(date.values()), sorted(sources))
    return found, searched


def _namespace(iri: str) -> str:
    return iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]


def specification(
    dataset: Dataset, shapes: Dataset, checks: list[Check], publication: Publication
) -> Specification:
    """Read all that is shown of vocabularies and shapes."""
    data, shape_reader = Triples(dataset), ShapeReader(shapes)
    reader = _Reader(data, publication)
    read_shapes = shape_reader.shapes()
    rows = RowMaker(read_shapes, lambda concept: schemes_of(data, concept))
    names = reader.names()
    vocabularies = [
        reader.vocabulary(name, rows, "" if len(names) == 1 else publication.iri(f"ns/{name}"))
        for name in names
    ]
    base, shared = publication.base_iri, rows.shared()
    classes = [entry for voc in vocabularies for entry in (*voc.classes, *voc.reused)]
    used = {iri: n for iri, n in reader.uses.items() if not iri.startswith(base)}
    mapped = {
        other
        for vocabulary in vocabularies
        for entry in (*vocabulary.classes, *vocabulary.properties, *vocabulary.others)
        for others in entry.relations.values()
        for other in others
        if not other.startswith(base)
    }
    found, searched = _evidence(dataset, data, mapped | set(used))
    return Specification(
        vocabularies=vocabularies,
        code_lists=code_lists(data, publication, [*classes, *shared]),
        shared=shared,
        shapes=read_shapes,
        groups=shape_reader.groups(),
        checks=checks,
        found=found,
        searched=searched,
        used=used,
    )


def _is_term(iri: str, ontology: str) -> bool:
    name = iri.removeprefix(ontology)
    return (
        iri != ontology
        and iri.startswith(ontology)
        and (name[0] == "#" or (name[0] == "/" and "/" not in name[1:] and "#" not in name))
    )


def _is_property(kinds: Iterable[str]) -> bool:
    return any(kind == RDF + "Property" or kind.endswith("Property") for kind in kinds)
