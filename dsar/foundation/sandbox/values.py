"""What a sandboxed job may use up, and what comes back."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

MIB = 1024 * 1024


class Verdict(enum.StrEnum):
    """How a job ended. REFUSED: no isolation works on this machine, so nothing was run."""

    OK = "ok"
    TIMED_OUT = "timed_out"
    OUT_OF_MEMORY = "out_of_memory"
    CRASHED = "crashed"
    TOO_LARGE = "too_large"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one job may use. Seconds of wall clock and processor, bytes, counts.

    The time allowed is `wall_seconds + units * wall_seconds_per_unit`, at most `wall_seconds_max`, where the child says
    how many units (pages) there are. `cpu_seconds` grows by the same amount.

    Attributes:
        memory_bytes: address space of the job.
        file_bytes: largest single file in the scratch folder.
        json_bytes: largest JSON answer.
        output_bytes: all output files together.
    """

    wall_seconds: float = 30.0
    wall_seconds_per_unit: float = 1.0
    wall_seconds_max: float = 300.0
    cpu_seconds: float = 20.0
    memory_bytes: int = 1024 * MIB
    file_bytes: int = 256 * MIB
    open_files: int = 64
    processes: int = 64
    json_bytes: int = 10 * MIB
    output_bytes: int = 256 * MIB

    def as_json(self) -> dict[str, float | int]:
        """The limits as a plain dict, as the child reads them."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class SandboxResult:
    """What a job left.

    Attributes:
        payload: what the child returned; empty unless the verdict is OK.
        files: output files by name, whole; empty unless OK, or when `outputs_to` was given (then they are there).
        file_names: names of the output files in both cases.
        detail: a code for the log: exception type or signal name, never content.
        level: isolation under which it ran, see `isolation_level`.
    """

    verdict: Verdict
    payload: Mapping[str, Any] = field(default_factory=dict, repr=False)
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    file_names: tuple[str, ...] = ()
    detail: str = ""
    level: str = ""
    cpu_seconds: float = 0.0
    peak_memory_bytes: int = 0

    @property
    def ok(self) -> bool:
        """True when the job ended as it should."""
        return self.verdict is Verdict.OK
