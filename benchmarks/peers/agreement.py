"""Agreement: before anything is timed, every server answers every query once; rows are compared."""

import json
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import httpx

from peers.data import Query

RESULTS = "application/sparql-results+json"
TRIPLES = "application/n-triples"
_MOST_FAILING = 0.1


@dataclass
class Pass:
    """What a server answered to the queries of a mix: rows and bytes by the query's name."""

    rows: dict[str, int] = field(default_factory=dict)
    lengths: dict[str, int] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    unfit: str = ""


def accepted(query: Query) -> str:
    """Give the media type that is asked for."""
    return TRIPLES if query.is_graph else RESULTS


def ask_all(
    origin: str, path_of: Callable[[str], str], queries: Sequence[Query], patience: float
) -> Pass:
    """Ask all queries, one after the other; gives up after so many seconds."""
    found = Pass()
    until = time.monotonic() + patience
    # No-cache: what is remembered is filled as well, and an older answer is not taken for a new.
    headers = {"Accept-Encoding": "identity", "Cache-Control": "no-cache"}
    with httpx.Client(base_url=origin, headers=headers) as client:
        for done, query in enumerate(queries):
            left = until - time.monotonic()
            if left <= 0:
                found.unfit = f"{done} of {len(queries)} queries in {patience:.0f} s"
                break
            _ask(client, path_of, query, left, found)
    return found


def _ask(
    client: httpx.Client, path_of: Callable[[str], str], query: Query, left: float, found: Pass
) -> None:
    started = time.monotonic()
    try:
        reply = client.get(path_of(query.text), headers={"Accept": accepted(query)}, timeout=left)
        if reply.status_code != 200:
            found.failures[query.name] = f"{reply.status_code} {_begin_of(reply.text)}"
            return
        found.rows[query.name] = rows_of(reply)
    except (httpx.HTTPError, ValueError, KeyError) as error:
        found.failures[query.name] = f"{type(error).__name__} {_begin_of(str(error))}"
        return
    found.seconds[query.name] = time.monotonic() - started
    found.lengths[query.name] = len(reply.content)


def rows_of(reply: httpx.Response) -> int:
    """Count solutions or distinct triples; of a boolean whether it is true."""
    if "json" not in reply.headers.get("content-type", ""):
        return len({line for line in reply.text.splitlines() if line and line[0] != "#"})
    answer = json.loads(reply.content)
    return int(answer["boolean"]) if "boolean" in answer else len(answer["results"]["bindings"])


def disagreements(queries: Sequence[Query], passes: Mapping[str, Pass]) -> list[str]:
    """Tell of the queries to which servers gave different numbers of rows, who did, and how many.

    An empty answer where most have rows is a failure.
    """
    told: dict[tuple[str, str], list[str]] = {}
    for query in queries:
        rows = {name: found.rows[query.name] for name, found in passes.items()
                if query.name in found.rows}  # fmt: skip
        if len(set(rows.values())) < 2:
            continue
        usual = Counter(rows.values()).most_common(1)[0][0]
        for name in [name for name, count in rows.items() if count != usual]:
            if not rows[name]:
                passes[name].failures[query.name] = f"no rows, of others {usual}"
            example = f"{query.name}: {rows[name]} rows, of most others {usual}"
            told.setdefault((_kind(query), name), []).append(example)
    return [f"{name}, {kind}: {len(examples)} answers differ ({examples[0]})"
            for (kind, name), examples in told.items()]  # fmt: skip


def failures(queries: Sequence[Query], passes: Mapping[str, Pass]) -> dict[str, str]:
    """Give the queries that a server which is otherwise fit does not answer, and why.

    One that fails on many is unfit.
    """
    for found in passes.values():
        failing = len(found.failures)
        if not found.unfit and failing > _MOST_FAILING * len(queries):
            reason = next(iter(found.failures.values()))
            found.unfit = f"{failing} of {len(queries)} queries failed: {reason}"
    return {
        query: f"{name}: {reason}"
        for name, found in passes.items()
        if not found.unfit
        for query, reason in found.failures.items()
    }


def _kind(query: Query) -> str:
    return "look-ups" if ":" in query.name else query.name.partition("-")[0]


def _begin_of(text: str) -> str:
    return " ".join(text.split())[:120]
