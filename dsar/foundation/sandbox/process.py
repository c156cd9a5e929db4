"""One sandboxed interpreter seen from outside: starts it, hands it jobs, ends it."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, cast

from dsar.foundation.sandbox.answer import Answer, AnswerRefused
from dsar.foundation.sandbox.child import NOBODY
from dsar.foundation.sandbox.isolation import PROJECT, SCRATCH_INSIDE, command
from dsar.foundation.sandbox.values import Limits, SandboxResult, Verdict

START_SECONDS = 60.0
MOST_JOBS = 50
# As root, each interpreter gets a uid that nobody else has: the limit on processes counts by uid, and two sandboxes, or
# a sandbox and some service of "nobody", must not use up each other's share.
FIRST_UID, UIDS = 2_000_000_000, 100_000_000
CHILD = Path(__file__).with_name("child.py")


class SandboxGone(Exception):
    """The interpreter ended before it took the job: start another one."""


class SandboxProcess:
    """An interpreter under `level` that has imported `module` and waits for jobs; one job at a time."""

    def __init__(self, level: str, module: str, extra_paths: tuple[Path, ...] = ()) -> None:
        self.level, self.module, self.jobs = level, module, 0
        uid = FIRST_UID + secrets.randbelow(UIDS)
        self._scratch = None if level == "bubblewrap" else _own_scratch(uid)
        scratch = SCRATCH_INSIDE if self._scratch is None else self._scratch
        config = {
            "path": [str(PROJECT)],
            "preload": [module],
            "scratch": str(scratch),
            "uid": None if level == "none" else uid,
        }
        argv = [sys.executable, "-I", "-B", str(CHILD), json.dumps(config)]
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        with theirs:
            self._process = subprocess.Popen(
                command(level, argv, extra_paths),
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=_environment(scratch),
                cwd="/",
                start_new_session=True,
            )
        self._ready = False

    @property
    def usable(self) -> bool:
        """False once it has ended or has done its share of jobs."""
        return self._process.poll() is None and self.jobs < MOST_JOBS

    def wait_ready(self) -> None:
        """Wait until the child module is imported.

        Raises:
            SandboxGone: it ended, or took longer than a minute.
        """
        if not self._ready:
            self._ready = self._receive(START_SECONDS) == b"ready"
        if not self._ready:
            raise SandboxGone

    def run(
        self,
        payload: Mapping[str, Any],
        files: Mapping[str, int],
        limits: Limits,
        outputs_to: Path | None,
        module: str | None = None,
    ) -> SandboxResult:
        """The result of one job on open file descriptors; after anything but OK this interpreter is dead.

        Raises:
            SandboxGone: the job was not taken; nothing of the content was read.
        """
        self.wait_ready()
        self.jobs += 1
        order = {"module": module or self.module, "payload": payload, "files": list(files), "limits": limits.as_json()}
        answer = Answer(limits, outputs_to)
        pipe = self._send(order, list(files.values()))
        try:
            answer.read_all(pipe)
            report = self._report(answer)
        except AnswerRefused as refusal:
            self.close()
            return SandboxResult(refusal.verdict, detail=refusal.detail, level=self.level)
        finally:
            os.close(pipe)
        result = _verdict(answer, report, self.level)
        if not result.ok:
            self.close()
        return result

    def close(self) -> None:
        """Kill the whole process group (the own process tree dies with its first process) and remove the scratch."""
        self._control.close()
        if self._process.poll() is None:  # once it is reaped, its number may be another's
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        if self._scratch is not None:
            shutil.rmtree(self._scratch, ignore_errors=True)

    def _send(self, order: Mapping[str, Any], inputs: Sequence[int]) -> int:
        """Hand over the order and the files; the reading end of the job's pipe."""
        reading, writing = os.pipe()
        with memory_file(json.dumps(order).encode()) as request:
            try:
                socket.send_fds(self._control, [b"job"], [request.fileno(), writing, *inputs])
            except OSError as error:
                os.close(reading)
                raise SandboxGone from error
            finally:
                os.close(writing)
        return reading

    def _receive(self, seconds: float) -> bytes:
        ready, _, _ = select.select([self._control], [], [], seconds)
        if not ready:
            return b""
        try:
            return self._control.recv(4096)
        except OSError:
            return b""

    def _report(self, answer: Answer) -> dict[str, Any]:
        raw = self._receive(answer.remaining() + 1.0)
        try:
            report = json.loads(raw)
        except ValueError as error:
            raise AnswerRefused(Verdict.CRASHED, "sandbox_ended") from error
        return report if isinstance(report, dict) else {}


def memory_file(content: bytes) -> BinaryIO:
    """An unnamed file with the content, in memory where the system can: it never has a path."""
    if hasattr(os, "memfd_create"):
        stream: BinaryIO = os.fdopen(os.memfd_create("job"), "w+b")
    else:
        stream = cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115 - the caller closes it
    stream.write(content)
    stream.seek(0)
    return stream


def _verdict(answer: Answer, report: Mapping[str, Any], level: str) -> SandboxResult:
    status, cpu, peak = int(report["status"]), float(report["cpu"]), int(report["rss"])
    verdict, detail = _ending(status, cpu, peak, answer)
    payload = answer.payload() if verdict is Verdict.OK else {}
    if payload is None:
        verdict, detail = Verdict.CRASHED, "malformed_answer"
    good = verdict is Verdict.OK
    kept = {name: bytes(content) for name, content in answer.files.items()} if answer.outputs_to is None else {}
    return SandboxResult(
        verdict,
        payload=payload or {},
        files=kept if good else {},
        file_names=tuple(answer.files) if good else (),
        detail=detail,
        level=level,
        cpu_seconds=cpu,
        peak_memory_bytes=peak,
    )


def _ending(status: int, cpu: float, peak: int, answer: Answer) -> tuple[Verdict, str]:
    if os.WIFEXITED(status):
        if os.WEXITSTATUS(status) == 0:
            return Verdict.OK, ""
        known = {verdict.value for verdict in (Verdict.CRASHED, Verdict.OUT_OF_MEMORY, Verdict.TOO_LARGE)}
        named = str(answer.error.get("verdict"))
        return Verdict(named if named in known else "crashed"), str(answer.error.get("detail", ""))[:60]
    number = os.WTERMSIG(status)
    if number == signal.SIGXCPU or cpu >= answer.limits.cpu_seconds:
        return Verdict.TIMED_OUT, "processor_time"
    if number == signal.SIGKILL or peak >= answer.limits.memory_bytes // 2:
        return Verdict.OUT_OF_MEMORY, f"signal_{number}"
    return Verdict.CRASHED, f"signal_{number}"


def _own_scratch(uid: int) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="sandbox-"))
    if os.geteuid() == 0:
        try:
            os.chown(folder, uid, uid)
        except OSError:  # as in the child: a container that knows few numbers
            os.chown(folder, NOBODY, NOBODY)
    return folder


def _environment(scratch: Path) -> dict[str, str]:
    """What the child may know of the environment: no secret, and one thread for the OCR."""
    known = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": str(scratch), "TMPDIR": str(scratch)}
    known |= {"OMP_THREAD_LIMIT": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "TZ": "UTC"}
    if "TESSDATA_PREFIX" in os.environ:
        known["TESSDATA_PREFIX"] = os.environ["TESSDATA_PREFIX"]
    return known
