"""Lists: facets that the publication declares, else those that the data suggest."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions, Store

from kennisgraaf.listing import Condition, list_query
from kennisgraaf.publication import lists as writing
from kennisgraaf.store.lists import ClassList, Lists
from kennisgraaf.versions import STORE, Version
from kennisgraaf.views import Cell
from viewing import ORIGIN, published_files

KIND = "urn:Kind"


def things(number: int = 20) -> Iterator[str]:
    """Things without a label, of two kinds, in three places, each with a number of its own."""
    for n in range(number):
        yield (
            f"<urn:t{n:02}> a <urn:Kind> , <urn:{'Even' if n % 2 == 0 else 'Odd'}> ; "
            f"<urn:place> <urn:p{n % 3}> ; <urn:in> <urn:p{n % 3}> ; <urn:own> <urn:own{n}> ; "
            f"<urn:all> <urn:same> ; <http://purl.org/dc/terms/date> '{2000 + n}' ."
        )


def listed(version: Version, of: ClassList, order: str = "name", **chosen: str) -> list[str]:
    cells = {f"urn:{name}": (Cell("iri", value),) for name, value in chosen.items()}
    numbers = of.numbers(of.having(cells), order, 0, of.total)
    return Lists(version).members(of, numbers)


@pytest.fixture
def version(tmp_path: Path) -> Version:
    links = "<urn:x> <urn:p> <urn:t05> . <urn:y> <urn:p> <urn:t05> , <urn:t03> ."
    return published_files(tmp_path, "\n".join([*things(), links]))


@pytest.fixture
def of(version: Version) -> ClassList:
    found = Lists(version).of(KIND)
    assert found is not None
    return found


def test_properties_with_few_values_that_repeat_are_facets(of: ClassList) -> None:
    """One of two that say the same is enough; what all have divides nothing."""
    facets = {facet.name: sorted(cell.value for cell in facet.values) for facet in of.facets}
    assert facets == {
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#type": ["urn:Even", "urn:Odd"],
        "urn:in": ["urn:p0", "urn:p1", "urn:p2"],
    }


def test_one_of_several_values_and_all_facets(version: Version, of: ClassList) -> None:
    places = tuple(Cell("iri", f"urn:p{n}") for n in (0, 1))
    odd = (Cell("iri", "urn:Odd"),)
    chosen = {"urn:in": places, "http://www.w3.org/1999/02/22-rdf-syntax-ns#type": odd}
    numbers = of.numbers(of.having(chosen), "name", 0, 99)
    expected = [f"urn:t{n:02}" for n in range(20) if n % 3 < 2 and n % 2]
    assert Lists(version).members(of, numbers) == expected
    counts = of.counts(chosen)["urn:in"]
    assert {cell.value: count for cell, count in counts.items()} == {
        "urn:p0": 3, "urn:p1": 4, "urn:p2": 3,
    }  # fmt: skip


def test_orders(version: Version, of: ClassList) -> None:
    assert listed(version, of)[:2] == ["urn:t00", "urn:t01"]
    assert listed(version, of, "latest")[:2] == ["urn:t19", "urn:t18"]
    assert listed(version, of, "connected")[:3] == ["urn:t05", "urn:t03", "urn:t00"]


def test_pages_do_not_overlap(of: ClassList) -> None:
    pages = [of.numbers(of.everyone, order, start, 7)
             for order in ("name", "latest") for start in (0, 7, 14)]  # fmt: skip
    assert sorted(sum(pages[:3], [])) == sorted(sum(pages[3:], [])) == list(range(20))


def test_what_is_no_class_has_no_list(version: Version) -> None:
    assert Lists(version).of("urn:t00") is None


@pytest.mark.parametrize("union", [True, False], ids=["union", "no union"])
def test_the_sparql_of_a_found_facet_gives_the_same(tmp_path: Path, union: bool) -> None:
    """Also where things stand in named graphs and the default graph is no union of them."""
    text = "<urn:g1> { " + " ".join(things(9)) + " } <urn:g2> { " + " ".join(things()) + " }"
    version = published_files(tmp_path, text, union)
    of = Lists(version).of(KIND)
    assert of is not None
    query = list_query(
        ORIGIN, KIND, [Condition("urn:in", (Cell("iri", "urn:p1"),))], "en", union=union
    )
    answer = Store.read_only(str(version.path / STORE)).query(query)
    assert isinstance(answer, QuerySolutions)
    chosen = {"urn:in": (Cell("iri", "urn:p1"),)}
    numbers = of.numbers(of.having(chosen), "name", 0, 99)
    assert [row["this"].value for row in answer] == Lists(version).members(of, numbers)


def test_of_thousands_of_values_the_most_frequent_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "MOST_VALUES", 2)
    of = Lists(published_files(tmp_path, "\n".join(things()))).of(KIND)
    assert of is not None
    (place,) = (facet for facet in of.facets if facet.name == "urn:in")
    assert (len(place.values), place.is_clipped) == (2, True)
