"""What the network sees of a token: rows of one table, by its word, shape, endings and the lists."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Final

from discovery.detection.names import gazetteer as lists
from discovery.detection.names.tokens import EDGE, GAP, LINE, core

FEATURES: Final = 12  # rows a token has at most
SHAPES: Final = 64
FLAGS: Final = 256
AFFIXES: Final = 1 << 14
# The table: row 0 is nothing, then shapes, flags of the lists, endings and beginnings, then the vocabulary.
_FLAGS_FROM: Final = 1 + 2 * SHAPES
_AFFIXES_FROM: Final = _FLAGS_FROM + FLAGS
VOCABULARY_FROM: Final = _AFFIXES_FROM + AFFIXES
_NAME_FLAGS: Final = lists.GIVEN | lists.SURNAME | lists.RARE_SURNAME
PARTICLES: Final = frozenset(
    "van der den de von zu zum zur del della dalla di da do dos das du des la le los las el al bin binti ibn ben bint"
    " abu y e ter ten te af av und san st d' l' o' mac".split()
)


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


def is_candidate(word: str) -> bool:
    """Whether a token may be part of a name at all: only those are put to the network.

    Words in small letters are, where they are particles, or names that are no words of running text.
    """
    if not word or not word[0].isalpha():
        return False
    if word[0].isupper() or not word.islower():
        return True
    if word in PARTICLES:
        return True
    if len(word) < 3 or not word.isalpha():
        return False
    known = lists.known_as(word)
    if known & (lists.COMMON | lists.COMMON_ELSEWHERE):
        return False
    return bool(known & lists.GIVEN or (known & lists.SURNAME and not known & lists.DICTIONARY))


FULL, WORDLESS, BARE = range(3)  # with everything; without the word itself; without what the lists say of it either


def rows(token: str, vocabulary: Mapping[str, int], shown: int = FULL) -> list[int]:
    """The rows of a token, FEATURES of them, 0 for none."""
    word = core(token)
    glued = 0 if token.endswith(" ") else 1
    found = [1 + 2 * shape(word) + glued]
    number = vocabulary.get(word.lower()) if shown == FULL or not word[:1].isalpha() else None
    if number is not None:
        found.append(VOCABULARY_FROM + number)
    if word[:1].isalpha():
        key = lists.plain(word)
        flags = 0 if shown == BARE else lists.known_as(word)
        found.append(_FLAGS_FROM + flags)
        found += [_AFFIXES_FROM + zlib.crc32(end.encode()) % AFFIXES for end in _ends(key)]
    return (found + [0] * FEATURES)[:FEATURES]


def _ends(key: str) -> tuple[str, ...]:
    return (key[:2] + "<2", key[:3] + "<3", ">" + key[-2:], ">>" + key[-3:], ">>>" + key[-4:])
