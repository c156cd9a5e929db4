"""The child module of the sandbox that reads one file: see `dsar.foundation.sandbox` for its contract."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, BinaryIO, Protocol

from discovery.extraction import registry
from discovery.extraction.codec import part_as_json
from discovery.extraction.values import ExtractionLimits


class _Job(Protocol):
    def units(self, count: int) -> None: ...


def main(payload: dict[str, Any], files: Mapping[str, BinaryIO], job: _Job) -> dict[str, Any]:
    """All parts of the input "file", which is called `payload["name"]`."""
    raw = dict(payload["limits"])
    limits = ExtractionLimits(**{**raw, "ocr_languages": tuple(raw["ocr_languages"])})
    content = files["file"].read(limits.total_bytes + 1)
    parts = registry.read_all(content, str(payload["name"]), limits, job.units)
    return {"parts": [part_as_json(part) for part in parts]}
