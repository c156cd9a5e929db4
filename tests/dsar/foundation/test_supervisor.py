"""The supervisor with real processes: what is killed comes back, what is stopped leaves nothing."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from dsar.foundation.leftovers import leftovers_of
from dsar.foundation.supervisor import AlreadyRunning, hold_lock

# The program under test: a supervisor of one program that has a child of its own, both of which note their pid.
PROGRAM = """
import os, signal, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
def end(*_):
    child.terminate(); child.wait(); sys.exit(0)
signal.signal(signal.SIGTERM, end)
signal.signal(signal.SIGQUIT, end)
print(f"pids {os.getpid()} {child.pid}", flush=True)
time.sleep(600)
"""
SUPERVISOR = """
import sys
from pathlib import Path
from dsar.foundation.supervisor import Program, Supervisor, hold_lock
lock = hold_lock(Path(sys.argv[1]))
Supervisor([Program("sleeper", [sys.executable, "-c", sys.argv[2]])], lock=lock).run()
"""


class Running:
    """A supervisor in a process of its own and what it printed."""

    def __init__(self, lock: Path) -> None:
        self.popen = subprocess.Popen([sys.executable, "-c", SUPERVISOR, str(lock), PROGRAM], stdout=subprocess.PIPE)

    def next_pids(self) -> tuple[int, int]:
        """The pids of the next start of the program."""
        for line in self.popen.stdout:
            if line.startswith(b"[sleeper] pids "):
                _prefix, _word, leader, child = line.split()
                return int(leader), int(child)
        raise AssertionError("the supervisor ended without starting the program")


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


def all_gone(pids: list[int], within: float = 10) -> bool:
    until = time.monotonic() + within
    while any(is_alive(pid) for pid in pids):
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


@pytest.fixture
def running(tmp_path):
    started = Running(tmp_path / "up.lock")
    yield started
    started.popen.kill()
    started.popen.wait()
    started.popen.stdout.close()


def test_a_killed_program_is_started_again_and_its_orphans_end(running):
    leader, child = running.next_pids()

    os.kill(leader, signal.SIGKILL)

    new_leader, _new_child = running.next_pids()
    assert new_leader != leader
    assert all_gone([leader, child])


def test_term_ends_the_whole_family(running):
    pids = list(running.next_pids())

    running.popen.send_signal(signal.SIGTERM)

    assert running.popen.wait(20) == 0
    assert all_gone(pids, within=1)


def test_a_killed_supervisor_leaves_no_orphans_and_a_fresh_start_works(running, tmp_path):
    pids = list(running.next_pids())

    running.popen.kill()
    fresh = Running(tmp_path / "up.lock")

    assert fresh.next_pids()[0] not in pids
    assert all_gone(pids)
    fresh.popen.send_signal(signal.SIGTERM)
    assert fresh.popen.wait(20) == 0
    fresh.popen.stdout.close()


def test_what_a_killed_supervisor_left_and_does_not_end_is_killed_by_the_next(tmp_path):
    deaf = (
        "import signal, time; [signal.signal(n, signal.SIG_IGN) for n in (15, 3)]; print('deaf', flush=True); "
        "time.sleep(600)"
    )
    argv = [sys.executable, "-c", SUPERVISOR, str(tmp_path / "lock"), deaf]
    with subprocess.Popen(argv, stdout=subprocess.PIPE) as first:
        assert first.stdout.readline() == b"[sleeper] deaf\n"
        first.kill()
        first.wait()
    (left,) = leftovers_of(first.pid)

    descriptor = hold_lock(tmp_path / "lock", grace_seconds=0.5)

    assert all_gone([left])
    os.close(descriptor)


def test_a_holder_that_has_ended_but_was_not_buried_does_not_count_as_running(tmp_path):
    ended = subprocess.Popen([sys.executable, "-c", "pass"])
    os.waitid(os.P_PID, ended.pid, os.WEXITED | os.WNOWAIT)  # it stays a zombie
    holding = hold_lock(tmp_path / "up.lock")
    os.pwrite(holding, str(ended.pid).encode().ljust(20), 0)
    threading.Timer(0.5, os.close, [holding]).start()  # as the last orphan of the ended one goes

    taken = hold_lock(tmp_path / "up.lock")

    os.close(taken)
    ended.wait()


def test_a_second_supervisor_is_refused_while_the_first_lives(tmp_path):
    first = hold_lock(tmp_path / "up.lock")

    with pytest.raises(AlreadyRunning, match=str(os.getpid())):
        hold_lock(tmp_path / "up.lock", patience_seconds=0)

    os.close(first)
