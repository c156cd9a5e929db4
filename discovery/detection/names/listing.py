"""Names in lists: "Paulina, Ana and Berit" are three people, "Lindqvist, Ana" is one."""

from __future__ import annotations

import itertools
from typing import Final

from discovery.detection.names.tokens import LINE, core

_LINKS: Final = frozenset({"and", "&", "or", "und", "oder", "et", "ou", "y", "e", "en", "og", "och", "i", "a", "ja"})
_LONGEST_LIST: Final = 12


def comma_parts(tokens: list[str], first: int, last: int) -> list[tuple[int, int]]:
    """The names of a stretch with commas: one for "Lindqvist, Ana"; several for pieces of a list.

    A list shows itself by two words or more on both sides of the comma, by a second comma, or by what follows:
    "Paulina, Ana" before "and Berit" are two names.
    """
    commas = [at for at in range(first + 1, last) if tokens[at][0] == ","]
    if not commas:
        return [(first, last)]
    edges = [first - 1, *commas, last + 1]
    parts = [(low + 1, high - 1) for low, high in itertools.pairwise(edges)]
    several = len(commas) > 1 or all(_words(tokens, one) > 1 for one in parts)
    return parts if several or _list_goes_on(tokens, last) or _list_came_before(tokens, first) else [(first, last)]


def _words(tokens: list[str], part: tuple[int, int]) -> int:
    return sum(core(tokens[at])[:1].isupper() for at in range(part[0], part[1] + 1))


def _list_goes_on(tokens: list[str], last: int) -> bool:
    """Whether "and Berit" or ", Berit and Carl" follows."""
    at = last + 1
    if tokens[at] == ", ":
        behind = core(tokens[at + 2]) if not tokens[at + 1].endswith(" ") else core(tokens[at + 2]).lower()
        return _is_item(tokens, at + 1) and (behind in _LINKS or behind in {",", "."})
    return core(tokens[at]).lower() in _LINKS and _is_item(tokens, at + 1) and tokens[at + 2] != ", "


def _list_came_before(tokens: list[str], first: int) -> bool:
    """Whether "Berit, " stands before, itself not the end of a sentence's clause."""
    at = first - 1
    return tokens[at] == ", " and _is_item(tokens, at - 1) and (tokens[at - 2][:1] in {",", ":"})


def _is_item(tokens: list[str], at: int) -> bool:
    word = core(tokens[at])
    return len(word) > 1 and word[0].isupper() and word.replace("-", "").replace("'", "").isalpha()


def items_of_a_list(tokens: list[str], place: int) -> list[int]:
    """The places of the single capitalised words of the list that a word stands in: "Boros, Owen and Clark"."""
    if tokens[place - 1].endswith(" ") and core(tokens[place - 1])[:1].isupper():
        return [place]  # the end of a longer name
    found = [place]
    at = place
    while (after := _next_item(tokens, at)) and len(found) < _LONGEST_LIST:
        found.append(after)
        at = after
    at = place
    while (before := _item_before(tokens, at)) and len(found) < _LONGEST_LIST:
        found.insert(0, before)
        at = before
    return found


def _next_item(tokens: list[str], at: int) -> int:
    """The place of the next single word of a list; 0 where there is none."""
    if tokens[at + 1] == ", ":
        following = at + 3 if core(tokens[at + 2]).lower() in _LINKS else at + 2
    elif tokens[at].endswith(" ") and core(tokens[at + 1]).lower() in _LINKS and tokens[at + 1].endswith(" "):
        following = at + 2
    else:
        return 0
    return following if _is_item(tokens, following) and not _is_longer(tokens, following) else 0


def _item_before(tokens: list[str], at: int) -> int:
    if tokens[at - 1] == ", ":
        before = at - 2
    elif core(tokens[at - 1]).lower() in _LINKS and tokens[at - 1].endswith(" "):
        before = at - 3 if tokens[at - 2] == ", " else at - 2
    else:
        return 0
    single = _is_item(tokens, before) and not (
        tokens[before - 1].endswith(" ") and _is_item(tokens, before - 1) and len(core(tokens[before - 1])) > 1
    )
    return before if before > 0 and single and not _is_longer(tokens, before) else 0


def _is_longer(tokens: list[str], at: int) -> bool:
    """Whether a second capitalised word follows: the item is the beginning of a longer name."""
    return tokens[at].endswith(" ") and core(tokens[at + 1])[:1].isupper()


def begins_a_line_of_speech(tokens: list[str], first: int, last: int) -> bool:
    """Whether a stretch stands at the beginning of a line with a colon behind it: "Ana: I am late"."""
    return tokens[last + 1][:1] == ":" and core(tokens[first - 1]) in {"", LINE}


def speakers(tokens: list[str], first: int, end: int) -> list[int]:
    """The places of the single capitalised words that begin a line with a colon behind them."""
    return [
        at for at in range(first, end) if begins_a_line_of_speech(tokens, at, at) and _is_item(tokens, at)
    ]  # fmt: skip
