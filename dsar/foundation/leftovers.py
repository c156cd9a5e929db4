"""What a killed supervisor left running, found by the mark that its children inherit (Linux)."""

import os
import signal
from pathlib import Path

MARK = "DSAR_SUPERVISOR"


def leftovers_of(supervisor: int) -> list[int]:
    """Living processes that were started below the supervisor with this pid; only our own user's can be seen."""
    mark = f"{MARK}={supervisor}".encode()
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            marked = mark in (entry / "environ").read_bytes().split(b"\0")
        except OSError:
            continue
        if marked:
            found.append(int(entry.name))
    return found


def end_leftovers(supervisor: int) -> None:
    """KILL what a dead supervisor left behind and what did not end by itself when told to."""
    for pid in leftovers_of(supervisor):
        try:
            os.kill(pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            continue
