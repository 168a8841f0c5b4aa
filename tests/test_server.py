"""Server: real HTTP, new versions without a restart, and an end that leaves nothing behind."""

import http.client
import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx
import pytest

from kennisgraaf.versions import Version, current_name
from processes import descendants
from stores import free_port

SECONDS = 30
GARDEN = Path(__file__).parent / "publication"


def publish(garden: Path, var: Path) -> str:
    """Publish as a curator does; gives the name of the version."""
    command = [sys.executable, "-m", "kennisgraaf", "publish", "--publication", str(garden)]
    subprocess.run([*command, "--var", str(var), "--quiet"], check=True)
    return current_name(var) or ""


def change(garden: Path, text: str, other: str) -> None:
    data = garden / "data" / "tuinen.trig"
    before = data.read_text("utf-8")
    assert text in before
    data.write_text(before.replace(text, other), "utf-8")


def ticks_of_queries(server: int) -> int:
    """Sum the processor time that the query processes of a server have had (proc(5))."""
    ticks = 0
    for process in descendants(server):
        if b"kennisgraaf.store.pool" in Path(f"/proc/{process}/cmdline").read_bytes():
            status = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()
            ticks += int(status[11])
    return ticks


def wait_for_end(processes: set[int]) -> None:
    deadline = time.monotonic() + SECONDS
    while any(Path(f"/proc/{number}").exists() for number in processes):
        assert time.monotonic() < deadline, "processes are left"
        time.sleep(0.05)


def run_server(*arguments: str, port: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "kennisgraaf", "serve", *arguments, "--port", str(port)]
    pipe = subprocess.PIPE
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "PYTHONUNBUFFERED": "1"}
    return subprocess.Popen(command, stdout=pipe, env=environment, text=True)


def wait_for(address: str) -> None:
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        try:
            httpx.get(address)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the server did not answer in time")


def test_entity_over_http(server: str) -> None:
    """LD-04, LD-05: as a client follows it."""
    headers = {"Accept": "text/turtle"}
    answer = httpx.get(f"{server}/id/tuin/achtertuin", headers=headers, follow_redirects=True)
    assert [step.status_code for step in answer.history] == [303]
    assert answer.status_code == 200
    assert "tuin:oppervlakte 1250.50" in answer.text
    etag = {"If-None-Match": answer.headers["ETag"], **headers}
    assert httpx.get(answer.url, headers=etag).status_code == 304
    head = httpx.head(answer.url, headers={**headers, "Accept-Encoding": "identity"})
    assert (head.content, head.headers["Content-Length"]) == (b"", str(len(answer.content)))
    assert len(answer.headers.get_list("Date")) == 1


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example", "//evil.example/id/x", "/%2f%2fevil.example", "/\\evil.example",
        "/id/..%2f..%2fetc%2fpasswd", "/id/%00", "/id/%0d%0aX-Evil:%201", "/id/" + "a" * 9000,
        "/id/" + "a" * 100_000, "http://evil.example/id/tuin/achtertuin", "/static/../app.py",
        "/id/%ff", "/id/%", "/id/%zz",
    ],
    ids=lambda target: target[:40],
)  # fmt: skip
def test_odd_request_line_never_fails_or_leads_away(server: str, target: str) -> None:
    """S-10, S-11, S-12: bytes as an attacker sends them."""
    connection = http.client.HTTPConnection(urlsplit(server).netloc, timeout=SECONDS)
    connection.putrequest("GET", target, skip_host=True)
    connection.putheader("Host", "evil.example")
    connection.endheaders()
    answer = connection.getresponse()
    location = answer.getheader("Location") or "/doc"
    assert 200 <= answer.status < 500
    assert location.startswith(("/doc", "/ns"))
    assert answer.getheader("X-Evil") is None
    connection.close()


