"""Processes: start servers, let only one of them run at a time, measure their memory, end them."""

import contextlib
import os
import signal
import subprocess
import threading
import time
from pathlib import Path
from types import TracebackType

_PAUSE = 0.05
_ENDING_SECONDS = 15
# A server is idle when its processes took less than this part of a processor.
_IDLE = 0.05
_IDLE_SECONDS = 0.2
_TICKS = os.sysconf("SC_CLK_TCK")


class EndedError(Exception):
    """A process ended that should have gone on, or failed."""


class Tree:
    """A process and all that it started: a session of its own."""

    def __init__(self, command: list[str], folder: Path) -> None:
        self._log = folder / "log"
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                command,
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def members(self) -> list[int]:
        """Give the ids of the processes that live."""
        return [pid for pid, session in _sessions() if session == self._process.pid]

    def require_alive(self) -> None:
        """Raise what the log says last where the process ended.

        Raises:
            EndedError: it did.
        """
        if self._process.poll() is not None:
            raise EndedError(f"ended with status {self._process.returncode}: {self._last_words()}")

    def wait(self, seconds: float) -> None:
        """Wait until the process has done its work.

        Raises:
            EndedError: it failed, or took too long.
        """
        try:
            status = self._process.wait(seconds)
        except subprocess.TimeoutExpired as error:
            raise EndedError(f"took more than {seconds:.0f} s") from error
        if status:
            raise EndedError(f"failed with status {status}: {self._last_words()}")

    def freeze(self) -> None:
        """Stop all its processes, so that they take nothing from who is measured."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let its processes go on."""
        self._signal(signal.SIGCONT)

    def settle(self, seconds: float) -> bool:
        """Wait until it does nothing any more; tell whether that came in time."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            before = self.processor_seconds()
            time.sleep(_IDLE_SECONDS)
            if self.processor_seconds() - before < _IDLE * _IDLE_SECONDS:
                return True
        return False

    def memory(self) -> int:
        """Give its resident bytes: a page that processes share is counted once (PSS)."""
        return sum(_proportional(pid) for pid in self.members())

    def end(self) -> None:
        """End all its processes."""
        try:
            self.thaw()
            if self._process.poll() is None:
                self._process.terminate()
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self._process.wait(_ENDING_SECONDS)
        finally:
            self._signal(signal.SIGKILL)
            self._process.wait()

    def _signal(self, number: signal.Signals) -> None:
        for pid in self.members():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)

    def processor_seconds(self) -> float:
        """Give the processor time that its processes took."""
        return sum(_ticks(pid) for pid in self.members()) / _TICKS

    def _last_words(self) -> str:
        lines = self._log.read_text("utf-8", "replace").splitlines()
        return next((line.strip() for line in reversed(lines) if line.strip()), "no message")


class Peak:
    """The most memory that a tree has while the context lasts, looked at now and then."""

    def __init__(self, tree: Tree) -> None:
        self.bytes = 0
        self._tree = tree
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "Peak":
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(_PAUSE):
            self.bytes = max(self.bytes, self._tree.memory())


def busy_seconds() -> float:
    """Give the processor time that anything on this machine took since it began (proc(5))."""
    fields = Path("/proc/stat").read_text("ascii").split("\n", 1)[0].split()[1:]
    user, nice, system, _idle, _waiting, *interrupts = (int(field) for field in fields[:7])
    return (user + nice + system + sum(interrupts)) / _TICKS


def _sessions() -> list[tuple[int, int]]:
    """List the processes of this machine, each with its session."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (fields := _stat(int(entry.name))):
            found.append((int(entry.name), int(fields[3])))
    return found


def _stat(pid: int) -> list[str]:
    """Read what /proc/PID/stat says after the name (proc(5)); nothing for one that ended."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text("ascii", "replace")
    except OSError:
        return []
    return text.rpartition(")")[2].split()


def _ticks(pid: int) -> int:
    fields = _stat(pid)
    return int(fields[11]) + int(fields[12]) if fields else 0


def _proportional(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) << 10 for line in lines if line.startswith("Pss:"))
