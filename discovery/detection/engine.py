"""Runs the recognisers over a text: linear in its length, a window at a time.

One RE2 automaton says which recognisers can have something in a window and then in a line of it, and only those look,
and only there. Windows overlap in what is read and not in what is reported: a detection belongs to the window that it
starts in.
"""

from __future__ import annotations

import collections
import concurrent.futures
import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

import re2

from discovery.detection import ner
from discovery.detection.conflicts import resolve
from discovery.detection.folding import fold
from discovery.detection.recogniser import Finder, PatternRecogniser, reading_bounds, without_lookaround
from discovery.detection.recognisers import built_in, name_rules
from discovery.documents import Detection, Kind

Names = Literal["auto", "model", "rules", "none"]
Sensitivity = Literal["low", "medium", "high"]
DEFAULT_MIN_SCORE: Final = 0.4
# Low reports what is nearly certain, high also what a person should glance at.
SENSITIVITIES: Final[dict[Sensitivity, float]] = {"low": 0.6, "medium": DEFAULT_MIN_SCORE, "high": 0.25}
_BATCH_TEXTS: Final = 64
_BATCH_CHARACTERS: Final = 1 << 19
_WINDOW: Final = 1500  # characters a window reports
_MARGIN: Final = 160  # characters it reads before and after
_AUTOMATON_BYTES: Final = 256 << 20
_OPAQUE: Final = (
    re.compile(  # encoded bytes: nobody reads them, and everything in them looks like a number of some country
        r"(?<![A-Za-z0-9+/])(?:[A-Za-z0-9+/]{1000,}|[A-Za-z0-9+/]{60,}={0,2}(?:\r?\n[A-Za-z0-9+/]{60,}={0,2}){12,})"
    )
)
_STAND_IN: Final = re.compile(
    r"\[{0,2}(?:[A-Z_]{2,40}|[a-z_0-9]{2,40}~[a-z]{3,40})\]{0,2}(?<=\])|[A-Z][A-Z_]{1,39}_\d{1,6}"
    r"|[*#\u2022\W_]{1,200}|(?:…|\.\.\.)[A-Za-z0-9]{0,4}"
)
_OPAQUE_EDGE: Final = 320  # characters at both ends of encoded bytes that are read all the same


