"""Stores: real SPARQL servers that hold the statements of a publication while a test lasts."""

import contextlib
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import httpx

from kennisgraaf.settings import RemoteStoreSettings

SECONDS = 60.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def running(command: list[str], folder: Path, address: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until the context ends; begins when its address answers whatever it answers."""
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    try:
        deadline = time.monotonic() + SECONDS
        while True:
            try:
                httpx.get(address, timeout=5)
                break
            except httpx.TransportError:
                assert process.poll() is None, (folder / "log").read_text("utf-8", "replace")
                assert time.monotonic() < deadline, f"{command[0]} did not answer in time"
                time.sleep(0.05)
        yield process
    finally:
        process.terminate()
        process.wait(SECONDS)


@contextlib.contextmanager
def oxigraph(folder: Path) -> Iterator[RemoteStoreSettings]:
    """Oxigraph's own server, from the package of this name."""
    address = f"127.0.0.1:{free_port()}"
    program = str(Path(sys.executable).with_name("oxigraph"))
    command = [program, "serve", "--location", str(folder / "data"), "--bind", address]
    with running(command, folder, f"http://{address}/"):
        yield RemoteStoreSettings(
            query=f"http://{address}/query",
            update=f"http://{address}/update",
            graph_store=f"http://{address}/store",
        )


STORES: dict[str, Callable[[Path], AbstractContextManager[RemoteStoreSettings]]] = {
    "oxigraph": oxigraph,
}
"""Each gives a fresh, empty store, with its files in a folder."""
