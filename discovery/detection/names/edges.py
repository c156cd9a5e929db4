"""What stands at the edges of a name and is none of it, and what makes of a name a street or a firm."""

from __future__ import annotations

import re
from typing import Final

from discovery.detection.names.tokens import core
from discovery.detection.word_lists import listed

# Before a name: titles, ranks, salutations and the roles of forms.
_TITLES: Final = listed(
    "mr mrs ms miss mx dr prof professor sir dame lord lady rev reverend capt captain sgt sergeant constable inspector"
    " detective lieutenant colonel councillor cllr herr frau herrn monsieur madame mademoiselle mme mlle señor señora"
    " sra sig signor signora dhr mevr mevrouw meneer pan pani maître dott estimado estimada gentile egregio querido"
    " querida caro cara lieber liebe cher chère dear hello hi hey policyholder cheque beneficiary attn"
)
_SHORTENED: Final = re.compile(r"(?i)(?:i|you|he|she|it|we|they|that|there|what|who|where|here|let)'(?:m|s|re|ll|d|ve)")
_ELIDED: Final = re.compile(r"(?:[JjLlCcDdNnSsTtMm]|[Qq]u)'[a-zà-ÿ]+")  # "J'ai", "C'est"; not "D'Amico"
# Words that end the name of a street and hardly ever that of a person (US Postal Service Publication 28, and others).
_STREETS: Final = listed(
    "street road avenue boulevard lane drive close crescent terrace parkway highway freeway turnpike expressway plaza"
    " square circle crossing crossroad crossroads extension trail trafficway tunnel viaduct overpass underpass alley"
    " annex bypass causeway estate estates gardens heights hollow inlet junction keys knoll knolls landing loop manor"
    " meadows mews motorway mountain mountains orchard oval passage pike plains radial rapids ridge ridges river"
    " roads route row shoal shoals shore shores skyway spring springs spur spurs squares stravenue stream streets"
    " summit throughway track trace valley valleys views village villages vista wharf forks chowk marg nagar colony"
    " loaf islands island isle harbor harbors haven port ports"
)
_FIRM_NOUNS: Final = listed(
    "conseil studios associates partners solutions industries systems logistics holdings consulting technologies"
    " pharmaceuticals motors builders developments homes airlines enterprises laboratories foods energy insurance"
    " recruitment brewery sons brothers mining bancorp capital ventures resources therapeutics biosciences financial"
)
_REGION: Final = re.compile(r"[A-Z]{2,3}")
_MARKS: Final = frozenset({",", ".", ";", ")", '"', "!", "?", "|", "<"})
_UNITS: Final = listed("apt apartment suite flat unit floor street and in")
_AND_SONS: Final = frozenset({"and", "&"})


def name_starts(tokens: list[str], first: int, last: int) -> int:
    """The first token of a name without the title, salutation or short verb before it: "Sergeant Ana", "I'm Ana"."""
    while first < last:
        word = core(tokens[first])
        if not (word.lower() in _TITLES or _SHORTENED.fullmatch(word)):
            break
        first += 1
        while first < last and not core(tokens[first])[:1].isalnum():
            first += 1  # the point of a short form
    return first


def is_elided(word: str) -> bool:
    """Whether a word is an article or a pronoun with what follows it: "J'ai"."""
    return _ELIDED.fullmatch(word) is not None


def street_ends(tokens: list[str], first: int, last: int) -> int:
    """The last token of a stretch that is a street and no person, "Jared Circle"; -1 where it is a person."""
    if tokens[last].endswith(" ") and core(tokens[last + 1])[:1].isupper() and _is_street(tokens[last + 1]):
        return last + 1
    return last if last > first and _is_street(tokens[last]) else -1


def _is_street(token: str) -> bool:
    return core(token).lower() in _STREETS


def is_led_by_a_firm(tokens: list[str], last: int) -> bool:
    """Whether the words behind a stretch make it a firm: "Ferrand Conseil", "Hayward and Sons"."""
    if not tokens[last].endswith(" "):
        return False
    at = last + 2 if core(tokens[last + 1]).lower() in _AND_SONS else last + 1
    word = core(tokens[at])
    return word[:1].isupper() and word.lower() in _FIRM_NOUNS


def is_before_a_region(tokens: list[str], last: int) -> bool:
    """Whether the short form of a state follows: "Hobart TAS"."""
    at = last + 2 if tokens[last + 1] == ", " else last + 1
    return at < len(tokens) and _REGION.fullmatch(core(tokens[at])) is not None


def with_house_numbers(tokens: list[str], first: int, last: int, *, is_known: bool) -> tuple[int, int]:
    """A street that was read as a place, with its number before or behind it: "Ilichova 59", "6003 Edeby 55".

    `is_known`: the lists have it as a place, whose numbers are years and counts: "London 2012", "2 Paris hotels".
    """
    behind = last
    if tokens[last].endswith(" ") and _is_house_number(tokens[last + 1]) and _ends_an_address(tokens, last + 2):
        behind = last + 1
    if is_known or (behind > last and _is_year(tokens[behind])):
        return first, last
    begin = first
    for at in (first - 1, first - 2):
        if tokens[at].endswith(" ") and _is_house_number(tokens[at], longest=5) and not _is_year(tokens[at]):
            begin = at
        else:
            break
    stands_free = tokens[begin - 1][-1:] in {"", " ", "\n", "n"}
    return (begin if stands_free else first), behind


def _is_house_number(token: str, longest: int = 4) -> bool:
    word = core(token)
    return word.isdigit() and len(word) <= longest


def _is_year(token: str) -> bool:
    word = core(token)
    return len(word) == 4 and word[:2] in {"19", "20"}


def _ends_an_address(tokens: list[str], at: int) -> bool:
    word = core(tokens[at])
    return not word or word in _MARKS or word.isspace() or word.lower() in _UNITS
