"""Metadata: a version describes itself as DCAT-AP, VoID and PROV, true to what it holds."""

import gzip
import os
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, RdfFormat, Store, Triple, parse

from kennisgraaf.publication.pipeline import publish
from kennisgraaf.publication.provenance import revision_of
from kennisgraaf.publication_file import read_publication
from kennisgraaf.validation.shapes import read_report, triples_of, validation_report
from kennisgraaf.validation.validate import Validated, validate_publication
from kennisgraaf.versions import CATALOGUE, METADATA_GRAPH, STORE, Version
from stores import silent

BASE = "https://tuin.example/"
DATASET = f"{BASE}id/dataset/tuinkennis"
ROOT = Path(__file__).parent.parent
VOCABULARIES = ROOT.parent / "shared" / "oslo" / "vocab"
PROFILES = (
    "dcat-ap-vl/dcat-ap-vl-3.0-derived-shapes.ttl",
    "dcat-ap-3/3.0.1-shapes.ttl",
    "dcat-ap-3/3.0.1-range.ttl",
)
PREFIXES = """
PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX dct: <http://purl.org/dc/terms/>
PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX spdx: <http://spdx.org/rdf/terms#>
PREFIX void: <http://rdfs.org/ns/void#> PREFIX foaf: <http://xmlns.com/foaf/0.1/>
"""


@pytest.fixture(scope="module")
def store(version: Version) -> Store:
    return Store.read_only(str(version.path / STORE))


def rows(store: Store, query: str) -> list[tuple[str, ...]]:
    solutions = store.query(PREFIXES + query, base_iri=BASE)
    assert isinstance(solutions, QuerySolutions)
    return sorted(tuple("" if t is None else str(t.value) for t in row) for row in solutions)


def catalogue_of(version: Version) -> list[Triple]:
    quads = parse(path=version.path / CATALOGUE, format=RdfFormat.TURTLE)
    return [quad.triple for quad in quads]


def test_catalogue_lists_data_sets_series_and_service(store: Store) -> None:
    listed = rows(
        store, "SELECT ?x WHERE { ?c a dcat:Catalog ; dcat:dataset|dcat:service|dcat:resource ?x }"
    )
    assert listed == [
        (f"{BASE}id/dataservice/tuinkennis-sparql",),
        (DATASET,),
        (f"{DATASET}-2023",),
        (f"{BASE}id/datasetreeks/tuinkennis",),
    ]
    topics = rows(store, "SELECT ?x WHERE { ?record a dcat:CatalogRecord ; foaf:primaryTopic ?x }")
    assert topics == listed


def test_distributions_are_the_files(store: Store, version: Version) -> None:
    described = rows(
        store,
        "SELECT ?url ?bytes ?sum WHERE { ?d a dcat:Distribution ; dcat:downloadURL ?url ;"
        " dcat:byteSize ?bytes ; spdx:checksum/spdx:checksumValue ?sum }",
    )
    assert len(described) == 4
    for url, size, digest in described:
        content = (version.path / url.removeprefix(f"{BASE}download/")).read_bytes()
        assert (len(content), sha256(content).hexdigest()) == (int(size), digest)


def test_data_set_of_a_report_holds_its_passages_and_nothing_else(version: Version) -> None:
    content = gzip.decompress((version.path / "verslag-2023.trig.gz").read_bytes())
    quads = list(parse(content, format=RdfFormat.TRIG))
    graphs = {quad.graph_name.value for quad in quads if isinstance(quad.graph_name, NamedNode)}
    passages = {f"{BASE}id/passage/2023/achtertuin", f"{BASE}id/passage/2023/kruiden"}
    assert graphs == passages | {f"{BASE}id/graaf/passages", f"{BASE}id/graaf/redactie"}
    about = {q.subject.value for q in quads if q.graph_name.value not in passages}
    assert about == passages | {f"{BASE}id/verslag/2023"}


@pytest.mark.parametrize(
    ("said", "counted"),
    [
        ("void:triples", "(COUNT(*) AS ?n) WHERE { ?s ?p ?o }"),
        ("void:distinctSubjects", "(COUNT(DISTINCT ?s) AS ?n) WHERE { ?s ?p ?o }"),
        ("void:distinctObjects", "(COUNT(DISTINCT ?o) AS ?n) WHERE { ?s ?p ?o }"),
        ("void:properties", "(COUNT(DISTINCT ?p) AS ?n) WHERE { ?s ?p ?o }"),
        ("void:classes", "(COUNT(DISTINCT ?c) AS ?n) WHERE { ?s a ?c }"),
        (
            "void:entities",
            "(COUNT(DISTINCT ?s) AS ?n) WHERE { ?s ?p ?o FILTER(STRSTARTS(STR(?s), STR(<id/>))) }",
        ),
    ],
)
def test_numbers_are_those_that_a_query_counts(store: Store, said: str, counted: str) -> None:
    """VD-03"""
    assert rows(store, f"SELECT ?n WHERE {{ <{DATASET}> {said} ?n }}") == rows(
        store, f"SELECT {counted}"
    )


