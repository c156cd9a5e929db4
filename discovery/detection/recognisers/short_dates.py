"""Dates that lack a day or a year: a month and a year, a day and a month."""

from __future__ import annotations

from typing import Final

from discovery.detection.recogniser import PatternRecogniser
from discovery.documents import Kind

_MONTH: Final = (
    "jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|mai|juin|juil|août|okt|dez|déc|févr|ene|abr|ago|dic"
)
_WORDS: Final = (
    "today", "date", "dated", "on", "since", "until", "till", "due", "from", "to", "by", "expires", "expiry", "exp",
    "valid", "month", "in", "issued", "started", "ended", "am", "seit", "bis", "gültig", "depuis", "desde", "hasta",
)  # fmt: skip

RECOGNISERS: Final = (
    PatternRecogniser(
        name="day_and_month_name",
        kind=Kind.DATE_TIME,
        what="a day and a month",
        pattern=rf"(?i)(?<![\w-])(?:(?:0?[1-9]|[12]\d|3[01])-(?:{_MONTH})|(?:{_MONTH})-(?:(?:19|20)\d\d|\d{{2}}))(?![\w-])",
        score=0.5,
        source="short dates of spreadsheets: 21-May, May-2021",
        trigger=rf"(?i)\b\d{{1,2}}-(?:{_MONTH})|\b(?:{_MONTH})-\d",
    ),
    PatternRecogniser(
        name="month_and_year",
        kind=Kind.DATE_TIME,
        what="a month and a year",
        pattern=r"(?<![\w/.,-])(?:0?[1-9]|1[0-2])/(?:19|20)\d\d(?![\w/-]|[.,]\d)",
        score=0.35,
        source="forms and cards: 05/2021",
        context=_WORDS,
        context_required=True,
    ),
    PatternRecogniser(
        name="month_and_day",
        kind=Kind.DATE_TIME,
        what="a month and a day, or a month and a year",
        pattern=r"(?<![\w/.-])(?:0?[1-9]|1[0-2])/(?:0[1-9]|[12]\d|3[01])(?![\w/%-]|[.]\d)",
        score=0.2,
        source="forms and cards: 05/21",
        context=("today", "date", "dated", "due", "expires", "expiry", "exp", "valid", "valid until", "valid thru"),
        context_required=True,
        against=("score", "ratio", "page", "rated", "vote"),
    ),
)
