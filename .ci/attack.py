"""The attack kit: hostile queries over HTTP, and what another client notices of them meanwhile.

Each query must be answered or refused within the limits, the other client's simple queries within a
second; no process may be left or lost but query processes, and nothing may be called.

Usage: python .ci/attack.py   (kennisgraaf on the path; needs tests/ for the queries)
"""

import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

import httpx

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from hostile import CALLS, HOSTILE, UNSCREENED
from processes import descendants

PORT = 8763
ENDPOINT = f"http://127.0.0.1:{PORT}/sparql"
QUERY_SECONDS, QUEUE_SECONDS, MEMORY_MIB, PROCESSES = 2.0, 3.0, 256, 4
STATEMENTS = 50_000
# A client of another address, as the first has only some of the turns.
OTHER = "127.0.0.2"
SETTINGS = f"""
base_iri = "http://127.0.0.1:{PORT}/"
languages = ["en"]
licence = "https://creativecommons.org/publicdomain/zero/1.0/"
title = {{ en = "Attacked" }}
description = {{ en = "Statements to ask of." }}
publisher = {{ iri = "id/us", name = {{ en = "Us" }} }}
contact = {{ url = "id/us", name = {{ en = "Us" }} }}
[folders]
data = ["data"]
[prefixes]
[limits]
query_seconds = {QUERY_SECONDS}
queue_seconds = {QUEUE_SECONDS}
query_memory_mib = {MEMORY_MIB}
query_processes = {PROCESSES}
"""


def write_publication(folder: Path) -> None:
    (folder / "data").mkdir()
    (folder / "publication.toml").write_text(SETTINGS)
    with (folder / "data" / "many.nt").open("w") as file:
        for n in range(STATEMENTS):
            file.write(f'<urn:s{n % 5000}> <urn:p{n % 10}> "value {n}" .\n')


def memory_mib(process: int) -> float:
    """Sum the memory of a process and its descendants; what they share counts once (PSS)."""
    total = 0
    for member in (process, *descendants(process)):
        try:
            text = Path(f"/proc/{member}/smaps_rollup").read_text()
        except (FileNotFoundError, ProcessLookupError):
            continue
        total += int(text.split("Pss:")[1].split()[0])
    return total / 1024


class Other(threading.Thread):
    """Another client, that asks simple queries all the time; notes what the server takes."""

    def __init__(self, server: int) -> None:
        super().__init__(daemon=True)
        self.server = server
        self.ends = threading.Event()
        self.slowest = self.slowest_of_all = self.most_memory = 0.0
        self.outcomes: Counter[int] = Counter()

    def run(self) -> None:
        transport = httpx.HTTPTransport(local_address=OTHER)
        with httpx.Client(transport=transport, timeout=60) as client:
            number = 0
            while not self.ends.wait(0.02):
                number += 1
                query = f"SELECT * {{ <urn:s{number % 5000}> ?p ?o }}"
                started = time.monotonic()
                answer = client.get(
                    ENDPOINT, params={"query": query}, headers={"Cache-Control": "no-cache"}
                )
                self.slowest = max(self.slowest, time.monotonic() - started)
                self.outcomes[answer.status_code] += 1
                if number % 25 == 0:
                    self.most_memory = max(self.most_memory, memory_mib(self.server))

    def slowest_since(self) -> float:
        slowest, self.slowest = self.slowest, 0.0
        self.slowest_of_all = max(self.slowest_of_all, slowest)
        return slowest


def listen() -> tuple[socket.socket, list[object]]:
    """Count who connects to a port of this machine."""
    listener = socket.create_server(("127.0.0.1", 0))
    seen: list[object] = []

    def count() -> None:
        while True:
            try:
                connection, who = listener.accept()
            except OSError:
                return
            seen.append(who)
            connection.close()

    threading.Thread(target=count, daemon=True).start()
    return listener, seen


def attack(name: str, query: str, other: Other) -> bool:
    """Send a query twice at a time; tell how it went."""
    started = time.monotonic()
    try:
        answer = httpx.post(ENDPOINT, data={"query": query}, timeout=60)
        outcome = str(answer.status_code)
        good = answer.status_code in (200, 400, 413, 503)
    except httpx.RemoteProtocolError:
        outcome, good = "cut", True  # An answer that had begun; it does not look complete.
    seconds = time.monotonic() - started
    slowest = other.slowest_since()
    good &= seconds < QUERY_SECONDS + QUEUE_SECONDS + 1 and slowest < 1
    print(
        f"{'ok  ' if good else 'FAIL'} {name:<24} {outcome:>4} {seconds:6.2f} s"
        f"   the other client at most {slowest * 1000:4.0f} ms",
        flush=True,
    )
    return good


def flood(other: Other) -> bool:
    """Send forty endless queries at once."""
    query = HOSTILE["cross product"]
    outcomes: Counter[int] = Counter()

    def one(number: int) -> None:
        answer = httpx.post(ENDPOINT, data={"query": f"{query} # {number}"}, timeout=60)
        outcomes[answer.status_code] += 1

    threads = [threading.Thread(target=one, args=(number,)) for number in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    slowest = other.slowest_since()
    good = set(outcomes) <= {429, 503} and slowest < 1
    print(
        f"{'ok  ' if good else 'FAIL'} forty at once: {dict(outcomes)}"
        f"   the other client at most {slowest * 1000:.0f} ms",
        flush=True,
    )
    return good


def run(server: subprocess.Popen[bytes]) -> bool:
    before, memory = len(descendants(server.pid)), memory_mib(server.pid)
    other = Other(server.pid)
    other.start()
    time.sleep(1)
    other.slowest_since()
    good = [attack(name, query, other) for name, query in HOSTILE.items()]
    good.append(flood(other))
    listener, seen = listen()
    where = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    for query in (*CALLS, *UNSCREENED):
        httpx.post(ENDPOINT, data={"query": query.format(where, where)}, timeout=60)
    listener.close()
    other.ends.set()
    other.join()
    time.sleep(1)
    after = len(descendants(server.pid))
    most = memory + PROCESSES * MEMORY_MIB + 128
    print(f"{len(CALLS) + len(UNSCREENED)} calls of another server: {len(seen)} arrived")
    print(f"the other client: {dict(other.outcomes)}, at most {other.slowest_of_all * 1000:.0f} ms")
    print(f"processes: {before} before, {after} after")
    print(f"memory: {memory:.0f} MiB before, at most {other.most_memory:.0f}, {most:.0f} allowed")
    good += [not seen, set(other.outcomes) == {200}, before == after, other.most_memory < most]
    return all(good)


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_publication(folder)
        arguments = ["--quiet", "--publication", name, "--port", str(PORT)]
        server = subprocess.Popen(["kennisgraaf", "serve", *arguments])
        try:
            while True:
                try:
                    httpx.get(ENDPOINT, params={"query": "ASK {}"})
                    break
                except httpx.TransportError:
                    assert server.poll() is None, "the server ended"
                    time.sleep(0.1)
            time.sleep(1)
            return 0 if run(server) else 1
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait()


if __name__ == "__main__":
    sys.exit(main())
