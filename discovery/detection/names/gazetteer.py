"""What the lists say of a word: is it a given name, a surname, a place, a word of running text?"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Iterator
from importlib import resources
from typing import Final

from discovery.detection.word_lists import word_list

GIVEN, SURNAME, RARE_SURNAME, PLACE, PART_OF_PLACE, COMMON, COMMON_ELSEWHERE, DICTIONARY = (
    1 << bit for bit in range(8)
)
_LETTERS: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
)
_SMALL_WORDS: Final = word_list("small_words.txt")


def plain(word: str) -> str:
    """The word in small letters without accents: the key under which lists know it."""
    word = word.lower()
    if word.isascii():
        return word
    parts = unicodedata.normalize("NFKD", word.translate(_LETTERS))
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def sections(name: str) -> Iterator[tuple[str, list[str]]]:
    """The sections of a list in `lists/`, as (title, words); "_" in a word stands for a blank."""
    title = ""
    for line in resources.files("discovery.detection").joinpath("lists", name).read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            title = line[1:].strip()
        elif line:
            yield title, [word.replace("_", " ") for word in line.split(" ")]


@functools.cache
def gazetteer() -> dict[str, int]:
    """The flags of every word of the lists, by its plain form. Read once a process, about 0.2 s."""
    flags: dict[str, int] = {}
    _add_names(flags, "given.txt", GIVEN, GIVEN)
    _add_names(flags, "surnames.txt", SURNAME, RARE_SURNAME)
    for _title, words in sections("places.txt"):
        for word in map(plain, words):
            parts = word.replace("-", " ").split(" ")
            if len(parts) == 1:
                flags[word] = flags.get(word, 0) | PLACE
            for part in parts if len(parts) > 1 else ():
                if part not in _SMALL_WORDS and len(part) > 2:
                    flags[part] = flags.get(part, 0) | PART_OF_PLACE
    for title, words in sections("common.txt"):
        flag = {"english": COMMON, "dictionary": DICTIONARY}.get(title, COMMON_ELSEWHERE)
        for word in map(plain, words):
            flags[word] = flags.get(word, 0) | flag
    return flags


def _add_names(flags: dict[str, int], name: str, flag: int, rare: int) -> None:
    for title, words in sections(name):
        for word in words:
            for part in plain(word).split(" "):
                if part not in _SMALL_WORDS and len(part) > 1:
                    flags[part] = flags.get(part, 0) | (rare if title.endswith("rare") else flag)


def known_as(word: str) -> int:
    """The flags of a word; of a word with a hyphen those that any of its parts has."""
    known = gazetteer()
    key = plain(word)
    if key in known:
        return known[key]
    if "-" in key or "'" in key:
        found = 0
        for part in key.replace("'", "-").split("-"):
            found |= known.get(part, 0) & (GIVEN | SURNAME | RARE_SURNAME | PART_OF_PLACE)
        return found
    return 0
