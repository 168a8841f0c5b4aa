"""Views of Stadskennis: lists give what their SPARQL gives, panels what the questions give."""

from random import Random

import pytest
from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from conftest import ROOT
from kennisgraaf.listing import Condition, about_query, list_query
from kennisgraaf.settings import Publication
from kennisgraaf.store.lists import ClassList, Lists
from kennisgraaf.store.views import Views
from kennisgraaf.validation.questions import read_questions
from kennisgraaf.versions import STORE, Version
from kennisgraaf.views import Cell

SK = "https://data.stadskennis.be/ns/stadskennis#"
ID = "https://data.stadskennis.be/id/"
CLASSES = [
    *(SK + name for name in ("Initiatief", "Programma", "Systeem", "Resultaat", "Kengetal")),
    "http://www.w3.org/ns/org#Organization",
    "http://schema.org/Event",
    SK + "Verschil",
]
QUESTIONS = {question.name: question for question in read_questions(ROOT, ("questions",))}


@pytest.fixture(scope="module")
def store(stadskennis_version: Version) -> Store:
    return Store.read_only(str(stadskennis_version.path / STORE))


@pytest.fixture(scope="module")
def views(stadskennis_version: Version) -> Views:
    return Views(stadskennis_version)


def asked(store: Store, query: str) -> list[tuple[str, ...]]:
    answer = store.query(query)
    assert isinstance(answer, QuerySolutions)
    return [tuple(getattr(term, "value", "") for term in row) for row in answer]


def listed(lists: Lists, of: ClassList, chosen: dict[str, tuple[Cell, ...]]) -> set[str]:
    numbers = of.numbers(of.having(chosen), "name", 0, of.total)
    return set(lists.members(of, numbers))


def selections(of: ClassList) -> list[dict[str, tuple[Cell, ...]]]:
    """Nothing, each value alone, and several facets and values together."""
    random = Random(5)
    alone: list[dict[str, tuple[Cell, ...]]] = [
        {facet.name: (cell,)} for facet in of.facets for cell in [*facet.values][:6]
    ]
    together = []
    for _ in range(12):
        facets = random.sample(of.facets, k=min(len(of.facets), random.randint(2, 3)))
        together.append({f.name: tuple(random.sample([*f.values], k=min(len(f.values), 3)))
                         for f in facets})  # fmt: skip
    return [{}, *alone, *together]


@pytest.mark.parametrize("class_iri", CLASSES, ids=lambda iri: iri.rpartition("/")[2])
def test_a_list_and_its_sparql_give_the_same(
    stadskennis: Publication, stadskennis_version: Version, views: Views, store: Store,
    class_iri: str,
) -> None:  # fmt: skip
    lists = Lists(stadskennis_version)
    of = lists.of(class_iri)
    assert of is not None
    assert of.facets
    for chosen in selections(of):
        conditions = [
            Condition(views.by_name.get(name, name), cells) for name, cells in chosen.items()
        ]
        query = list_query(stadskennis.base_iri, class_iri, conditions, "nl", union=True)
        rows = asked(store, query)
        assert len({iri for iri, _ in rows}) == len(rows)
        assert {iri for iri, _ in rows} == listed(lists, of, chosen), query


@pytest.mark.parametrize("class_iri", CLASSES, ids=lambda iri: iri.rpartition("/")[2])
def test_counts_are_of_what_choosing_gives(stadskennis_version: Version, class_iri: str) -> None:
    of = Lists(stadskennis_version).of(class_iri)
    assert of is not None
    for chosen in selections(of):
        for name, counts in of.counts(chosen).items():
            for cell, count in counts.items():
                assert of.having({**chosen, name: (cell,)}).bit_count() == count


def test_every_city_has_a_panel_of_roles_and_of_what_is_not_said(views: Views) -> None:
    for city in ("aalst", "mechelen", "sint-niklaas"):
        names = [about.view.name for about in views.panels(f"{ID}stad/{city}", 1)]
        assert names[:2] == ["panels/rollen", "panels/niet-vermeld"], city


def test_roles_of_mechelen_are_those_of_question_85(views: Views, store: Store) -> None:
    (about, *_) = views.panels(f"{ID}stad/mechelen", 1000)
    rows = set()
    for row in about.rows:
        if "group" in row.cells:
            continue
        what, role = (name(store, row.cells[key].value) for key in ("what", "role"))
        ends = (row.cells[key].value if key in row.cells else "" for key in ("from", "until"))
        rows.add(" | ".join((row.cells["year"].value, what, role, *ends)).strip())
    assert rows == set(QUESTIONS["85-mechelen"].expected)


def test_aalst_has_roles_as_a_member_only(views: Views) -> None:
    """Question 68: no report names it, it has no role of its own."""
    (about, *_) = views.panels(f"{ID}stad/aalst", 1000)
    assert QUESTIONS["68-aalst"].expected == ("Centrumsteden (13) | 0 | 0",)
    assert {row.cells["group"].value for row in about.rows} == {f"{ID}organisatie/centrumsteden"}


STATES = {
    "uitgesproken": "stated",
    "afgeleid uit een onderdeel": "derived",
    "zaak niet vermeld": "thing not mentioned",
    "geen": "none",
    "alleen geteld": "counted",
    "alleen geteld in een onderdeel": "counted in part",
    "niet vermeld": "not mentioned",
}


def test_what_is_not_said_is_told_apart_as_in_question_110(views: Views) -> None:
    rows = views.rows("panels/niet-vermeld", 10_000)
    counts: dict[tuple[str, str, str], int] = {}
    for row in rows:
        key = tuple(row.cells[name].value for name in ("thing", "year", "state"))
        counts[key] = counts.get(key, 0) + 1  # type: ignore[index, arg-type]
    for expected in QUESTIONS["110-known-unknown-none"].expected:
        thing, year, state, cities = expected.split(" | ")
        assert counts[f"{ID.removesuffix('id/')}{thing}", year, STATES[state]] == int(cities)
    assert len(rows) == 13 * 2 * len({row.cells["thing"].value for row in rows})
    assert {row.cells["state"].value for row in rows} >= {"none", "not mentioned", "counted"}


def test_the_query_of_a_panel_gives_its_rows(
    stadskennis: Publication, views: Views, store: Store
) -> None:
    for iri in (f"{ID}stad/mechelen", f"{ID}organisatie/vgc", f"{ID}concept/Thema/energie"):
        found = views.panels(iri, 1000)
        assert found
        for about in found:
            rows = asked(store, about_query(stadskennis.base_iri, about.view, iri))
            assert len(rows) == about.total == len(about.rows)
            assert all(iri in row for row in rows)


def test_themes_hold_what_belongs_to_narrower_ones(views: Views, store: Store) -> None:
    """Each thing with a theme stands under it, and under each broader one."""
    things = {(row.this, row.cells["value"].value) for row in views.rows("facets/thema", 100_000)}
    panel = {
        (row.cells["what"].value, row.this) for row in views.rows("panels/onder-thema", 100_000)
    }
    assert panel <= things
    assert len(panel) > 300


def name(store: Store, iri: str) -> str:
    labels = NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
    literals = (quad.object for quad in store.quads_for_pattern(NamedNode(iri), labels, None))
    return next(o.value for o in literals if isinstance(o, Literal) and o.language == "nl")
