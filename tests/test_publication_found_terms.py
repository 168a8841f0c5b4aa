"""Found terms: terms of others are looked up in copies of their vocabularies."""

from collections import defaultdict
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import Dataset, NamedNode, RdfFormat, parse

from kennisgraaf.cli import main
from kennisgraaf.errors import SourceError
from kennisgraaf.namespaces import DCT
from kennisgraaf.publication.found_terms import (
    VocabularyFile,
    as_trig,
    find_terms,
    read_vocabulary_list,
    terms_of_others,
)
from kennisgraaf.validation.validate import Validated

ROOT = Path(__file__).parent.parent
COPIES = ROOT.parent / "shared" / "oslo" / "vocab"
LIST = ROOT / "ontology" / "vocabularies.csv"
FOUND = ROOT / "data" / "links" / "termen.trig"
A = VocabularyFile("a.ttl", ("urn:a#", "urn:c#"), 'a "copy" of a')


def sources() -> dict[str, set[str]]:
    """Give what the data of Stadskennis say was found: sources by term or namespace."""
    found: dict[str, set[str]] = defaultdict(set)
    for quad in parse(FOUND.read_bytes(), format=RdfFormat.TRIG, base_iri="urn:x:"):
        assert quad.predicate.value == DCT + "source"
        found[str(quad.subject)[1:-1]].add(str(quad.object)[1:-1])
    return found


def test_terms_of_others_are_those_used_and_those_mapped_to() -> None:
    text = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
    <urn:base/ns/x#A> a rdfs:Class ; rdfs:subClassOf <urn:a#A> , <urn:base/ns/x#B> .
    <urn:other> rdfs:subClassOf <urn:a#B> ; a <urn:a#C> ; <urn:a#p> <urn:a#thing> ."""
    terms = terms_of_others(Dataset(parse(text, format=RdfFormat.TURTLE)), "urn:base/")
    assert {term for term in terms if term.startswith("urn:")} == {"urn:a#A", "urn:a#C", "urn:a#p"}


def test_term_is_found_where_its_vocabulary_speaks_of_it(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<urn:a#A> a <urn:a#B> . <urn:d#A> a <urn:a#B> .")
    terms = {"urn:a#A", "urn:a#B", "urn:b#A", "urn:d#A"}
    other = VocabularyFile("no.ttl", ("urn:b#",), "nowhere")
    found, missing = find_terms(terms, [A, other], [tmp_path / "no", tmp_path])
    assert found == {"urn:a#": {A.source}, "urn:a#A": {A.source}}
    assert missing == ["no.ttl"]
    written = list(parse(as_trig(found, "urn:graph"), format=RdfFormat.TRIG))
    assert len(written) == 2
    assert {quad.graph_name for quad in written} == {NamedNode("urn:graph")}


@pytest.mark.parametrize(("name", "text"), [("a.ttl", "<urn:a"), ("a.pdf", "")])
def test_copy_that_is_no_rdf_is_told(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(SourceError, match=name):
        find_terms({"urn:a#A"}, [VocabularyFile(name, ("urn:a#",), "a")], [tmp_path])


def test_list_without_a_column_is_told(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("file,source\na,b\n")
    with pytest.raises(SourceError, match="namespaces"):
        read_vocabulary_list(tmp_path / "list.csv")


def test_command_prints_the_graph_and_tells_what_is_not_there(tmp_path: Path, garden: Path) -> None:
    (tmp_path / "skos.ttl").write_text(
        "<http://www.w3.org/2004/02/skos/core#prefLabel> a <urn:Property> ."
    )
    vocabularies = tmp_path / "list.csv"
    vocabularies.write_text(
        "file,namespaces,source\nskos.ttl,http://www.w3.org/2004/02/skos/core#,copy\n"
    )
    command = ["check-terms", "--publication", garden, vocabularies, "--in", tmp_path]
    answer = CliRunner().invoke(main, [str(argument) for argument in command])
    assert answer.exit_code == 0
    assert len(list(parse(answer.stdout, format=RdfFormat.TRIG, base_iri="urn:x:"))) == 2
    assert "not checked: http://www.w3.org/2002/07/owl#inverseOf" in answer.stderr
    vocabularies.write_text("file,namespaces,source\nno.ttl,urn:a#,copy\n")
    assert CliRunner().invoke(main, [str(argument) for argument in command]).exit_code != 0


def test_every_source_of_stadskennis_is_in_the_list() -> None:
    listed = {vocabulary.source for vocabulary in read_vocabulary_list(LIST)}
    assert set().union(*sources().values()) <= listed


def test_nothing_was_looked_up_that_is_not_used(stadskennis_validated: Validated) -> None:
    """A term that is found but no longer used, or never was, is a sign that the check is old."""
    terms = terms_of_others(stadskennis_validated.asserted, "https://data.stadskennis.be/")
    found = {iri for iri in sources() if not iri.endswith(("#", "/"))}
    assert found - terms == set()


def test_what_was_found_stands_in_the_copies(stadskennis_validated: Validated) -> None:
    """Of the copies that are at hand."""
    if not COPIES.is_dir():
        pytest.skip(f"there are no copies of vocabularies in {COPIES}")
    here = [v for v in read_vocabulary_list(LIST) if (COPIES / v.file).is_file()]
    assert len(here) >= 9
    terms = terms_of_others(stadskennis_validated.asserted, "https://data.stadskennis.be/")
    found, missing = find_terms(terms, here, [COPIES])
    assert missing == []
    known, names = sources(), {vocabulary.source for vocabulary in here}
    expected = {iri: known[iri] & names for iri in known if known[iri] & names}
    assert found == expected
