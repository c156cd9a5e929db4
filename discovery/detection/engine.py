"""Runs the recognisers over a text: linear in its length, a window at a time.

One RE2 automaton says which recognisers can have something in a window and then in a line of it, and only those look,
and only there. Windows overlap in what is read and not in what is reported: a detection belongs to the window that it
starts in.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

try:  # compiled (discovery/compiled.py)
    from discovery.detection import glances
except ImportError:
    glances = None  # type: ignore[assignment]

from discovery.detection import ner
from discovery.detection.conflicts import resolve
from discovery.detection.context import forget_surroundings
from discovery.detection.doubts import DOUBTABLE, doubted
from discovery.detection.folding import Folded, fold
from discovery.detection.kinds import RISKS
from discovery.detection.names import find_names_in
from discovery.detection.parallel import in_processes, parcels
from discovery.detection.recogniser import Finder
from discovery.detection.recognisers import built_in, name_rules
from discovery.detection.scanning import Scanner
from discovery.documents import Detection, Kind

Names = Literal["auto", "model", "rules", "none"]
Sensitivity = Literal["low", "medium", "high"]
DEFAULT_MIN_SCORE: Final = 0.4
# Low reports what is nearly certain, high also what a person should glance at.
SENSITIVITIES: Final[dict[Sensitivity, float]] = {"low": 0.6, "medium": DEFAULT_MIN_SCORE, "high": 0.25}
_BATCH_TEXTS: Final = 512
_BATCH_CHARACTERS: Final = 1 << 19
_STAND_IN: Final = re.compile(
    r"\[{0,2}(?:[A-Z_]{2,40}|[a-z_0-9]{2,40}~[a-z]{3,40})\]{0,2}(?<=\])|[A-Z][A-Z_]{1,39}_\d{1,6}"
    r"|[*#\u2022\W_]{1,200}|(?:…|\.\.\.)[A-Za-z0-9]{0,4}"
)
_detection: Final = functools.partial(tuple.__new__, Detection)  # in half the time of a call of the class


class NamesModelMissing(LookupError):
    """Names were asked for by model, and no model is installed."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to detect.

    Attributes:
        min_score: detections below it are left out.
        names: "auto": our own network and rules; "model": spaCy and rules (raises NamesModelMissing where it is not
            installed); "rules"; "none".
        custom: recognisers of the organisation's own, beside the built-in ones.
        kinds: only these kinds are reported; None for all.
        without: these kinds are not reported.
        thresholds: least scores in place of `min_score`, by kind or by name of the recogniser, which wins.
    """

    min_score: float = DEFAULT_MIN_SCORE
    names: Names = "auto"
    custom: tuple[Finder, ...] = field(default=())
    kinds: frozenset[Kind] | None = None
    without: frozenset[Kind] = frozenset()
    thresholds: tuple[tuple[str, float], ...] = ()

    @classmethod
    def at(cls, sensitivity: Sensitivity, **others: Any) -> Options:
        """Options with the least score of a sensitivity."""
        return cls(min_score=SENSITIVITIES[sensitivity], **others)

    def reports(self, one: Detection) -> bool:
        """Whether a detection is to be reported."""
        return (
            self.is_certain_enough(one)
            and one.kind not in self.without
            and (self.kinds is None or one.kind in self.kinds)
        )

    def is_certain_enough(self, one: Detection) -> bool:
        """Whether its score reaches the threshold of its recogniser, else of its kind, else the least score of all."""
        if not self.thresholds:
            return one.score >= self.min_score
        own = dict(self.thresholds)
        return one.score >= own.get(one.recogniser, own.get(one.kind.value, self.min_score))


_DEFAULTS: Final = Options()


def detect(text: str, languages: Sequence[str] = ("en",), options: Options = _DEFAULTS) -> list[Detection]:
    """The personal data in a text, sorted by place, never overlapping; the same text always gives the same answer.

    Args:
        text: any text; offsets of the detections are half-open character offsets into it.
        languages: codes like "en", "de": which countries' national phone numbers are meant. Patterns of all
            languages are always tried.
        options: see Options.

    Raises:
        NamesModelMissing: `options.names` is "model" and the model is not installed.
    """
    return next(_detect_batch([text], tuple(languages), options))


def detect_many(
    texts: Iterable[str], languages: Sequence[str] = ("en",), options: Options = _DEFAULTS, *, processes: int = 1
) -> Iterator[list[Detection]]:
    """The detections of each text, in the order of the texts; reads a batch of texts at a time.

    Args:
        texts: any texts.
        languages: as for `detect`.
        options: as for `detect`; custom recognisers must be picklable where there are several processes.
        processes: how many work side by side; 1 works in this process.
    """
    work = functools.partial(_batch_list, languages=tuple(languages), options=options)
    if processes > 1:
        return in_processes(work, texts, processes)
    return itertools.chain.from_iterable(map(work, parcels(texts, _BATCH_TEXTS, _BATCH_CHARACTERS)))


def _batch_list(batch: list[str], *, languages: tuple[str, ...], options: Options) -> list[list[Detection]]:
    """The detections of each text; texts that stand there again, as cells of an export do, are read once."""
    different = list(dict.fromkeys(batch))
    found = dict(zip(different, _detect_batch(different, languages, options), strict=True))
    return [list(found[text]) for text in batch]


def _detect_batch(batch: list[str], languages: tuple[str, ...], options: Options) -> Iterator[list[Detection]]:
    """The detections of each text; the model reads the lines of all of them together."""
    source = _name_source(options.names)
    scanner = scanner_for(languages, source, options.custom)
    texts = [fold(text) for text in batch]
    found = scanner.scan_many([one.text for one in texts])
    forget_surroundings()
    if source == "network":
        for ones, names in zip(found, find_names_in(one.text for one in texts), strict=True):
            ones += names
    if source == "model":
        for number, name in ner.find_names_in((number, _lines(one.text)) for number, one in enumerate(texts)):
            found[number].append(name)
    for folded, ones in zip(texts, found, strict=True):
        yield _reported(folded, ones, options) if ones else []


def _reported(folded: Folded, found: list[Detection], options: Options) -> list[Detection]:
    """What is certain enough and wanted, without overlaps, with its risk and its place in the text as given."""
    text, least, without, kinds = folded.text, options.min_score, options.without, options.kinds
    found = [doubted(text, one) if one[2] in DOUBTABLE else one for one in found]
    if options.thresholds:
        certain = [one for one in found if options.is_certain_enough(one)]
    else:
        certain = [one for one in found if one[3] >= least]
    wanted = resolve(certain)
    if without or kinds is not None:
        wanted = [one for one in wanted if one[2] not in without and (kinds is None or one[2] in kinds)]
    rated = _rated(wanted, text) if glances is None else glances.rated(wanted, text, RISKS, _STAND_IN.fullmatch)
    if folded.folded_anchors:
        return [_detection((*folded.span(*one[:2]), *one[2:])) for one in rated]
    return rated


def _rated(found: list[Detection], text: str) -> list[Detection]:
    """The detections with the risk of their kind, but for those where a thing stands in the place of a value."""
    kept = []
    for start, end, kind, score, why, validator, _risk, recogniser in found:
        # A label, a hash, a mask or a pseudonym: all of them begin or end with a sign, or have a low line.
        may_be = not (text[start].isalnum() and text[end - 1].isalnum()) or text.find("_", start, end) >= 0
        if validator or not may_be or _STAND_IN.fullmatch(text, start, end) is None:
            kept.append(_detection((start, end, kind, score, why, validator, RISKS[kind], recogniser)))
    return kept


def model_in_use(options: Options = _DEFAULTS) -> bool:
    """Whether names will be found by the model under these options."""
    return _name_source(options.names) == "model"


def _name_source(names: Names) -> Literal["network", "model", "rules", "none"]:
    if names == "auto":
        return "model" if ner.has_own_model() else "network"
    if names == "model" and not ner.model_available():
        message = "the language model for names is not installed"
        raise NamesModelMissing(message)
    return names


@functools.lru_cache(maxsize=16)
def scanner_for(languages: tuple[str, ...], source: str, custom: tuple[Finder, ...]) -> Scanner:
    names = () if source == "none" else name_rules(source)
    return Scanner((*built_in(languages), *names, *custom))


def _lines(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    for line in text.split("\n"):
        yield at, line
        at += len(line) + 1
