"""Cells of rows as people read them."""

from typing import Any


def without_digest(value: Any) -> Any:
    """A value of a row, and of binary content its length alone: the digest is there to compare, not to read."""
    if isinstance(value, dict) and set(value) == {"bytes", "sha256"}:
        return {"bytes": value["bytes"]}
    return value
