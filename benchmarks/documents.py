"""How long documents take over HTTP at their first request, beside a bare answer of the server."""

import statistics
import subprocess
import sys
import time
from pathlib import Path

import httpx

from kennisgraaf.formats import GRAPH_FORMATS, HTML
from kennisgraaf.store.descriptions import Descriptions
from kennisgraaf.versions import require_current

PORT = 8790
ENTITIES = 200


def main() -> None:
    """Print p50 and p99 in milliseconds over one connection, each entity once in each format."""
    version = require_current(Path("var"))
    base = version.publication.base_iri
    iris = Descriptions(version).in_namespace(f"{base}id/")[:ENTITIES]
    paths = ["/doc/" + iri.removeprefix(f"{base}id/") for iri in iris]
    command = [sys.executable, "-m", "kennisgraaf", "serve", "--quiet", "--port", str(PORT)]
    server = subprocess.Popen(command)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{PORT}") as client:
            _wait_for(client)
            bare = _measure(client, ["/static/nothing"] * len(paths), "application/json")
            sys.stdout.write(f"{'bare 404':24} p50 {bare[0]:6.2f} ms  p99 {bare[1]:6.2f} ms\n")
            for media_type in (HTML, *(kind.media_type for kind in GRAPH_FORMATS)):
                p50, p99 = _measure(client, paths, media_type)
                ratio = p50 / bare[0]
                sys.stdout.write(
                    f"{media_type:24} p50 {p50:6.2f} ms  p99 {p99:6.2f} ms  x {ratio:5.1f}\n"
                )
    finally:
        server.terminate()
        server.wait()


def _measure(client: httpx.Client, paths: list[str], media_type: str) -> tuple[float, float]:
    seconds = []
    for path in paths:
        started = time.perf_counter()
        client.get(path, headers={"Accept": media_type})
        seconds.append(time.perf_counter() - started)
    milliseconds = sorted(1000 * value for value in seconds)
    return statistics.median(milliseconds), milliseconds[int(0.99 * (len(milliseconds) - 1))]


def _wait_for(client: httpx.Client) -> None:
    for _ in range(600):
        try:
            client.get("/")
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise SystemExit("the server did not answer")


if __name__ == "__main__":
    main()
