"""Descriptions: an entity's hash changes when, and only when, what its documents show does."""

import sqlite3
from pathlib import Path

import pytest
from pyoxigraph import Dataset, RdfFormat, parse

from kennisgraaf.publication.descriptions import MOST_SHOWN, write_descriptions
from kennisgraaf.publication.distributions import canonical_quads
from kennisgraaf.settings import Publication
from kennisgraaf.store.descriptions import Descriptions
from kennisgraaf.versions import DESCRIPTIONS, Version

BASE = "https://tuin.example/"
FIRST, SECOND, THIRD = (f"2026-11-2{day}T00:00:00Z" for day in (1, 2, 3))
PREFIXES = f"""
PREFIX : <{BASE}>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
GARDENS = """
:graaf {
  :huis skos:prefLabel "Huis"@nl ; :heeft :tuin .
  :tuin a :Tuin ; skos:prefLabel "Tuin"@nl ; :naast :plein ; :adres [ :straat "Kade" ] .
  :plein skos:prefLabel "Plein"@nl .
  :ver skos:prefLabel "Ver weg"@nl .
  :heeft rdfs:label "heeft"@nl .
  :Tuin rdfs:label "tuin"@nl .
  :graaf rdfs:label "de graaf"@nl .
}
:regel { :tuin :bomen 9 . :plein :bomen 4 }
:meer { :regel skos:prefLabel "Regel 3"@nl . }
"""
ENTITIES = {"huis", "tuin", "plein", "ver", "heeft", "Tuin", "graaf", "regel"}


def change(old: str, new: str) -> str:
    assert GARDENS.count(old) == 1
    return GARDENS.replace(old, new)


def write(
    folder: Path, text: str, publication: Publication, published: str = FIRST,
    previous: Path | None = None,
) -> Descriptions:  # fmt: skip
    """Write an index and open it as the web side does."""
    folder.mkdir()
    quads = canonical_quads(Dataset(parse(PREFIXES + text, format=RdfFormat.TRIG)))
    earlier = None if previous is None else previous / DESCRIPTIONS
    write_descriptions(quads, folder / DESCRIPTIONS, publication, published, earlier)
    return Descriptions(Version(folder))


def hashes(descriptions: Descriptions, names: set[str]) -> dict[str, str]:
    return {name: descriptions.describe(BASE + name).hash for name in names}


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        (":bomen 9", ":bomen 10", {"tuin", "regel"}),
        ('"Kade"', '"Laan"', {"tuin", "graaf"}),
        (":naast :plein", ":naast :ver", {"tuin", "plein", "ver", "graaf"}),
        ('"Ver weg"', '"Heel ver weg"', {"ver", "graaf"}),
        ('"heeft"', '"bezit"', {"huis", "tuin", "heeft", "graaf"}),
        ('"Plein"', '"Marktplein"', {"tuin", "plein", "graaf", "regel"}),
        ('"Regel 3"', '"Regel 4"', {"tuin", "plein", "regel"}),
        ('"de graaf"', '"een graaf"', ENTITIES - {"regel"}),
        ("9 .", "9 , 9 .", set()),
        (":plein :bomen 4", ":plein :bomen 4 . :ver :bomen 0", {"ver", "regel"}),
    ],
    ids=[
        "own statement",
        "statement of a blank node",
        "incoming statement",
        "own label",
        "label of a property",
        "label of a neighbour",
        "label of a passage",
        "label of the graph",
        "the same twice",
        "content of a graph",
    ],
)
def test_hash_changes_with_what_is_shown_and_nothing_else(
    tmp_path: Path, publication: Publication, old: str, new: str, changed: set[str]
) -> None:
    before = hashes(write(tmp_path / "before", GARDENS, publication), ENTITIES)
    after = hashes(write(tmp_path / "after", change(old, new), publication), ENTITIES)
    assert {name for name in ENTITIES if before[name] != after[name]} == changed


def test_incoming_statement_changes_who_it_is_about(
    tmp_path: Path, publication: Publication
) -> None:
    other = ":elders { :poort :naast :plein }"
    before = hashes(write(tmp_path / "before", GARDENS, publication), ENTITIES)
    after = hashes(write(tmp_path / "after", GARDENS + other, publication), ENTITIES)
    assert {name for name in ENTITIES if before[name] != after[name]} == {"plein"}


def test_label_of_the_graph_of_an_incoming_statement_is_shown(
    tmp_path: Path, publication: Publication
) -> None:
    graph = ':elders { :poort :naast :plein } :meer { :elders skos:prefLabel "Elders"@nl }'
    before = hashes(write(tmp_path / "before", GARDENS + graph, publication), ENTITIES)
    other = graph.replace("Elders", "Ginder")
    after = hashes(write(tmp_path / "after", GARDENS + other, publication), ENTITIES)
    assert {name for name in ENTITIES if before[name] != after[name]} == {"plein"}


def test_words_in_a_literal_name_nothing(tmp_path: Path, publication: Publication) -> None:
    words = f':regel {{ :tuin :bericht "naast <{BASE}ver> , daar" . }}'
    before = hashes(write(tmp_path / "before", GARDENS + words, publication), ENTITIES)
    text = change('"Ver weg"', '"Dichtbij"') + words
    after = hashes(write(tmp_path / "after", text, publication), ENTITIES)
    assert {name for name in ENTITIES if before[name] != after[name]} == {"ver", "graaf"}


@pytest.mark.parametrize("begin", [False, True], ids=["at its end", "in its begin"])
def test_hash_of_a_large_graph_changes_with_its_size(
    tmp_path: Path, publication: Publication, begin: bool
) -> None:
    """Its document shows its first statements and how many there are."""
    lines = [f":a{number:03} :bomen {number} ." for number in range(MOST_SHOWN + 1)]
    more = ":a0000 :bomen 0 ." if begin else ":z :bomen 0 ."
    label = ':g skos:prefLabel "Groot"@nl .'
    small = write(tmp_path / "a", f":g {{ {' '.join(lines)} }} {label}", publication)
    large = write(tmp_path / "b", f":g {{ {' '.join([*lines, more])} }} {label}", publication)
    first, second = (index.describe(BASE + "g") for index in (small, large))
    assert (first.content_total, second.content_total) == (MOST_SHOWN + 1, MOST_SHOWN + 2)
    assert len(first.content) == len(second.content) == MOST_SHOWN
    assert first.hash != second.hash


def test_unchanged_entity_keeps_its_date_over_versions(
    tmp_path: Path, publication: Publication
) -> None:
    texts = (GARDENS, change(":bomen 9", ":bomen 10"), change('"Ver weg"', '"Verder"'))
    folders = [tmp_path / name for name in "abc"]
    previous = [None, *folders]
    first, second, third = (
        write(folder, text, publication, published, before)
        for folder, text, published, before in zip(
            folders, texts, (FIRST, SECOND, THIRD), previous, strict=False
        )
    )

    def dates(index: Descriptions) -> dict[str, str]:
        return {name: index.describe(BASE + name).modified for name in ENTITIES}

    assert dates(first) == dict.fromkeys(ENTITIES, FIRST)
    assert dates(second) == dates(first) | {"tuin": SECOND, "regel": SECOND}
    changed = dict.fromkeys(("tuin", "regel", "ver", "graaf"), THIRD)
    assert dates(third) == dates(second) | changed


def test_entity_that_came_back_is_modified_anew(tmp_path: Path, publication: Publication) -> None:
    without = change(':ver skos:prefLabel "Ver weg"@nl .', "")
    write(tmp_path / "a", GARDENS, publication)
    write(tmp_path / "b", without, publication, SECOND, tmp_path / "a")
    third = write(tmp_path / "c", GARDENS, publication, THIRD, tmp_path / "b")
    assert third.describe(BASE + "ver").modified == THIRD
    assert third.describe(BASE + "huis").modified == FIRST


def test_lists_are_in_the_order_of_labels(tmp_path: Path, publication: Publication) -> None:
    """By the label in the publication's first language, whatever its case; else by the name."""
    index = write(
        tmp_path / "a",
        """
        :z a :Tuin ; skos:prefLabel "appel"@nl , "zzz"@en .
        :y a :Tuin ; skos:prefLabel "Bes"@nl .
        :c a :Tuin .
        :x a :Tuin ; skos:prefLabel "dille"@en .
        :b a :Tuin ; skos:prefLabel "Eik"@nl .
        :a a :Tuin ; skos:prefLabel "Eik"@nl .
        """,
        publication,
    )
    assert index.instances(BASE + "Tuin", 1, 10) == [BASE + name for name in "zycxab"]
    assert index.instances(BASE + "Tuin", 2, 4) == [BASE + name for name in "ab"]


