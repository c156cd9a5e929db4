"""Reads what a job sends, which may be anything: frames of bounded size, bounded in sum, within a time."""

from __future__ import annotations

import json
import os
import re
import select
import struct
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dsar.foundation.sandbox.values import Limits, Verdict

HEADER = struct.Struct(">cI")
LARGEST_FRAME = 1 << 20
MOST_FILES = 20_000
SAFE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


class AnswerRefused(Exception):
    """The job may not go on; `verdict` says why."""

    def __init__(self, verdict: Verdict, detail: str) -> None:
        super().__init__(detail)
        self.verdict, self.detail = verdict, detail


@dataclass
class Answer:
    """The frames of one job, put together.

    Attributes:
        deadline: on the monotonic clock; moves when the job says how many units its document has.
        outputs_to: folder into which output files are written, None to keep them in memory.
    """

    limits: Limits
    outputs_to: Path | None
    started: float = field(default_factory=time.monotonic)
    deadline: float = 0.0
    text: bytearray = field(default_factory=bytearray)
    files: dict[str, bytearray] = field(default_factory=dict)
    error: dict[str, Any] = field(default_factory=dict)
    _buffer: bytearray = field(default_factory=bytearray)
    _current: str = ""
    _output_bytes: int = 0

    def __post_init__(self) -> None:
        self.deadline = self.started + self.limits.wall_seconds

    def read_all(self, pipe: int) -> None:
        """Read frames from the pipe until its end.

        Raises:
            AnswerRefused: too late, too large, or not a frame.
        """
        while True:
            piece = self._next_piece(pipe)
            if not piece:
                return
            self._buffer += piece
            self._take_frames()

    def remaining(self) -> float:
        """Seconds until the deadline, never negative."""
        return max(0.0, self.deadline - time.monotonic())

    def payload(self) -> dict[str, Any] | None:
        """The job's JSON object; None where it is no object or no JSON."""
        try:
            value = json.loads(self.text.decode("utf-8", "surrogatepass"))
        except (ValueError, RecursionError):
            return None
        return value if isinstance(value, dict) else None

    def _next_piece(self, pipe: int) -> bytes:
        ready, _, _ = select.select([pipe], [], [], self.remaining())
        if not ready:
            raise AnswerRefused(Verdict.TIMED_OUT, "wall_clock")
        return os.read(pipe, 1 << 16)

    def _take_frames(self) -> None:
        while len(self._buffer) >= HEADER.size:
            kind, length = HEADER.unpack_from(self._buffer)
            if length > LARGEST_FRAME:
                raise AnswerRefused(Verdict.CRASHED, "malformed_answer")
            end = HEADER.size + length
            if len(self._buffer) < end:
                return
            content = bytes(self._buffer[HEADER.size : end])
            del self._buffer[:end]
            self._take(kind, content)

    def _take(self, kind: bytes, content: bytes) -> None:
        if kind == b"J":
            self.text += content
            if len(self.text) > self.limits.json_bytes:
                raise AnswerRefused(Verdict.TOO_LARGE, "json_bytes")
        elif kind == b"N":
            self._open(content)
        elif kind == b"D":
            self._append(content)
        elif kind == b"U":
            self._extend(content)
        elif kind == b"E" and len(content) < 1000:
            self.error = _error(content)
        else:
            raise AnswerRefused(Verdict.CRASHED, "malformed_answer")

    def _open(self, content: bytes) -> None:
        name = content.decode("ascii", "replace")
        if not SAFE_NAME.fullmatch(name) or name in self.files or len(self.files) >= MOST_FILES:
            raise AnswerRefused(Verdict.CRASHED, "malformed_answer")
        self._current = name
        self.files[name] = bytearray()
        self._append(b"")

    def _append(self, content: bytes) -> None:
        self._output_bytes += len(content)
        if not self._current:
            raise AnswerRefused(Verdict.CRASHED, "malformed_answer")
        if self._output_bytes > self.limits.output_bytes:
            raise AnswerRefused(Verdict.TOO_LARGE, "output_bytes")
        if self.outputs_to is None:
            self.files[self._current] += content
            return
        descriptor = os.open(
            self.outputs_to / self._current, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600
        )
        with os.fdopen(descriptor, "ab") as target:
            target.write(content)

    def _extend(self, content: bytes) -> None:
        if not content.isdigit() or len(content) > 9:
            raise AnswerRefused(Verdict.CRASHED, "malformed_answer")
        allowed = self.limits.wall_seconds + int(content) * self.limits.wall_seconds_per_unit
        self.deadline = self.started + min(allowed, max(self.limits.wall_seconds, self.limits.wall_seconds_max))


def _error(content: bytes) -> dict[str, Any]:
    try:
        value = json.loads(content)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
