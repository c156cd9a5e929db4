"""What the network sees of a token: rows of one table, by its word, shape, endings and the lists."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Final

from discovery.detection.names import gazetteer as lists
from discovery.detection.names.tokens import EDGE, GAP, LINE, core
from discovery.detection.word_lists import word_list

FEATURES: Final = 12  # rows a token has at most
SHAPES: Final = 64
FLAGS: Final = 256
AFFIXES: Final = 1 << 14
# The table: row 0 is nothing, then shapes, flags of the lists, endings and beginnings, then the vocabulary.
_FLAGS_FROM: Final = 1 + 2 * SHAPES
_AFFIXES_FROM: Final = _FLAGS_FROM + FLAGS
VOCABULARY_FROM: Final = _AFFIXES_FROM + AFFIXES
_NAME_FLAGS: Final = lists.GIVEN | lists.SURNAME | lists.RARE_SURNAME
_SURNAMES: Final = lists.SURNAME | lists.RARE_SURNAME
PARTICLES: Final = word_list("particles.txt")


def shape(word: str) -> int:
    """A number below SHAPES for how a word is written."""
    if not word or word in {LINE, GAP}:
        return {EDGE: 0, LINE: 1, GAP: 2}[word]
    first = word[0]
    if first.isdigit():
        return 3 + min(len(word), 6)
    if not first.isalpha():
        return 10
    long = min(len(word), 4) - 1  # 0..3
    marked = 0 if word.isalpha() else (1 if "-" in word else 2)
    if word.isupper():
        kind = 0
    elif not first.isupper():
        kind = 2 if word.islower() else 3
    else:
        kind = 1 if word[1:].islower() else 4
    return 11 + kind * 10 + (long if marked == 0 else 3 + marked) + (0 if word.isascii() else 4 if marked == 0 else 2)


def is_candidate(word: str, known: int | None = None) -> bool:
    """Whether a token may be part of a name at all: only those are put to the network.

    Words in small letters are, where they are particles, names that are no words of running text, or on no list.
    `known` are the flags of the word, where they are at hand.
    """
    if not word[:1].isalpha():
        return False
    if not word.islower() or word in PARTICLES:
        return True
    if len(word) < 3 or not word.isalpha():
        return False
    flags = lists.known_as(word) if known is None else known
    if flags & (lists.COMMON | lists.COMMON_ELSEWHERE):
        return False
    if not flags:
        return len(word) > 3  # on no list at all: only what stands around can tell
    return bool(flags & lists.GIVEN or (flags & _SURNAMES and not flags & lists.DICTIONARY))


FULL, WORDLESS, BARE = range(3)  # with everything; without the word itself; without what the lists say of it either


def rows(token: str, vocabulary: Mapping[str, int], shown: int = FULL) -> list[int]:
    """The rows of a token, FEATURES of them, 0 for none."""
    return looked_at(token, vocabulary, shown)[0]


def looked_at(token: str, vocabulary: Mapping[str, int], shown: int = FULL) -> tuple[list[int], bool]:
    """The rows of a token, and whether it is a candidate."""
    word = core(token)
    found = [1 + 2 * shape(word) + (not token.endswith(" "))]
    letters = word[:1].isalpha()
    number = vocabulary.get(word.lower()) if shown == FULL or not letters else None
    if number is not None:
        found.append(VOCABULARY_FROM + number)
    flags = 0
    if letters:
        key = lists.plain(word)
        flags = lists.known_as(word)
        found.append(_FLAGS_FROM + (0 if shown == BARE else flags))
        found += [_AFFIXES_FROM + zlib.crc32(end.encode()) % AFFIXES for end in _ends(key)]
    return found + [0] * (FEATURES - len(found)), letters and is_candidate(word, flags)


def _ends(key: str) -> tuple[str, ...]:
    return (key[:2] + "<2", key[:3] + "<3", ">" + key[-2:], ">>" + key[-3:], ">>>" + key[-4:])
