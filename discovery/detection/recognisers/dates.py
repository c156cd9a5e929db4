"""Dates, and dates of birth: the same shapes, told apart by the words before them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from discovery.detection.recogniser import nearest_word, reading_bounds, words_pattern
from discovery.documents import Detection, Kind

MONTHS: Final[dict[str, int]] = {}
for _names in (
    "january february march april may june july august september october november december",
    "jan feb mar apr may jun jul aug sep oct nov dec",
    "januar februar märz april mai juni juli august september oktober november dezember",
    "jänner feb mrz apr mai jun jul aug sept okt nov dez",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "janv fevrier mars avr mai juin juil aout sept oct nov decembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "januari februari maart april mei juni juli augustus september oktober november december",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień",
    "januari februari mars april maj juni juli augusti september oktober november december",
    "januar februar marts april maj juni juli august september oktober november december",
    "ene feb mar abr may jun jul ago sep oct nov dic",
    "gen feb mar apr mag giu lug ago set ott nov dic",
    "jan fev mar abr mai jun jul ago set out nov dez",
    "jan feb mrt apr mei jun jul aug sep okt nov dec",
):
    for _number, _name in enumerate(_names.split(), start=1):
        MONTHS.setdefault(_name, _number)

_MONTH: Final = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY: Final = r"(?P<day>0?[1-9]|[12]\d|3[01])"
_CLOCK: Final = (
    r"(?:[T ,]{1,2}(?:at )?(?:[01]?\d|2[0-4])[:h][0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?:"
    r" ?[AaPp]\.?[Mm]\.?)?(?:Z| ?[+-]\d{2}:?\d{2})?)?"
)
_FORMS: Final = (
    re.compile(
        rf"(?<![\w./-])(?P<year>(?:18|19|20|21)\d{{2}})(?P<by>[-/.])(?P<month>0?[1-9]|1[0-2])"
        rf"(?P=by){_DAY}{_CLOCK}(?![\w]|[-/]\d|\.\d)"
    ),
    re.compile(
        rf"(?<![\w./-])(?P<first>0?[1-9]|[12]\d|3[01])(?P<by>[-/.]|\. )(?P<second>0?[1-9]|[12]\d"
        rf"|3[01])(?P=by)(?P<year>(?:18|19|20|21)\d{{2}}|\d{{2}}){_CLOCK}(?![\w]|[-/]\d|\.\d)"
    ),
    re.compile(
        rf"(?i)(?<![\w./-]){_DAY}(?:st|nd|rd|th|er|\.|º)?(?:[ -]| of | de | d'){{1,2}}"
        rf"(?P<name>{_MONTH})\.?,?(?:[ -]| de | del ){{1,2}}(?P<year>(?:18|19|20|21)\d{{2}}"
        rf"|'?\d{{2}}(?![\d:])){_CLOCK}(?![\w])"
    ),
    re.compile(rf"(?i)(?<![\w./-]){_DAY}(?:st|nd|rd|th|\.)? (?:of )?(?P<name>{_MONTH})(?![\w]|\.? \d)"),
)
_MONTH_FIRST: Final = (
    re.compile(
        rf"(?i)(?<![\w./-])(?P<name>{_MONTH})\.? {_DAY}(?:st|nd|rd|th)?,? (?P<year>(?:18|19|20"
        rf"|21)\d{{2}}){_CLOCK}(?![\w])"
    ),
    re.compile(rf"(?i)(?<![\w./-])(?P<name>{_MONTH})\.?,? (?P<year>(?:19|20)\d{{2}})(?![\w]|-\d)"),
)
_MONTH_WORD: Final = re.compile(r"(?<![\w./-])[^\W\d_]{3,12}(?=[ .,-])")
_WEEKDAY_WORDS: Final = (
    "monday|tuesday|wednesday|thursday|friday|saturday|sunday|montag|dienstag|mittwoch|donnerstag|freitag|samstag"
    "|sonnabend|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes"
    "|sábado|domingo|lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica|maandag|dinsdag|woensdag|donderdag"
    "|vrijdag|zaterdag|zondag|segunda-feira|terça-feira|quarta-feira|quinta-feira|sexta-feira|poniedziałek|wtorek"
    "|środa|czwartek|piątek|niedziela"
)
_WEEKDAY: Final = re.compile(rf"(?i)(?<![\w@.-])(?:{_WEEKDAY_WORDS})(?![\w@-])")
_WEEKDAY_BEFORE: Final = re.compile(
    rf"(?i)(?<!\w)(?:{_WEEKDAY_WORDS}|mon|tues?|wed|thu(?:rs?)?|fri|sat|sun|mo|di|mi|do|fr|sa|so)"
    r"(?:,|\.,?)? (?:(?:the|den|dem|am|le|el|il|de) )?$"
)
_YEAR_LED: Final = re.compile(
    r"(?i)(?<!\w)(?:in|since|until|till|during|year|years|circa|early|late|mid|before|after|spring|summer|autumn|fall"
    r"|winter|im jahre?|seit|jahr|depuis|année|an|en|desde|año|nel|dal|anno|sinds|jaar|em|ano|roku|år|act|act of|year of"
    r"|class of|law of|\b(?:an?|the)(?= (?:19|20)(?!00)\d\d [A-Za-z]))(?: of| the year)?:? (?P<year>(?:19|20)\d{2})(?![\w%-]|[.,:/]\d| ?(?:%|€|£|\$|kg|km|mm?\b|people|units|rows|times|words?|pages?|members?))"
)
_NUMERIC: Final = _FORMS[:2]
_NUMERIC_HINT: Final = re.compile(r"\d(?:[-/.]|\. )\d")
_WRITTEN: Final = (_FORMS[2], _MONTH_FIRST[0], _FORMS[3], _MONTH_FIRST[1])
_INCOMPLETE: Final = (_FORMS[-1], _MONTH_FIRST[-1])  # without year or without day
_BIRTH_WORDS: Final = (
    *(
        "dob",
        "d.o.b",
        "d.o.b.",
        "date of birth",
        "birth date",
        "birthdate",
        "birthday",
        "born",
        "born on",
        "geboren",
        "geb.",
        "geb",
        "geburtsdatum",
        "né",
        "née",
        "né(e) le",
        "date de naissance",
        "naissance",
        "ddn",
        "fecha de nacimiento",
        "nacido",
        "nacida",
        "nato",
        "nata",
        "data di nascita",
        "geboortedatum",
        "geboren op",
        "data urodzenia",
        "data de nascimento",
        "birth",
        "date_of_birth",
        "date-of-birth",
        "dateofbirth",
    ),
)
_OTHER_EVENT: Final = words_pattern(
    (
        "joined",
        "started",
        "hired",
        "employed",
        "since",
        "expires",
        "expiry",
        "issued",
        "valid",
        "dated",
        "died",
        "deceased",
        "sent",
        "signed",
        "married",
        "moved",
        "admission",
        "appointment",
        "received",
        "date of issue",
        "start date",
        "registered",
    )
)
_BIRTH_IN_BRACKETS: Final = re.compile(r"\s?\((?:dob|date of birth|birth|born)\)", re.IGNORECASE)
_REACH: Final = 50


@dataclass(frozen=True, slots=True)
class DateFinder:
    """Finds calendar dates; those with a word of birth before them are dates of birth."""

    name: str = "dates"
    trigger: str = (
        rf"(?i)\d(?:[-/.]|\. )\d{{1,2}}(?:[-/.]|\. )\d{{2}}|(?:{_MONTH})\.?,? ?'?\d|\d(?:st|nd|rd|th|er"
        rf"|\.|º)?[ -](?:of |de |d')?(?:{_MONTH})|\b(?:{_WEEKDAY_WORDS})\b|[a-z]:? (?:19|20)\d\d\b"
    )

    def find(self, text: str, low: int, high: int) -> Iterator[Detection]:
        """The dates that start in [low, high)."""
        taken: list[tuple[int, int]] = []
        for form, hit in _hits(text, *reading_bounds(text, low, high)):
            if any(hit.start() < end and start < hit.end() for start, end in taken):
                continue
            taken.append(hit.span())
            if low <= hit.start() < high:
                yield _weigh(text, hit, whole=form not in _INCOMPLETE)
        yield from _loose(text, low, high, taken)


def _loose(text: str, low: int, high: int, taken: list[tuple[int, int]]) -> Iterator[Detection]:
    """Days of the week, and years after a word that leads to one, outside the dates already found."""
    reach = reading_bounds(text, low, high)
    spans = [(hit.span(), 0.45, "a day of the week") for hit in _WEEKDAY.finditer(text, *reach)]
    spans += [(hit.span("year"), 0.35, "a year after a word that leads to one") for hit in _YEAR_LED.finditer(text, *reach)]
    for (start, end), score, why in spans:
        near = (start, end + 6) if score > 0.43 else (start, end)  # the day before a date is part of it
        if low <= start < high and not any(near[0] < stop and begin < near[1] for begin, stop in taken):
            yield Detection(start, end, Kind.DATE_TIME, score, why)


def _hits(text: str, low: int, high: int) -> Iterator[tuple[re.Pattern[str], re.Match[str]]]:
    """Whole dates first, so that they win over the incomplete ones inside them."""
    months = [hit.start() for hit in _MONTH_WORD.finditer(text, low, high) if hit.group().lower() in MONTHS]
    if _NUMERIC_HINT.search(text, low, high):
        for form in _NUMERIC:
            yield from ((form, hit) for hit in form.finditer(text, low, high) if _real(hit))
    if not months:
        return
    for form in _WRITTEN:
        hits: Iterator[re.Match[str] | None] = (
            (form.match(text, start, high) for start in months)
            if form in _MONTH_FIRST
            else form.finditer(text, low, high)
        )
        yield from ((form, hit) for hit in hits if hit is not None and _real(hit))


def _real(hit: re.Match[str]) -> bool:
    part = hit.groupdict()
    if "name" in part:
        month, day = MONTHS[part["name"].lower()], int(part.get("day") or 1)
        return _exists(2000, month, day)
    year = int(part["year"])
    if "month" in part:
        return _exists(year, int(part["month"]), int(part["day"]))
    year = year if year > 99 else 2000
    first, second = int(part["first"]), int(part["second"])
    return _exists(year, second, first) or _exists(year, first, second)


def _exists(year: int, month: int, day: int) -> bool:
    try:
        datetime.date(year, month, day)
    except ValueError:
        return False
    return True


def _weigh(text: str, hit: re.Match[str], *, whole: bool) -> Detection:
    start, end = hit.span()
    between, word = _birth_word(text, start)
    if word and whole and not _OTHER_EVENT.search(between) and not any(form.search(between) for form in (*_FORMS[:3], _MONTH_FIRST[0])):
        return Detection(
            start, end, Kind.DATE_OF_BIRTH, 0.95, f"a calendar date; “{word}” stands before it", "calendar"
        )
    if whole and _birth_word_after(text, end):
        return Detection(
            start, end, Kind.DATE_OF_BIRTH, 0.8, "a calendar date; a word of birth stands behind it", "calendar"
        )
    if day := _WEEKDAY_BEFORE.search(text, max(0, start - 24), start):
        start = day.start()
    short = "year" in hit.groupdict() and len((hit.group("year") or "").strip("'")) == 2
    return Detection(start, end, Kind.DATE_TIME, 0.5 if short or not whole else 0.7, "a calendar date", "calendar")


def _birth_word(text: str, start: int) -> tuple[str, str]:
    """The text between the nearest word of birth and the date, and that word."""
    before = text[max(0, start - _REACH) : start].rpartition("\n\n")[2].lower().replace("\n", " ")
    ends, nearest = nearest_word(before, _BIRTH_WORDS)
    return (before[ends:], nearest) if nearest else ("", "")


def _birth_word_after(text: str, end: int) -> bool:
    return text[end : end + 2].lstrip()[:1] == "(" and _BIRTH_IN_BRACKETS.match(text, end) is not None
