"""How long embeddable engines take for the same queries, in turns, in one process.

Usage: python benchmarks/engines.py FILE.nt QUERIES   (pip install pyoxigraph holosdb)
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import holosdb
import pyoxigraph

ROUNDS = 3
ANALYTIC = {
    "COUNT of all": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "GROUP BY predicate": "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p",
    "DISTINCT predicates": "SELECT DISTINCT ?p { ?s ?p ?o }",
    "COUNT DISTINCT subjects": "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }",
}
Engine = Callable[[str], int]


def oxigraph(file: Path) -> Engine:
    store = pyoxigraph.Store()
    store.bulk_load(path=str(file))

    def ask(query: str) -> int:
        found: Any = store.query(query)
        return int(bool(found)) if isinstance(found, pyoxigraph.QueryBoolean) else len(list(found))

    return ask


def holos(file: Path) -> Engine:
    store = holosdb.Store()
    store.load(str(file))

    def ask(query: str) -> int:
        found: Any = store.query(query, timeout=60)
        return int(found) if isinstance(found, bool) else len(list(found))

    return ask


def timed(ask: Engine, query: str) -> tuple[float, object]:
    started = time.perf_counter()
    try:
        answer: object = ask(query)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told
        answer = f"{type(error).__name__}: {str(error)[:60]}"
    return (time.perf_counter() - started) * 1000, answer


def main() -> None:
    file, folder = map(Path, sys.argv[1:])
    engines: dict[str, Engine] = {}
    for name, make in {"pyoxigraph": oxigraph, "holosdb": holos}.items():
        started = time.perf_counter()
        engines[name] = make(file)
        print(f"{name}: loaded in {time.perf_counter() - started:.1f} s")
    queries = {path.stem: path.read_text() for path in sorted(folder.glob("*.rq"))} | ANALYTIC
    found: dict[str, dict[str, list[float]]] = {}
    differ: dict[str, list[str]] = {}
    for name, query in queries.items():
        kind = name.partition("-")[0]
        answers = {}
        for engine, ask in engines.items():
            times, answers[engine] = zip(*(timed(ask, query) for _ in range(ROUNDS)), strict=True)
            found.setdefault(kind, {}).setdefault(engine, []).append(median(times))
        if len({str(answer[0]) for answer in answers.values()}) > 1:
            differ.setdefault(kind, []).append(f"{name}: {[a[0] for a in answers.values()]}")
    print(
        f"\n| queries | {' | '.join(engines)} | ratio | other answers |\n|---|---:|---:|---:|---:|"
    )
    for kind, times in found.items():
        first, second = (median(values) for values in times.values())
        others = differ.get(kind, [])
        print(f"| {kind} | {first:.2f} | {second:.2f} | {second / first:.2f} | {len(others)} |")
    for others in differ.values():
        print("-", others[0])


if __name__ == "__main__":
    main()
