"""Server: web workers, and beside them the keeper of the query processes."""

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from kennisgraaf.errors import AddressError, VersionError
from kennisgraaf.lifetime import end_children_while_they_start
from kennisgraaf.store.client import address_of
from kennisgraaf.versions import require_current
from kennisgraaf.web.variables import (
    LOG_VARIABLE,
    METRICS_FOLDER,
    RUN_VARIABLE,
    SERVER_VARIABLE,
    VAR_VARIABLE,
    WORKERS_VARIABLE,
)

_PAUSE = 0.01
# A worker that has not answered all it had under way after so many seconds is ended.
_MOST_ENDING = 30


def serve(var: Path, host: str, port: int, workers: int, log: Path | None = None) -> None:
    """Serve the current version until SIGINT or SIGTERM, and each new one without a restart.

    Writes a line of JSON for each request to ``log``.

    Raises:
        VersionError: nothing is published, or the version cannot be opened.
        AddressError: the address is taken or none of this machine's, or TMPDIR has too long a name.
    """
    _require_free(host, port)
    with tempfile.TemporaryDirectory(prefix="kennisgraaf-") as folder:
        os.environ[VAR_VARIABLE] = str(var.absolute())
        os.environ[RUN_VARIABLE] = folder
        os.environ[WORKERS_VARIABLE] = str(workers)
        os.environ[SERVER_VARIABLE] = str(os.getpid())
        os.environ[METRICS_FOLDER] = tempfile.mkdtemp(dir=folder)
        if log is not None:
            os.environ[LOG_VARIABLE] = str(log.absolute())
        with _query_processes(var, Path(folder)):
            end_children_while_they_start()
            Granian(
                "kennisgraaf.web.gateway:served",
                address=host,
                port=port,
                interface=Interfaces.ASGI,
                workers=workers,
                factory=True,
                workers_kill_timeout=_MOST_ENDING,
                log_level=LogLevels.error,
            ).serve()


def _require_free(host: str, port: int) -> None:
    """Try the address: granian would share a port with another server of this user, unasked."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            reason = error.strerror or str(error)
            raise AddressError(
                f"Cannot serve at {host} port {port} ({reason}): choose another with --port."
            ) from error


@contextlib.contextmanager
def _query_processes(var: Path, run: Path) -> Iterator[None]:
    """Run the keeper while the context lasts; begins when queries can be asked."""
    version = require_current(var)
    address = address_of(run, version.name)
    arguments = [str(var), str(run), str(os.getpid())]
    command = [sys.executable, "-m", "kennisgraaf.store.keeper", *arguments]
    keeper = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    try:
        while not address.exists():
            if keeper.poll() is not None:
                raise VersionError(f"The store of {version.path} cannot be loaded.")
            time.sleep(_PAUSE)
        yield
    finally:
        keeper.terminate()
        keeper.wait()
