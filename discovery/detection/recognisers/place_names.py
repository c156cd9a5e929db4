"""The names of countries, states and towns, and where they are mentioned: "I live in Lyon", "from the Netherlands"."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from typing import Any, Final

from discovery.detection.asking import automaton
from discovery.detection.patterns import expression
from discovery.detection.recogniser import LOOK_BEHIND, compiled_for_ascii, reading_bounds
from discovery.detection.recognisers.place_words import ABBREVIATIONS, CODES, COUNTRIES, REGIONS
from discovery.detection.word_lists import listed, word_list
from discovery.documents import Detection, Kind

# Countries and states that are as often the name of a person or a thing.
_DOUBTFUL: Final = listed(
    "Jordan Chad Georgia Turkey Virginia Carolina Guinea Victoria Jersey Washington Kent Devon Dorset Lorraine"
    " Hesse Tonga Samoa Norfolk Essex Sussex Limburg Provence Suomi Polen Italia Francia"
)
_BEFORE: Final = expression(
    r"(?:(?<!\w)(?:(?i:in|from|to|near|at|around|via|outside|towards|leaving|visiting|visit|visited|toward|nach|aus|bei"
    r"|à|de|depuis|en|desde|a|hacia|naar|uit|te|da|em|do|w|z|i|från|fra|inside|across|throughout|city of|town of|for"
    r"|lives? in|living in|based in|born in|moved to|located in|geboren in|wohnhaft in|stadt|ville de|ciudad de"
    r"|residence|destination|birthplace|of birth|hometown|city|town|location|place|ort|wohnort|geburtsort|ciudad|ville"
    r"|lieu|stad|miasto|cidade|citt\u00e0|country|land|pays|region|state|province|county)"
    r"(?: (?i:the|downtown|central|north|south|east|west|sunny|greater|old|is))?:? ?[\"']?))$"
)
_STRONG: Final = expression(
    r"(?<!\w)(?i:liv(?:e|es|ed|ing) in|reside[sd]? in|residing in|based in|born in|moved to|relocat(?:ed|ing) to"
    r"|located in|grew up in|raised in|originally from|hails? from"
    r"|arriv(?:e[ds]?|ing) (?:at|in)|return(?:ed|ing)? to|I am in|I'm in|flew to|flights? (?:to|from)"
    r"|travel(?:led|ed|ling|ing)? to|wohn(?:e|t|te|en) in"
    r"|wohnhaft in|geboren in|aufgewachsen in|umzug nach|gezogen nach|habite à|habitant à|vis à|vit à|née? à"
    r"|vive en|vivo en|nacid[oa] en|abito a|vive a|nat[oa] a|woont in|woon in|geboren te|bosättning i|bor i|mieszka w"
    r"|moro em|mora em|the (?:city|town|village|port) of|citizens? of|native of)"
    r"(?: (?i:the|downtown|central|north|south|east|west|sunny))? $"
)
_LEAD_SMALL: Final = r"(?:in|from|to|visit|visited|via|across|of|serving|nach|aus|en|vers)"
_LEADS_SMALL: Final = expression(rf"(?i:(?<!\w){_LEAD_SMALL}) (?=[a-z])")
# The words right before what _STRONG leads to: most names have none of them there.
_STRONG_ENDS: Final = listed("in to from at of nach a à en w em te i the downtown central north south east west sunny")
_LARGE: Final = "[A-ZÀ-ÖØ-ÞĀŁŚŻŽČŘŠĐİÖØÅ]"
_WORD: Final = rf"{_LARGE}[\w'’-]{{1,24}}"
_LINK: Final = r"(?:of|upon|am|an der|a\.d\.|im|in der|bei|sur|en|le|la|les|de|del|de la|di|da|do|den|der|and|the)"
# The first sign stands before the look-behind: Python's engine skips quickly to signs, not past a look-behind.
_CAPITALISED: Final = expression(
    rf"{_LARGE}(?<![\w@./#$&+-].)(?:(?<=S)t\.? {_WORD}|[\w'’-]{{1,24}})(?:[ -](?:{_LINK} )?{_WORD}){{0,3}}(?![\w@])"
)
_CAPITALISED_IN_ASCII: Final = compiled_for_ascii(_CAPITALISED.pattern)
_BEFORE_COUNTRY: Final = expression(rf"(?<!\w)({_WORD}(?:[ -](?:{_LINK} )?{_WORD}){{0,2}})(?:, ?|,? ?\n ?)$")
_PIECE: Final = expression(r"[\w'’-]+")
_AFTER_NAME: Final = expression(
    r" [A-Z]\.|'s |,? (?:said|says|wrote|told|asked|called|replied|has|is|was|will|would)\b"
)
_IN_BRACKETS: Final = expression(r" \((?:[A-Z][a-z]{2,12}|[A-Z]{2,3})\)")
_COMMA: Final = expression(r",? ")
_PHRASE: Final = expression(r"([^\W\d_][\w.'’-]*)(?: [^\W\d_][\w.'’-]*){0,4}")
_GOES_ON: Final = expression(rf" {_WORD}")
_UNNAMED: Final = word_list("not_names.txt")
_LONGEST_PHRASE: Final = 5
_LONGEST_WORD: Final = 60  # no name of a country has a longer first word


@functools.cache
def towns() -> tuple[frozenset[str], frozenset[str]]:
    """Towns that a mention alone tells, and those that are also a word or a name and need words around them."""
    text = resources.files("discovery.detection").joinpath("lists", "towns.txt").read_text(encoding="utf-8")
    clear, _, doubtful = text.partition("# doubtful\n")
    return _listed(clear), _listed(doubtful)


@functools.cache
def _phrases() -> dict[str, str]:
    """Countries and regions in small letters, with what they are."""
    return {one.lower(): "region" for one in REGIONS} | {one.lower(): "country" for one in (*COUNTRIES, *ABBREVIATIONS)}


@functools.cache
def _first_words() -> frozenset[str]:
    """The words in small letters, without full stops, that the name of a country, a region or a code begins with."""
    return frozenset(name.partition(" ")[0].rstrip(".").lower() for name in (*_phrases(), *CODES))


@functools.cache
def _perhaps_small() -> Any:
    """What says whether the name of a country can stand in small letters behind a word that leads to it."""
    names = {re.escape(name.partition(" ")[0].rstrip(".")) for name, what in _phrases().items() if what == "country"}
    return automaton([rf"(?i){_LEAD_SMALL} (?:{'|'.join(sorted(names))})"])


def place_at(text: str, at: int, stop: int) -> tuple[str, int]:
    """The longest country or region that begins here, and where it ends: ("country" | "region", end), or ("", at).

    Countries in any case; regions with large letters; codes of states as they are ("TX", "QC", "NSW").
    """
    hit = _PHRASE.match(text, at, stop)
    if hit is None or hit[1].rstrip(".").lower() not in _first_words():
        return "", at
    end, known = hit.end(), _phrases()
    while end > at:
        whole = text[at:end]
        name = whole if whole.endswith((".A.", ".K.", ".S.", ".E.")) else whole.rstrip(".")
        kind = known.get(name.lower(), "")
        if kind == "country" or (kind and name[0].isupper()) or name in CODES:
            return kind or "region", at + len(name)
        end = text.rfind(" ", at, end)
    return "", at


def is_place(name: str) -> bool:
    """Whether a name, capitals as written or all large, is a country, a region or a town that we know."""
    known = _places()
    return name in known or (name.isupper() and name.title() in known)


@dataclass(frozen=True, slots=True)
class PlaceNameFinder:
    """Finds mentions of places by the list, and capitalised words after "lives in" and its like."""

    name: str = "place_names"
    trigger: str = ""

    def find(self, text: str, low: int, high: int) -> Iterator[Detection]:
        """The mentions that start in [low, high)."""
        begin, stop = reading_bounds(text, low, high)
        if _perhaps_small().Match(text[begin : stop + _LONGEST_WORD].encode("utf-8", "replace")):
            for start in (hit.end() for hit in _LEADS_SMALL.finditer(text, begin, stop)):
                kind, end = place_at(text, start, start + 40)
                if low <= start < high and kind == "country":
                    yield Detection(start, end, Kind.LOCATION, 0.6, "the name of a country in small letters")
        is_ascii = text[max(0, begin - LOOK_BEHIND) : stop].isascii()
        for hit in (_CAPITALISED_IN_ASCII if is_ascii else _CAPITALISED).finditer(text, begin, stop):
            if low <= hit.start() < high or low <= hit.end() - 1 < high:
                for found in _mentions(text, hit.start(), hit.end()):
                    if low <= found.start < high:
                        yield found


def _mentions(text: str, start: int, end: int) -> Iterator[Detection]:
    """The places in a run of capitalised words, the longest first; or the whole run after a word that asks for one."""
    pieces = [(start, end)]
    if " " in text[start:end]:
        pieces = [(start + hit.start(), start + hit.end()) for hit in _PIECE.finditer(text[start:end])]
    at, found, begins = 0, False, _beginnings()
    while at < len(pieces):
        word = text[slice(*pieces[at])]
        if word not in begins and not (word.isupper() and word.title() in begins):
            at += 1
            continue
        for last in range(min(len(pieces), at + _LONGEST_PHRASE), at, -1):
            low, high = pieces[at][0], pieces[last - 1][1]
            if not _is_listed(text[low:high]):
                continue
            behind = _behind(text, high)
            if score := _score(text, low, high, alone=(low, high) == (start, end) or behind > high):
                if behind > high:
                    high, score = behind, max(score, 0.7)
                yield Detection(low, high, Kind.LOCATION, score, "the name of a place")
                if (
                    at == 0
                    and text[low:high] in COUNTRIES
                    and (hit := _BEFORE_COUNTRY.search(text, max(0, low - 50), low))
                ):
                    yield Detection(*hit.span(1), Kind.LOCATION, 0.5, "a name before that of a country")
                at, found = last, True
                break
        else:
            at += 1
    if not found and _is_led(text, start) and text[start:end].lower() not in _UNNAMED:
        yield Detection(start, end, Kind.LOCATION, 0.6, "a name after words that lead to a place")


def _is_led(text: str, start: int) -> bool:
    """Whether words stand before a place that lead to a name of one."""
    before = text[max(0, start - 40) : start]
    if before.endswith(" "):
        word = before[before.rfind(" ", 0, -1) + 1 : -1]
        if word.isascii() and word.lower() not in _STRONG_ENDS:
            return False
    elif not before.endswith("\n"):
        return False
    return _STRONG.search(text, max(0, start - 40), start) is not None


@functools.cache
def _places() -> frozenset[str]:
    """Every country, region and town that we know."""
    clear, doubtful = towns()
    return frozenset((*COUNTRIES, *REGIONS, *clear, *doubtful))


@functools.cache
def _listed_names() -> frozenset[str]:
    """Every name that `_score` knows."""
    return _places() | _DOUBTFUL


@functools.cache
def _beginnings() -> frozenset[str]:
    """What the names that `_score` knows begin with, up to the first space or full stop."""
    return frozenset(hit.group() for hit in map(_PIECE.search, _listed_names()) if hit)


def _is_listed(name: str) -> bool:
    known = _listed_names()
    return name in known or (len(name) > 3 and name.isupper() and name.title() in known)


def _behind(text: str, end: int) -> int:
    """Where a place ends with what is written behind it: "Austin, TX", "Cyprus (Greek)"."""
    if hit := _IN_BRACKETS.match(text, end):
        return hit.end()
    if gap := _COMMA.match(text, end):
        kind, reached = place_at(text, gap.end(), gap.end() + 40)
        if kind and (gap.group() != " " or text[gap.end() : reached].isupper()):
            return reached
    return end


def _score(text: str, low: int, high: int, *, alone: bool) -> float:
    name = text[low:high]
    if name.isupper() and len(name) > 3:
        name = name.title()
    clear, doubtful = towns()
    if name in COUNTRIES and name not in _DOUBTFUL:
        return 0.8
    led = _BEFORE.search(text, max(0, low - 24), low) is not None
    if name in REGIONS and name not in _DOUBTFUL:
        return 0.75 if led or alone else 0.55
    if name in clear:
        if not alone and _GOES_ON.match(text, high):
            return 0.0  # the first word of a name of something else
        return 0.75 if led else (0.6 if alone and not _AFTER_NAME.match(text, high) else 0.0)
    if name in doubtful or name in _DOUBTFUL:
        return 0.6 if led and alone and not _AFTER_NAME.match(text, high) else 0.0
    return 0.0


def _listed(text: str) -> frozenset[str]:
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))
