"""Dates, and dates of birth: the same shapes, told apart by the words before them."""

from __future__ import annotations

import calendar
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from discovery.detection.patterns import expression
from discovery.detection.recogniser import Stretch, nearest_word, reading_bounds, stretch, words_pattern
from discovery.detection.recognisers.date_words import (
    BIRTH_WORDS,
    LEADS_TO_A_YEAR,
    MONTHS,
    OTHER_EVENTS,
    SHORT_WEEKDAYS,
    WEEKDAYS,
)
from discovery.documents import Detection, Kind

try:  # compiled (discovery/compiled.py); it looks through ASCII texts, with the same answers
    from discovery.detection.words import Names
except ImportError:
    Names = None  # type: ignore[assignment, misc]

_MONTH: Final = "|".join(sorted(MONTHS, key=len, reverse=True))
_CLOCK: Final = (
    r"(?:[T ,]{1,2}(?:at |um |à )?(?:[01]?\d|2[0-4])[:h][0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?:"
    r" ?[AaPp]\.?[Mm]\.?)?(?:Z| ?[+-]\d{2}:?\d{2})?)?"
)
_FULL_YEAR: Final = r"(?:18|19|20|21)\d{2}"
# It takes a digit before it looks back: Python's engine skips quickly to digits, not past a look-behind.
_NUMERIC: Final = expression(
    rf"(\d(?<![\w./-].)\d{{0,3}})([-/.]|\. )(\d{{1,2}})\2(\d{{1,4}}){_CLOCK}(?![\w]|[-/]\d|\.\d)"
)
_NUMERIC_IN_ASCII: Final = expression(_NUMERIC.pattern, re.ASCII)
_WORD: Final = expression(r"[^\W\d_]{3,}(?:-feira)?")
_DAY_BEFORE: Final = expression(
    r"(?<![\w./-])(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|er|\.|º)?(?P<gap>(?:[ -]| of | de | d'){1,2})$"
)
_YEAR_AFTER: Final = expression(
    rf"(?i)\.?,?(?:[ -]| de | del ){{1,2}}(?P<year>{_FULL_YEAR}|'?\d{{2}}(?![\d:])){_CLOCK}(?!\w)"
)
_DAY_AND_YEAR_AFTER: Final = expression(
    rf"\.? (?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?,? (?P<year>{_FULL_YEAR}){_CLOCK}(?!\w)"
)
_BARE_YEAR_AFTER: Final = expression(r"\.?,? (?P<year>(?:19|20)\d{2})(?!\w|-\d)")
_DAY_AFTER: Final = expression(r"\.? (?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?![\w:]|[.,/-]\d)")
_NO_MORE: Final = expression(r"(?!\w|\.? \d)")
_WORD_BEFORE: Final = expression(r"([^\W\d_]+)(?:,|\.,?)? (?:(?:the|den|dem|am|le|el|il|de) )?$")
_LAST_WORDS: Final = expression(r"[^\W\d_]+")
_BARE_YEAR: Final = expression(r"(?:19|20)\d\d(?<= \d{4})(?![\w%-]|[.,:/]\d| ?[€£$])")
_OTHER_EVENT: Final = expression(words_pattern(OTHER_EVENTS).pattern, re.IGNORECASE)
_BIRTH_IN_BRACKETS: Final = expression(r"\s?\((?:dob|date of birth|birth|born)\)", re.IGNORECASE)
_ANOTHER_DATE: Final = expression(
    rf"(?i)\d[./-]\d{{1,2}}[./-]\d{{2}}|(?:{_MONTH})\.? ?\d|\d(?:st|nd|rd|th|\.)? ?(?:{_MONTH})\b"
)
_NAMES: Final = WEEKDAYS | MONTHS.keys()
_PLACES: Final = Names(tuple(sorted(_NAMES))).places if Names is not None else None
_ASCII_NAMES: Final = {name.encode(): name for name in _NAMES if name.isascii()}
_BETWEEN_WORDS: Final = bytes(code if chr(code).isalpha() else 32 for code in range(128)).ljust(256, b" ")
_DAYS: Final = WEEKDAYS | SHORT_WEEKDAYS
_BIRTH_HINT: Final = expression(r"b[io]r|dob|d\.o|d o b|geb|n[ée]|na[cist]|uro|ur\.|ddn|f[öø]d|synt")
_REACH: Final = 50
_detection: Final = functools.partial(tuple.__new__, Detection)  # in half the time of a call of the class
_ENGLISH_MONTHS: Final = frozenset(list(MONTHS)[:24])


@dataclass(frozen=True, slots=True)
class _Date:
    start: int
    end: int
    whole: bool
    short_year: bool = False


