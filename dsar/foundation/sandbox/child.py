"""The inside of the sandbox: waits for jobs, forks for each, and reports how it ended. Standard library only.

Run as a script by `dsar.foundation.sandbox.run` with the control socket as standard input. It reads no environment,
knows no Django, and drops its rights before it imports anything of ours.
"""

from __future__ import annotations

import array
import contextlib
import ctypes
import errno
import importlib
import json
import os
import re
import resource
import select
import shutil
import signal
import socket
import struct
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

NOBODY = 65534
CHUNK = 1 << 20
PR_SET_NO_NEW_PRIVS, PR_SET_DUMPABLE = 38, 4
SAFE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


class Job:
    """What a child module may ask of its shell."""

    def __init__(self, result: BinaryIO, inputs: Mapping[str, BinaryIO], limits: Mapping[str, float]) -> None:
        self._result, self._inputs, self._limits = result, inputs, limits
        self.scratch = Path.cwd()
        self.out = self.scratch / "out"
        self.out.mkdir()

    def units(self, count: int) -> None:
        """Tell the caller that the document has `count` units (pages); raises the time allowed within the limits."""
        extra = max(0, count) * self._limits["wall_seconds_per_unit"]
        soft = min(self._limits["cpu_seconds"] + extra, self._limits["wall_seconds_max"])
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (min(int(soft) + 1, hard), hard))
        self.send(b"U", str(max(0, count)).encode())

    def path(self, name: str) -> Path:
        """A copy of the input `name` in the scratch folder."""
        target = self.scratch / f"input-{sorted(self._inputs).index(name)}"
        source = self._inputs[name]
        source.seek(0)
        with target.open("wb") as copy:
            shutil.copyfileobj(source, copy, CHUNK)
        source.seek(0)
        return target

    def send(self, kind: bytes, content: bytes) -> None:
        """Write one frame to the caller; content of any length is cut into chunks."""
        for start in range(0, max(1, len(content)), CHUNK):
            piece = content[start : start + CHUNK]
            self._result.write(struct.pack(">cI", kind, len(piece)) + piece)
        self._result.flush()

    def send_outputs(self) -> None:
        """Send every regular file of `out`, in order of name; symlinks and odd names are left behind."""
        for path in sorted(self.out.iterdir()):
            if path.is_symlink() or not path.is_file() or not SAFE_NAME.fullmatch(path.name):
                continue
            self.send(b"N", path.name.encode())
            with path.open("rb") as content:
                while piece := content.read(CHUNK):
                    self.send(b"D", piece)


class _Border:
    """The end of a job's process: whatever happens becomes a verdict, and nothing runs after it."""

    def __init__(self, result: BinaryIO) -> None:
        self.result = result

    def __enter__(self) -> _Border:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            verdict = "crashed"
            if issubclass(kind, MemoryError):
                verdict = "out_of_memory"
            elif isinstance(error, OSError) and error.errno in {errno.EFBIG, errno.ENOSPC}:
                verdict = "too_large"
            elif isinstance(error, OSError) and error.errno == errno.ENOMEM:
                verdict = "out_of_memory"
            note = json.dumps({"verdict": verdict, "detail": kind.__name__}).encode()
            with contextlib.suppress(OSError, ValueError):
                self.result.write(struct.pack(">cI", b"E", len(note)) + note)
                self.result.flush()
        os._exit(0 if kind is None else 1)


def _limit(limits: Mapping[str, float], inputs: int) -> None:
    cpu = int(limits["cpu_seconds"]) + 1
    files = int(limits["open_files"]) + inputs
    memory, size = int(limits["memory_bytes"]), int(limits["file_bytes"])
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, max(cpu, int(limits["wall_seconds_max"])) + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(ValueError, OSError):  # macOS knows neither for good
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_NPROC, (int(limits["processes"]), int(limits["processes"])))


def _run(fds: Sequence[int], scratch: Path) -> None:
    """One job in its own process; never returns."""
    with os.fdopen(fds[1], "wb", buffering=0) as result, _Border(result):
        with os.fdopen(fds[0], "rb") as request:
            order = json.load(request)
        scratch.mkdir(mode=0o700)
        os.chdir(scratch)
        inputs = {name: os.fdopen(fd, "rb") for name, fd in zip(order["files"], fds[2:], strict=True)}
        for stream in inputs.values():
            stream.seek(0)
        _limit(order["limits"], len(inputs))
        job = Job(result, inputs, order["limits"])
        answer = importlib.import_module(order["module"]).main(order["payload"], inputs, job)
        job.send(b"J", json.dumps(answer, ensure_ascii=False).encode("utf-8", "surrogatepass"))
        job.send_outputs()


def _kill_rest() -> None:
    if os.getpid() == 1:  # own process tree: everything that a job left running
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(-1, signal.SIGKILL)


def _wait(pid: int, control: socket.socket) -> tuple[int, resource.struct_rusage]:
    """Status and usage of a job; ends itself and everything inside when the caller has gone."""
    watch = os.pidfd_open(pid) if hasattr(os, "pidfd_open") else None
    while watch is not None:
        ready, _, _ = select.select([watch, control.fileno()], [], [])
        if watch in ready:
            os.close(watch)
            break
        _kill_rest()  # readable without a question asked: the caller closed its end
        os.kill(pid, signal.SIGKILL)
        os._exit(0)
    _, status, usage = os.wait4(pid, 0)
    return status, usage


def serve(control: socket.socket, scratch: Path) -> None:
    """Run jobs until the caller closes its end of `control`."""
    number = 0
    while True:
        message, ancillary, _, _ = control.recvmsg(16, socket.CMSG_SPACE(64 * 4))
        if not message:
            return
        fds = array.array("i")
        for level, kind, content in ancillary:
            if (level, kind) == (socket.SOL_SOCKET, socket.SCM_RIGHTS):
                fds.frombytes(content[: len(content) - len(content) % fds.itemsize])
        number += 1
        folder = scratch / f"job-{number}"
        pid = os.fork()
        if pid == 0:
            control.close()
            _run(list(fds), folder)
        for fd in fds:
            os.close(fd)
        status, usage = _wait(pid, control)
        _kill_rest()
        shutil.rmtree(folder, ignore_errors=True)
        report = {"status": status, "cpu": usage.ru_utime + usage.ru_stime, "rss": usage.ru_maxrss * 1024}
        control.sendall(json.dumps(report).encode())


def _drop_rights(uid: int | None) -> None:
    if uid is not None and os.geteuid() == 0:
        os.setgroups([])
        try:
            os.setresgid(uid, uid, uid)
        except OSError:  # a container that knows few numbers
            uid = NOBODY
            os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)  # jobs have the same uid: they must not trace the one that forks them


def main(config: Mapping[str, Any]) -> None:
    """Drop rights, import the child module, serve."""
    control = socket.socket(fileno=os.dup(0))
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    _drop_rights(config["uid"])
    os.umask(0o077)
    sys.path[:0] = config["path"]
    for module in config["preload"]:
        importlib.import_module(module)
    control.sendall(b"ready")
    serve(control, Path(config["scratch"]))


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
