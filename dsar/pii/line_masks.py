"""Own kinds of the organisation, held in memory for lines of our own log: reading a line asks nobody and logs nothing.

Whoever loads them calls `hold`; until then, and where there are none, a line passes as it is. Light to import, since
logging is set up before anything else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from discovery.detection import Options

LABEL = "[OWN_KIND]"
_held: list[Options] = []


def hold(options: Options) -> None:
    """Take these from now on; lines that are being read meanwhile go by the former ones."""
    _held[:] = [options]


def held() -> Options | None:
    """The options that were handed in last; None before the first time."""
    return _held[0] if _held else None


def masked(text: str) -> str:
    """The line with a label wherever an own kind is certain enough, whatever it counts as."""
    options = held()
    if options is None or not options.custom:
        return text
    spans = sorted(
        (one.start, one.end)
        for finder in options.custom
        for one in finder.find(text, 0, len(text))
        if one.start < one.end and options.is_certain_enough(one)
    )
    pieces, at = list[str](), 0
    for start, end in spans:
        if start >= at:
            pieces += [text[at:start], LABEL]
        at = max(at, end)
    return "".join([*pieces, text[at:]])