@dataclass(frozen=True, slots=True)
class NumericDateFinder:
    """Finds dates in digits; those with a word of birth before them are dates of birth."""

    name: str = "dates"
    trigger: str = r"\d(?:[-/.]|\. )\d{1,2}(?:[-/.]|\. )\d"
    reach: int = 11  # four digits, two, the first of the last, and two signs between

    def find(self, text: str, low: int, high: int) -> Iterator[Detection]:
        """The dates that start in [low, high)."""
        found: list[Detection] = []
        where = stretch(text, low, high)
        self.seek(where, found, where[3])
        yield from found

    def seek(self, where: Stretch, found: list[Detection], begin: int) -> None:
        """Append the dates that start in [low, high), none of them before `begin`."""
        text, low, high, _, stop, is_ascii = where
        for hit in (_NUMERIC_IN_ASCII if is_ascii else _NUMERIC).finditer(text, begin, stop):
            start, end = hit.span()
            if low <= start < high and (short := _numeric(*hit.group(1, 3, 4))) is not None:
                found.append(_weigh(text, start, end, is_whole=True, has_short_year=short))


@dataclass(frozen=True, slots=True)
class WrittenDateFinder:
    """Finds dates with the name of a month, and days of the week."""

    name: str = "written_dates"
    trigger: str = (
        rf"(?i)\b(?:{_MONTH})\.?,? ?'?\d|\d(?:st|nd|rd|th|er|\.|º)?[ -](?:of |de |d')?(?:{_MONTH})\b"
        rf"|\b(?:{'|'.join(sorted(WEEKDAYS))})\b"
    )

    reach: int = 64  # the day of the week, the day and words between them, the longest month and the year's first digit

    def find(self, text: str, low: int, high: int) -> Iterator[Detection]:
        """The dates that start in [low, high)."""
        found: list[Detection] = []
        where = stretch(text, low, high)
        self.seek(where, found, where[3])
        yield from found

    def seek(self, where: Stretch, found: list[Detection], begin: int) -> None:
        """Append the dates that start in [low, high), none of them before `begin`."""
        text, low, high, _, stop, _ = where
        weekdays: list[tuple[int, int]] = []
        dates = _written(text, begin, stop, weekdays)
        for one in dates:
            if low <= one.start < high:
                found.append(_weigh(text, one.start, one.end, is_whole=one.whole, has_short_year=one.short_year))
        for first, last in weekdays:  # the day before a date is part of it
            if low <= first < high and not _among(first, last + 8, dates):
                found.append(_detection((first, last, Kind.DATE_TIME, 0.45, "a day of the week", "", 0, "")))


@dataclass(frozen=True, slots=True)
class YearFinder:
    """Finds years that stand alone behind a word that leads to one: "since 2019", "the Act of 1998"."""

    name: str = "bare_years"
    trigger: str = (
        rf"(?i)\b(?:{'|'.join(sorted(LEADS_TO_A_YEAR))})(?: of|:)? (?:19|20)\d\d\b|\b(?:an?|the) (?:19|20)\d\d [a-z]"
    )

    def find(self, text: str, low: int, high: int) -> Iterator[Detection]:
        """The years that start in [low, high)."""
        for hit in _BARE_YEAR.finditer(text, *reading_bounds(text, low, high)):
            if low <= hit.start() < high and _leads_to_a_year(text, hit.start(), hit.end()):
                yield Detection(hit.start(), hit.end(), Kind.DATE_TIME, 0.42, "a year behind a word that leads to one")


def date_finders() -> tuple[NumericDateFinder, WrittenDateFinder, YearFinder]:
    """The finders of dates."""
    return NumericDateFinder(), WrittenDateFinder(), YearFinder()


def _numeric(first: str, second: str, third: str) -> bool | None:
    """Whether three numbers are a date with a year of two digits; None where they are no date."""
    if len(first) == 4:
        real = first[:2] in {"18", "19", "20", "21"} and len(third) < 3 and _exists(int(first), int(second), int(third))
        return False if real else None
    if len(first) > 2 or len(third) not in {2, 4} or (len(third) == 4 and third[:2] not in {"18", "19", "20", "21"}):
        return None
    year, day, month = (int(third) if len(third) == 4 else 2000), int(first), int(second)
    return len(third) == 2 if _exists(year, month, day) or _exists(year, day, month) else None


def _written(text: str, low: int, high: int, weekdays: list[tuple[int, int]]) -> list[_Date]:
    """Dates with the name of a month: whole ones first, so that they win over the incomplete ones beside them."""
    whole: list[_Date] = []
    part: list[_Date] = []
    for start, word in _named(text, low, high):
        if word in WEEKDAYS:
            weekdays.append((start, start + len(word)))
        elif one := _around_month(text, start, start + len(word), high, MONTHS[word]):
            (whole if one.whole else part).append(one)
    return whole + [one for one in part if not _among(one.start, one.end, whole)]


