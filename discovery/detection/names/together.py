"""Names told by other names of the same text: said again, in one list, in one conversation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from discovery.detection.names.gazetteer import (
    COMMON,
    COMMON_ELSEWHERE,
    DICTIONARY,
    GIVEN,
    RARE_SURNAME,
    SURNAME,
    known_as,
)
from discovery.detection.names.listing import begins_a_line_of_speech, items_of_a_list, speakers
from discovery.detection.names.tokens import core
from discovery.documents import Detection, Kind

_SURE: Final = 0.8
_AGAIN: Final = 0.62  # score of a part of a name that stands again alone
_SPEAKING: Final = 0.64


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text: its number, where it begins, and which tokens of the round are its own."""

    text: int
    low: int
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class Stretch:
    kind: Kind
    first: int
    last: int
    chance: float


def again(
    stretches: list[Stretch],
    tokens: list[str],
    ends: npt.NDArray[np.int64],
    piece: Piece,
    shift: int,
) -> Iterator[Detection]:
    """Parts of a name that stood in full, where they stand again alone in the piece."""
    parts: set[str] = set()
    for one in stretches:
        if one.kind is Kind.PERSON and one.last > one.first and one.chance > _SURE:
            parts |= {core(token) for token in tokens[one.first : one.last + 1]}
    parts = {word for word in parts if len(word) > 2 and word[0].isupper() and _is_name(word)}
    if not parts:
        return
    sought = parts | {word + " " for word in parts}
    taken = {place for one in stretches for place in range(one.first, one.last + 1)}
    for number in range(piece.first, piece.end):
        if tokens[number] in sought and number not in taken and tokens[number + 1][:1] != "@":
            start = int(ends[number - 1]) + shift
            why = "part of a name that stands in full elsewhere in the text"
            yield Detection(start, start + len(core(tokens[number])), Kind.PERSON, _AGAIN, why)


def listed_with(
    stretches: list[Stretch], tokens: list[str], ends: npt.NDArray[np.int64], shift: int
) -> Iterator[Detection]:
    """The rest of a list of single names of which some were read as people: "Boros, Owen and Clark"."""
    kinds = {one.first: one.kind for one in stretches if one.first == one.last}
    taken = {place for one in stretches for place in range(one.first, one.last + 1)}
    for one in stretches:
        if one.kind is not Kind.PERSON or one.first != one.last:
            continue
        items = items_of_a_list(tokens, one.first)
        people = sum(kinds.get(place) is Kind.PERSON for place in items)
        if len(items) < 3 or 2 * people < len(items) - 1 or kinds.get(items[0], Kind.PERSON) is Kind.ORGANISATION:
            continue
        for place in items:
            if kinds.get(place) is Kind.PERSON or (place in taken and place not in kinds):
                continue
            word = core(tokens[place])
            flags = known_as(word)
            if flags & (GIVEN | SURNAME | RARE_SURNAME) or not flags:
                start = int(ends[place - 1]) + shift
                yield Detection(start, start + len(word), Kind.PERSON, _AGAIN, "stands in a list of names")


def speaking_with(
    stretches: list[Stretch],
    tokens: list[str],
    ends: npt.NDArray[np.int64],
    piece: Piece,
    shift: int,
) -> Iterator[Detection]:
    """Those who speak in a conversation of which one speaker was read as a person: "Ana: …", "Chad: …"."""
    known = {
        one.first for one in stretches
        if one.kind is Kind.PERSON and begins_a_line_of_speech(tokens, one.first, one.last)
    }  # fmt: skip
    if not known:
        return
    places = speakers(tokens, piece.first, piece.end)
    named = [place for place in places if place in known or known_as(core(tokens[place])) & GIVEN]
    if 2 * len(named) < len(places):
        return
    for place in places:
        word = core(tokens[place])
        flags = known_as(word)
        if place not in known and (flags & GIVEN or not flags & (COMMON | COMMON_ELSEWHERE | DICTIONARY)):
            start = int(ends[place - 1]) + shift
            yield Detection(start, start + len(word), Kind.PERSON, _SPEAKING, "speaks in a conversation")


def _is_name(word: str) -> bool:
    flags = known_as(word)
    return bool(flags & (GIVEN | SURNAME | RARE_SURNAME) or not flags) and not flags & (COMMON | COMMON_ELSEWHERE)
