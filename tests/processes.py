"""Processes: which a process started, and waiting until something holds (proc(5))."""

import time
from collections.abc import Callable
from pathlib import Path

SECONDS = 30.0


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS
    while not holds():
        assert time.monotonic() < deadline, "it never came to be"
        time.sleep(0.01)


def runs(process: int) -> bool:
    """Tell whether a process is there, and is not one that only its parent has to take note of."""
    try:
        status = Path(f"/proc/{process}/stat").read_text("utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def children(process: int) -> set[int]:
    """List the processes that a process started."""
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    return {int(child) for task in tasks for child in task.read_text("ascii").split()}


def descendants(process: int) -> set[int]:
    """List the processes that a process started, and those that they started."""
    found = children(process)
    return found.union(*(descendants(child) for child in found))
