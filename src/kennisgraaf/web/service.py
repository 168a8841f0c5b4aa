"""Service: the endpoint described for machines (SPARQL 1.1 Service Description)."""

from collections.abc import Iterator
from hashlib import sha256
from http import HTTPStatus

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple

from kennisgraaf import __version__
from kennisgraaf.formats import GRAPH_TYPES, RESULTS_TYPES
from kennisgraaf.namespaces import VOID
from kennisgraaf.resources import PREFIXES, Resource, node, texts, typed
from kennisgraaf.settings import Limits
from kennisgraaf.store.catalogue import catalogue_quads
from kennisgraaf.store.documents import write
from kennisgraaf.web.caching import with_charset
from kennisgraaf.web.current import Published
from kennisgraaf.web.http import SERVICE_DESC, Reply, Scope, is_known
from kennisgraaf.web.negotiation import graph_type
from kennisgraaf.web.protocol import Request

_FORMATS = "http://www.w3.org/ns/formats/"
_NAMES = {
    "application/sparql-results+json": "SPARQL_Results_JSON",
    "application/sparql-results+xml": "SPARQL_Results_XML",
    "text/csv": "SPARQL_Results_CSV",
    "text/tab-separated-values": "SPARQL_Results_TSV",
    "text/turtle": "Turtle",
    "application/ld+json": "JSON-LD",
    "application/n-triples": "N-Triples",
    "application/rdf+xml": "RDF_XML",
    "application/trig": "TriG",
    "application/n-quads": "N-Quads",
}
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
_LIMITS = {
    "nl": "Een vraag mag {query_seconds:g} seconden duren en {query_memory_mib} MiB geheugen "
    "nemen; een antwoord is ten hoogste {query_result_mib} MiB groot. Een vraag heeft ten hoogste "
    "{query_characters} tekens, {query_depth} haakjes in elkaar, {query_patterns} triplepatronen "
    "en {query_operators} operatoren. Wie vraagt heeft ten hoogste {queries_per_client} vragen "
    "tegelijk lopen. Andere servers worden niet bevraagd (SERVICE), en er is geen update.",
    "en": "A query may take {query_seconds:g} seconds and {query_memory_mib} MiB of memory; an "
    "answer has at most {query_result_mib} MiB. A query has at most {query_characters} "
    "characters, {query_depth} brackets in each other, {query_patterns} triple patterns and "
    "{query_operators} operators. A client has at most {queries_per_client} queries under way. "
    "No other server is asked (SERVICE), and there is no update.",
}


def service_description(scope: Scope, request: Request, published: Published) -> Reply:
    """Describe the endpoint at the address that was asked.

    Raises:
        NotAcceptableError: no RDF format is accepted.
    """
    media_type = graph_type(request.headers.get("accept"))
    address = f"{scope['scheme']}://{request.headers.get('host', 'localhost')}{scope['path']}"
    state = f"{__version__} {published.name} {media_type} {address}"
    headers = {
        "Content-Type": with_charset(media_type),
        "ETag": f'"{sha256(state.encode()).hexdigest()[:32]}"',
        "Cache-Control": "public, max-age=0, must-revalidate",
        "Link": SERVICE_DESC,
    }
    if is_known(headers["ETag"], request.headers.get("if-none-match", "")):
        return Reply(HTTPStatus.NOT_MODIFIED, headers)
    rdf_format = RdfFormat.from_media_type(media_type) or RdfFormat.TURTLE
    triples = [Quad(t.subject, t.predicate, t.object) for t in describe(published, address)]
    prefixes = {**PREFIXES, **published.publication.prefixes}
    return Reply(HTTPStatus.OK, headers, write(triples, rdf_format, prefixes))


