"""Streets of which only the look is known, "4207 Tavčarjeva 73", "Kooli 79": what is around must tell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from discovery.detection.patterns import expression
from discovery.detection.triggers import compiled, compiled_for_ascii
from discovery.detection.word_lists import listed

UNITS: Final = listed(
    "flat apartment apt unit suite ste room rm floor level bldg building block lot box studio piso planta étage"
    " etage stock wohnung whg app appt appartement int interno scala bte bus lok pmb penthouse"
)
_CERTAIN_UNITS: Final = listed("apt apartment suite ste flat")  # they end a street in small letters too
_LINKS: Final = listed(
    "de del della di da do das dos du des la le les el los las der den dem van von het of the u. út utca ut vei"
    " vej gate gata ul. al. str. st. and og en y e na nad pod im am an zum zur trg tee pst mnt sokak cad. köz tér"
)
_NUMBER_FIRST: Final = (
    r"\d(?<![\w.,/#-].)(?<!\d .)\d{0,5}(?:[A-Za-z](?!\w)|[-/]\d{1,4})?,?(?P<rest>(?: {1,2}[^\W_][\w'’.-]{0,30}){1,8})"
)
_NUMBER_LAST: Final = r"\d(?<=[\w.] \d)\d{0,4}(?:[A-Za-z](?!\w)|[-/]\d{1,4})?(?![\w:%°-]|[.,]\d| ?[€£$%])"
_FOUND_OTHERWISE: Final = expression(r" (?:Street|Road|Avenue|Lane|Drive|Close|Crescent)(?!\w)")  # a form of its own
_FINAL: Final = expression(r"\d{1,5}[A-Za-z]?(?:[-/]\d{1,4})?\.?")
_ORDINAL: Final = expression(r"\d{1,3}(?:st|nd|rd|th|er|e)")
_TOKEN: Final = expression(r"[^\W_][\w'’.-]*")
_BACK: Final = 60
_LOOK_BEHIND: Final = 40


def _hits(pattern: str, text: str, low: int, high: int) -> Iterator[re.Match[str]]:
    is_ascii = text[max(0, low - _LOOK_BEHIND) : high].isascii()
    return (compiled_for_ascii if is_ascii else compiled)(pattern).finditer(text, low, high)


def number_first(text: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    """Stretches of a number, words of which one is capitalised, and perhaps a number again."""
    for hit in _hits(_NUMBER_FIRST, text, low, high):
        if end := _words_end(text, *hit.span("rest")):
            yield hit.start(), end


def _words_end(text: str, start: int, stop: int) -> int:
    """Where the words of a street end; 0 where none is capitalised."""
    capital, words, end, before = False, 0, 0, 0
    if _FOUND_OTHERWISE.search(text, start, stop):
        return 0
    for hit in _TOKEN.finditer(text, start, stop):
        token = hit.group()
        if (unit := token.rstrip(".").lower()) in UNITS:
            return before if not capital and words and unit in _CERTAIN_UNITS else end
        if token[0].isdigit() and not _ORDINAL.fullmatch(token):
            before = hit.end()
            if _FINAL.fullmatch(token) and capital:
                end = hit.end()
            if end:
                break
            continue
        words += 1
        before = hit.end()
        if words > 6:
            break
        if token[0].isupper():
            capital, end = True, hit.end()
        elif token not in _LINKS and not capital and words > 2:
            break
        if text[hit.end() - 1] == "." and len(token) > 4:
            break
    return end


def number_last(text: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    """Stretches of capitalised words, links between them, and a number behind."""
    for hit in _hits(_NUMBER_LAST, text, low, high):
        if (start := _words_start(text, max(low, hit.start() - _BACK), hit.start())) < hit.start():
            yield start, hit.end()


def _words_start(text: str, low: int, stop: int) -> int:
    """Where the capitalised words begin that end before `stop`; `stop` where there are none."""
    begin = reached = stop
    for word in reversed(list(_TOKEN.finditer(text, low, stop))):
        token = word.group()
        if text[word.end() : reached].strip(" "):
            break
        if token[0].isupper():
            begin = word.start()
        elif token.lower() not in _LINKS:
            break
        reached = word.start()
    return begin