@pytest.mark.parametrize(
    ("partitions", "counted"),
    [
        (
            "?x ?n WHERE { ?p void:class ?x ; void:entities ?n }",
            "?x (COUNT(DISTINCT ?s) AS ?n) WHERE { ?p void:class ?x . ?s a ?x } GROUP BY ?x",
        ),
        (
            "?x ?n WHERE { ?p void:property ?x ; void:triples ?n }",
            "?x (COUNT(*) AS ?n) WHERE { ?p void:property ?x . ?s ?x ?o } GROUP BY ?x",
        ),
        (
            "?x ?n WHERE { ?p void:property ?x ; void:distinctObjects ?n }",
            "?x (COUNT(DISTINCT ?o) AS ?n) WHERE { ?p void:property ?x . ?s ?x ?o } GROUP BY ?x",
        ),
    ],
)
def test_partitions_are_counted_as_a_query_counts(
    store: Store, partitions: str, counted: str
) -> None:
    """VD-04"""
    described = rows(store, f"SELECT {partitions}")
    assert described == rows(store, f"SELECT {counted}")
    assert described != []


def test_version_names_its_sources_and_its_maker(store: Store, version: Version) -> None:
    made = rows(
        store,
        f"SELECT ?tool ?source WHERE {{ <id/versie/{version.name}> prov:wasGeneratedBy ?activity ;"
        f" prov:specializationOf <{DATASET}> ."
        " ?activity prov:wasAssociatedWith ?tool ; prov:used ?source }",
    )
    assert (f"{BASE}id/software/kennisgraaf", f"{BASE}id/verslag/2023") in made


def test_catalogue_is_the_graph_and_no_part_of_the_distributions(
    store: Store, version: Version
) -> None:
    graph = NamedNode(BASE + METADATA_GRAPH)
    stored = {quad.triple for quad in store.quads_for_pattern(None, None, None, graph)}
    assert len(stored) == len(catalogue_of(version))
    for name in ("dataset.nq.gz", "dataset.trig.gz"):
        content = gzip.decompress((version.path / name).read_bytes())
        assert METADATA_GRAPH.encode() not in content


def test_same_data_have_the_same_content_whatever_the_clock(
    version: Version, validated: Validated, tmp_path: Path
) -> None:
    again, _ = publish(validated, version.publication, tmp_path, silent)
    assert again.manifest.content_sha256 == version.manifest.content_sha256


def test_theme_that_is_not_known_has_a_name(version: Version) -> None:
    """DCAT-AP 3.0.1 wants every concept named."""
    theme = NamedNode(BASE + "id/concept/Thema/groen")
    label = NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
    assert Triple(theme, label, Literal("groen")) in catalogue_of(version)


def test_minimal_settings_make_a_catalogue(garden: Path, tmp_path: Path) -> None:
    settings = garden / "publication.toml"
    text = settings.read_text("utf-8")
    begin, end = text.index("[catalogue]"), text.index("[inference]")
    settings.write_text(text[:begin] + text[end:], "utf-8")
    publication = read_publication(settings)
    version, _ = publish(
        validate_publication(publication, garden, silent), publication, tmp_path, silent
    )
    classes = {str(triple.object) for triple in catalogue_of(version)}
    assert "<http://www.w3.org/ns/dcat#Catalog>" in classes
    assert "<http://www.w3.org/ns/dcat#DatasetSeries>" not in classes


@pytest.fixture(scope="module", params=PROFILES)
def profile(request: pytest.FixtureRequest) -> str:
    path = VOCABULARIES / str(request.param)
    if not path.is_file():
        reason = f"the profile is not in {VOCABULARIES}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return triples_of(parse(path=path, format=RdfFormat.TURTLE))


@pytest.mark.parametrize("published", ["version", "stadskennis_version"])
def test_catalogue_conforms(request: pytest.FixtureRequest, published: str, profile: str) -> None:
    """DCAT-AP Vlaanderen 3.0 and DCAT-AP 3.0.1"""
    version: Version = request.getfixturevalue(published)
    data = triples_of(Quad(t.subject, t.predicate, t.object) for t in catalogue_of(version))
    report = validation_report(data, profile, "pyshacl")
    violations = [f for f in read_report(report) if f.severity == "Violation"]
    assert violations == []


def test_revision_is_the_commit_and_tells_of_changes(tmp_path: Path) -> None:
    assert revision_of(tmp_path) is None

    def git(*arguments: str) -> str:
        identity = ("-c", "user.name=x", "-c", "user.email=x@example.org")
        command = ["git", "-C", str(tmp_path), *identity, *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    git("init", "--quiet")
    assert revision_of(tmp_path) is None
    (tmp_path / "a.ttl").write_text("", "utf-8")
    git("add", ".")
    git("commit", "--quiet", "-m", "a")
    commit = git("rev-parse", "HEAD")
    assert revision_of(tmp_path) == commit
    (tmp_path / "a.ttl").write_text("# changed\n", "utf-8")
    assert revision_of(tmp_path) == commit + "+"
