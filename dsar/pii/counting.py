"""Counting what the interface and the screens read: numbers of a web process, kept every few seconds, never a text."""

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from dsar.pii.runs import Reader, reader_now, record_run
from dsar.pii.steering import key_of
from dsar.pii.texts import Reading

KEPT_AFTER_SECONDS: Final = 10.0
KEPT_AFTER_TEXTS: Final = 2_000


@dataclass(slots=True)
class _Tally:
    lock: threading.Lock = field(default_factory=threading.Lock)
    reader: Reader | None = None
    begun: float = 0.0


_api = _Tally()


def count_reading(texts: Sequence[str], readings: Sequence[Reading], seconds: float) -> None:
    """Count a request of the interface; the numbers are stored every few seconds. What a dying process had is lost."""
    now = time.monotonic()
    with _api.lock:
        if _api.reader is None:
            _api.reader, _api.begun = reader_now(), now
        _add(_api.reader, texts, readings, seconds)
        if now - _api.begun < KEPT_AFTER_SECONDS and _api.reader.items < KEPT_AFTER_TEXTS:
            return
        ready, _api.reader = _api.reader, None
    record_run(ready, what="api")


def count_tried(text: str, reading: Reading, seconds: float) -> None:
    """Count a text that somebody tried on a screen."""
    reader = reader_now()
    _add(reader, [text], [reading], seconds)
    record_run(reader, what="text")


def _add(reader: Reader, texts: Sequence[str], readings: Sequence[Reading], seconds: float) -> None:
    reader.items += len(texts)
    reader.characters += sum(map(len, texts))
    reader.seconds += seconds
    reader.kinds.update(key_of(one) for reading in readings for one in reading.detections)
