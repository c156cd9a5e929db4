"""What the network leaves apart or leaves out: the rest of a name, and given names that stand alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from discovery.detection.names.gazetteer import (
    COMMON,
    COMMON_ELSEWHERE,
    DICTIONARY,
    GIVEN,
    PART_OF_PLACE,
    PLACE,
    RARE_SURNAME,
    SURNAME,
    known_as,
)
from discovery.detection.names.tokens import core
from discovery.detection.patterns import expression

_RUNNING: Final = COMMON | COMMON_ELSEWHERE | DICTIONARY
_GLUE: Final = frozenset("@&-_/\\+#=")
_BEHIND: Final = frozenset({":", ",", "'s", "!", "?"})
_LONGEST: Final = 4  # words of a name that is continued
_FIRMS: Final = frozenset(
    {"inc", "ltd", "llc", "corp", "gmbh", "ag", "plc", "co", "group", "sarl", "sa", "bv", "and", "&"}
)
_SUFFIXES: Final = (_FIRMS - {"and", "&", "ag", "sa", "group"}) | frozenset(
    {"kft", "zrt", "nyrt", "oyj", "oü", "uab", "sia", "srl", "kgaa", "tbk", "asa", "llp", "sarl", "ohg", "pty", "pte"}
)
# Legal forms written with points: "d.o.o.", "S.p.A.", "s.r.o.", "e. V.".
_POINTED: Final = expression(
    r"(?:d\. ?o\. ?o|d\. ?d|s\. ?p|s\. ?r\. ?o|a\. ?s|e\. ?[GVK]|S\. ?p\. ?A|S\. ?r\. ?l|S\. ?R\. ?L|S\. ?A|S\. ?L"
    r"|B\. ?V|N\. ?V|A\. ?Ş|S\. ?C|S\. ?A\. ?S)\b ?\."
)
_NEVER: Final = 1 << 30


def name_goes_on(tokens: list[str], first: int, last: int, taken: int = _NEVER) -> int:
    """The last token of a name that the network broke off: initials and the surname behind a given name.

    `first` and `last` are the stretch that was found, `taken` is where the next begins that may not be read into it.
    """
    small = core(tokens[first]).islower()
    while last - first < _LONGEST - 1:
        at = last + 1
        if not tokens[last].endswith(" ") or at >= taken:
            return last
        word = core(tokens[at])
        if len(word) == 1 and word.isalpha() and word.isupper() != small:
            behind = at + 2 if tokens[at + 1].startswith(".") else at + 1
            if behind < taken and _is_surname(core(tokens[behind]), small=small):
                last = behind
                continue
            return last
        if first != last or not known_as(core(tokens[first])) & GIVEN or not _is_surname(word, small=small):
            return last
        if core(tokens[at + 1]).strip(". ").lower() in _FIRMS:
            return last
        last = at
    return last


def _is_surname(word: str, *, small: bool) -> bool:
    """Whether a word in the writing of the name can be its surname: listed, or in no list at all."""
    if len(word) < 2 or not word.replace("-", "").replace("'", "").isalpha() or word.islower() != small:
        return False
    if not small and not (word[0].isupper() and (word[1:].islower() or "-" in word or "'" in word)):
        return False
    flags = known_as(word)
    return not flags & _RUNNING and (bool(flags & (SURNAME | RARE_SURNAME)) or not flags)


def name_begins(tokens: list[str], first: int, least: int) -> int:
    """The first token of a name of which the network found the last word alone: a given name, or a line's first word.

    `least` is the first token that may be read into it.
    """
    at = first - 1
    if at >= least and tokens[at] == ". " and len(core(tokens[at - 1])) == 1 and core(tokens[at - 1]).isupper():
        at -= 2  # an initial with its point
    if at < least or not tokens[at].endswith(" "):
        return first
    word, before = core(tokens[at]), tokens[at - 1]
    if not (len(word) > 1 and word[0].isupper() and word[1:].islower()) or before[-1:].isalpha():
        return first
    flags = known_as(word)
    starts_line = not before or before.isspace() or not before.strip(" }?*>|-").strip()
    is_given = bool(flags & GIVEN) and not flags & _RUNNING
    return at if is_given or (not flags and starts_line) else first


def is_of_a_firm(tokens: list[str], last: int) -> bool:
    """Whether the word behind a stretch says that it is a firm: "YOTAI REFRACTORIES CO. LTD.", "Kosi d.d."."""
    if not tokens[last].endswith(" "):
        return False
    if core(tokens[last + 1]).lower() in _SUFFIXES:
        return True
    return tokens[last + 2][:1] == "." and _POINTED.match("".join(tokens[last + 1 : last + 8])) is not None


def lone_given_names(tokens: list[str], places: Iterable[int]) -> Iterator[int]:
    """The given names among these tokens that stand in running text and are no other word of any list."""
    for place in places:
        word = core(tokens[place])
        if len(word) < 4 or not word[0].isupper() or not word[1:].islower():
            continue
        flags = known_as(word)
        if not flags & GIVEN or flags & (_RUNNING | PLACE | PART_OF_PLACE):
            continue
        before, after = core(tokens[place - 1]), core(tokens[place + 1])
        if after[:1].isupper() or after[:1].isdigit() or after in _GLUE or before in _GLUE:
            continue
        inside = before == "'s" or (before.isalpha() and before.islower())
        begins = not before[-1:].isalnum() and not before.endswith("'")
        if inside or (begins and (after in _BEHIND or (after.isalpha() and after.islower()))):
            yield place
