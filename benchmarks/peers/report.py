"""Report: what was measured, as tables of Markdown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from peers.load import Figures
from peers.running import Running

WARM, COLD = "ours, remembered", "ours, no-cache"


@dataclass
class Cell:
    """The rounds of each contender, over one mix and so many connections."""

    data: str
    mix: str
    connections: int
    rounds: dict[str, list[Figures]]
    unfit: dict[str, str]


def summary_of(rounds: Sequence[Figures]) -> Figures:
    """Give the medians over the rounds, and the sums of requests and errors."""
    return Figures(
        requests_per_second=median(figures.requests_per_second for figures in rounds),
        p50=median(figures.p50 for figures in rounds),
        p99=median(figures.p99 for figures in rounds),
        errors=sum(figures.errors for figures in rounds),
        requests=sum(figures.requests for figures in rounds),
        processor_us=median(figures.processor_us for figures in rounds),
        others=max(figures.others for figures in rounds),
    )


def ratio(ours: Sequence[Figures], peer: Sequence[Figures]) -> float | None:
    """Give the median over the rounds of how many more requests ours answered than a peer."""
    pairs = zip(ours, peer, strict=True)
    ratios = [a.requests_per_second / b.requests_per_second for a, b in pairs
              if b.requests_per_second]  # fmt: skip
    return median(ratios) if ratios else None


def table_of(cell: Cell) -> str:
    """Write the table of a mix."""
    lines = [
        f"\n### {cell.data}: {cell.mix}, {cell.connections} connections\n",
        f"| server | requests/s | p50 ms | p99 ms | errors | processor µs | others | {WARM} × "
        f"| {COLD} × |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for name, rounds in cell.rounds.items():
        figures = summary_of(rounds)
        ratios = (_ratio_text(cell.rounds.get(ours), rounds) for ours in (WARM, COLD))
        lines.append(
            f"| {name} | {figures.requests_per_second:,.{_places(figures)}f} | {figures.p50:.2f} "
            f"| {figures.p99:.2f} | {figures.errors} | {figures.processor_us:,.0f} "
            f"| {figures.others:.1f} | {' | '.join(ratios)} |"
        )
    lines += [f"| {name} | {reason} | | | | | | | |" for name, reason in cell.unfit.items()]
    return "\n".join(lines) + "\n"


def servers_table(data: str, servers: Sequence[Running], left_out: Mapping[str, str]) -> str:
    """Write what loading took and how much memory was used (PSS: shared pages count once)."""
    lines = [
        f"\n### {data}: loading and memory (PSS of the process tree, sampled)\n",
        "| server | s until it answers | MiB, loading | MiB, serving | |",
        "|---|---:|---:|---:|---|",
    ]
    for server in servers:
        figures = f"{server.load_seconds:.1f} | {server.load_mib:,.0f} | {server.serve_mib:,.0f}"
        notes = "; ".join(sorted(set(server.notes)))
        lines.append(f"| {server.name} | {figures} | {notes} |")
    lines += [f"| {name} | | | | left out: {reason} |" for name, reason in left_out.items()]
    return "\n".join(lines) + "\n"


def analytic_table(data: str, times: Mapping[str, Mapping[str, float | str]]) -> str:
    """Write milliseconds by query and contender."""
    names = list(dict.fromkeys(name for by_name in times.values() for name in by_name))
    lines = [
        f"\n### {data}: single queries, ms\n",
        f"| query | {' | '.join(names)} |",
        "|---" + "|---:" * len(names) + "|",
    ]
    for query, by_name in times.items():
        values = (by_name.get(name, "") for name in names)
        texts = (f"{value:,.1f}" if isinstance(value, float) else value for value in values)
        lines.append(f"| {query} | {' | '.join(texts)} |")
    return "\n".join(lines) + "\n"


def _ratio_text(ours: Sequence[Figures] | None, peer: Sequence[Figures]) -> str:
    found = ratio(ours, peer) if ours else None
    return "" if found is None else f"{found:.2f}"


def _places(figures: Figures) -> int:
    return 0 if figures.requests_per_second >= 100 else 1
