"""Detection in texts that do not fit into memory: chunk by chunk, with the offsets of the whole."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from discovery.detection.engine import Options, detect
from discovery.detection.folding import fold
from discovery.detection.scanning import pieces
from discovery.documents import Detection

_BODY: Final = 1 << 18  # characters that one round reports
# Characters that are read around them: context and long values, and 13 lines of encoded bytes, which nobody reads.
_LOOK_AROUND: Final = 14_000


def detect_stream(
    chunks: Iterable[str], languages: Sequence[str] = ("en",), options: Options | None = None
) -> Iterator[Detection]:
    """The detections of the text that the chunks make up, sorted by place.

    Chunks may be cut anywhere, in the middle of a number too. At most about 290,000 characters are held at once.
    """
    for _piece, _offset, found in detect_rounds(chunks, languages, options):
        yield from found


def detect_rounds(
    chunks: Iterable[str], languages: Sequence[str] = ("en",), options: Options | None = None
) -> Iterator[tuple[str, int, list[Detection]]]:
    """The text piece by piece, each with its offset in the whole and the detections that start in it.

    The pieces joined are the text. Detections have the offsets of the whole; the last of a piece may reach into the
    next one.
    """
    chosen = options or Options()
    held, offset, fresh, reported = "", 0, 0, 0  # `fresh`: where in `held` the part begins that was not reported yet
    for chunk in chunks:
        held += chunk
        while len(held) - fresh > _BODY + _LOOK_AROUND:
            cut = _cut(held, fresh + _BODY)
            found = list(_round(held[: cut + _LOOK_AROUND], offset, fresh, cut, reported, languages, chosen))
            reported = found[-1].end if found else reported
            yield held[fresh:cut], offset + fresh, found
            keep = _kept_from(held, cut - _LOOK_AROUND)
            held, offset, fresh = held[keep:], offset + keep, cut - keep
    yield held[fresh:], offset + fresh, list(_round(held, offset, fresh, len(held), reported, languages, chosen))


def _cut(held: str, at: int) -> int:
    """The end of the last whole line before `at`, or of the last word where a line is very long."""
    low = at - _BODY // 2
    line = held.rfind("\n", low, at)
    return line + 1 if line >= 0 else (held.rfind(" ", low, at) + 1 or at)


def _kept_from(held: str, latest: int) -> int:
    """Where the text begins that the next round reads: where a line does, or a piece of a very long line.

    So every round sees the lines and the pieces that the whole text has.
    """
    if latest <= 0:
        return 0
    line = held.rfind("\n", 0, latest) + 1
    if latest - line < _LOOK_AROUND:
        return line
    folded = fold(held)
    starts = (folded.original(low) for low, _high in pieces(folded.text))
    start = max(itertools.takewhile(lambda low: low <= latest, starts), default=0)
    return start if latest - start < _LOOK_AROUND else latest


def _round(
    held: str, offset: int, fresh: int, cut: int, reported: int, languages: Sequence[str], options: Options
) -> Iterator[Detection]:
    for one in detect(held, languages, options):
        if fresh <= one.start < cut and one.start + offset >= reported:
            yield Detection(one.start + offset, one.end + offset, *one[2:])
