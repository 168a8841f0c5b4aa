"""VoID: how large a dataset is, of which classes and properties, and where it links to."""

from collections.abc import Iterator
from hashlib import sha256

from pyoxigraph import Literal, NamedNode, Triple

from kennisgraaf.iris import one_word, readable
from kennisgraaf.publication.statistics import Statistics
from kennisgraaf.resources import Resource, node, typed
from kennisgraaf.settings import Publication

_LONGEST_NAME = 40


def void(publication: Publication, counts: Statistics, listed: Statistics) -> Iterator[Triple]:
    """Describe a dataset (VoID sections 2, 4 and 5).

    Args:
        publication: its settings.
        counts: of all that a query sees.
        listed: of the data themselves: their classes, properties and links become partitions.
    """
    dataset = Resource(publication.dataset)
    integers = {
        "void:triples": counts.triples,
        "void:entities": counts.entities,
        "void:classes": len(counts.classes),
        "void:properties": len(counts.properties),
        "void:distinctSubjects": counts.subjects,
        "void:distinctObjects": len(counts.objects),
    }
    for name, count in integers.items():
        dataset.say(name, typed(count, "integer"))
    dataset.say("void:uriSpace", Literal(publication.base_iri))
    dataset.say("void:rootResource", node(publication.iri(f"id/catalogus/{publication.slug}")))
    dataset.say("void:vocabulary", *(map(NamedNode, _vocabularies(publication, listed))))
    partitions: list[Resource] = []
    for iri in sorted(listed.classes):
        partition = _partition(publication, "class", iri).say("void:class", node(iri))
        partition.say("void:entities", typed(counts.classes[iri], "integer"))
        dataset.say("void:classPartition", partition)
        partitions.append(partition)
    for iri in sorted(listed.properties):
        uses = counts.properties[iri]
        partition = _partition(publication, "property", iri).say("void:property", node(iri))
        partition.say("void:triples", typed(uses.triples, "integer"))
        partition.say("void:distinctSubjects", typed(uses.subjects, "integer"))
        partition.say("void:distinctObjects", typed(len(uses.objects), "integer"))
        dataset.say("void:propertyPartition", partition)
        partitions.append(partition)
    for (predicate, space), count in sorted(counts.links.items()):
        other = Resource(space, "void:Dataset").say("void:uriSpace", Literal(space))
        linkset = _partition(publication, "link", predicate, space, "void:Linkset")
        linkset.say("void:linkPredicate", node(predicate)).say("void:subjectsTarget", dataset)
        linkset.say("void:objectsTarget", other).say("void:triples", typed(count, "integer"))
        dataset.say("void:subset", linkset)
        partitions += [linkset, other]
    for resource in (dataset, *partitions):
        yield from resource.triples


def _partition(
    publication: Publication, kind: str, iri: str, space: str = "", *classes: str
) -> Resource:
    """Name a part of the dataset after what it is of, so that a reader knows it by its IRI."""
    name = one_word(readable(iri)[:_LONGEST_NAME])
    digest = sha256(f"{kind} {iri} {space}".encode()).hexdigest()[:8]
    local = "-".join(filter(None, (kind, name, digest)))
    return Resource(publication.iri(f"id/partitie/{local}"), "void:Dataset", *classes)


def _vocabularies(publication: Publication, listed: Statistics) -> list[str]:
    """List the namespaces with a prefix of which a class or property is used."""
    used = [*listed.classes, *listed.properties]
    return sorted(
        {
            namespace
            for namespace in publication.prefixes.values()
            if any(iri.startswith(namespace) for iri in used)
        }
    )
