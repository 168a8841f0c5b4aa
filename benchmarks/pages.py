"""Pages: what the server takes for each kind, and Trifid for the same entities of the same data.

Usage: python benchmarks/pages.py [FOLDER]
Of the version in var. Trifid runs when FOLDER has it (npm install --prefix FOLDER trifid@5.3.0).
Prints Markdown.
"""

import contextlib
import gzip
import json
import platform
import re
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urljoin

import httpx

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from peers.processes import Tree

from browser.kinds import KINDS
from kennisgraaf.store.descriptions import Descriptions
from kennisgraaf.versions import require_current

TIMES = 31
ENTITIES = 60
OURS, THEIRS = 8791, 8792
CLASSES = ("Systeem", "Programma", "Project", "Werkgroep")
BROWSER = {"Accept": "text/html", "Accept-Language": "nl", "Accept-Encoding": "gzip, br"}
COLD = {**BROWSER, "Cache-Control": "no-cache"}
LINKED = re.compile(r'<link[^>]+rel="stylesheet"[^>]+href="([^"]+)"|<script[^>]+src="([^"]+)"')
SETTINGS = """
server: {{ listener: {{ port: {port} }}, logLevel: warn }}
globals:
  datasetBaseUrl: {base}
  endpoints: {{ default: {{ url: /query }} }}
plugins:
  entity-renderer: {{ module: "@zazuko/trifid-entity-renderer" }}
  fetch-handler:
    module: trifid-handler-fetch
    paths: /query
    config:
      url: file:data.nq
      contentType: application/n-quads
      baseIRI: {base}
      graphName: {base}graph
      unionDefaultGraph: true
"""


@dataclass(frozen=True)
class Cost:
    """What pages cost."""

    milliseconds: float
    """Until the last byte came, p50."""
    processor: float
    """Milliseconds of a processor, on average: they hold on a busy machine."""
    html: float
    weight: float
    """Bytes as they are sent, with styles and scripts; p50."""


def measure(
    client: httpx.Client, tree: Tree, paths: list[str], headers: dict[str, str], port: int
) -> Cost:
    seconds, weights = [], []
    before = tree.processor_seconds()
    for path in paths:
        address = f"http://127.0.0.1:{port}{path}"
        begin = time.perf_counter()
        with client.stream("GET", address, headers=headers, follow_redirects=True) as answer:
            sent = sum(len(piece) for piece in answer.iter_raw())
        seconds.append(time.perf_counter() - begin)
        assert answer.status_code < 500, address
        weights.append(sent)
    processor = tree.processor_seconds() - before
    answer = client.get(address, headers=headers, follow_redirects=True)
    parts = sum(_sent(client, urljoin(str(answer.url), path)) for path in _linked(answer.text))
    return Cost(
        statistics.median(seconds) * 1000,
        processor / len(paths) * 1000,
        len(answer.content),
        statistics.median(weights) + parts,
    )


def _linked(html: str) -> set[str]:
    return {one or other for one, other in LINKED.findall(html)}


def _sent(client: httpx.Client, address: str) -> int:
    with client.stream("GET", address, headers=BROWSER) as answer:
        return sum(len(piece) for piece in answer.iter_raw())


def kinds(client: httpx.Client, tree: Tree) -> None:
    """Tell of each kind of page."""
    print("| page | cold, ms | processor, ms | remembered, ms | HTML, kB | sent in all, kB |")
    print("|---|---:|---:|---:|---:|---:|")
    for kind in KINDS:
        cold = measure(client, tree, [kind.path] * TIMES, COLD, OURS)
        warm = measure(client, tree, [kind.path] * TIMES, BROWSER, OURS)
        print(
            f"| {kind.name} | {cold.milliseconds:.1f} | {cold.processor:.1f} "
            f"| {warm.milliseconds:.1f} | {cold.html / 1000:.1f} | {cold.weight / 1000:.1f} |",
            flush=True,
        )


def beside(client: httpx.Client, ours: Tree, folder: Path) -> None:
    """Tell of Trifid and us, each page once."""
    version = require_current(Path("var"))
    base = version.publication.base_iri
    data = gzip.decompress((version.path / "dataset.nq.gz").read_bytes())
    about = json.loads((folder / "node_modules/trifid/package.json").read_text())
    names = [
        iri.removeprefix(f"{base}id/")
        for name in CLASSES
        for iri in Descriptions(version).instances(f"{base}ns/stadskennis#{name}", 1, ENTITIES)
    ][:ENTITIES]
    with tempfile.TemporaryDirectory() as work:
        (Path(work) / "data.nq").write_bytes(data)
        (Path(work) / "config.yaml").write_text(SETTINGS.format(port=THEIRS, base=base))
        server = str(folder.resolve() / "node_modules" / "trifid" / "server.js")
        theirs = Tree(["node", server, "-c", "config.yaml"], Path(work))
        try:
            wait_for(f"http://127.0.0.1:{THEIRS}/id/{names[0]}")
            print(f"\n{len(names)} entities, each once; {len(data.splitlines())} statements\n")
            print("| server | p50, ms | processor, ms | sent in all, kB |\n|---|---:|---:|---:|")
            pages = [f"/doc/{name}.html" for name in names]
            told = [("ours, cold", measure(client, ours, pages, COLD, OURS))]
            measure(client, ours, pages, BROWSER, OURS)
            told.append(("ours, remembered", measure(client, ours, pages, BROWSER, OURS)))
            ours.freeze()
            pages = [f"/id/{name}" for name in names]
            label = f"Trifid {about['version']}"
            told.append((label, measure(client, theirs, pages, COLD, THEIRS)))
            told.append((f"{label}, again", measure(client, theirs, pages, COLD, THEIRS)))
            ours.thaw()
            for name, cost in told:
                numbers = cost.milliseconds, cost.processor, cost.weight / 1000
                print(f"| {name} | " + " | ".join(f"{number:.1f}" for number in numbers) + " |")
        finally:
            theirs.end()


def wait_for(address: str) -> None:
    """Wait until a page is there."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(address, headers=BROWSER, timeout=30).status_code == httpx.codes.OK:
                return
        time.sleep(0.5)
    raise SystemExit(f"{address} does not answer")


def main() -> None:
    """Measure."""
    print(f"{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, {TIMES} times\n")
    command = [sys.executable, "-m", "kennisgraaf", "serve", "--quiet", "--port", str(OURS)]
    with tempfile.TemporaryDirectory() as work, httpx.Client(timeout=60) as client:
        var = str(Path("var").resolve())
        ours = Tree([*command, "--var", var, "--publication", str(Path.cwd())], Path(work))
        try:
            wait_for(f"http://127.0.0.1:{OURS}/readyz")
            kinds(client, ours)
            if len(sys.argv) > 1:
                beside(client, ours, Path(sys.argv[1]))
        finally:
            ours.end()


if __name__ == "__main__":
    main()
