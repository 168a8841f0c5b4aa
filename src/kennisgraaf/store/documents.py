"""Documents: a description as RDF, in every format that is offered."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from pyld import jsonld
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from kennisgraaf.errors import NotRepresentableError
from kennisgraaf.iris import document_path, is_iri
from kennisgraaf.namespaces import DCT, FOAF, RDF_TYPE, RDFS, VOID, XSD
from kennisgraaf.serialisation import serialised, writable_as_xml
from kennisgraaf.settings import Publication
from kennisgraaf.store.descriptions import Description, Labels

_LABEL = NamedNode(RDFS + "label")
_SCHEMES = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]*):")
_WITH_GRAPHS = (RdfFormat.TRIG, RdfFormat.N_QUADS)


def document(
    description: Description, labels: Labels, publication: Publication, rdf_format: RdfFormat
) -> bytes:
    """Write all that a document about an entity holds.

    Its statements and those that point to it, labels of all that they name, and what the document
    itself is: about what, under which licence, of when (LD-08). TriG and N-Quads keep each
    statement in its graphs, which are its evidence.

    Raises:
        NotRepresentableError: RDF/XML has no name for a predicate.
    """
    quads = [*_statements(description), *_document_quads(description, labels, publication)]
    return write(quads, rdf_format, publication.prefixes)


def document_state(description: Description, publication: Publication) -> str:
    """Name the state of an entity's document: equal states have equal bytes in each format."""
    frame = (publication.base_iri, publication.licence, publication.slug, publication.prefixes)
    size = (publication.limits.page_size, description.incoming_total)
    return f"{description.hash} {description.modified} {size} {frame}"


def write(quads: Iterable[Quad], rdf_format: RdfFormat, prefixes: dict[str, str]) -> bytes:
    """Write quads; in a format without graphs each triple once.

    Raises:
        NotRepresentableError: RDF/XML has no name for a predicate.
    """
    if rdf_format in _WITH_GRAPHS:
        ordered = sorted(dict.fromkeys(quads), key=lambda quad: str(quad.graph_name))
        return serialised(ordered, rdf_format, prefixes)
    triples = _by_subject(dict.fromkeys(quad.triple for quad in quads))
    if rdf_format == RdfFormat.RDF_XML:
        triples = list(writable_as_xml(triples))
    try:
        if rdf_format == RdfFormat.JSON_LD:
            return _compact_json_ld(triples, prefixes)
        return serialised(triples, rdf_format, prefixes)
    except (ValueError, OSError, jsonld.JsonLdError) as error:
        raise NotRepresentableError(
            f"{rdf_format.name} cannot write this: {error}. Ask for Turtle or JSON-LD."
        ) from error


def json_ld_context(prefixes: dict[str, str]) -> dict[str, Any]:
    """Give the JSON-LD context of a publication: its prefixes."""
    return {prefix or "@vocab": namespace for prefix, namespace in sorted(prefixes.items())}


def document_iri(iri: str, publication: Publication) -> str:
    """Give the IRI of the document about an entity (Flemish URI standard, rule 4.3)."""
    path = document_path(publication.base_iri, iri).partition("#")[0]
    return publication.base_iri + path.removeprefix("/")


def dataset_document(description: Description, publication: Publication) -> bytes:
    """Write what is said about an entity as TriG, each statement in its graphs."""
    return write(_statements(description), RdfFormat.TRIG, publication.prefixes)


def _statements(description: Description) -> Iterator[Quad]:
    yield from description.quads
    yield from description.content
    entity = NamedNode(description.iri)
    for use in description.incoming:
        subject, predicate = NamedNode(use.subject), NamedNode(use.predicate)
        for graph in use.graphs or ("",):
            yield Quad(subject, predicate, entity, NamedNode(graph) if graph else DefaultGraph())


def _document_quads(
    description: Description, labels: Labels, publication: Publication
) -> Iterator[Quad]:
    for iri, texts in sorted(labels.items()):
        if iri != description.iri:
            for language, text in sorted(texts.items()):
                label = Literal(text, language=language) if language else Literal(text)
                yield Quad(NamedNode(iri), _LABEL, label)
    page = NamedNode(document_iri(description.iri, publication))
    yield Quad(page, RDF_TYPE, NamedNode(FOAF + "Document"))
    yield Quad(page, NamedNode(FOAF + "primaryTopic"), NamedNode(description.iri))
    yield Quad(page, NamedNode(VOID + "inDataset"), NamedNode(publication.dataset))
    yield Quad(page, NamedNode(DCT + "license"), NamedNode(publication.licence))
    if description.modified:
        moment = Literal(description.modified, datatype=NamedNode(XSD + "dateTime"))
        yield Quad(page, NamedNode(DCT + "modified"), moment)


def _by_subject(triples: Iterable[Triple]) -> list[Triple]:
    """Keep the order, but put all of a subject together, so that Turtle writes it once."""
    grouped: dict[str, list[Triple]] = {}
    for triple in triples:
        grouped.setdefault(str(triple.subject), []).append(triple)
    return [triple for group in grouped.values() for triple in sorted(group, key=_reading_order)]


def _reading_order(triple: Triple) -> tuple[bool, str, str]:
    return triple.predicate != RDF_TYPE, triple.predicate.value, str(triple.object)


def _compact_json_ld(triples: list[Triple], prefixes: dict[str, str]) -> bytes:
    """Write JSON-LD 1.1 with the prefixes as context, inline: nobody has to fetch one."""
    expanded = json.loads(serialize(triples, format=RdfFormat.JSON_LD) or b"[]")
    for node in expanded:
        _name_classes(node)
    # A prefix that is the scheme of an IRI (geo:, doi:) could not be told from it.
    schemes = {match[1] for match in _SCHEMES.finditer("\n".join(map(str, triples)))}
    context = {
        key: value
        for key, value in json_ld_context(prefixes).items()
        if is_iri(value) and key not in schemes
    }
    compact = jsonld.compact(expanded, context, {"documentLoader": _no_loader, "graph": True})
    return json.dumps(compact, ensure_ascii=False, indent=2).encode() + b"\n"


def _name_classes(node: dict[str, Any]) -> None:
    """Write classes as ``@type``, as all clients expect; pyoxigraph writes the property's IRI."""
    classes = node.get(RDF_TYPE.value, [])
    if classes and all("@id" in value for value in classes):
        node["@type"] = [value["@id"] for value in node.pop(RDF_TYPE.value)]


def _no_loader(url: str, _options: dict[str, Any]) -> dict[str, Any]:
    raise NotRepresentableError(f"The JSON-LD context {url} is not fetched.")
