"""Inference: what follows from the dataset by rules, in a graph of its own."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from pyoxigraph import (
    BlankNode,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    QueryTriples,
    Store,
    Triple,
)

from kennisgraaf import queries
from kennisgraaf.errors import SourceError
from kennisgraaf.graph import edtf
from kennisgraaf.namespaces import EDTF, RDF, RDF_TYPE, XSD
from kennisgraaf.sources.headers import read_query_file
from kennisgraaf.union import with_union

GENERIC_RULES = (
    "infer-sub-properties.rq",
    "infer-super-classes.rq",
    "infer-inverses.rq",
)
FUNCTIONS = "urn:kennisgraaf:function:"
Term = NamedNode | BlankNode | Literal | Triple
_MOST_ROUNDS = 50


def infer(dataset: Dataset, strata: Sequence[Sequence[Path]], base_iri: str, graph: str) -> Dataset:
    """Apply the generic rules and those of the publication until nothing new follows.

    Rules are CONSTRUCT queries over the union of all graphs. They may call ``kg:earliest(?date)``
    and ``kg:latest(?date)`` (``PREFIX kg: <urn:kennisgraaf:function:>``), which give the first and
    last day that a date, month, year or EDTF value may mean.

    Args:
        dataset: what the sources say.
        strata: the files of rules; those of one stratum are applied until nothing new follows,
            before those of the next. What a rule finds not to exist must be made before its
            stratum (stratified negation).
        base_iri: what relative IRIs in rules are resolved against.
        graph: where the inferred triples stand.

    Returns:
        Only what is new, all in ``graph``, with literals as the sources wrote them.

    Raises:
        SourceError: a rule is not a CONSTRUCT query, or rules go on without an end.
    """
    generic = [(name, queries.load(name)) for name in GENERIC_RULES]
    target = NamedNode(graph)
    store = Store()
    store.bulk_extend(with_union(dataset))
    for stratum in strata or ((),):
        own = [(str(path), read_query_file(path).text) for path in stratum]
        _apply(store, [*generic, *own], base_iri, target)
    inferred = store.quads_for_pattern(None, None, None, target)
    already = set(dataset.quads_for_graph_name(target))
    return Dataset(_as_written(dataset, [q for q in inferred if q not in already]))


def _apply(
    store: Store, rules: Sequence[tuple[str, str]], base_iri: str, target: NamedNode
) -> None:
    """Add to ``target`` what follows by rules, each a place and a query, until nothing new does."""
    for _ in range(_MOST_ROUNDS):
        added = 0
        for place, text in rules:
            new = [triple for triple in _construct(store, place, text, base_iri) if triple]
            fresh = {triple for triple in new if not _known(store, triple)}
            store.extend(with_union(Quad(t.subject, t.predicate, t.object, target) for t in fresh))
            added += len(fresh)
        if not added:
            return
    raise SourceError("rules", f"something new still follows after {_MOST_ROUNDS} rounds")


def _construct(store: Store, place: str, text: str, base_iri: str) -> Iterable[Triple]:
    try:
        answer = store.query(
            text,
            base_iri=base_iri,
            custom_functions=_CUSTOM_FUNCTIONS,
        )
    except SyntaxError as error:
        line, _, reason = queries.mistake(error) or (1, 1, str(error.msg))
        raise SourceError(f"{place}:{line}", reason) from error
    if not isinstance(answer, QueryTriples):
        raise SourceError(place, "a rule must be a CONSTRUCT query")
    return answer


def _known(store: Store, triple: Triple) -> bool:
    return Quad(triple.subject, triple.predicate, triple.object) in store


def _as_written(dataset: Dataset, inferred: list[Quad]) -> Iterable[Quad]:
    """Give literals back the form in which the sources wrote them; a store rewrites some."""
    written = _written_literals(dataset)
    for quad in inferred:
        forms = written.get(quad.object) if isinstance(quad.object, Literal) else None
        if not forms:
            yield quad
            continue
        own = {q.object for q in dataset.quads_for_subject(quad.subject)} & forms
        literal = min(own or forms, key=str)
        yield Quad(quad.subject, quad.predicate, literal, quad.graph_name)


def _written_literals(dataset: Dataset) -> dict[Literal, set[Literal]]:
    """Find how literals are written, by what a store makes of them."""
    literals = [
        literal
        for literal in {quad.object for quad in dataset}
        if isinstance(literal, Literal) and literal.datatype.value not in _KEPT_TYPES
    ]
    store = Store()
    store.extend(
        Quad(NamedNode(f"urn:literal:{number}"), RDF_TYPE, literal)
        for number, literal in enumerate(literals)
    )
    written: dict[Literal, set[Literal]] = {}
    for quad in store:
        literal = literals[int(quad.subject.value.rpartition(":")[2])]
        if isinstance(quad.object, Literal):
            written.setdefault(quad.object, set()).add(literal)
    return written


_KEPT_TYPES = {XSD + "string", RDF + "langString"}


def _bound(position: int) -> Callable[..., Term | None]:
    def bound(term: Term) -> Term | None:
        if not isinstance(term, Literal):
            return None
        text = term.value[:10] if term.datatype.value == XSD + "dateTime" else term.value
        if term.datatype.value not in _DATE_TYPES:
            return None
        try:
            day = edtf.bounds(text)[position]
        except ValueError:
            return None
        return None if day is None else Literal(day.isoformat(), datatype=NamedNode(XSD + "date"))

    return bound


_DATE_TYPES = {*(XSD + name for name in ("date", "dateTime", "gYearMonth", "gYear")), *EDTF}
_CUSTOM_FUNCTIONS = {
    NamedNode(FUNCTIONS + "earliest"): _bound(0),
    NamedNode(FUNCTIONS + "latest"): _bound(1),
}
