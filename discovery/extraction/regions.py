"""One area of a page as a small picture, for a person who decides about it; drawn in the sandbox."""

from __future__ import annotations

from discovery.documents import Box
from dsar.foundation.sandbox import Limits, run_sandboxed

CHILD = "discovery.extraction.cropping"
LIMITS = Limits(wall_seconds=20.0, cpu_seconds=15.0, memory_bytes=1024 * 1024 * 1024)
BYTES_MAX = 256 * 1024


def region(content: bytes, box: Box) -> bytes | None:
    """The area of a PDF or picture with a fifth around it as a JPEG of at most 320 pixels a side.

    Args:
        content: the file as found.
        box: page from 0 and points from the top left, as extraction tells the places of faces.

    Returns:
        None where the file cannot be drawn or has no such place; content never raises.
    """
    order = {"page": box.page, "x0": box.x0, "y0": box.y0, "x1": box.x1, "y1": box.y1}
    result = run_sandboxed(CHILD, order, files={"file": content}, limits=LIMITS)
    made = result.files.get("region.jpg") if result.ok else None
    return made if made is not None and len(made) <= BYTES_MAX else None
