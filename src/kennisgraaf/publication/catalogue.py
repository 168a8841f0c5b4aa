"""Catalogue: what is published, for catalogues to harvest (DCAT-AP Vlaanderen 3.0, DCAT-AP 3.0.1).

Where the two ask for different classes of the same thing, it has both.
"""

from dataclasses import dataclass
from itertools import pairwise

from pyoxigraph import Literal, NamedNode, Triple

from kennisgraaf.iris import one_word, readable
from kennisgraaf.publication.authority import authority, with_authorities
from kennisgraaf.publication.distributions import DISTRIBUTIONS
from kennisgraaf.publication.provenance import Origin, provenance
from kennisgraaf.resources import Resource, node, term, texts, typed
from kennisgraaf.settings import Catalogue, Publication
from kennisgraaf.versions import File

_PUBLIC = NamedNode("http://publications.europa.eu/resource/authority/access-right/PUBLIC")
_PROFILE = NamedNode("https://data.vlaanderen.be/doc/applicatieprofiel/DCAT-AP-VL")
_PROTOCOL = NamedNode("https://www.w3.org/TR/sparql11-protocol/")
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
_FILE_TYPES = "http://publications.europa.eu/resource/authority/file-type/"
_FORMATS = {
    ".nq.gz": ("RDF_N_QUADS", "application/n-quads", "N-Quads"),
    ".trig.gz": ("RDF_TRIG", "application/trig", "TriG"),
    ".ttl.gz": ("RDF_TURTLE", "text/turtle", "Turtle"),
}


@dataclass(frozen=True)
class ReportData:
    """What one report says, as a data set: its IRI, names, year, and file of the version."""

    iri: str
    names: dict[str, str]
    year: str
    file: str


@dataclass(frozen=True)
class Release:
    """A version that is being made: what the catalogue tells of it."""

    publication: Publication
    version: str
    published: str
    files: dict[str, File]
    reports: tuple[ReportData, ...]
    origin: Origin


def catalogue(release: Release) -> list[Triple]:
    """Describe a version as a catalogue with its data sets, distributions and data service."""
    publication = release.publication
    settings = publication.catalogue or Catalogue()
    shared = _Shared(release, settings)
    dataset = shared.dataset(
        publication.dataset, publication.title, publication.description, _main_files(release)
    )
    dataset.triples += Resource(publication.dataset, "void:Dataset").triples
    dataset.say("dct:conformsTo", *(shared.standard(iri) for iri in _vocabularies(publication)))
    series, members = _series(release, settings, shared)
    service = shared.service(dataset)
    catalog = (
        Resource(publication.iri(f"id/catalogus/{publication.slug}"), "dcat:Catalog")
        .say("dcat:dataset", dataset, *members)
        .say("dcat:resource", *series)
        .say("dcat:service", service)
        .say("dct:language", *shared.languages)
        .say("foaf:homepage", shared.homepage)
    )
    shared.describe(catalog, publication.title, publication.description)
    for listed in (dataset, service, *series, *members):
        catalog.say("dcat:record", shared.record(listed))
    shared.resources += [catalog, dataset, *series, *members, service]
    shared.resources += provenance(release.origin, dataset, release.version, release.published)
    triples = [triple for resource in shared.resources for triple in resource.triples]
    return list(dict.fromkeys(with_authorities(triples)))


