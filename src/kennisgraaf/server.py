"""Server: web workers, and beside them the keeper of the query processes."""

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from kennisgraaf.errors import VersionError
from kennisgraaf.store.client import address_of
from kennisgraaf.versions import require_current
from kennisgraaf.web.app import RUN_VARIABLE, VAR_VARIABLE

_PAUSE = 0.01
_THREADS = 4


def serve(var: Path, host: str, port: int, workers: int) -> None:
    """Serve the current version until SIGINT or SIGTERM, and each new one without a restart.

    Raises:
        VersionError: nothing is published, or the version cannot be opened.
    """
    with tempfile.TemporaryDirectory(prefix="kennisgraaf-") as folder:
        os.environ[VAR_VARIABLE] = str(var.absolute())
        os.environ[RUN_VARIABLE] = folder
        with _query_processes(var, Path(folder)):
            Granian(
                "kennisgraaf.web.app:served",
                address=host,
                port=port,
                interface=Interfaces.WSGI,
                workers=workers,
                blocking_threads=_THREADS,
                factory=True,
                log_level=LogLevels.warning,
            ).serve()


@contextlib.contextmanager
def _query_processes(var: Path, run: Path) -> Iterator[None]:
    """Run the keeper while the context lasts; begins when queries can be asked."""
    version = require_current(var)
    command = [sys.executable, "-m", "kennisgraaf.store.keeper", str(var), str(run)]
    keeper = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    try:
        while not address_of(run, version.name).exists():
            if keeper.poll() is not None:
                raise VersionError(f"The store of {version.path} cannot be loaded.")
            time.sleep(_PAUSE)
        yield
    finally:
        keeper.terminate()
        keeper.wait()
