"""Connections: an SQLite file of a version, read by several threads."""

import sqlite3
import threading
from pathlib import Path
from typing import Any

from kennisgraaf import queries


class Connections:
    """A file that does not change, and a connection to it for each thread that asks."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._threads = threading.local()

    def rows(self, query: str, **parameters: str | int) -> list[Any]:
        """Give the answer to a query file."""
        return self._connection().execute(queries.load(query), parameters).fetchall()

    def _connection(self) -> sqlite3.Connection:
        """Give this thread's connection; SQLite's are not shared between threads."""
        connection: sqlite3.Connection | None = getattr(self._threads, "connection", None)
        if connection is None:
            address = f"{self._path.absolute().as_uri()}?mode=ro&immutable=1"
            connection = sqlite3.connect(address, uri=True, check_same_thread=False)
            self._threads.connection = connection
        return connection
