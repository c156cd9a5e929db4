"""Keeps a few programs running as one: starts them, names their log lines, restarts the dead, leaves nothing behind.

Plain Python with one thread, so that forking stays safe. Each child leads a process group of its own; a group is
ended as a whole. Should the supervisor itself be killed, the kernel (Linux) tells the children to stop, and the lock
that they inherited keeps a fresh start waiting until the last of them is gone; what takes too long is ended then.
"""

import ctypes
import errno
import fcntl
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO

from dsar.foundation.leftovers import MARK, end_leftovers

PR_SET_PDEATHSIG = 1
FIRST_DELAY_SECONDS = 0.5
LONGEST_DELAY_SECONDS = 30.0
STABLE_AFTER_SECONDS = 60.0
STOP_WITHIN_SECONDS = 20.0
TAKE_OVER_WITHIN_SECONDS = 40.0
LEFTOVERS_MAY_TAKE_SECONDS = 15.0
TICK_SECONDS = 0.2
MAX_LINE_BYTES = 64 * 1024


class AlreadyRunning(RuntimeError):
    """Another supervisor holds the lock of this installation."""


@dataclass(frozen=True)
class Program:
    """What to run under which name.

    Attributes:
        name: prefix of its log lines.
        argv: the command; no shell is involved.
        environment: added to ours.
        orphan_signal: sent by the kernel when the supervisor is killed and cannot say goodbye itself.
    """

    name: str
    argv: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    orphan_signal: signal.Signals = signal.SIGQUIT


