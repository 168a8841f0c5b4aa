"""Listing: the SPARQL that gives what a list shows."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode

from kennisgraaf import queries
from kennisgraaf.namespaces import LABELS, RDF_TYPE
from kennisgraaf.views import Cell, View

_HEADER = re.compile(r"\A(?:#[^\n]*\n)+")
_PROLOGUE = re.compile(
    r"\s+|#[^\n]*|PREFIX\s+(?P<prefix>[^\s:<>]*):\s*<(?P<namespace>[^<>]*)>|(?P<base>BASE\s*<[^<>]*>)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Condition:
    """What the entities of a list have: one of the values of a facet.

    The facet is a view or, where the publication declares none, the IRI of a property.
    """

    facet: View | str
    values: tuple[Cell, ...]


@dataclass
class Prologue:
    """What stands before a query: its prefixes, whether it has a base, and where it ends."""

    prefixes: dict[str, str] = field(default_factory=dict)
    has_base: bool = False
    end: int = 0


def prologue_of(query: str) -> Prologue:
    """Read the prologue of a query that is SPARQL."""
    found = Prologue()
    while match := _PROLOGUE.match(query, found.end):
        found.end = match.end()
        if match["namespace"] is not None:
            found.prefixes[match["prefix"]] = match["namespace"]
        found.has_base = found.has_base or match["base"] is not None
    return found


def list_query(
    base_iri: str, class_iri: str, conditions: Sequence[Condition], language: str, union: bool
) -> str:
    """Write the query for the entities of a class that meet all conditions.

    Args:
        base_iri: of the publication.
        class_iri: of the class.
        conditions: what they have.
        language: of their names.
        union: whether the default graph is the union of all graphs.
    """
    prefixes: dict[str, str] = {}
    for condition in conditions:
        if isinstance(condition.facet, View):
            prefixes |= prologue_of(condition.facet.query).prefixes
    kind = Condition(RDF_TYPE.value, (Cell("iri", class_iri),))
    facets = [_pattern(condition, n, union) for n, condition in enumerate(conditions, start=1)]
    text = queries.filled(
        "list.rq",
        {
            "class": _pattern(kind, 0, union),
            "facets": "\n  ".join(facets),
            "names": queries.filled(
                queries.seen("list-names", union),
                {"labels": "|".join(f"<{iri}>" for iri in LABELS)},
            ),
            "language": str(Literal(language)),
        },
    )
    return "\n".join([*_declarations(base_iri, prefixes), text])


def about_query(base_iri: str, view: View, iri: str) -> str:
    """Write a view's query for one entity."""
    query = _HEADER.sub("", view.query).strip()
    ending = queries.filled("about.rq", {"iri": str(NamedNode(iri))})
    return "\n".join([*_declarations(base_iri, {}), query, ending])


def written(cell: Cell) -> str:
    """Write a term as SPARQL has it."""
    if cell.kind in ("iri", "graph"):
        return str(NamedNode(cell.value))
    if cell.language:
        return str(Literal(cell.value, language=cell.language))
    datatype = NamedNode(cell.datatype) if cell.datatype else None
    return str(Literal(cell.value, datatype=datatype))


def _declarations(base_iri: str, prefixes: dict[str, str]) -> list[str]:
    names = [f"PREFIX {prefix}: <{space}>" for prefix, space in sorted(prefixes.items())]
    return [f"BASE <{base_iri}>", *names]


def _pattern(condition: Condition, number: int, union: bool) -> str:
    values = " ".join(map(written, condition.values))
    facet = condition.facet
    if isinstance(facet, View):
        body = facet.query[prologue_of(facet.query).end :].strip()
        lines = "\n".join(f"        {line}" for line in body.split("\n"))
        return queries.filled(
            "list-declared.rq", {"name": facet.name, "values": values, "query": lines}
        )
    property_iri = str(NamedNode(facet))
    parts = {"property": property_iri, "variable": f"?value{number}", "values": values}
    return queries.filled(queries.seen("list-property", union), parts)


def conflicts(views: Iterable[View]) -> Iterable[tuple[View, str]]:
    """Find facets that cannot stand in one query: a prefix means another namespace in each."""
    known: dict[str, str] = {}
    for view in views:
        for prefix, namespace in prologue_of(view.query).prefixes.items():
            if known.setdefault(prefix, namespace) != namespace:
                yield view, prefix
