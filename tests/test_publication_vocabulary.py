"""Vocabulary: what is read of terms, shapes and code lists at publication."""

from pathlib import Path

from pyoxigraph import Dataset, RdfFormat, parse

from kennisgraaf.publication.shape_model import ShapeReader
from kennisgraaf.publication.vocabulary import specification
from kennisgraaf.settings import Publication, publication_of_files
from kennisgraaf.specification import Expected, Specification, read_specification, written
from kennisgraaf.versions import SPECIFICATION, Version
from specifications import BASE, LOOKED_UP, PREFIXES, SHAPES, VOCABULARY

KNOWS = f"{BASE}ns/friends/knows"


def read(text: str = VOCABULARY, shapes: str = SHAPES) -> Specification:
    publication = publication_of_files((Path("friends.ttl"),), BASE, union=True)
    data = [
        *parse(text, format=RdfFormat.TURTLE),
        *parse(LOOKED_UP, format=RdfFormat.TRIG),
    ]
    read_shapes = Dataset(parse(shapes, format=RdfFormat.TURTLE))
    return specification(Dataset(data), read_shapes, [], publication)


def test_uses_and_examples_are_of_the_data() -> None:
    (friends,) = read().vocabularies
    person = next(entry for entry in friends.classes if entry.iri.endswith("Person"))
    knows = next(entry for entry in friends.properties if entry.iri == KNOWS)
    assert (person.uses, [subject for subject, _ in person.examples]) == (
        3, ["urn:ann", f"{BASE}ns/friends/here", "urn:bob"],
    )  # fmt: skip
    assert (knows.uses, knows.subjects) == (1, 1)
    assert [(subject, term.value) for subject, term in knows.examples] == [("urn:ann", "urn:bob")]


def test_inverse_is_told_of_both() -> None:
    (friends,) = read().vocabularies
    inverse = "http://www.w3.org/2002/07/owl#inverseOf"
    known_by = next(entry for entry in friends.properties if entry.iri.endswith("isKnownBy"))
    assert known_by.relations[inverse] == [KNOWS]


def test_rows_take_the_shapes_of_a_path_together() -> None:
    shapes = f"""{PREFIXES}
    :a sh:targetClass f:Person ; sh:node :b ;
      sh:property [ sh:path f:knows ; sh:minCount 1 ; sh:class f:Person ] ,
        [ sh:path f:likes ; sh:deactivated true ] .
    :b a sh:NodeShape ; sh:node :a ;
      sh:property [ sh:path f:knows ; sh:maxCount 5 ; sh:severity sh:Warning ] ."""
    (friends,) = read(shapes=shapes).vocabularies
    person = next(entry for entry in friends.classes if entry.iri.endswith("Person"))
    (row,) = person.rows
    assert (row.path, row.least, row.most) == ([f"<{KNOWS}>"], 1, 5)
    assert row.expected == [Expected("class", f"{BASE}ns/friends/Person")]


def test_shape_for_several_classes_is_told_once() -> None:
    found = read()
    (friends,) = found.vocabularies
    assert [entry.iri for entry in found.shared] == ["urn:several"]
    nobody = next(entry for entry in friends.classes if entry.iri.endswith("Nobody"))
    assert (nobody.shared, nobody.rows) == (["urn:several"], [])


def test_code_list_knows_the_properties_that_have_it() -> None:
    (colours,) = read().code_lists
    assert colours.properties == [f"{BASE}ns/friends/colour"]
    assert {concept.iri: concept.uses for concept in colours.concepts} == {
        f"{BASE}id/concept/red": 1, f"{BASE}id/concept/warm": 0,
    }  # fmt: skip


def test_paths_are_written_as_sparql_does() -> None:
    text = f"""{PREFIXES} :s sh:targetNode <urn:a> ; sh:property
      [ sh:path ( f:a [ sh:zeroOrMorePath [ sh:inversePath f:b ] ] ) ; sh:order 1 ] ,
      [ sh:path [ sh:alternativePath ( f:a [ sh:oneOrMorePath f:b ] ) ] ; sh:order 2 ] ,
      [ sh:path [ sh:zeroOrOnePath f:a ] ; sh:order 3 ] ,
      [ sh:path _:loop ; sh:order 4 ] . _:loop sh:inversePath _:loop ."""
    (shape,) = ShapeReader(parse(text, format=RdfFormat.TURTLE)).shapes()[:1]
    paths = ["".join(p.path).replace(f"{BASE}ns/friends/", "") for p in shape.properties]
    assert paths[:3] == ["<a>/((^<b>)*)", "<a>|(<b>+)", "<a>?"]
    assert "…" in paths[3]


def test_the_same_data_make_the_same_file() -> None:
    assert written(read()) == written(read())
    assert read_specification(written(read())) == read()


def test_empty_data_make_an_empty_specification(publication: Publication) -> None:
    found = specification(Dataset(), Dataset(), [], publication)
    assert (found.vocabularies, found.code_lists, found.shapes) == ([], [], [])


def test_stadskennis_has_all_of_its_terms(stadskennis_version: Version) -> None:
    found = read_specification((stadskennis_version.path / SPECIFICATION).read_bytes())
    (vocabulary,) = found.vocabularies
    assert (len(vocabulary.classes), vocabulary.prefix) == (13, "sk")
    # Whoever looks in the data finds each own class; of others each class that shapes are about.
    assert all(entry.uses for entry in vocabulary.classes)
    assert all(code_list.properties for code_list in found.code_lists)
    assert len(found.found) > 100