class _Shared:
    """What all resources of a catalogue have in common, and the resources made so far."""

    def __init__(self, release: Release, settings: Catalogue) -> None:
        self.release, self.settings = release, settings
        publication = release.publication
        self.publication = publication
        self.homepage = Resource(publication.base_iri, "foaf:Document")
        self.publisher = Resource(
            publication.publisher.iri, "foaf:Agent", "foaf:Organization", "dct:Agent"
        ).say("foaf:name", *texts(publication.publisher.name))
        self.contact = (
            Resource(
                publication.iri(f"id/contactpunt/{publication.slug}"),
                "vcard:Organization",
                "vcard:Kind",
            )
            .say("vcard:fn", *texts(publication.contact.name))
            .say("vcard:hasURL", node(publication.contact.url))
            .say("vcard:hasEmail", node(settings.email and f"mailto:{settings.email}"))
        )
        self.licence = Resource(publication.licence, "dct:LicenseDocument")
        self.languages = _languages(publication)
        self.resources = [self.homepage, self.publisher, self.contact, self.licence]
        self.themes = [_theme(iri) for iri in settings.themes]
        self.places = [Resource(iri, "dct:Location") for iri in settings.spatial]
        self.resources += [*self.themes, *self.places]
        if settings.frequency:
            self.resources.append(Resource(settings.frequency, "dct:Frequency"))

    def describe(
        self, resource: Resource, title: dict[str, str], description: dict[str, str]
    ) -> None:
        """Say what every resource of a catalogue says of itself."""
        resource.say("dct:title", *texts(title)).say("dct:description", *texts(description))
        resource.say("dct:identifier", Literal(resource.node.value))
        resource.say("dct:publisher", self.publisher).say("dcat:contactPoint", self.contact)
        resource.say("dct:license", self.licence)
        resource.say("dct:modified", typed(self.release.published, "dateTime"))

    def dataset(
        self, iri: str, title: dict[str, str], description: dict[str, str], files: list[str]
    ) -> Resource:
        """Describe a data set with its distributions."""
        settings = self.settings
        dataset = Resource(iri, "dcat:Dataset")
        self.describe(dataset, title, description)
        dataset.say("dct:accessRights", _PUBLIC).say("dct:language", *self.languages)
        dataset.say("dcat:keyword", *texts(settings.keyword)).say("dcat:theme", *self.themes)
        dataset.say("dct:spatial", *self.places).say("dcat:landingPage", self.homepage)
        dataset.say("dct:accrualPeriodicity", node(settings.frequency))
        dataset.say("dcat:version", Literal(self.release.version))
        for name in files:
            dataset.say("dcat:distribution", self.distribution(name, title, dataset))
        return dataset

    def distribution(self, name: str, title: dict[str, str], dataset: Resource) -> Resource:
        """Describe a file of the version."""
        file = self.release.files[name]
        # The longest ending that is known: a report's name may have dots of its own.
        ending = max((e for e in _FORMATS if name.endswith(e)), key=len)
        stem = name.removesuffix(ending)
        file_type, media_type, format_name = _FORMATS[ending]
        checksum = (
            Resource(self.publication.iri(f"id/controlesom/{file.sha256}"), "spdx:Checksum")
            .say("spdx:algorithm", term("spdx:checksumAlgorithm_sha256"))
            .say("spdx:checksumValue", typed(file.sha256, "hexBinary"))
        )
        reference = f"{stem}-{ending[1:].removesuffix('.gz')}"
        result = (
            Resource(
                self.publication.iri(f"id/distributie/{self.publication.slug}-{reference}"),
                "dcat:Distribution",
            )
            .say("dct:title", *texts({k: f"{t} ({format_name})" for k, t in title.items()}))
            .say("dcat:accessURL", node(self.publication.iri("catalogus")))
            .say("dcat:downloadURL", node(self.publication.iri(f"download/{name}")))
            .say("dcat:mediaType", NamedNode(_MEDIA_TYPES + media_type))
            .say("dcat:compressFormat", NamedNode(_MEDIA_TYPES + "application/gzip"))
            .say("dct:format", NamedNode(_FILE_TYPES + file_type))
            .say("dcat:byteSize", typed(file.bytes, "nonNegativeInteger"))
            .say("spdx:checksum", checksum)
            .say("dct:license", self.licence)
            .say("dct:issued", typed(self.release.published, "dateTime"))
        )
        result.say("dct:identifier", Literal(result.node.value))
        dataset.say("void:dataDump", node(self.publication.iri(f"download/{name}")))
        self.resources += [result, checksum]
        return result

    def service(self, dataset: Resource) -> Resource:
        """Describe the SPARQL endpoint."""
        endpoint = node(self.publication.iri("sparql"))
        service = Resource(
            self.publication.iri(f"id/dataservice/{self.publication.slug}-sparql"),
            "dcat:DataService",
        )
        self.describe(
            service,
            {k: f"SPARQL-eindpunt van {t}" if k == "nl" else f"SPARQL endpoint of {t}"
             for k, t in self.publication.title.items()},
            {k: "SPARQL 1.1, alleen lezen." if k == "nl" else "SPARQL 1.1, read-only."
             for k in self.publication.title},
        )  # fmt: skip
        service.say("dct:accessRights", _PUBLIC).say("dct:conformsTo", _PROTOCOL)
        service.say("dcat:theme", *self.themes).say("dcat:landingPage", self.homepage)
        service.say("dcat:endpointURL", endpoint).say("dcat:endpointDescription", endpoint)
        dataset.say("void:sparqlEndpoint", endpoint)
        return service.say("dcat:servesDataset", dataset)

    def record(self, listed: Resource) -> Resource:
        """Describe the entry of a resource in the catalogue."""
        reference = self.publication.reference(listed.node.value)
        record = Resource(self.publication.iri(f"id/catalogusrecord/{reference}"))
        record.triples += Resource(record.node.value, "dcat:CatalogRecord").triples
        record.say("dct:identifier", Literal(record.node.value)).say("foaf:primaryTopic", listed)
        record.say("dct:modified", typed(self.release.published, "dateTime"))
        record.say("dct:conformsTo", _PROFILE).say("dct:language", *self.languages)
        self.resources.append(record)
        return record

    def standard(self, iri: str) -> Resource:
        """Describe a vocabulary that a data set conforms to."""
        standard = Resource(iri, "dct:Standard")
        self.resources.append(standard)
        return standard


