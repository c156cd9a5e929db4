"""From texts to detections: tokens, their tags, the stretches that tags make up, and what is said of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
import numpy.typing as npt

from discovery.detection.names import network
from discovery.detection.names.features import PARTICLES
from discovery.detection.names.gazetteer import COMMON, COMMON_ELSEWHERE, GIVEN, RARE_SURNAME, SURNAME, known_as
from discovery.detection.names.tokens import core, cut
from discovery.documents import Detection, Kind

_KINDS: Final = {"PER": Kind.PERSON, "LOC": Kind.LOCATION, "ORG": Kind.ORGANISATION}
_WHY: Final = {
    Kind.PERSON: "reads like the name of a person",
    Kind.LOCATION: "reads like the name of a place",
    Kind.ORGANISATION: "reads like the name of an organisation",
}
_LEAST: Final = {Kind.PERSON: 0.5, Kind.LOCATION: 0.5, Kind.ORGANISATION: 0.5}
_BOUND: Final = {".", ",", "-", "'", ". ", ", ", " ", "- "}
_ROUND: Final = 1 << 16  # characters whose tokens are read at once, at least
_EDGES: Final = [""] * network.REACH
_AGAIN: Final = 0.62  # score of a name that stands again alone after it stood in full


@dataclass(frozen=True, slots=True)
class _Stretch:
    kind: Kind
    first: int
    last: int
    chance: float


def find_names_in(texts: Iterable[str]) -> Iterator[list[Detection]]:
    """The names in each text, sorted by place, offsets into that text. The same text always gives the same answer."""
    batch: list[str] = []
    size = 0
    for text in texts:
        batch.append(text)
        size += len(text)
        if size >= _ROUND:
            yield from _read(batch)
            batch, size = [], 0
    yield from _read(batch)


def _read(batch: Sequence[str]) -> Iterator[list[Detection]]:
    """The names of a batch: the tokens of all its texts go through the network together, edges between them."""
    if not batch:
        return
    tokens: list[str] = []
    bounds: list[tuple[int, int]] = []
    for text in batch:
        tokens += _EDGES
        first = len(tokens)
        tokens += cut(text)
        bounds.append((first, len(tokens)))
    tokens += _EDGES
    numbers = network.numbers()
    ids = np.fromiter(map(numbers.__getitem__, tokens), np.int32, len(tokens))
    numbers.settle()
    candidates = np.flatnonzero(numbers.candidates[ids])
    chances = network.read(ids, numbers.vectors, candidates)
    tags = chances.argmax(axis=1)
    named = np.flatnonzero(tags)
    places = candidates[named].tolist()
    stretches = _stretches(places, tags[named].tolist(), chances[named].max(axis=1).tolist(), tokens)
    ends = np.cumsum(np.fromiter(map(len, tokens), np.int64, len(tokens)))
    at = 0
    for text, (first, end) in zip(batch, bounds, strict=True):
        ours: list[_Stretch] = []
        while at < len(stretches) and stretches[at].first < end:
            ours.append(stretches[at])
            at += 1
        yield _detections(text, ours, tokens, ends, first, ids[first:end]) if ours else []


def _stretches(places: list[int], tags: list[int], chances: list[float], tokens: list[str]) -> list[_Stretch]:
    """Runs of tags of one kind; what stands between two of them may only be a mark that binds."""
    found: list[_Stretch] = []
    kind, first, last, sum_of, count = "", -1, -9, 0.0, 0
    for place, tag, chance in zip(places, tags, chances, strict=True):
        begins, _, this = network.TAGS[tag].partition("-")
        gap = place - last
        joined = this == kind and (
            (gap == 1 and begins == "I") or (gap == 2 and begins == "I" and tokens[place - 1] in _BOUND)
        )
        if not joined:
            if kind:
                found.append(_Stretch(_KINDS[kind], first, last, sum_of / count))
            kind, first, sum_of, count = this, place, 0.0, 0
        last, sum_of, count = place, sum_of + chance, count + 1
    if kind:
        found.append(_Stretch(_KINDS[kind], first, last, sum_of / count))
    return found


def _detections(
    text: str,
    stretches: list[_Stretch],
    tokens: list[str],
    ends: npt.NDArray[np.int64],
    first: int,
    ids: npt.NDArray[np.int32],
) -> list[Detection]:
    base = int(ends[first - 1]) if first else 0
    found: list[Detection] = []
    taken: set[int] = set()
    known: dict[str, None] = {}
    for one in map(partial(_trimmed, tokens), stretches):
        taken.update(range(one.first, one.last + 1))
        start, end = int(ends[one.first - 1]) - base, int(ends[one.last]) - base
        end = start + len(text[start:end].rstrip())
        if end < len(text) and text[end] == "." and len(core(tokens[one.last])) == 1:
            end += 1
        if one.chance < _LEAST[one.kind] or "@" in text[max(0, start - 1) : end + 1]:
            continue
        if _says_nothing(tokens[one.first : one.last + 1]):
            continue
        words = one.last - one.first + 1
        found.append(Detection(start, end, one.kind, _score(one, words), _WHY[one.kind]))
        if one.kind is Kind.PERSON and words > 1 and one.chance > 0.8:
            known.update(dict.fromkeys(core(token) for token in tokens[one.first : one.last + 1]))
    return found + list(_again(known, taken, tokens, ends, first, len(ids), base))


def _trimmed(tokens: list[str], one: _Stretch) -> _Stretch:
    """Without a link that nothing follows: "Trombetta e"."""
    last = one.last
    while last > one.first and core(tokens[last]) in PARTICLES:
        last -= 1
    return one if last == one.last else _Stretch(one.kind, one.first, last, one.chance)


def _says_nothing(tokens: list[str]) -> bool:
    """Whether a stretch is no more than particles or a single letter."""
    words = [core(token) for token in tokens]
    return all(word in PARTICLES or len(word) < 2 for word in words)


def _score(one: _Stretch, words: int) -> float:
    """From the network's chance: a name of one word is less certain than one of several."""
    least, most = (0.5, 0.82) if words > 1 else (0.42, 0.74)
    if one.kind is Kind.ORGANISATION:
        least, most = 0.4, 0.62
    return round(least + (most - least) * max(0.0, (one.chance - 0.5) / 0.5), 3)


def _again(
    known: dict[str, None],
    taken: set[int],
    tokens: list[str],
    ends: npt.NDArray[np.int64],
    first: int,
    count: int,
    base: int,
) -> Iterator[Detection]:
    """Parts of a name that stood in full, where they stand again alone."""
    parts = {word for word in known if len(word) > 2 and word[0].isupper() and _is_name(word)}
    if not parts:
        return
    for number in range(first, first + count):
        if number not in taken and core(tokens[number]) in parts:
            start = int(ends[number - 1]) - base
            yield Detection(
                start,
                start + len(core(tokens[number])),
                Kind.PERSON,
                _AGAIN,
                "part of a name that stands in full elsewhere in the text",
            )


def _is_name(word: str) -> bool:
    flags = known_as(word)
    return bool(flags & (GIVEN | SURNAME | RARE_SURNAME) or not flags) and not flags & (COMMON | COMMON_ELSEWHERE)
