"""Prologue: what is read of a query without a parser."""

import pytest

from kennisgraaf.store.prologue import (
    begins_with_base,
    form_of,
    has_keyword,
    undeclared_prefix,
    without_dataset,
)
from kennisgraaf.store.screening import tokens_of


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("SELECT * {}", "SELECT"),
        ("# ASK\nPREFIX select: <ask> BASE <describe> construct {} WHERE {}", "CONSTRUCT"),
        ("prefix a.b-c: <x>\nprefix : <y>\n\tDESCRIBE <x>", "DESCRIBE"),
        ("INSERT DATA {}", "INSERT"),
        (r"\u0041SK {}", "ASK"),
        ("", ""),
        ("# SELECT", ""),
    ],
)
def test_form_is_the_first_keyword_after_the_prologue(query: str, form: str) -> None:
    assert form_of(tokens_of(query)) == form


@pytest.mark.parametrize(
    ("query", "is_own"),
    [
        ("# base\n base\n<https://x.example/> SELECT * {}", True),
        ("BASE<urn:x> SELECT * {}", True),
        ("BASE <relative/> SELECT * {}", False),
        ("PREFIX a: <relative#> BASE <urn:x> SELECT * {}", False),
        ("SELECT * { ?base <urn:x> 'BASE <urn:x>' }", False),
        ("BASE", False),
        ("", False),
    ],
)
def test_base_of_its_own_is_known(query: str, is_own: bool) -> None:
    assert begins_with_base(tokens_of(query)) is is_own


@pytest.mark.parametrize(
    ("query", "prefix", "place"),
    [
        ("SELECT * { ?s skos:prefLabel ?o }", "skos", (1, 15)),
        ("PREFIX a: <x>\nSELECT * {\n  ?s a:b b:c }", "b", (3, 10)),
        ("PREFIX a: <x> SELECT * { ?s a:b :c }", "", (1, 33)),
        ("SELECT * { ?s ?p 1 . ex:a ?q 2 }", "ex", (1, 22)),
        ("SELECT * { ?s ?p '1'^^xsd:int }", "xsd", (1, 23)),
    ],
)
def test_prefix_that_is_not_declared_is_found(
    query: str, prefix: str, place: tuple[int, int]
) -> None:
    found = undeclared_prefix(tokens_of(query))
    assert found is not None
    assert (found.prefix, (found.line, found.column)) == (prefix, place)
    assert f"PREFIX {prefix}:" in found.answer.message


@pytest.mark.parametrize(
    "query",
    [
        "PREFIX a: <x> prefix : <y> SELECT * { a:a :b a: }",
        'SELECT * { _:b ?p \'skos:x\' , """a:b""" , <a:b> , \'x\'@nl-BE } # a:b',
        "PREFIX a.b: <x> SELECT * { ?s a.b:c\\-d ?o . ?o ?p ?s }",
        "PREFIX#c\n a:#c\n<x> ASK { ?s a:b ?o }",
    ],
)
def test_what_is_declared_or_no_prefix_is_not_found(query: str) -> None:
    assert undeclared_prefix(tokens_of(query)) is None


def test_keyword_is_one_and_no_name() -> None:
    assert has_keyword(tokens_of("SELECT * { graph ?g {} }"), "GRAPH")
    names = "SELECT ?GRAPH { ?s <GRAPH> 'GRAPH' , :GRAPH } # GRAPH"
    assert not has_keyword(tokens_of(names), "GRAPH")


@pytest.mark.parametrize(
    ("query", "rest"),
    [
        ("SELECT * FROM <a> WHERE { ?s ?p 'FROM <a>' }", "SELECT *   WHERE { ?s ?p 'FROM <a>' }"),
        ("SELECT * FROM NAMED a:b FROM<c>{}", "SELECT *    {}"),
        ("ASK FROM#c\nNAMED#d\n<a> {}", "ASK \n\n {}"),
        ("SELECT ?from { ?from <from> 1 }", "SELECT ?from { ?from <from> 1 }"),
    ],
)
def test_dataset_is_left_out(query: str, rest: str) -> None:
    assert without_dataset(tokens_of(query)) == rest