def _series(
    release: Release, settings: Catalogue, shared: _Shared
) -> tuple[list[Resource], list[Resource]]:
    """Describe the series of data sets, one for each report; and those data sets."""
    if settings.series is None or not release.reports:
        return [], []
    publication = release.publication
    series = Resource(publication.iri(f"id/datasetreeks/{publication.slug}"), "dcat:DatasetSeries")
    shared.describe(series, settings.series.title, settings.series.description)
    series.say("dct:accrualPeriodicity", node(settings.frequency))
    series.say("dct:spatial", *shared.places)
    members = []
    for report in release.reports:
        title = {
            language: f"{text}: {report.names.get(language, report.year)}"
            for language, text in publication.title.items()
        }
        iri = f"{publication.dataset}-{one_word(readable(report.iri))}"
        member = shared.dataset(iri, title, settings.series.description, [report.file])
        period = (
            Resource(publication.iri(f"id/periode/{report.year}"), "dct:PeriodOfTime")
            .say("dcat:startDate", typed(report.year, "gYear"))
            .say("dcat:endDate", typed(report.year, "gYear"))
        )
        shared.resources.append(period)
        member.say("dct:temporal", period).say("prov:wasDerivedFrom", node(report.iri))
        members.append(member.say("dcat:inSeries", series))
    for earlier, later in pairwise(members):
        later.say("dcat:prev", earlier)
    series.say("dcat:first", members[0]).say("dcat:last", members[-1])
    return [series], members


def _theme(iri: str) -> Resource:
    """Name a theme; one that is not known gets the last part of its IRI, as it needs a name."""
    theme = Resource(iri, "skos:Concept")
    if theme.node not in authority():
        theme.say("skos:prefLabel", Literal(readable(iri)))
    return theme


def _main_files(release: Release) -> list[str]:
    return [name for name in release.files if name in DISTRIBUTIONS]


def _vocabularies(publication: Publication) -> list[str]:
    """List the publication's own vocabularies."""
    own = f"{publication.base_iri}ns/"
    return [iri.rstrip("#/") for iri in publication.prefixes.values() if iri.startswith(own)]


def _languages(publication: Publication) -> list[NamedNode]:
    """Find the concepts of the publication's languages."""
    notation = term("skos:notation")
    return [
        concept
        for language in publication.languages
        for concept, triples in authority().items()
        if "/language/" in concept.value
        and any(t.predicate == notation and t.object == Literal(language) for t in triples)
    ]
