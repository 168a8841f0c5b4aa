"""SQLite: a file of a version, read by several threads."""

import sqlite3
import threading
from pathlib import Path
from typing import Any

from kennisgraaf import queries


class Index:
    """An SQLite file that never changes; each thread has a connection of its own."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._threads = threading.local()

    def rows(self, query: str, **parameters: str | int) -> list[Any]:
        """Answer a query of the package's, by its file name."""
        return self._connection().execute(queries.load(query), parameters).fetchall()

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._threads, "connection", None)
        if connection is None:
            address = f"{self.path.absolute().as_uri()}?mode=ro&immutable=1"
            connection = sqlite3.connect(address, uri=True, check_same_thread=False)
            self._threads.connection = connection
        return connection