class NamesModelMissing(LookupError):
    """Names were asked for by model, and no model is installed."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to detect.

    Attributes:
        min_score: detections below it are left out.
        names: "model" (raises NamesModelMissing where it is not installed), "rules", "none", or "auto": the model
            where it is installed, else rules.
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
    if processes <= 1:
        for batch in _batches(texts):
            yield from work(batch)
        return
    with concurrent.futures.ProcessPoolExecutor(processes) as pool:
        waiting: collections.deque[concurrent.futures.Future[list[list[Detection]]]] = collections.deque()
        for batch in _batches(texts):
            waiting.append(pool.submit(work, batch))
            if len(waiting) > 2 * processes:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def _batches(texts: Iterable[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    size = 0
    for text in texts:
        batch.append(text)
        size += len(text)
        if len(batch) >= _BATCH_TEXTS or size >= _BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _batch_list(batch: list[str], *, languages: tuple[str, ...], options: Options) -> list[list[Detection]]:
    return list(_detect_batch(batch, languages, options))


def _detect_batch(batch: list[str], languages: tuple[str, ...], options: Options) -> Iterator[list[Detection]]:
    """The detections of each text; the model reads the lines of all of them together."""
    source = _name_source(options.names)
    scanner = _scanner(languages, source, options.custom)
    texts = [fold(text) for text in batch]
    found = [list(scanner.scan(one.text)) for one in texts]
    if source == "model":
        for number, name in ner.find_names_in((number, _lines(one.text)) for number, one in enumerate(texts)):
            found[number].append(name)
    for folded, ones in zip(texts, found, strict=True):
        kept = resolve(one for one in ones if options.is_certain_enough(one))
        kept = [one for one in kept if options.reports(one) and not _stands_for(folded.text, one)]
        if folded.folded_anchors:
            kept = [_placed(one, *folded.span(one.start, one.end)) for one in kept]
        yield kept


def model_in_use(options: Options = _DEFAULTS) -> bool:
    """Whether names will be found by the model under these options."""
    return _name_source(options.names) == "model"


def _name_source(names: Names) -> Literal["model", "rules", "none"]:
    if names == "auto":
        return "model" if ner.model_available() else "rules"
    if names == "model" and not ner.model_available():
        message = "the language model for names is not installed"
        raise NamesModelMissing(message)
    return names


def _stands_for(text: str, one: Detection) -> bool:
    """Whether something stands there that was put in the place of a value: a label, a hash, a mask, a pseudonym."""
    return not one.validator and _STAND_IN.fullmatch(text, one.start, one.end) is not None


class Scanner:
    """A set of recognisers and the automata that say which of them to ask.

    The first automaton looks at a window, the second says in which of its lines the trigger stands, and a third says
    which context words a window has at all: a recogniser that needs one is not asked without it.
    """

    def __init__(self, finders: tuple[Finder, ...]) -> None:
        self._always = tuple(finder for finder in finders if not trigger_of(finder))
        self._asked = tuple(finder for finder in finders if trigger_of(finder))
        self._triggers = _automaton([trigger_of(finder) for finder in self._asked])
        needing = [number for number, finder in enumerate(self._asked) if words_needed(finder)]
        self._needing = frozenset(needing)
        self._by_words = dict(enumerate(needing))
        self._words = _automaton([_any_of(words_needed(self._asked[number])) for number in needing])

    def scan(self, text: str) -> Iterator[Detection]:
        """Everything the recognisers find, overlaps included."""
        for low, high in _windows(text):
            for finder in self._always:
                yield from finder.find(text, low, high)
            if self._triggers is None:
                continue
            seen = text[max(0, low - _MARGIN) : high + _MARGIN].encode("utf-8", "replace")
            asked = self._triggers.Match(seen)
            if not asked:
                continue
            barred = self._barred(seen) if self._needing.intersection(asked) else frozenset()
            if barred.issuperset(asked):
                continue
            yield from self._scan_lines(text, low, high, barred)

    def _barred(self, seen: bytes) -> frozenset[int]:
        """The recognisers that need a context word and have none in this window."""
        present = self._words.Match(seen) or ()
        return self._needing.difference(self._by_words[number] for number in present)

    def _scan_lines(self, text: str, low: int, high: int, barred: frozenset[int]) -> Iterator[Detection]:
        match, finders = self._triggers.Match, self._asked
        while low < high:
            cut = text.find("\n", low, high)
            end = high if cut < 0 else cut
            begin, stop = reading_bounds(text, low, end)
            for number in match(text[begin:stop].encode("utf-8", "replace")) or ():
                if number not in barred:
                    yield from finders[number].find(text, low, end)
            low = end + 1


def _automaton(patterns: list[str]) -> Any:
    """Says which of the RE2 patterns occur in given bytes; None for no patterns."""
    if not patterns:
        return None
    options = re2.Options()
    options.max_mem = _AUTOMATON_BYTES
    options.log_errors = False
    made = re2.Set.SearchSet(options)
    for pattern in patterns:
        made.Add(pattern)
    made.Compile()
    return made


def _any_of(words: tuple[str, ...]) -> str:
    return rf"(?i){'|'.join(map(re.escape, words))}"


def words_needed(finder: Finder) -> tuple[str, ...]:
    """The context words without any of which the recogniser finds nothing; () where it needs none."""
    if isinstance(finder, PatternRecogniser) and finder.context_required:
        return finder.context
    return ()


def trigger_of(finder: Finder) -> str:
    """The RE2 pattern without which the recogniser finds nothing; "" when it must always look."""
    if isinstance(finder, PatternRecogniser):
        return finder.trigger or without_lookaround(finder.pattern)
    return finder.trigger


@functools.lru_cache(maxsize=16)
def _scanner(languages: tuple[str, ...], source: str, custom: tuple[Finder, ...]) -> Scanner:
    names = () if source == "none" else name_rules()
    return Scanner((*built_in(languages), *names, *custom))


def _windows(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of the readable text, in order, without gap or overlap but for encoded bytes, which are left out."""
    low = 0
    for hit in _OPAQUE.finditer(text):
        yield from _cut(text, low, hit.start() + _OPAQUE_EDGE)
        low = hit.end() - _OPAQUE_EDGE
    yield from _cut(text, low, len(text))


def _cut(text: str, low: int, end: int) -> Iterator[tuple[int, int]]:
    """Windows of [low, end), cut at a line break or a space where there is one."""
    while low < end:
        high = min(low + _WINDOW, end)
        if high < end:
            cut = max(text.rfind("\n", low + _WINDOW // 2, high), 0) or text.rfind(" ", low + _WINDOW // 2, high)
            high = cut + 1 if cut > low else high
        yield low, high
        low = high


def _lines(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    for line in text.split("\n"):
        yield at, line
        at += len(line) + 1


def _placed(one: Detection, start: int, end: int) -> Detection:
    return Detection(start, end, one.kind, one.score, one.why, one.validator, recogniser=one.recogniser)
