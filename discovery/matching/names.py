"""A name in the forms in which people write it, as patterns for plain text."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import Final

from discovery.matching.plain import plain_value

TITLES: Final = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "mx",
        "dr",
        "prof",
        "professor",
        "sir",
        "dame",
        "lord",
        "lady",
        "rev",
        "herr",
        "herrn",
        "frau",
        "monsieur",
        "madame",
        "mme",
        "mlle",
        "sr",
        "sra",
        "dhr",
        "mevr",
    ]
)
_SUFFIXES: Final = frozenset({"jr", "sr", "ii", "iii", "iv", "phd", "md", "obe", "mbe", "esq", "bsc", "msc"})
_PARTICLES: Final = frozenset(
    {
        "van",
        "von",
        "de",
        "da",
        "do",
        "dos",
        "das",
        "del",
        "della",
        "di",
        "der",
        "den",
        "ter",
        "ten",
        "la",
        "le",
        "el",
        "al",
        "bin",
        "ibn",
        "du",
        "y",
        "zu",
    }
)
_NICKNAMES: Final = (
    "alexander alex sasha sandy",
    "alexandra alex sandra",
    "andrew andy drew",
    "anthony tony",
    "benjamin ben",
    "catherine cathy kate katie",
    "katherine kathy kate katie",
    "charles charlie chuck",
    "christopher chris",
    "christine chris chrissie",
    "daniel dan danny",
    "david dave",
    "deborah debbie",
    "dorothy dot",
    "edward ed eddie ted",
    "elizabeth liz beth lizzie betty eliza",
    "francis frank",
    "frederick fred freddie",
    "geoffrey geoff",
    "gregory greg",
    "james jim jimmy jamie",
    "jennifer jen jenny",
    "john jack johnny",
    "jonathan jon",
    "joseph joe joey",
    "joshua josh",
    "kenneth ken",
    "lawrence larry",
    "margaret maggie meg peggy",
    "matthew matt",
    "michael mike mick mickey",
    "nicholas nick",
    "patricia pat trish",
    "patrick pat paddy",
    "peter pete",
    "philip phil",
    "rebecca becky",
    "richard rick dick rich",
    "robert bob rob bobby robbie",
    "ronald ron",
    "samuel sam",
    "samantha sam",
    "stephen steve",
    "steven steve",
    "susan sue susie",
    "theodore ted theo",
    "thomas tom tommy",
    "timothy tim",
    "victoria vicky",
    "william bill will billy liam",
    "johannes hans",
    "friedrich fritz",
    "wilhelm willi",
    "maximilian max",
    "jose pepe",
    "francisco paco",
    "giuseppe beppe",
)
_SPELLINGS: Final = (("ae", "a"), ("oe", "o"), ("ue", "u"))
_UMLAUTS: Final = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "å": "aa", "ø": "oe", "Å": "Aa", "Ø": "Oe"}
)
_GAP: Final = r"[\s._]{1,6}"
_CELLS: Final = r"[\"']?\s{0,3}[,;|\t\n]\s{0,3}(?:[a-z][a-z _.-]{0,24}:\s{0,2})?[\"']?"
_MIDDLE: Final = r"(?:[\s.]{1,4}[a-z](?:[a-z'-]{0,20}))"


@dataclass(frozen=True, slots=True)
class Name:
    """A name in its parts, plain; `given` is "" for a name of one word; the tuples hold all spellings."""

    given: str
    middles: tuple[str, ...]
    surname: str
    givens: tuple[str, ...]
    surnames: tuple[str, ...]


def parse_name(raw: str) -> Name | None:
    """The parts of a name: "Given Middle Surname" or "Surname, Given Middle"; None where no word is left."""
    swapped = "," in raw and bool(raw.partition(",")[2].strip())
    last = ""
    if swapped:
        last, _, first = raw.partition(",")
        raw = f"{first} {last}"
    words = [word for word in raw.replace(",", " ").split() if plain_value(word).strip(".") not in TITLES | _SUFFIXES]
    if not words:
        return None
    cut = _surname_start(words, len(last.split()))
    surname, front = " ".join(words[cut:]), words[:cut]
    given = front[0] if front else ""
    middles = tuple(plain_value(word).strip(".") for word in front[1:])
    return Name(
        plain_value(given), middles, plain_value(surname), _spellings(given, nicknames=True), _spellings(surname)
    )


def _surname_start(words: list[str], known: int) -> int:
    if known:
        return max(1, len(words) - known) if len(words) > 1 else 0
    start = len(words) - 1
    while start > 1 and plain_value(words[start - 1]) in _PARTICLES:
        start -= 1
    return start


def _spellings(word: str, *, nicknames: bool = False) -> tuple[str, ...]:
    if not word:
        return ()
    forms = dict.fromkeys((plain_value(word), plain_value(word.translate(_UMLAUTS))))
    if not word.isascii():
        forms |= {form.replace("'", ""): None for form in forms}  # a soft sign: "Ol'ga", mostly "Olga"
    for pair, single in _SPELLINGS:
        for form in tuple(forms):
            forms.setdefault(form.replace(pair, single))
    if nicknames:
        for row in _NICKNAMES:
            full, *short = row.split()
            if full in forms:
                forms.update(dict.fromkeys(short))
            elif forms.keys() & set(short):
                forms.setdefault(full)
    return tuple(forms)


def _any_of(forms: tuple[str, ...]) -> str:
    escaped = (r"[\s'-]{0,2}".join(re.escape(part) for part in re.split(r"[\s'-]+", form)) for form in forms)
    return "(?:" + "|".join(sorted(escaped, key=len, reverse=True)) + ")"


def full_patterns(name: Name) -> tuple[str, ...]:
    """RE2 patterns for the full name: in order, swapped, in neighbouring cells, with up to two words between."""
    if not name.given:
        return ()
    given, surname = _any_of(name.givens), _any_of(name.surnames)
    return (
        rf"(?:\b|_){given}{_MIDDLE}{{0,2}}?{_GAP}{surname}(?:\b|_)",
        rf"(?:\b|_){surname}(?:{_CELLS}|{_GAP}){given}(?:\b|_)",
        rf"\b{given}{_CELLS}{surname}\b",
    )


def partial_patterns(name: Name) -> tuple[tuple[str, str], ...]:
    """RE2 patterns for less than the full name, each with its reason code."""
    surname = _any_of(name.surnames)
    titles = "|".join(sorted(TITLES, key=len, reverse=True))
    titled = (rf"\b(?:{titles})\.?\s{{1,3}}{surname}\b", "surname_only")
    if not name.given:
        return ((rf"\b{surname}\b", "surname_only"),) if len(name.surname) > 3 else ()
    initial = name.given[0]
    return (
        (rf"\b{initial}(?:\.|\s)\s?(?:[a-z]\.?\s?)?{surname}\b", "initials_only"),
        (rf"\b{surname},?\s{initial}(?:\.|\b)", "initials_only"),
        titled,
    )


def written_forms(raw: str) -> tuple[str, ...]:
    """The forms of a name for exact look-ups in a database: as given, in order, swapped, plain; no nicknames."""
    name = parse_name(raw)
    if name is None:
        return ()
    words = raw.split(",")
    forward = (
        " ".join(" ".join(reversed([part.strip() for part in words])).split())
        if len(words) == 2
        else " ".join(raw.split())
    )
    forms = dict.fromkeys((raw.strip(), forward))
    for given, surname in itertools.product(name.givens[:2] or ("",), name.surnames[:2]):
        forms.update(dict.fromkeys((f"{given} {surname}".strip().title(), f"{surname}, {given}".strip(", ").title())))
    return tuple(forms)


def other_middle(name: Name, words: list[str]) -> bool:
    """Whether the words of a hit carry a middle name or initial that contradicts the known ones."""
    if not name.middles:
        return False
    known = {middle[:1] for middle in name.middles}
    own = {*name.given.split(), *name.surname.replace("-", " ").split(), *name.givens, *name.surnames}
    between = [word for word in words if word and word not in own]
    return any(word[0] not in known for word in between)