def describe(published: Published, address: str) -> list[Triple]:
    """Describe the endpoint: languages, formats, data set, prefixes, examples and limits."""
    publication = published.publication
    # The feature means the union and nothing else; a vocabulary may stand in no named graph.
    alone = published.manifest.quality.statements.get("vocabulary", 0)
    union = publication.union_default_graph and not alone
    service = (
        Resource(address, "sd:Service")
        .say("sd:endpoint", node(address))
        .say("sd:supportedLanguage", _sd("SPARQL10Query"), _sd("SPARQL11Query"))
        .say("sd:feature", _sd("EmptyGraphs"), _sd("UnionDefaultGraph") if union else None)
        .say("sd:resultFormat", *_formats())
        .say("dct:title", *texts(publication.title))
        .say("dct:license", node(publication.licence))
        .say("rdfs:comment", *texts(limits_in_words(publication.limits)))
    )
    dataset = Resource(publication.dataset, "sd:Dataset")
    default = Resource(f"{address}#default", "sd:Graph")
    service.say("sd:defaultDataset", dataset)
    dataset.say("sd:defaultGraph", default)
    resources = [service, dataset, default]
    for graph in published.descriptions.graphs():
        named = Resource(f"{address}#{sha256(graph.encode()).hexdigest()[:16]}", "sd:NamedGraph")
        named.say("sd:name", node(graph))
        dataset.say("sd:namedGraph", named)
        resources.append(named)
    resources += _prefixes(published, service, address)
    resources += _examples(published, service, address)
    return [
        *(triple for resource in resources for triple in resource.triples),
        *_statistics(published),
    ]


def limits_in_words(limits: Limits) -> dict[str, str]:
    """Tell the limits of a query, in Dutch and English."""
    values = {name: getattr(limits, name) for name in limits.__struct_fields__}
    return {language: text.format(**values) for language, text in _LIMITS.items()}


def _formats() -> list[NamedNode]:
    kinds = [*RESULTS_TYPES, *GRAPH_TYPES]
    return [
        NamedNode(_FORMATS + _NAMES[kind] if kind in _NAMES else _MEDIA_TYPES + kind)
        for kind in kinds
    ]


def _sd(name: str) -> NamedNode:
    return NamedNode(PREFIXES["sd"] + name)


def _prefixes(published: Published, service: Resource, address: str) -> Iterator[Resource]:
    """Declare the prefixes, for query editors (SHACL section 5.2.1)."""
    for prefix, namespace in published.publication.prefixes.items():
        declaration = Resource(f"{address}#prefix-{prefix}", "sh:PrefixDeclaration")
        declaration.say("sh:prefix", Literal(prefix))
        declaration.say("sh:namespace", typed(namespace, "anyURI"))
        service.say("sh:declare", declaration)
        yield declaration


def _examples(published: Published, service: Resource, address: str) -> Iterator[Resource]:
    """Give the competency questions as examples, for query editors."""
    for question in published.questions.by_name.values():
        is_ask = question.form == "ASK"
        kind, predicate = ("Ask", "sh:ask") if is_ask else ("Select", "sh:select")
        iri = f"{address}#example-{question.name}"
        example = Resource(iri, "sh:SPARQLExecutable", f"sh:SPARQL{kind}Executable")
        example.say(predicate, Literal(question.body))
        example.say("rdfs:comment", *texts(question.question))
        example.say("rdfs:label", *texts(question.question))
        example.say("foaf:page", node(published.publication.iri(f"questions/{question.name}")))
        example.say("sh:prefixes", service).say("schema:target", service)
        yield example


def _statistics(published: Published) -> list[Triple]:
    """Give the VoID of the version: sizes, classes, properties."""
    quads = catalogue_quads(published.version)
    about = NamedNode(published.publication.dataset)
    partitions = {
        quad.object
        for quad in quads
        if quad.subject == about and quad.predicate.value.endswith("Partition")
    }
    return [
        quad.triple
        for quad in quads
        if quad.subject in partitions
        or (quad.subject == about and quad.predicate.value.startswith(VOID))
    ]
