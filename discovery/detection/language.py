"""Which language a block of text is in: by its commonest words and endings, from a sample, in some microseconds.

English, French, German, Spanish, Italian, Dutch, Portuguese and Polish are told apart; every other language is "other".
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import resources
from typing import Final

from discovery.detection.patterns import expression

try:  # compiled (discovery/compiled.py); it tells ASCII texts, with the same answers
    from discovery.detection.words import Tongues
except ImportError:
    Tongues = None  # type: ignore[assignment, misc]

OTHER: Final = "other"
NOT_TOLD: Final = ""
# The languages whose names, dates and addresses the engine was made and trained for. In others its rules still look.
SUPPORTED: Final = frozenset({"en", "fr", "de", "es", "it", "nl", "pt", "pl"})
WORD: Final = expression(r"[^\W\d_]+")
ENDING: Final = 3
_BETWEEN_WORDS: Final = bytes(code if chr(code).isalpha() else 0x20 for code in range(128)).ljust(256)
_SAMPLE: Final = 320  # characters that are read of a block
_DOCUMENT: Final = 4_000  # characters that are read of a document
_PARAGRAPHS: Final = expression(r"\n[ \t]*\n\s*")
_LEAST: Final = 7  # loudness below which nothing is said
_LATIN: Final = expression(r"[A-Za-zÀ-ɏ]")
_LETTER: Final = expression(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Language:
    """The language of a text.

    Attributes:
        code: one of SUPPORTED, OTHER, or NOT_TOLD where the text is too short or is no language.
        supported: False where the text is in a language that the engine was not made for: rules only, and a person
            should know it.
    """

    code: str
    supported: bool


_NOTHING: Final = Language(NOT_TOLD, supported=True)
_OTHER: Final = Language(OTHER, supported=False)
_KNOWN: Final = {code: Language(code, supported=True) for code in sorted(SUPPORTED)}


def of(text: str) -> Language:
    """The language that most of a sample of the text speaks for; the same text always gives the same answer."""
    sample = text if len(text) <= _SAMPLE else _sampled(text)
    if Tongues is not None and (code := _tongues().of(sample)) is not None:
        return _KNOWN.get(code, _OTHER) if code else _NOTHING
    if not sample.isascii():
        letters = len(_LETTER.findall(sample))
        if letters > 3 and 2 * len(_LATIN.findall(sample)) < letters:
            return _OTHER
    table = _table()
    loud: dict[str, int] = {}
    for word in _words_of(sample.lower()):
        spoken = table.get(word)
        if spoken is None:
            spoken = table.get("-" + word[-ENDING:]) if len(word) > ENDING + 1 else None
        for code, weight in spoken or ():
            loud[code] = loud.get(code, 0) + weight
    if not loud:
        return _NOTHING
    best = max(sorted(loud), key=loud.__getitem__)
    if loud[best] < _LEAST or loud[best] == max((weight for code, weight in loud.items() if code != best), default=0):
        return _NOTHING
    return _KNOWN.get(best, _OTHER)


def _words_of(sample: str) -> list[str]:
    """The runs of letters in a text; for ASCII by a way several times as quick."""
    if sample.isascii():
        return sample.encode().translate(_BETWEEN_WORDS).decode().split()
    return WORD.findall(sample)


def knows(word: str) -> bool:
    """Whether a word, in small letters, is a common one of some language; not all common words are known."""
    return word in _table()


def blocks(text: str) -> Iterator[tuple[int, int, Language]]:
    """The paragraphs of a text with their languages, as half-open stretches in order.

    A paragraph whose language cannot be told has that of the one before it.
    """
    at, before = 0, _NOTHING
    for start, end in _bounds(text):
        found = of(text[start:end])
        before = found if found.code else before
        yield at, end, before
        at = end


def unsupported(text: str) -> bool:
    """Whether some paragraph is in a language that the engine was not made for."""
    return any(not language.supported for *_, language in blocks(text))


def mostly_unsupported(texts: Iterable[str]) -> bool:
    """Whether a document, given by its blocks, is in a language that the engine was not made for.

    Looks at its first 4,000 letters and signs, in parts of a length that can be told from a few stray words.
    """
    start = ""
    for text in texts:
        start += text + "\n"
        if len(start) >= _DOCUMENT:
            break
    parts = [of(start[at : at + _SAMPLE]) for at in range(0, min(len(start), _DOCUMENT), _SAMPLE)]
    told = [language for language in parts if language.code]
    return 2 * sum(not language.supported for language in told) > len(told)


def _bounds(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for hit in _PARAGRAPHS.finditer(text):
        yield at, hit.end()
        at = hit.end()
    if at < len(text):
        yield at, len(text)


def _sampled(text: str) -> str:
    """The beginning and the middle of a long text."""
    half, middle = _SAMPLE // 2, len(text) // 2
    return f"{text[:half]} {text[middle : middle + half]}"


@functools.cache
def _tongues() -> Tongues:
    return Tongues(_table(), ENDING, _LEAST)


@functools.cache
def _table() -> dict[str, tuple[tuple[str, int], ...]]:
    lines = resources.files("discovery.detection").joinpath("lists", "languages.txt").read_text(encoding="utf-8")
    table: dict[str, tuple[tuple[str, int], ...]] = {}
    for line in lines.splitlines():
        if not line.startswith("#"):
            word, *spoken = line.split()
            table[word] = tuple((code, int(loud)) for code, _, loud in (one.partition(":") for one in spoken))
    return table
