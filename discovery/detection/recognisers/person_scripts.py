"""Names of people in other scripts than Latin: labels, titles, patronymics, and the lists by way of transliteration.

The network for names was trained on Latin letters and is not asked about others. Cyrillic and Greek names are told by
their capitals, too; Arabic, Hebrew and Devanagari ones by two words of the lists side by side; Chinese, Japanese and
Korean ones by a label, a title or a form of address beside a surname. Names of streets, firms and schools are left out.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from anyascii import anyascii

from discovery.detection.names import script_words as words
from discovery.detection.names.gazetteer import GIVEN, RARE_SURNAME, SURNAME, known_as
from discovery.detection.names.script_words import ScriptWords
from discovery.detection.patterns import expression
from discovery.detection.recogniser import Finder, reading_bounds
from discovery.documents import Detection, Kind

_HAN: Final = "\u3400-\u9fff々"
_KANA: Final = "\u3041-\u30ff"
_HANGUL: Final = "\uac00-\ud7a3"
_SIGN: Final = r"[ \t]{0,3}[:|=\t][ \t\"'«„]{0,3}"
_FROM_LABEL: Final = (0.85, "a label for a name stands before it")
_FROM_TITLE: Final = (0.82, "a title or greeting stands beside it")
_FROM_LISTS: Final = (0.72, "its words are names of the lists")
# Endings of the cases of Russian and Ukrainian given names, and what they stand for.
_CASES: Final = (
    ("ой", "а"), ("ей", "я"), ("ом", ""), ("ем", "й"), ("у", "а"), ("ю", "я"), ("е", "а"), ("ы", "а"), ("и", "я"),
    ("а", ""), ("у", ""), ("ю", "й"), ("я", "й"), ("е", ""), ("ью", "ь"), ("и", "ь"), ("і", "а"), ("ою", "а"),
)  # fmt: skip
_LEAST_ENDING: Final = 2  # letters a surname has before its ending

Check = Callable[[re.Match[str]], "tuple[int, int] | None"]


@dataclass(frozen=True, slots=True)
class _Form:
    pattern: re.Pattern[str]
    told: tuple[float, str]
    check: Check


@dataclass(frozen=True, slots=True)
class ScriptFinder:
    """Finds names in one script; asked only where a letter of it stands."""

    name: str
    trigger: str

    def find(self, text: str, low: int, high: int) -> Iterator[Detection]:
        """The names that start in [low, high)."""
        begin, end = reading_bounds(text, low, high)
        taken: list[tuple[int, int]] = []
        for form in _FORMS[self.name]():
            for hit in form.pattern.finditer(text, begin, end):
                span = form.check(hit)
                if span is None or not low <= span[0] < high or any(span[0] < b and a < span[1] for a, b in taken):
                    continue
                taken.append(span)
                score, why = form.told
                yield Detection(*span, Kind.PERSON, score, f"shape of a name; {why}", recogniser=self.name)


def script_finders() -> tuple[Finder, ...]:
    """One finder a script."""
    letters = {
        "person_cyrillic": "\u0400-\u052f", "person_greek": "\u0370-\u03ff\u1f00-\u1fff",
        "person_arabic": "\u0600-\u06ff", "person_hebrew": "\u05d0-\u05ea", "person_devanagari": "\u0900-\u097f",
        "person_han": "\u3400-\u9fff", "person_japanese": f"{_KANA}\u3400-\u9fff", "person_hangul": _HANGUL,
    }  # fmt: skip
    return tuple(ScriptFinder(name, f"[{inside}]") for name, inside in letters.items())


def _flags(word: str) -> int:
    """What the lists know of a word of any script."""
    plain = re.sub(r"[^A-Za-z]", "", anyascii(word))
    return (known_as(word) | (known_as(plain) if len(plain) > 1 else 0)) & (GIVEN | SURNAME | RARE_SURNAME)


# --- scripts with capital letters ---


def _cased(told: ScriptWords) -> tuple[_Form, ...]:
    word = f"[{told.large}][{told.letters}]{{1,24}}(?:[-’'][{told.large}]?[{told.letters}]{{1,24}})?"
    initial = rf"[{told.large}]\."
    capitals = f"[{told.large}]{{2,24}}(?:-[{told.large}]{{2,24}})?"
    one = f"(?:{word}|{initial})"
    run = f"{one}(?: {{0,2}}{one}){{0,3}}"
    edge, stop = f"(?<![{told.letters}{told.large}])", f"(?![{told.letters}{told.large}])"
    labels, titles = "|".join(told.labels), "|".join(told.titles)
    name = functools.partial(_named, told)
    return (
        _Form(expression(rf"{edge}(?i:{labels}){_SIGN}(?P<value>{run}|{capitals}(?: {capitals}){{0,3}}){stop}"),
              _FROM_LABEL, name),
        _Form(expression(rf"{edge}(?i:{titles}),?[ \t]{{1,3}}(?P<value>{run}){stop}"), _FROM_TITLE, name),
        _Form(expression(rf"{edge}(?P<value>{one}(?: {{0,2}}{one}){{1,4}}){stop}"), _FROM_LISTS,
              functools.partial(_listed, told)),
    )  # fmt: skip


def _named(told: ScriptWords, hit: re.Match[str]) -> tuple[int, int] | None:
    """The words behind a label or title up to the first that is none of a name."""
    parts = [(one.end(), one.group()) for one in re.finditer(r"[^\s.]+\.?", hit.group("value"))]
    kept = 0
    for end, word in parts:
        if word.casefold().strip(".") in told.stops:
            break
        kept = end
    first = hit.start("value")
    return (first, first + kept) if kept > 1 else None


def _listed(told: ScriptWords, hit: re.Match[str]) -> tuple[int, int] | None:
    """The stretch of two or more capital words in which a given name stands beside another word of a name."""
    if _after_place(told, hit.string, hit.start("value")):
        return None
    parts = [(one.start(), one.end(), one.group()) for one in re.finditer(r"[^\s.]+\.?", hit.group("value"))]
    roles = [_role(told, word) for *_place, word in parts]
    for first in range(len(parts) - 1):
        last = _last_of_name(roles, first)
        if last > first:
            start = hit.start("value")
            return start + parts[first][0], start + parts[last][1]
    return None


def _last_of_name(roles: Sequence[str], first: int) -> int:
    """The number of the last word of the name that begins with `first`; `first` itself where none does.

    Roles: g a given name, s a surname by list or ending, i an initial, x another word, - no part of a name.
    """
    told = "".join(roles[first:])
    found = re.match(r"gs{1,2}|gg?s|gx(?![gsix])|gx(?=s)s|sgs?|sg|sii?|iis|iix|is|gi?s|xgs(?=$|-)|xii", told)
    return first + found.end() - 1 if found else first


def _role(told: ScriptWords, word: str) -> str:
    if word.endswith(".") and len(word) == 2:
        return "i"
    small = word.casefold().strip(".")
    if small in told.stops:
        return "-"
    flags = _flags(small) or _flags_by_case(small)
    if small.endswith(told.endings) and any(
        small.endswith(ending) and len(small) >= len(ending) + _LEAST_ENDING for ending in told.endings
    ):
        return "g" if flags & GIVEN and not flags & (SURNAME | RARE_SURNAME) else "s"
    if flags & GIVEN:
        return "g"
    return "s" if flags & SURNAME else "x"


def _flags_by_case(word: str) -> int:
    """What the lists know of the nominative of a given name; only given names are looked up so."""
    for ending, nominative in _CASES:
        if word.endswith(ending) and len(word) > len(ending) + _LEAST_ENDING:
            flags = known_as(word[: -len(ending)] + nominative) & GIVEN
            if flags:
                return flags
    return 0


def _after_place(told: ScriptWords, text: str, at: int) -> bool:
    """Whether a word for a street, a firm or a school stands before."""
    before = text[max(0, at - 24) : at]
    return re.search(rf"(?:^|[\s(,.])(?i:{'|'.join(told.places)})[ \t«\"„]{{0,3}}$", before) is not None


# --- scripts without capital letters, with blanks ---


def _uncased(told: ScriptWords) -> tuple[_Form, ...]:
    word = f"[{told.letters}]{{1,24}}(?:-[{told.letters}]{{1,24}})?"
    run = f"{word}(?: {word}){{0,3}}"
    edge, stop = f"(?<![{told.letters}])", f"(?![{told.letters}])"
    labels, titles = "|".join(told.labels), "|".join(told.titles)
    return (
        _Form(expression(rf"{edge}(?:{labels}){_SIGN}(?P<value>{run}){stop}"), _FROM_LABEL,
              functools.partial(_spelt, told, 2, is_labelled=True)),
        _Form(expression(rf"{edge}(?:{titles}),? {{1,3}}(?P<value>{run}){stop}"), _FROM_TITLE,
              functools.partial(_spelt, told, 1, is_labelled=False)),
        _Form(expression(rf"{edge}(?P<value>{word}(?: {word}){{1,3}}){stop}"), _FROM_LISTS,
              functools.partial(_side_by_side, told)),
    )  # fmt: skip


def _spelt(told: ScriptWords, free: int, hit: re.Match[str], *, is_labelled: bool) -> tuple[int, int] | None:
    """The words behind a label or title that are names: `free` ones at least need not be known behind a label."""
    kept = count = 0
    for one in re.finditer(r"\S+", hit.group("value")):
        word = one.group()
        is_known = _is_name(told, word)
        if word in told.stops or (not is_known and (not is_labelled or count >= free + 1)):
            break
        if not is_known and is_labelled and len(word) < 2:
            break
        kept, count = one.end(), count + 1
    start = hit.start("value")
    return (start, start + kept) if kept > 1 else None


def _side_by_side(told: ScriptWords, hit: re.Match[str]) -> tuple[int, int] | None:
    """Two words or more of the lists, the first a given name."""
    parts = list(re.finditer(r"\S+", hit.group("value")))
    for number, one in enumerate(parts[:-1]):
        if not _is_name(told, one.group()) or one.group() in told.stops or len(one.group()) < 3:
            continue
        last = number
        while last + 1 < len(parts) and _is_name(told, parts[last + 1].group()):
            last += 1
        start = hit.start("value") + one.start()
        own = one.group() in told.names or parts[last].group() in told.names
        if last > number and own and not _after_place(told, hit.string, start):
            return start, hit.start("value") + parts[last].end()
    return None


def _is_name(told: ScriptWords, word: str) -> bool:
    if word in told.names:
        return True
    if word in told.places:
        return False
    return len(word) > 2 and word not in told.stops and bool(_flags(word))


# --- scripts without blanks ---


def _han() -> tuple[_Form, ...]:
    surname = f"(?:{'|'.join(words.CHINESE_DOUBLE)}|[{''.join(sorted(words.CHINESE_SURNAMES))}])"
    labels, titles = "|".join(words.CHINESE_LABELS), "|".join(words.CHINESE_TITLES)
    before = "|".join(words.CHINESE_BEFORE)
    check = functools.partial(_unlike, words.CHINESE_STOPS)
    return (
        _Form(expression(rf"(?:{labels}){_SIGN}(?P<value>[{_HAN}]{{2,4}})(?![{_HAN}])"), _FROM_LABEL, check),
        _Form(expression(rf"(?:{labels}){_SIGN}(?P<value>{surname}[{_HAN}]{{1,2}})"), _FROM_LABEL, check),
        _Form(expression(rf"(?P<value>{surname}[{_HAN}]{{0,2}}?)(?:{titles})"), _FROM_TITLE, check),
        _Form(expression(rf"(?:{before})(?P<value>{surname}[{_HAN}]{{1,2}})(?![{_HAN}{_KANA}])"), _FROM_TITLE, check),
    )  # fmt: skip


def _japanese() -> tuple[_Form, ...]:
    surname = "|".join(sorted(words.JAPANESE_SURNAMES, key=len, reverse=True))
    labels, titles = "|".join(words.JAPANESE_LABELS), "|".join(words.JAPANESE_TITLES)
    check = functools.partial(_unlike, words.CHINESE_STOPS)
    full = f"[{_HAN}]{{1,4}}[ ]?[{_HAN}{_KANA}]{{1,6}}"
    given = f"[{_HAN}]{{1,3}}|[\u3041-\u3096]{{2,4}}(?<!さん)"
    labelled, end = f"(?:{labels}){_SIGN}", f"(?![{_HAN}{_KANA}])"
    start = f"(?:(?<![{_HAN}])|(?<=[昨今本先明]日))"
    return (
        _Form(expression(rf"{labelled}(?P<value>{full})(?:様|さん|殿)?{end}"), _FROM_LABEL, check),
        _Form(expression(rf"{labelled}(?P<value>[ァ-ヴー]{{2,10}}[ ・]?[ァ-ヴー]{{2,10}})"), _FROM_LABEL, check),
        _Form(expression(rf"{start}(?P<value>(?:{surname})[ ]?(?:{given})?)[ ]?(?:{titles})"), _FROM_TITLE, check),
        _Form(expression(rf"(?:私は|名前は)(?P<value>(?:{surname})[ ]?(?:[{_HAN}]{{1,3}})?)(?=です|と申し|という)"),
              _FROM_TITLE, check),
    )  # fmt: skip


def _hangul() -> tuple[_Form, ...]:
    surname = f"[{''.join(sorted(words.KOREAN_SURNAMES))}]"
    labels, titles = "|".join(words.KOREAN_LABELS), "|".join(words.KOREAN_TITLES)
    check = functools.partial(_unlike, words.KOREAN_STOPS)
    start, end = f"(?<![{_HANGUL}])", f"(?![{_HANGUL}])"
    introduced = "입니다|이라고|라고|예요|이에요"
    patterns = (
        (rf"{start}(?:{labels}){_SIGN}(?P<value>[{_HANGUL}]{{2,4}}){end}", _FROM_LABEL),
        (rf"{start}(?P<value>{surname}[{_HANGUL}]{{2}})[ ]?(?:{titles})", _FROM_TITLE),
        (rf"{start}(?P<value>{surname}[{_HANGUL}]) (?:씨|군|양)(?![{_HANGUL}]{{2}})", _FROM_TITLE),
        (rf"(?:저는|제 이름은) (?P<value>{surname}[{_HANGUL}]{{1,2}})(?={introduced})", _FROM_TITLE),
    )
    return tuple(_Form(expression(pattern), told, check) for pattern, told in patterns)


def _unlike(stops: frozenset[str], hit: re.Match[str]) -> tuple[int, int] | None:
    value = hit.group("value").strip()
    if value in stops or any(value.startswith(stop) for stop in stops if len(stop) > 1):
        return None
    start = hit.start("value")
    return start, start + len(value)


_FORMS: Final[dict[str, Callable[[], tuple[_Form, ...]]]] = {
    "person_cyrillic": functools.cache(lambda: _cased(words.CYRILLIC)),
    "person_greek": functools.cache(lambda: _cased(words.GREEK)),
    "person_arabic": functools.cache(lambda: _uncased(words.ARABIC)),
    "person_hebrew": functools.cache(lambda: _uncased(words.HEBREW)),
    "person_devanagari": functools.cache(lambda: _uncased(words.DEVANAGARI)),
    "person_han": functools.cache(_han),
    "person_japanese": functools.cache(_japanese),
    "person_hangul": functools.cache(_hangul),
}