def test_very_long_header_is_refused_or_read(server: str) -> None:
    """CN-14"""
    for size in (10_000, 300_000):
        headers = {"Accept": "image/png," * (size // 10) + "text/turtle"}
        assert httpx.get(f"{server}/doc/tuin/achtertuin", headers=headers).status_code < 500


def test_query_over_http(server: str) -> None:
    """SP-01, SP-03, SP-22: while the same process answers others."""
    query = {"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"}
    by_get = httpx.get(f"{server}/sparql", params=query)
    by_post = httpx.post(f"{server}/sparql", data=query)
    assert by_get.status_code == by_post.status_code == 200
    assert by_get.json() == by_post.json()


def test_new_versions_are_noticed_without_a_failed_request(garden: Path, tmp_path: Path) -> None:
    var, port = tmp_path / "var", free_port()
    publish(garden, var)
    address = f"http://127.0.0.1:{port}"
    process = run_server("--publication", str(garden), "--var", str(var), port=port)
    failed: list[str] = []
    done = threading.Event()

    def keep_asking(path: str) -> None:
        with httpx.Client(base_url=address, timeout=SECONDS) as client:
            while not done.is_set():
                answer = client.get(path)
                if answer.status_code != 200:
                    failed.append(f"{path}: {answer.status_code} {answer.text}")

    paths = ("/doc/tuin/achtertuin.ttl", "/sparql?query=ASK%20%7B%7D", "/")
    askers = [threading.Thread(target=keep_asking, args=(path,)) for path in paths]
    try:
        wait_for(address)
        for asker in askers:
            asker.start()
        for text, other in (("behind the house", "at the back"), ("at the back", "out there")):
            change(garden, text, other)
            publish(garden, var)
            deadline = time.monotonic() + SECONDS
            while other not in httpx.get(f"{address}/doc/tuin/achtertuin.ttl").text:
                assert time.monotonic() < deadline, "the new version was not noticed"
                time.sleep(0.05)
    finally:
        done.set()
        for asker in askers:
            asker.join(SECONDS)
        process.terminate()
        process.communicate(timeout=SECONDS)
    assert failed == []


def test_serve_publishes_first_and_ends_with_all_its_processes(
    garden: Path, tmp_path: Path
) -> None:
    var, port = tmp_path / "var", free_port()
    process = run_server("--publication", str(garden), "--var", str(var), port=port)
    wait_for(f"http://127.0.0.1:{port}")
    started = descendants(process.pid)
    process.terminate()
    output, _ = process.communicate(timeout=SECONDS)
    wait_for_end(started)
    assert len(started) >= 5  # Web workers, the keeper, its pool, query processes.
    assert "publishing first" in output
    assert f"Serving version {current_name(var)}" in output


def test_server_that_is_told_to_end_while_it_starts_ends(version: Version, var: Path) -> None:
    """One worker answers while another starts: it must not miss that it is to end."""
    for _ in range(3):
        port = free_port()
        process = run_server("--publication", str(GARDEN), "--var", str(var), port=port)
        wait_for(f"http://127.0.0.1:{port}")
        started = time.monotonic()
        process.terminate()
        process.communicate(timeout=SECONDS)
        assert time.monotonic() - started < SECONDS / 3


def test_query_that_is_under_way_is_answered_before_the_end(version: Version, var: Path) -> None:
    port = free_port()
    process = run_server("--publication", str(GARDEN), "--var", str(var), port=port)
    address = f"http://127.0.0.1:{port}"
    wait_for(address)
    digits = " ".join(f"VALUES ?d{n} {{ 0 1 2 3 4 5 6 7 8 9 }}" for n in range(6))
    query = f"SELECT (SUM(?d0) AS ?n) {{ {digits} }}"
    with ThreadPoolExecutor() as threads:
        before = ticks_of_queries(process.pid)
        asked = threads.submit(
            httpx.get, f"{address}/sparql", params={"query": query}, timeout=SECONDS
        )
        while ticks_of_queries(process.pid) < before + 5:
            assert not asked.done()
            time.sleep(0.01)
        process.terminate()
        assert asked.result().status_code in (200, 503)  # 503: it took longer than its second.
    process.communicate(timeout=SECONDS)


def test_file_of_someone_else_is_served(tmp_path: Path) -> None:
    file, port = tmp_path / "theirs.ttl", free_port()
    iri = "https://theirs.example/thing#1"
    file.write_text(f'<{iri}> <http://www.w3.org/2000/01/rdf-schema#label> "Their thing"@en .')
    address = f"http://127.0.0.1:{port}"
    process = run_server(str(file), port=port)
    try:
        wait_for(address)
        page = httpx.get(
            f"{address}/doc?iri={quote(iri, safe='')}", headers={"Accept": "text/html"}
        )
        assert (page.status_code, "Their thing" in page.text) == (200, True)
        answer = httpx.get(f"{address}/sparql", params={"query": f"ASK {{ <{iri}> ?p ?o }}"})
        assert answer.json()["boolean"] is True
    finally:
        process.terminate()
        process.communicate(timeout=SECONDS)


def test_a_killed_server_leaves_nothing_behind(garden: Path, tmp_path: Path) -> None:
    port = free_port()
    server = run_server("--publication", str(garden), "--var", str(tmp_path), port=port)
    wait_for(f"http://127.0.0.1:{port}/")
    processes = descendants(server.pid)
    assert len(processes) >= 4
    server.kill()
    server.communicate()
    wait_for_end(processes)
