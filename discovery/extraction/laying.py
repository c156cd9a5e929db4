"""How a picture becomes a page: the same for where a face is found and for where it is made black."""

from __future__ import annotations

from typing import Final

POINTS_PER_INCH: Final = 72
PAPER_WIDTH: Final = 595.0  # points; a picture of unknown resolution is fitted to the width of A4
SCREEN_DPI: Final = 96
PLAUSIBLE_DPI: Final = range(60, 1201)


def dots_per_inch(width: int, stated: object) -> int:
    """Pixels an inch of a picture that is `width` pixels wide and states (across, down), or nothing to be believed."""
    across = round(float(stated[0])) if isinstance(stated, tuple) and stated else 0
    return across if across in PLAUSIBLE_DPI else max(SCREEN_DPI, round(width * POINTS_PER_INCH / PAPER_WIDTH))
