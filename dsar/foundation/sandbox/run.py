"""The door of the sandbox: run one job of a child module, warm where possible."""

from __future__ import annotations

import atexit
import contextlib
import io
import os
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from dsar.foundation.sandbox.isolation import STRONG, candidate_levels, isolation_level, weak_isolation_allowed
from dsar.foundation.sandbox.process import SandboxGone, SandboxProcess, memory_file
from dsar.foundation.sandbox.values import Limits, SandboxResult, Verdict

PROBE = "dsar.foundation.sandbox.probe"
MOST_INPUTS = 60
MOST_IDLE = 4

_idle: list[SandboxProcess] = []
_idle_owner = os.getpid()
_lock = threading.Lock()


def run_sandboxed(
    module: str,
    payload: Mapping[str, Any],
    *,
    files: Mapping[str, Path | bytes | BinaryIO] | None = None,
    limits: Limits | None = None,
    fresh: bool = False,
    outputs_to: Path | None = None,
    extra_paths: tuple[Path, ...] = (),
) -> SandboxResult:
    """The result of `module.main(payload, files, job)` run on hostile content inside the sandbox.

    Args:
        module: full name of the child module (see the package's docstring for its contract).
        payload: JSON-safe request; may hold personal data, it is never written to a disk.
        files: inputs by name: a path, bytes or an open file; the child gets a descriptor, never the path.
        limits: what the job may use; the default suits one document.
        fresh: start a new interpreter for this job and end it afterwards (about 0.2 s more).
        outputs_to: existing empty folder to which output files are written (mode 0600) instead of into the result.
            Where the verdict is not OK, what is in it must not be used.
        extra_paths: folders the child may read besides (read-only), such as a folder of fonts.

    Returns:
        The verdict and what the child left. Content never raises; a warm interpreter that has died is replaced unseen.

    Raises:
        OSError: an input path cannot be opened.
        ValueError: more than 60 inputs.
    """
    level = isolation_level()
    if level not in STRONG and not weak_isolation_allowed():
        return SandboxResult(Verdict.REFUSED, detail="no_isolation", level=level)
    if len(files or {}) > MOST_INPUTS:
        message = f"at most {MOST_INPUTS} inputs a job"
        raise ValueError(message)
    with _opened(files or {}) as descriptors:
        return _run_on(level, module, payload, descriptors, limits or Limits(), outputs_to, extra_paths, fresh=fresh)


def close_warm_sandboxes() -> None:
    """End every waiting interpreter of this process."""
    for process in _taken_idle():
        process.close()


PROBE_TRIES = 3
_strong_level = ""


def probed_level() -> str:
    """See `isolation.isolation_level`. Only a strong level is remembered: a weak one may be a disturbed trial."""
    global _strong_level
    if not _strong_level:
        level = _probed()
        if level not in STRONG:
            return level
        _strong_level = level
    return _strong_level


def _probed() -> str:
    for level in candidate_levels():
        if level == "none" or any(_holds(level) for _ in range(PROBE_TRIES)):
            return level
    return "none"


def _holds(level: str) -> bool:
    """Whether one trial of the level succeeds; one whose process was killed from outside says nothing about it."""
    try:
        process = SandboxProcess(level, PROBE)
    except OSError:
        return False
    try:
        result = process.run({}, {}, Limits(), None)
    except SandboxGone:
        return False
    finally:
        process.close()
    return result.ok and (level == "uid" or result.payload.get("interfaces") == [])


def _run_on(
    level: str,
    module: str,
    payload: Mapping[str, Any],
    descriptors: Mapping[str, int],
    limits: Limits,
    outputs_to: Path | None,
    extra_paths: tuple[Path, ...],
    *,
    fresh: bool,
) -> SandboxResult:
    """Try a waiting interpreter, then new ones: one that ended before it took the job has read nothing of it."""
    for attempt in range(3):
        warm = None if fresh or extra_paths or attempt else _take(module)
        process = warm or SandboxProcess(level, module, extra_paths)
        try:
            result = process.run(payload, descriptors, limits, outputs_to)
        except SandboxGone:
            process.close()
            continue
        if fresh or extra_paths or not result.ok:
            process.close()
        else:
            _give_back(process)
        return result
    return SandboxResult(Verdict.CRASHED, detail="sandbox_did_not_start", level=level)


@contextlib.contextmanager
def _opened(files: Mapping[str, Path | bytes | BinaryIO]) -> Iterator[dict[str, int]]:
    with contextlib.ExitStack() as stack:
        yield {name: stack.enter_context(_opened_one(source)).fileno() for name, source in files.items()}


def _opened_one(source: Path | bytes | BinaryIO) -> BinaryIO:
    if isinstance(source, Path):
        return source.open("rb")
    if isinstance(source, bytes):
        return memory_file(source)
    try:
        return os.fdopen(os.dup(source.fileno()), "rb")
    except io.UnsupportedOperation:
        return memory_file(source.read())


def _take(module: str) -> SandboxProcess | None:
    with _lock:
        _forget_foreign()
        for process in _idle:
            if process.module == module:
                _idle.remove(process)
                break
        else:
            return None
    if process.usable:
        return process
    process.close()
    return None


def _give_back(process: SandboxProcess) -> None:
    with _lock:
        _forget_foreign()
        _idle.append(process)
        superfluous = _idle.pop(0) if len(_idle) > MOST_IDLE else None
    if superfluous is not None:
        superfluous.close()


def _taken_idle() -> list[SandboxProcess]:
    with _lock:
        _forget_foreign()
        taken = list(_idle)
        _idle.clear()
    return taken


def _forget_foreign() -> None:
    """After a fork the interpreters belong to the parent: two users of one control socket would mix up answers."""
    global _idle_owner
    if _idle_owner != os.getpid():
        _idle.clear()
        _idle_owner = os.getpid()


atexit.register(close_warm_sandboxes)
