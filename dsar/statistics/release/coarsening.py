"""Making the values of a column coarser, step by step, from what they are to nothing at all. Plain Python."""

import datetime as dt
import re
from collections.abc import Callable, Sequence
from enum import StrEnum

from dsar.statistics.release.tables import SUPPRESSED

WIDTHS = (5, 10, 50, 100)
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,10})?")
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ].{1,20})?")
_NUMERIC_SHARE = 0.9

Step = Callable[[str], str]


class Scale(StrEnum):
    """How a column is made coarser."""

    NUMBER = "number"  # 37 → 35-39 → 30-39 → 0-49 → 0-99 → *
    DATE = "date"  # 1984-03-17 → 1984-03 → 1984 → 1980-1989 → *
    PLACE = "place"  # SW1A 1AA → SW1A → SW → *; 10115 → 101** → 1**** → *
    GROUP = "group"  # a word stays or goes


def scale_of(values: Sequence[str]) -> Scale:
    """The scale that fits the values: dates, then numbers where nine of ten are, then codes with digits, else words."""
    given = [value.strip() for value in values if value.strip()]
    if not given:
        return Scale.GROUP
    if _share(given, _DATE) >= _NUMERIC_SHARE:
        return Scale.DATE
    if _share(given, _NUMBER) >= _NUMERIC_SHARE:
        return Scale.PLACE if all(len(value) == 5 for value in given) else Scale.NUMBER
    has_digits = sum(any(sign.isdigit() for sign in value) for value in given)
    return Scale.PLACE if has_digits / len(given) >= _NUMERIC_SHARE else Scale.GROUP


def _share(values: Sequence[str], pattern: re.Pattern[str]) -> float:
    return sum(pattern.fullmatch(value) is not None for value in values) / len(values)


def steps(scale: Scale) -> list[Step]:
    """From the value as it is to nothing; each step makes no two values different that the one before made equal."""
    known: dict[Scale, list[Step]] = {
        Scale.NUMBER: [_ranged(width) for width in WIDTHS],
        Scale.DATE: [_month, _year, _decade],
        Scale.PLACE: [_area, _region],
        Scale.GROUP: [],
    }
    return [_as_it_is, *known[scale], _nothing]


def _as_it_is(value: str) -> str:
    return value


def _nothing(_value: str) -> str:
    return SUPPRESSED


def _ranged(width: int) -> Step:
    def step(value: str) -> str:
        if not _NUMBER.fullmatch(value.strip()):
            return SUPPRESSED
        low = int(float(value) // width) * width
        return f"{low}-{low + width - 1}"

    return step


def _dated(value: str) -> dt.date | None:
    hit = _DATE.fullmatch(value.strip())
    try:
        return dt.date(int(hit[1]), int(hit[2]), int(hit[3])) if hit else None
    except ValueError:
        return None


def _month(value: str) -> str:
    day = _dated(value)
    return f"{day:%Y-%m}" if day else SUPPRESSED


def _year(value: str) -> str:
    day = _dated(value)
    return f"{day:%Y}" if day else SUPPRESSED


def _decade(value: str) -> str:
    day = _dated(value)
    return f"{day.year // 10 * 10}-{day.year // 10 * 10 + 9}" if day else SUPPRESSED


def _area(value: str) -> str:
    """The outward part of a British or Canadian code; the first three signs of another."""
    code = value.strip().upper()
    outward, _blank, inward = code.rpartition(" ")
    if outward and len(inward) == 3:
        return outward
    return code[:3] + "*" * max(0, len(code) - 3)


def _region(value: str) -> str:
    """The letters that a code begins with, or its first digit."""
    code = value.strip().upper()
    letters = re.match(r"[A-Z]{1,2}", code)
    return letters[0] if letters else code[:1] + "*" * max(0, len(code) - 1)
