"""How fast our SPARQL endpoint answers beside others, on the same data, in turns."""

import json
import signal
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

import click
import httpx
from peers import agreement, data, servers
from peers.agreement import accepted
from peers.load import Ask, Figures, run, write_requests
from peers.processes import EndedError
from peers.report import COLD, WARM, Cell, analytic_table, servers_table, table_of
from peers.running import Running, alone, start
from peers.servers import Site

_OURS = "ours"
_WARMING_CONNECTIONS = 16
_SINGLE_SECONDS = 120.0
_NO_CACHE = {"Cache-Control": "no-cache"}


@dataclass(frozen=True)
class Contender:
    """A row of the tables: a server and the headers with which it is asked."""

    name: str
    running: Running
    headers: dict[str, str]


@dataclass
class Run:
    """What is measured, how long, and what was found."""

    seconds: float
    rounds: int
    connections: list[int]
    warming: float
    patience: float
    work: Path
    cells: list[Cell] = field(default_factory=list)
    found: list[dict[str, Any]] = field(default_factory=list)

    def measure(self, contenders: list[Contender], data_set: data.DataSet) -> None:
        """Measure all mixes of a data set."""
        for mix, queries in data_set.mixes.items():
            passes = self._passes(contenders, queries)
            for line in agreement.disagreements(queries, passes):
                _tell(f"- {data_set.name}, {mix}: {line}\n")
            dropped = agreement.failures(queries, passes)
            for name, reason in dropped.items():
                _tell(f"- {data_set.name}, {mix}: {name} is left out for all: {reason}\n")
            kept = [query for query in queries if query.name not in dropped]
            unfit = {name: found.unfit for name, found in passes.items() if found.unfit}
            fit = [c for c in contenders if c.running.name not in unfit]
            asks = {c.name: _asks(c, kept, passes[c.running.name]) for c in fit}
            self._warm(fit, asks)
            for connections in self.connections:
                cell = Cell(data_set.name, mix, connections, {c.name: [] for c in fit}, unfit)
                self._measure_cell(cell, fit, asks)

    def _passes(
        self, contenders: list[Contender], queries: list[data.Query]
    ) -> dict[str, agreement.Pass]:
        """Ask each server all queries once."""
        passes = {}
        for running in {c.running.name: c.running for c in contenders}.values():
            with alone(running):
                path_of = running.server.path_of
                passes[running.name] = agreement.ask_all(
                    running.site.origin, path_of, queries, self.patience
                )
        return passes

    def _warm(self, contenders: list[Contender], asks: dict[str, list[Ask]]) -> None:
        """Let every process of each server answer, and remember, what is asked; a JVM compiles."""
        for contender in contenders:
            self._run(contender, asks[contender.name], _WARMING_CONNECTIONS, self.warming)

    def _measure_cell(
        self, cell: Cell, contenders: list[Contender], asks: dict[str, list[Ask]]
    ) -> None:
        for number in range(self.rounds):
            # Another one begins each round, so that nobody always follows the same neighbour.
            begin = number % len(contenders) if contenders else 0
            for contender in contenders[begin:] + contenders[:begin]:
                figures = self._run(contender, asks[contender.name], cell.connections)
                cell.rounds[contender.name].append(figures)
                _progress(cell, number, contender.name, figures)
        self.cells.append(cell)
        _tell(table_of(cell))

    def _run(
        self, contender: Contender, asks: list[Ask], connections: int, seconds: float = 0.0
    ) -> Figures:
        requests = self.work / "requests"
        write_requests(asks, contender.headers, requests)
        with alone(contender.running) as running:
            return run(running, asks, requests, connections, seconds or self.seconds)

    def measure_single(self, contenders: list[Contender], data_set: data.DataSet) -> None:
        """Time queries that take long, one at a time."""
        times: dict[str, dict[str, float | str]] = {}
        for query in data_set.analytic:
            best: dict[str, float | str] = {}
            rows: dict[str, int] = {}
            for _ in range(self.rounds):
                for contender in contenders:
                    if contender.name != WARM and not isinstance(best.get(contender.name), str):
                        _time(contender, query, best, rows)
            times[query.name] = best
            if len(set(rows.values())) > 1:
                _tell(f"- {data_set.name}, {query.name}: rows differ: {rows}\n")
        self.found.append({"data": data_set.name, "single, ms": times})
        _tell(analytic_table(data_set.name, times))