def hold_lock(
    path: Path,
    *,
    patience_seconds: float = TAKE_OVER_WITHIN_SECONDS,
    grace_seconds: float = LEFTOVERS_MAY_TAKE_SECONDS,
) -> int:
    """Give the descriptor of the held lock, after what an earlier, killed run left behind has ended.

    What has not ended by itself after `grace_seconds` is killed.

    Raises:
        AlreadyRunning: a living supervisor holds it, or the leftovers do not end in time.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    began = time.monotonic()
    while not _try_lock(descriptor):
        waited = time.monotonic() - began
        holder = int(os.pread(descriptor, 20, 0).decode().strip() or "0")
        if (holder and _alive(holder)) or waited > patience_seconds:
            os.close(descriptor)
            message = f"already running as process {holder}"
            raise AlreadyRunning(message)
        if holder and waited > grace_seconds:
            end_leftovers(holder)
        time.sleep(TICK_SECONDS)
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, str(os.getpid()).encode(), 0)
    return descriptor


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in {errno.EAGAIN, errno.EACCES}:
            return False
        raise
    return True


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return not _is_zombie(pid)


def _is_zombie(pid: int) -> bool:
    """Whether it has ended and only waits for its parent to notice (Linux; elsewhere nobody can tell)."""
    try:
        state = Path(f"/proc/{pid}/stat").read_bytes()
    except OSError:
        return False
    return state.rpartition(b")")[2].split()[:1] == [b"Z"]


class _Child:
    """One program and what became of it."""

    def __init__(self, program: Program, lock: int) -> None:
        self.program = program
        self.restarts = 0
        self._lock = lock
        self._delay = FIRST_DELAY_SECONDS
        self._due_at = 0.0
        self._started_at = 0.0
        self._partial = b""
        self.popen: subprocess.Popen[bytes] | None = None

    @property
    def output(self) -> IO[bytes] | None:
        return self.popen.stdout if self.popen else None

    def start(self) -> None:
        self._started_at = time.monotonic()
        self.popen = subprocess.Popen(
            self.program.argv,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={**os.environ, **self.program.environment, MARK: str(os.getpid())},
            start_new_session=True,
            pass_fds=(self._lock,),
            preexec_fn=_tied_to_parent(self.program.orphan_signal),
        )
        if self.popen.stdout:
            os.set_blocking(self.popen.stdout.fileno(), False)

    def is_due(self) -> bool:
        return self.popen is None and time.monotonic() >= self._due_at

    def bury(self) -> int | None:
        """Where the program has ended: its exit status, with its group ended too and the next start planned."""
        if self.popen is None or (status := self.popen.poll()) is None:
            return None
        self.signal_group(signal.SIGKILL)
        if self.popen.stdout:
            self.popen.stdout.close()
        self.popen = None
        if time.monotonic() - self._started_at >= STABLE_AFTER_SECONDS:
            self._delay = FIRST_DELAY_SECONDS
        self._due_at = time.monotonic() + self._delay
        self._delay = min(self._delay * 2, LONGEST_DELAY_SECONDS)
        self.restarts += 1
        return status

    def signal_group(self, number: signal.Signals) -> None:
        if self.popen is None:
            return
        try:
            os.killpg(self.popen.pid, number)
        except ProcessLookupError:
            pass

    def ask_to_stop(self) -> None:
        """TERM to the leader only: it ends its own children in order (a pool told so twice would drop its tasks)."""
        if self.popen is not None and self.popen.poll() is None:
            self.popen.send_signal(signal.SIGTERM)

    def lines(self) -> list[bytes] | None:
        """Whole lines written since the last call; None when the program has closed its output."""
        if self.output is None:
            return None
        try:
            chunk = os.read(self.output.fileno(), MAX_LINE_BYTES)
        except BlockingIOError:
            return []
        if not chunk:
            return None
        *whole, self._partial = (self._partial + chunk).split(b"\n")
        if len(self._partial) > MAX_LINE_BYTES:
            whole.append(self._partial)
            self._partial = b""
        return whole


def _tied_to_parent(number: signal.Signals) -> Callable[[], None] | None:
    """What a child does first: ask the kernel for a signal on the death of its parent (Linux only)."""
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None, use_errno=True)
    parent = os.getpid()

    def tie() -> None:
        libc.prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)
        if os.getppid() != parent:  # the parent died between fork and this line
            os._exit(1)

    return tie


class Supervisor:
    """Runs programs until SIGTERM or SIGINT; then ends them all and returns."""

    def __init__(self, programs: Sequence[Program], *, lock: int, out: IO[bytes] | None = None) -> None:
        self._children = [_Child(program, lock) for program in programs]
        self._out = out or sys.stdout.buffer
        self._selector = selectors.DefaultSelector()
        self._stopping = False

    def run(self) -> None:
        """Blocks until told to stop. Call it from the main thread: it sets the handlers of SIGTERM and SIGINT."""
        before = {number: signal.signal(number, self._stop) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            while not self._stopping:
                self._start_due()
                self._pass_on_output()
                self._bury_the_dead()
        finally:
            self._end_all()
            for number, handler in before.items():
                signal.signal(number, handler)

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping = True

    def _start_due(self) -> None:
        for child in self._children:
            if not self._stopping and child.is_due():
                child.start()
                if child.output:
                    self._selector.register(child.output, selectors.EVENT_READ, child)

    def _pass_on_output(self) -> None:
        for key, _events in self._selector.select(TICK_SECONDS):
            child: _Child = key.data
            lines = child.lines()
            if lines is None:
                self._selector.unregister(key.fileobj)
            for line in lines or []:
                self._write(child.program.name, line)

    def _bury_the_dead(self) -> None:
        for child in self._children:
            output = child.output
            if child.popen is None or child.popen.poll() is None:
                continue
            if output and output in self._selector.get_map():
                self._selector.unregister(output)
            for line in child.lines() or []:
                self._write(child.program.name, line)
            status = child.bury()
            if not self._stopping:
                self._write("up", f"{child.program.name} ended with status {status}; starting it again".encode())

    def _end_all(self) -> None:
        """TERM, a time to finish, KILL; returns when every group is gone."""
        for child in self._children:
            child.ask_to_stop()
        until = time.monotonic() + STOP_WITHIN_SECONDS
        while any(child.popen for child in self._children) and time.monotonic() < until:
            self._pass_on_output()
            self._bury_the_dead()
        for child in self._children:
            child.signal_group(signal.SIGKILL)
            if child.popen:
                child.popen.wait()
                child.bury()
        self._selector.close()

    def _write(self, name: str, line: bytes) -> None:
        try:
            self._out.write(f"[{name}] ".encode() + line + b"\n")
            self._out.flush()
        except BrokenPipeError:  # whoever read our output is gone; the programs go on
            pass