def test_label_is_of_the_property_that_comes_first(
    tmp_path: Path, publication: Publication
) -> None:
    text = ':a rdfs:label "een", "twee"@NL ; skos:prefLabel "drie"@nl , "aaa"@en , "bbb"@en .'
    index = write(tmp_path / "a", text, publication)
    assert index.labels([BASE + "a"]) == {BASE + "a": {"": "een", "nl": "drie", "en": "aaa"}}


@pytest.mark.parametrize("odd", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c", "\r", "\n"])
def test_literal_may_hold_any_separator_of_lines(
    tmp_path: Path, publication: Publication, odd: str
) -> None:
    text = f':tuin skos:note """a{odd}b""" ; :naast :plein . :plein skos:prefLabel "c{odd}d"@nl .'
    if odd in "\r\n":
        text = text.replace(odd, "\\n")
    index = write(tmp_path / "a", text, publication)
    quads = index.describe(BASE + "tuin").quads
    written = "\n" if odd in "\r\n" else odd
    assert {getattr(quad.object, "value", "") for quad in quads} == {
        f"a{written}b", BASE + "plein",
    }  # fmt: skip
    assert index.labels([BASE + "plein"]) == {BASE + "plein": {"nl": f"c{written}d"}}


def test_classes_are_counted_with_and_without_what_is_inferred(
    tmp_path: Path, publication: Publication
) -> None:
    assert publication.inference is not None
    inferred = f"<{publication.inference.graph}> {{ :b a :Tuin . :a a :Tuin . :c a :Plek }}"
    quads = canonical_quads(
        Dataset(parse(PREFIXES + ":a a :Tuin . " + inferred, format=RdfFormat.TRIG))
    )
    path = tmp_path / DESCRIPTIONS
    asserted = write_descriptions(quads, path, publication, FIRST, None)
    assert asserted == {BASE + "Tuin": 1}
    with sqlite3.connect(path) as database:
        rows = database.execute("SELECT value, instances, asserted FROM class JOIN iri USING (id)")
        assert sorted(rows) == [(BASE + "Plek", 1, 0), (BASE + "Tuin", 2, 1)]
    database.close()
