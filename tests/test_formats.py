"""Formats: a file's name tells what it holds."""

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat

from kennisgraaf.errors import SourceError
from kennisgraaf.formats import (
    EXTENSIONS,
    GRAPH_FORMATS,
    RESULTS_FORMATS,
    SYNONYMS,
    extension_of,
    format_of,
)


@pytest.mark.parametrize(
    ("name", "rdf_format"),
    [
        ("tuin.ttl", RdfFormat.TURTLE),
        ("tuin.TTL", RdfFormat.TURTLE),
        ("tuin.trig", RdfFormat.TRIG),
        ("tuin.nt", RdfFormat.N_TRIPLES),
        ("tuin.nq", RdfFormat.N_QUADS),
        ("tuin.nq.gz", RdfFormat.N_QUADS),
        ("TUIN.NQ.GZ", RdfFormat.N_QUADS),
        ("tuin.rdf", RdfFormat.RDF_XML),
        ("tuin.xml", RdfFormat.RDF_XML),
        ("tuin.jsonld", RdfFormat.JSON_LD),
        ("tuin.json", RdfFormat.JSON_LD),
        ("tuin.2023.ttl", RdfFormat.TURTLE),
    ],
)
def test_name_tells_the_format(name: str, rdf_format: RdfFormat) -> None:
    assert format_of(Path("data") / name) == rdf_format


@pytest.mark.parametrize("name", ["tuin.docx", "tuin", "tuin.gz", "ttl.csv"])
def test_other_name_is_an_error_that_lists_the_extensions(name: str) -> None:
    with pytest.raises(SourceError, match=r"^data/.*names no RDF format \(\.ttl") as raised:
        format_of(Path("data") / name)
    assert raised.value.place == f"data/{name}"


@pytest.mark.parametrize("rdf_format", GRAPH_FORMATS, ids=lambda f: f.file_extension)
def test_each_offered_format_has_an_extension_that_leads_back(rdf_format: RdfFormat) -> None:
    assert format_of(Path(f"x.{extension_of(rdf_format)}")) == rdf_format


def test_extensions_are_unique_names_of_offered_formats() -> None:
    assert set(EXTENSIONS.values()) == set(GRAPH_FORMATS)


def test_synonyms_are_no_registered_media_types_of_another_format() -> None:
    registered = {f.media_type: f for f in GRAPH_FORMATS}
    assert not registered.keys() & SYNONYMS.keys()
    assert set(SYNONYMS.values()) <= set(GRAPH_FORMATS)


def test_results_are_offered_as_json_first() -> None:
    assert RESULTS_FORMATS[0].media_type == "application/sparql-results+json"
