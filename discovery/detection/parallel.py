"""Detection by several processes: large parcels of texts out, small plain values back."""

from __future__ import annotations

import collections
import concurrent.futures
import functools
import marshal
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from discovery.documents import Detection, Kind

# Small enough that all processes end at about the same time, large enough that the way there and back costs nothing.
PARCEL_CHARACTERS: Final = 1 << 18
PARCEL_TEXTS: Final = 4_096
_KINDS: Final = {kind.value: kind for kind in Kind}  # an enumeration's own look-up takes several times as long
_detection: Final = functools.partial(tuple.__new__, Detection)

Work = Callable[[list[str]], list[list[Detection]]]


def in_processes(work: Work, texts: Iterable[str], processes: int) -> Iterator[list[Detection]]:
    """What the work makes of each text, in the order of the texts; a few parcels are under way at a time.

    The work must be picklable. Personal data goes through pipes between these processes and nowhere else.
    """
    work([])  # what all of them need is made once, before they part
    with concurrent.futures.ProcessPoolExecutor(processes) as pool:
        waiting: collections.deque[concurrent.futures.Future[bytes]] = collections.deque()
        for parcel in parcels(texts, PARCEL_TEXTS, PARCEL_CHARACTERS):
            waiting.append(pool.submit(functools.partial(_packed, work), parcel))
            if len(waiting) > 2 * processes:
                yield from _unpacked(waiting.popleft().result())
        while waiting:
            yield from _unpacked(waiting.popleft().result())


def parcels(texts: Iterable[str], most: int, characters: int) -> Iterator[list[str]]:
    """The texts, in order, in lists of at most `most`, each ended when it has that many characters."""
    parcel: list[str] = []
    size = 0
    for text in texts:
        parcel.append(text)
        size += len(text)
        if len(parcel) >= most or size >= characters:
            yield parcel
            parcel, size = [], 0
    if parcel:
        yield parcel


def _packed(work: Work, parcel: list[str]) -> bytes:
    """Numbers and texts only: writing and reading them costs a tenth of what it costs for objects."""
    return marshal.dumps(
        [
            [  # what stands in a Detection, the kind as text
                (start, end, kind._value_, score, why, validator, risk, recogniser)
                for start, end, kind, score, why, validator, risk, recogniser in found
            ]
            for found in work(parcel)
        ]
    )


def _unpacked(packed: bytes) -> Iterator[list[Detection]]:
    for found in marshal.loads(packed):  # noqa: S302 - made by a process of ours a moment ago
        yield [
            _detection((start, end, _KINDS[kind], score, why, validator, risk, recogniser))
            for start, end, kind, score, why, validator, risk, recogniser in found
        ]
