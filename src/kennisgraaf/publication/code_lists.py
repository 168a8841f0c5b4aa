"""Code lists: the concept schemes of a publication, with how often each concept is used."""

from collections import defaultdict

from pyoxigraph import Literal, NamedNode

from kennisgraaf.namespaces import RDF_TYPE, SKOS
from kennisgraaf.publication.triples import Triples
from kennisgraaf.settings import Publication
from kennisgraaf.specification import CodeList, Concept, Entry

_IN_SCHEME = SKOS + "inScheme"
_TOP = SKOS + "topConceptOf"
_BROADER = SKOS + "broader"
_NOTATION = SKOS + "notation"
_DEFINITIONS = (
    SKOS + "definition", SKOS + "scopeNote", "http://purl.org/dc/terms/description",
    "http://www.w3.org/2000/01/rdf-schema#comment",
)  # fmt: skip
_MOST_CONCEPTS = 2_000


def code_lists(data: Triples, publication: Publication, described: list[Entry]) -> list[CodeList]:
    """Read the concept schemes below the base IRI, and which properties of classes have them."""
    schemes = data.subjects(RDF_TYPE.value, SKOS + "ConceptScheme")
    properties: dict[str, set[str]] = defaultdict(set)
    for row in (row for entry in described for row in entry.rows if len(row.path) == 1):
        for expected in row.expected:
            if expected.kind == "list":
                properties[expected.iri].add(row.path[0][1:-1])
    return [
        CodeList(
            iri=iri,
            definitions=data.texts(iri, *_DEFINITIONS),
            concepts=_concepts(data, iri),
            properties=sorted(properties[iri]),
        )
        for iri in sorted(schemes)
        if iri.startswith(publication.base_iri)
    ]


def schemes_of(data: Triples, concept: str) -> set[str]:
    """Give the schemes that a concept is in."""
    return set(data.iris(concept, _IN_SCHEME))


def _concepts(data: Triples, scheme: str) -> list[Concept]:
    """List the concepts of a scheme, narrower ones after the one that is broader."""
    members = {*data.subjects(_IN_SCHEME, scheme), *data.subjects(_TOP, scheme)}
    narrower: dict[str, list[str]] = defaultdict(list)
    for member in sorted(members):
        broader = members & set(data.iris(member, _BROADER))
        narrower[min(broader, default="")].append(member)
    waiting, ordered, seen = [(iri, 0) for iri in narrower[""]], [], set()
    while waiting:
        iri, depth = waiting.pop(0)
        if iri not in seen:
            seen.add(iri)
            ordered.append((iri, depth))
            waiting = [(inner, depth + 1) for inner in narrower[iri]] + waiting
    ordered += [(iri, 0) for iri in sorted(members - seen)]  # Those in a circle.
    return [_concept(data, iri, depth) for iri, depth in ordered[:_MOST_CONCEPTS]]


def _concept(data: Triples, iri: str, depth: int) -> Concept:
    notations = data.values(NamedNode(iri), _NOTATION)
    uses = [len(nodes) for p, nodes in data.uses(iri).items() if not p.startswith(SKOS)]
    return Concept(
        iri=iri,
        notation=min((n.value for n in notations if isinstance(n, Literal)), default=""),
        definitions=data.texts(iri, *_DEFINITIONS),
        uses=sum(uses),
        depth=depth,
    )