def _named(text: str, low: int, high: int) -> list[tuple[int, str]]:
    """The names of months and days in a stretch, in small letters, with their places."""
    if _PLACES is not None and (places := _PLACES(text, low, high)) is not None:
        return places
    seen = text[low:high]
    lowered = seen.lower()
    if len(lowered) != len(seen):
        lowered = seen  # a letter whose small form is two would move every offset behind it
    found = []
    for word in _words_of_dates(lowered):
        at = lowered.find(word)
        while at >= 0:
            stop = at + len(word)
            if not (at and lowered[at - 1].isalpha()) and not lowered[stop : stop + 1].isalpha():
                found.append((low + at, word))
            at = lowered.find(word, stop)
    return sorted(found)


def _words_of_dates(lowered: str) -> list[str]:
    """The names of months and days that a text of small letters has as whole words."""
    if lowered.isascii() and "-feira" not in lowered:  # the words by the quickest way there is
        found = _ASCII_NAMES.keys() & lowered.encode().translate(_BETWEEN_WORDS).split()
        return [_ASCII_NAMES[word] for word in found]
    return list(_NAMES.intersection(_WORD.findall(lowered)))


def _around_month(text: str, start: int, end: int, high: int, month: int) -> _Date | None:
    """The date around the name of a month, None where there is none."""
    day = _DAY_BEFORE.search(text, max(0, start - 12), start)
    year = _YEAR_AFTER.match(text, end, high)
    if day and not _exists(2000, month, int(day["day"])):
        day = None
    if day and year:
        return _Date(day.start(), year.end(), whole=True, short_year=len(year["year"].strip("'")) == 2)
    if start and text[start - 1] in "./-_":
        return None
    both = _DAY_AND_YEAR_AFTER.match(text, end, high)
    if both and _exists(2000, month, int(both["day"])):
        return _Date(start, both.end(), whole=True)
    if day and _NO_MORE.match(text, end):
        return _Date(day.start(), end, whole=False)
    if bare := _BARE_YEAR_AFTER.match(text, end, high):
        return _Date(start, bare.end(), whole=False)
    if (
        text[start:end].lower() in _ENGLISH_MONTHS
        and text[start].isupper()
        and (hit := _DAY_AFTER.match(text, end, high))
    ):
        return _Date(start, hit.end(), whole=False)
    return None


def _among(start: int, end: int, dates: list[_Date]) -> bool:
    return any(start < one.end and one.start < end for one in dates)


def _exists(year: int, month: int, day: int) -> bool:
    if not 0 < month < 13 or day < 1:
        return False
    return day < 29 or (day < 32 and day <= calendar.monthrange(year, month)[1])


def _leads_to_a_year(text: str, start: int, end: int) -> bool:
    words = text[max(0, start - 16) : start].lower().rstrip(" :").split(" ")
    if words[-1] in {"a", "an", "the"}:
        return not text[start:end].endswith("00") and text[end : end + 2].strip().isalpha()
    return words[-1] in LEADS_TO_A_YEAR or (words[-1] == "of" and len(words) > 1 and words[-2] in LEADS_TO_A_YEAR)


def _weigh(text: str, start: int, end: int, *, is_whole: bool, has_short_year: bool) -> Detection:
    between, word = _birth_word(text, start)
    if word and is_whole and not _OTHER_EVENT.search(between) and not _ANOTHER_DATE.search(between):
        why = f"a calendar date; “{word}” stands before it"
        return _detection((start, end, Kind.DATE_OF_BIRTH, 0.95, why, "calendar", 0, ""))
    if is_whole and _birth_word_after(text, end):
        why = "a calendar date; a word of birth stands behind it"
        return _detection((start, end, Kind.DATE_OF_BIRTH, 0.8, why, "calendar", 0, ""))
    led = start > 3 and text[start - 1] == " " and (text[start - 2].isalpha() or text[start - 2] in ",.")
    if led and not _DAYS.isdisjoint(_last_words(text[max(0, start - 24) : start].lower())):
        day = _WORD_BEFORE.search(text, max(0, start - 24), start)
        start = day.start() if day and day[1].lower() in _DAYS else start
    score = 0.5 if has_short_year or not is_whole else 0.7
    return _detection((start, end, Kind.DATE_TIME, score, "a calendar date", "calendar", 0, ""))


def _last_words(lowered: str) -> list[str]:
    if lowered.isascii():
        return lowered.encode().translate(_BETWEEN_WORDS).decode().split()
    return _LAST_WORDS.findall(lowered)


def _birth_word(text: str, start: int) -> tuple[str, str]:
    """The text between the nearest word of birth and the date, and that word."""
    before = text[max(0, start - _REACH) : start].lower()
    if not _BIRTH_HINT.search(before.replace("\n", " ")):
        return "", ""
    before = before.rpartition("\n\n")[2].replace("\n", " ")
    ends, nearest = nearest_word(before, BIRTH_WORDS)
    return (before[ends:], nearest) if nearest else ("", "")


def _birth_word_after(text: str, end: int) -> bool:
    return "(" in text[end : end + 2] and _BIRTH_IN_BRACKETS.match(text, end) is not None
