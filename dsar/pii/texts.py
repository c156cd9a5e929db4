"""Reading texts that are not kept: what was asked for, turned into the options of the house, and what was found.

Own kinds and thresholds are looked up again after a few seconds, not for every text. Nothing here writes a text down.
"""

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from discovery.detection import Options, detect, detect_many
from discovery.detection.engine import SENSITIVITIES, Names, Sensitivity
from discovery.detection.risk import TextRisk, risk_of
from discovery.documents import Detection, Kind
from dsar.pii.steering import options_now, version_now

_REMEMBERED_SECONDS: Final = 3.0


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks of a text.

    Attributes:
        sensitivity: how certain a detection must be.
        names: see Options.
        languages: whose national numbers are meant.
        kinds: only these; None for all.
        without: not these.
    """

    sensitivity: Sensitivity = "medium"
    names: Names = "auto"
    languages: tuple[str, ...] = ("en",)
    kinds: frozenset[Kind] | None = None
    without: frozenset[Kind] = frozenset()

    def options(self) -> Options:
        """The options of the house, narrowed to what is asked."""
        return replace(
            _house().options,
            min_score=SENSITIVITIES[self.sensitivity],
            names=self.names,
            kinds=self.kinds,
            without=self.without,
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found in one text, and how grave it is."""

    detections: tuple[Detection, ...]
    risk: TextRisk


def read(text: str, asked: Asked) -> Reading:
    """The detections of a text."""
    options = asked.options()
    _load(asked, options)
    found = detect(text, asked.languages, options)
    return Reading(tuple(found), risk_of(found))


def read_all(texts: Sequence[str], asked: Asked) -> list[Reading]:
    """The detections of each text, in order."""
    if len(texts) == 1:
        return [read(texts[0], asked)]
    options = asked.options()
    _load(asked, options)
    found = detect_many(texts, asked.languages, options)
    return [Reading(tuple(ones), risk_of(ones)) for ones in found]


def _load(asked: Asked, options: Options) -> None:
    """Let one thread load lists and automata while the others wait, instead of each of them loading its own."""
    ways = (asked.languages, asked.names)
    if ways in _loaded:
        return
    with _loading:
        if ways not in _loaded:
            detect("", asked.languages, options)
            _loaded.add(ways)


def engine_name() -> str:
    """What is told as the version of the engine: rules and lists, own kinds, thresholds."""
    return _house().version


@dataclass(frozen=True, slots=True)
class _House:
    options: Options
    version: str
    until: float


_loading = threading.Lock()
_loaded: set[tuple[tuple[str, ...], str]] = set()
_lock = threading.Lock()
_known: list[_House] = []


def _house() -> _House:
    """The options of the house, at most a few seconds old."""
    now = time.monotonic()
    with _lock:
        if not _known or _known[0].until < now:
            options = options_now()
            _known[:] = [_House(options, version_now(options), now + _REMEMBERED_SECONDS)]
        return _known[0]


def forget() -> None:
    """Look the options up again at the next text."""
    with _lock:
        _known.clear()
