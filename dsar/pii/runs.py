"""Counting while the engine reads: what was found, of which risk, in how much text and how long it took."""

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.conf import settings

from discovery.detection import Options, detect
from discovery.detection.own_kinds import OwnKind
from discovery.documents import Detection
from dsar.foundation import clock
from dsar.pii.models import DetectionRun
from dsar.pii.steering import key_of, options_now, own_kinds_on, risk_of, version_now


@dataclass(slots=True)
class Reader:
    """Detects under the options of the house and counts; one a reading, not for several threads.

    `find` takes a text and gives its detections; `version` names the engine.
    """

    options: Options
    version: str
    own: Sequence[OwnKind] = ()
    languages: tuple[str, ...] = ("en",)
    seconds: float = 0.0
    characters: int = 0
    items: int = 0
    suggested: int = 0
    failed: int = 0
    kinds: Counter[str] = field(default_factory=Counter)

    def find(self, text: str) -> list[Detection]:
        """The detections in a text, counted."""
        begun = time.perf_counter()
        found = detect(text, self.languages, self.options)
        self.seconds += time.perf_counter() - begun
        self.characters += len(text)
        self.kinds.update(key_of(one) for one in found)
        return found


def reader_now() -> Reader:
    """A reader under the own kinds and thresholds that are in force now; warm, so that its seconds tell of reading."""
    options = options_now()
    detect("Warm up: Ms Ana Example, 4 March", options=options)
    return Reader(options, version_now(options), own_kinds_on(), settings.DSAR_DETECTION_LANGUAGES)


def record_run(reader: Reader, *, what: str, case_id: UUID | None = None) -> DetectionRun | None:
    """Keep the numbers of a reading; nothing where nothing was read. Part of the caller's transaction.

    Args:
        reader: after the reading.
        what: "review", "text" or "api".
        case_id: the case it was for.
    """
    if not reader.items and not reader.failed:
        return None
    risks: Counter[str] = Counter()
    for key, count in reader.kinds.items():
        risks[str(int(risk_of(key, reader.own)))] += count
    return DetectionRun.objects.create(
        what=what,
        case_id=case_id,
        engine=reader.version,
        started_at=clock.now(),
        seconds=round(reader.seconds, 4),
        items=reader.items,
        characters=reader.characters,
        found=sum(reader.kinds.values()),
        suggested=reader.suggested,
        failed=reader.failed,
        kinds=dict(reader.kinds),
        risks=dict(risks),
    )