@click.command()
@click.option("--data", "names", default="all", show_default=True, help="own, 100k, 1m or all.")
@click.option("--servers", "chosen", default=",".join(servers.ALL), show_default=True)
@click.option("--seconds", default=5.0, show_default=True, help="Of each measurement.")
@click.option("--rounds", default=3, show_default=True)
@click.option("--connections", default="1,16", show_default=True)
@click.option("--warming", default=15.0, show_default=True, help="Seconds before each mix.")
@click.option("--patience", default=300.0, show_default=True, help="Seconds for one pass of a mix.")
@click.option("--first-port", default=3200, show_default=True)
@click.option("--queries-per-client", default=64, show_default=True, help="A limit of ours.")
@click.option("--bench", type=click.Path(path_type=Path), default="../shared/conformance/bench")
@click.option("--work", type=click.Path(path_type=Path), default="var/benchmark")
@click.option("--jar", type=click.Path(path_type=Path), default="var/peers/jena-fuseki-server.jar")
@click.option("--json", "file", type=click.Path(path_type=Path), help="Write all figures here.")
def main(**options: Any) -> None:
    """Measure our endpoint and its peers, and print tables."""
    signal.signal(signal.SIGTERM, _end)
    connections = [int(count) for count in options["connections"].split(",")]
    options["work"].mkdir(parents=True, exist_ok=True)
    work, bench, jar = (options[name].absolute() for name in ("work", "bench", "jar"))
    times = options["warming"], options["patience"]
    found = Run(options["seconds"], options["rounds"], connections, *times, work)
    names = list(data.ALL) if options["names"] == "all" else options["names"].split(",")
    for name in names:
        data_set = data.ALL[name](Path().absolute(), bench, work)
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=work)))
            places = [
                Site(
                    data_set.file,
                    folder / server,
                    options["first_port"] + number,
                    jar,
                    options["queries_per_client"],
                )
                for number, server in enumerate(servers.ALL)
            ]
            wanted = options["chosen"].split(",")
            _measure(found, data_set, [p for p in places if p.folder.name in wanted], stack)
        if options["file"]:
            options["file"].write_text(_as_json(found), "utf-8")


def _measure(found: Run, data_set: data.DataSet, places: list[Site], stack: ExitStack) -> None:
    """Start the servers, measure them, and tell what loading took."""
    running, left_out = [], {}
    for site in places:
        server = servers.ALL[site.folder.name]
        reason = server.missing(site)
        if not reason:
            try:
                running.append(start(server, site))
                stack.callback(running[-1].tree.end)
            except (EndedError, httpx.HTTPError) as error:
                reason = str(error)
        if reason:
            left_out[server.name] = reason
        sys.stderr.write(f"{data_set.name}: {server.name}: {reason or 'loaded'}\n")
    _tell(f"\n## {data_set.name}: {data_set.file.name}\n\n")
    for note in data_set.notes:
        _tell(f"- {note}\n")
    contenders = [c for server in running for c in _contenders(server)]
    if data_set.analytic:
        found.measure_single(contenders, data_set)
    found.measure(contenders, data_set)
    _tell(servers_table(data_set.name, running, left_out))
    found.found += [
        {
            "data": data_set.name,
            "server": r.name,
            "load_seconds": r.load_seconds,
            "load_mib": r.load_mib,
            "serve_mib": r.serve_mib,
            "notes": r.notes,
        }
        for r in running
    ]


def _contenders(running: Running) -> list[Contender]:
    if running.site.folder.name != _OURS:
        return [Contender(running.name, running, {})]
    return [Contender(WARM, running, {}), Contender(COLD, running, _NO_CACHE)]


def _asks(contender: Contender, queries: list[data.Query], found: agreement.Pass) -> list[Ask]:
    path_of = contender.running.server.path_of
    return [Ask(path_of(q.text), accepted(q), found.lengths[q.name]) for q in queries]


def _time(
    contender: Contender, query: data.Query, best: dict[str, float | str], rows: dict[str, int]
) -> None:
    """Keep the best time of a query, in milliseconds, or why there is none."""
    running = contender.running
    with alone(running), httpx.Client(base_url=running.site.origin) as client:
        headers = {"Accept": accepted(query), "Accept-Encoding": "identity", **contender.headers}
        started = time.perf_counter()
        try:
            path = running.server.path_of(query.text)
            reply = client.get(path, headers=headers, timeout=_SINGLE_SECONDS)
        except httpx.TimeoutException:
            best[contender.name] = f"> {_SINGLE_SECONDS:.0f} s"
            return
        took = 1000 * (time.perf_counter() - started)
    if reply.status_code != 200:
        best[contender.name] = str(reply.status_code)
        return
    earlier = best.get(contender.name)
    best[contender.name] = min(took, earlier) if isinstance(earlier, float) else took
    rows[contender.name] = agreement.rows_of(reply)


def _end(number: int, _frame: FrameType | None) -> None:
    """End by way of what ends the servers; once."""
    signal.signal(number, signal.SIG_IGN)
    sys.exit(1)


def _as_json(found: Run) -> str:
    return json.dumps(
        {"cells": [asdict(cell) for cell in found.cells], "servers": found.found}, indent=1
    )


def _progress(cell: Cell, number: int, name: str, figures: Figures) -> None:
    told = f"{figures.requests_per_second:.0f}/s, {figures.errors} errors"
    where = f"{cell.data}, {cell.mix}, {cell.connections} connections, round {number + 1}"
    sys.stderr.write(f"{where}: {name}: {told}\n")


def _tell(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
