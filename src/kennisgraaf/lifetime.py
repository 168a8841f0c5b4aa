"""Lifetime: processes that end when their parent does, and when they are told to."""

import ctypes
import os
import signal

_PR_SET_PDEATHSIG = 1


def end_with_parent(parent: int | None = None) -> None:
    """Ask the kernel to end this process when its parent ends, however that ends (prctl(2)).

    Who knows the process id of its parent gives it: that may have ended before this was asked.
    """
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if parent is not None and os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)


def end_children_while_they_start() -> None:
    """Let SIGTERM end what this process forks from then on, until it has a handler of its own.

    The handler that a child has from its parent is not meant for it, and what comes in before
    Python has cleared the parent's signals is lost; so it is held back until then.
    """
    told = {signal.SIGTERM}

    def hold() -> None:
        signal.pthread_sigmask(signal.SIG_BLOCK, told)

    def release() -> None:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, told)

    def release_in_child() -> None:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        release()

    os.register_at_fork(before=hold, after_in_parent=release, after_in_child=release_in_child)
