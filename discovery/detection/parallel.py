"""Detection by several processes: they share the texts as they part, and hand back small plain values.

Each takes the next parcel that nobody has taken; this process takes some as well. What the others lose is worked on
here, so that an answer does not depend on them.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import itertools
import marshal
import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection, wait
from typing import Final

from discovery.documents import Detection, Kind

try:
    import fcntl
except ImportError:  # not on this system
    fcntl = None  # type: ignore[assignment]
try:  # compiled (discovery/compiled.py); else the Python here packs, and what comes out is the same
    from discovery.detection import parcels as packing
except ImportError:
    packing = None  # type: ignore[assignment]

# Small enough that all processes end at about the same time, large enough that the way back costs nothing.
PARCEL_CHARACTERS: Final = 1 << 18
PARCEL_TEXTS: Final = 4_096
_WINDOW_PARCELS: Final = 160  # that are read before the processes part: 40 MB of texts
_NUMBER_BYTES: Final = 4
_PIPE_BYTES: Final = 1 << 20  # of what was found: nobody has to wait until it is taken up
_GARBAGE: Final = 100_000  # objects that a process makes before it looks for some that hold each other: these do not
_KINDS: Final = {kind.value: kind for kind in Kind}  # an enumeration's own look-up takes several times as long
_detection: Final = functools.partial(tuple.__new__, Detection)

Work = Callable[[list[str]], list[list[Detection]]]
_Found = list[list[Detection]]


def in_processes(work: Work, texts: Iterable[str], processes: int) -> Iterator[list[Detection]]:
    """What the work makes of each text, in the order of the texts; some forty megabytes of them are read at a time.

    Personal data goes through pipes between these processes and nowhere else. Where a process cannot part (no `fork`,
    or one that may have no children), this one works alone.
    """
    work([])  # what all of them need is made once, before they part
    parting = "fork" in multiprocessing.get_all_start_methods() and not multiprocessing.current_process().daemon
    of_texts = parcels(texts, PARCEL_TEXTS, PARCEL_CHARACTERS)
    while window := list(itertools.islice(of_texts, _WINDOW_PARCELS)):
        others = min(processes, len(window)) - 1 if parting else 0
        yield from _side_by_side(work, window, others)


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


def _side_by_side(work: Work, window: list[list[str]], others: int) -> Iterator[list[Detection]]:
    with contextlib.ExitStack() as stack:
        numbers = stack.enter_context(_numbers(len(window)))
        answers = [stack.enter_context(_other(work, window, numbers)) for _ in range(others)]
        found: dict[int, _Found] = {}
        for wanted in range(len(window)):
            while wanted not in found:
                number = _next(numbers)
                if number is not None:
                    found[number] = work(window[number])
                elif not answers:
                    found[wanted] = work(window[wanted])  # whoever took it is gone
                _take_up(answers, found, until_one=number is None)
            yield from found.pop(wanted)


@contextlib.contextmanager
def _numbers(count: int) -> Iterator[int]:
    """A pipe with the numbers of the parcels: each process takes the next one, and none has to hold a lock for it."""
    numbers, into = os.pipe()
    try:
        os.write(into, b"".join(number.to_bytes(_NUMBER_BYTES, "little") for number in range(count)))
        os.close(into)
        yield numbers
    finally:
        os.close(numbers)


def _next(numbers: int) -> int | None:
    """The number of a parcel that nobody has taken; None where there is none left."""
    told = os.read(numbers, _NUMBER_BYTES)
    return int.from_bytes(told, "little") if told else None


@contextlib.contextmanager
def _other(work: Work, window: list[list[str]], numbers: int) -> Iterator[Connection]:
    """Another process that works along; gives where its answers come from."""
    fork = multiprocessing.get_context("fork")
    answers, into = fork.Pipe(duplex=False)
    if fcntl is not None and hasattr(fcntl, "F_SETPIPE_SZ"):
        with contextlib.suppress(OSError):  # more than this system allows
            fcntl.fcntl(into.fileno(), fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
    process = fork.Process(target=_work_along, args=(work, window, numbers, into), daemon=True)
    process.start()
    into.close()
    try:
        yield answers
    finally:
        process.kill()
        process.join()
        answers.close()


def _work_along(work: Work, window: list[list[str]], numbers: int, into: Connection) -> None:
    gc.freeze()  # what was there before is shared as long as nobody touches it
    gc.set_threshold(_GARBAGE)
    try:
        while (number := _next(numbers)) is not None:
            into.send_bytes(_packed(number, work(window[number])))
    finally:
        os._exit(0)  # whatever went wrong goes wrong in the first process again, which says so


def _take_up(answers: list[Connection], found: dict[int, _Found], *, until_one: bool) -> None:
    """Take up what the others have found; with `until_one`, wait until there is something."""
    for one in wait(answers, None if until_one else 0) if answers else ():
        if not isinstance(one, Connection):
            continue
        try:
            number, ours = _unpacked(one.recv_bytes())
        except (EOFError, OSError):  # it has ended
            answers.remove(one)
        else:
            found[number] = ours


def _packed(number: int, found: _Found) -> bytes:
    """Numbers and texts only: writing and reading them costs a tenth of what it costs for objects."""
    if packing is not None:
        return marshal.dumps((number, packing.packed(found)))
    plain = [  # what stands in a Detection, the kind as text
        [
            (start, end, kind._value_, score, why, validator, risk, recogniser)
            for start, end, kind, score, why, validator, risk, recogniser in ones
        ]
        for ones in found
    ]
    return marshal.dumps((number, plain))


def _unpacked(packed: bytes) -> tuple[int, _Found]:
    number, told = marshal.loads(packed)  # noqa: S302 - made by a process of ours a moment ago
    if packing is not None:
        counts, places, rests = told
        return number, packing.unpacked(counts, places, rests, _KINDS, Detection)
    return number, [
        [
            _detection((start, end, _KINDS[kind], score, why, validator, risk, recogniser))
            for start, end, kind, score, why, validator, risk, recogniser in ones
        ]
        for ones in told
    ]
