"""Quality: how well a dataset is proved, named, linked and used, in figures."""

import re
from collections import Counter
from collections.abc import Iterable
from urllib.parse import urlsplit

from pyoxigraph import Dataset, Literal, NamedNode, Quad, RdfFormat, Triple

from kennisgraaf.namespaces import LABELS, RDF_TYPE, RDFS
from kennisgraaf.publication.statistics import LINKS, Statistics
from kennisgraaf.resources import PREFIXES, Resource, node, typed
from kennisgraaf.serialisation import serialised
from kennisgraaf.settings import Publication
from kennisgraaf.validation.evidence import EvidenceReport
from kennisgraaf.validation.validate import Validated
from kennisgraaf.versions import Quality

_DEFINED_BY = NamedNode(f"{RDFS}isDefinedBy")
_DERIVED_FROM = NamedNode("http://www.w3.org/ns/prov#wasDerivedFrom")
_SOURCE = NamedNode("http://purl.org/dc/terms/source")
NOT_VERIFIED = "not verified"


def quality(validated: Validated, publication: Publication, counts: Statistics) -> Quality:
    """Measure a validated dataset.

    Args:
        validated: the dataset, with what the reports prove of it.
        publication: its settings.
        counts: of the dataset.
    """
    asserted = validated.asserted
    entities = _entities(asserted, publication)
    related: set[object] = set()
    linked: set[object] = set()
    for quad in asserted:
        if quad.predicate != RDF_TYPE and isinstance(quad.object, NamedNode):
            if quad.object in entities:
                related.update((quad.subject, quad.object))
            elif quad.predicate.value in LINKS:
                linked.add(quad.subject)
    authorities: Counter[str] = Counter()
    for (_, space), count in counts.links.items():
        authorities[urlsplit(space).hostname or space] += count
    return Quality(
        statements=_statements(validated, publication),
        entities=len(entities),
        labels=_labels((asserted, validated.inferred), entities),
        links=dict(sorted(authorities.items())),
        entities_without_link=len(entities - linked),
        entities_without_relation=sorted(entity.value for entity in entities - related),
        unused_terms=_unused_terms(validated),
    )


def measurements(measured: Quality, publication: Publication, published: str) -> bytes:
    """Write figures as measurements of the data set in Turtle (Data Quality Vocabulary)."""
    figures = {
        **{f"statements, {kind}": count for kind, count in measured.statements.items()},
        **{f"labels, {language}": count for language, count in measured.labels.items()},
        **{f"links, {authority}": count for authority, count in measured.links.items()},
        "entities": measured.entities,
        "entities without link": measured.entities_without_link,
        "entities without relation": len(measured.entities_without_relation),
        "unused terms": len(measured.unused_terms),
    }
    triples: list[Triple] = []
    for name, figure in figures.items():
        reference = "-".join(re.findall(r"[a-z0-9]+", name.lower()))
        metric = Resource(publication.iri(f"id/kwaliteitsmaat/{reference}"), "dqv:Metric")
        metric.say("rdfs:label", Literal(name, language="en"))
        measurement = (
            Resource(publication.iri(f"id/kwaliteitsmeting/{reference}"), "dqv:QualityMeasurement")
            .say("dqv:computedOn", node(publication.dataset))
            .say("dqv:isMeasurementOf", metric)
            .say("dqv:value", typed(figure, "integer"))
            .say("prov:generatedAtTime", typed(published, "dateTime"))
        )
        triples += [*metric.triples, *measurement.triples]
    return serialised(triples, RdfFormat.TURTLE, PREFIXES)


def _statements(validated: Validated, publication: Publication) -> dict[str, int]:
    """Count statements by what proves them."""
    asserted, evidence = validated.asserted, validated.evidence
    passages = _passages(asserted, publication)
    sources: set[object] = {
        quad.subject
        for predicate in (_DERIVED_FROM, _SOURCE)
        for quad in asserted.quads_for_predicate(predicate)
    }
    counts = Counter(_origin(quad, passages, sources) for quad in asserted)
    reported = counts.pop("report", 0)
    proved = {} if evidence is None else _proved(evidence)
    result = {f"report: {state}": count for state, count in proved.items()}
    if reported > sum(proved.values()):
        result[f"report: {NOT_VERIFIED}"] = reported - sum(proved.values())
    return result | dict(sorted(counts.items())) | {"inferred": len(validated.inferred)}


def _proved(evidence: EvidenceReport) -> Counter[str]:
    return Counter(evidence.states) + Counter(evidence.relations)


def _origin(quad: Quad, passages: set[object], sources: set[object]) -> str:
    if not isinstance(quad.graph_name, NamedNode):
        return "vocabulary"
    if quad.graph_name in passages:
        return "report"
    return "other source" if quad.graph_name in sources else "editors"


def _passages(dataset: Dataset, publication: Publication) -> set[object]:
    if publication.evidence is None:
        return set()
    kind = NamedNode(publication.evidence.passage)
    return {q.subject for q in dataset.quads_for_object(kind) if q.predicate == RDF_TYPE}


def _entities(dataset: Dataset, publication: Publication) -> set[NamedNode]:
    """Find what has a class, stands below ``id/``, and is no concept, passage or graph."""
    apart = {
        NamedNode(PREFIXES["skos"] + "Concept"),
        NamedNode(PREFIXES["skos"] + "ConceptScheme"),
    }
    if publication.evidence is not None:
        apart.add(NamedNode(publication.evidence.passage))
    classes: dict[NamedNode, set[object]] = {}
    for quad in dataset.quads_for_predicate(RDF_TYPE):
        if isinstance(quad.subject, NamedNode):
            classes.setdefault(quad.subject, set()).add(quad.object)
    begin = publication.iri("id/")
    graphs: set[object] = {quad.graph_name for quad in dataset}
    if publication.inference is not None:
        graphs.add(NamedNode(publication.inference.graph))
    entities = {
        entity
        for entity, kinds in classes.items()
        if not kinds & apart and not _is_term(kinds) and entity not in graphs
    }
    # Where things are named otherwise, as in data of others, all of them count.
    return {entity for entity in entities if entity.value.startswith(begin)} or entities


def _is_term(kinds: set[object]) -> bool:
    """Tell whether something is a class, a property or a shape."""
    namespaces = tuple(PREFIXES[prefix] for prefix in ("owl", "rdfs", "rdf", "sh"))
    return any(isinstance(kind, NamedNode) and kind.value.startswith(namespaces) for kind in kinds)


def _labels(datasets: Iterable[Dataset], entities: set[NamedNode]) -> dict[str, int]:
    """Count the entities that have a label in each language."""
    named = {
        (quad.subject, quad.object.language or "none")
        for dataset in datasets
        for label in LABELS
        for quad in dataset.quads_for_predicate(NamedNode(label))
        if quad.subject in entities and isinstance(quad.object, Literal)
    }
    return dict(sorted(Counter(language for _, language in named).items()))


def _unused_terms(validated: Validated) -> list[str]:
    """List the terms of the own ontology that no statement of the data uses."""
    own = {quad.subject for quad in validated.asserted.quads_for_predicate(_DEFINED_BY)}
    used: set[object] = set()
    for dataset in (validated.asserted, validated.inferred):
        for quad in dataset:
            # What is said of a term itself is no use of it.
            if isinstance(quad.graph_name, NamedNode) or quad.subject not in own:
                used.add(quad.predicate)
                if quad.predicate == RDF_TYPE:
                    used.add(quad.object)
    return sorted(str(term.value) for term in own - used if isinstance(term, NamedNode))
