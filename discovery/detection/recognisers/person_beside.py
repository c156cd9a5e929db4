"""Names of people that something beside them proves: their e-mail address, the time before a speaker, brackets.

No list need know the name: "Bao Papadakis,bao.papadakis@example.org" says it twice.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from discovery.detection.names.gazetteer import GIVEN, RARE_SURNAME, SURNAME, known_as
from discovery.detection.patterns import expression
from discovery.detection.recogniser import Finder, reading_bounds
from discovery.detection.recognisers.place_names import is_place
from discovery.detection.word_lists import word_list
from discovery.documents import Detection, Kind

_WORD: Final = r"[^\W\d_a-z][^\W\d_]{0,24}(?:['’-][^\W\d_]{1,24})?"
_LINK: Final = r"(?:(?:van|von|de|del|della|di|da|dos|du|der|den|la|le|el|al|bin|ter|zu|N[íi]|Nic|[ÓO]|Mac)[ ]){0,2}"
_NAME: Final = expression(rf"(?<![\w@.-]){_WORD}(?:[ ]{_LINK}{_WORD}){{1,3}}(?![\w@-])")
_MAIL: Final = expression(r"(?<![\w.+-])([A-Za-z0-9][A-Za-z0-9._+-]{2,62})@[A-Za-z0-9-]{1,63}\.")
_REACH: Final = 70  # characters between the name and the address
_LEAST: Final = 3  # letters of the word that stands in the address
_TIME: Final = r"[\[(]?\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?(?: ?[AaPp]\.?[Mm]\.?)?[\])]?"
_SPEAKER: Final = expression(
    rf"(?<![\d:]){_TIME}[ \t]{{1,2}}(?:-[ \t])?<?(?P<value>{_WORD}(?: {_WORD}){{0,2}})>?:(?=\s)"
)
_BRACKETS: Final = expression(rf"\((?P<value>{_WORD}, (?P<given>{_WORD})(?: (?:{_WORD}|[A-Z]\.))?)\)")
_INTRODUCED: Final = expression(
    r"(?i:(?<!\w)(?:my name is|ich hei(?:ß|ss)e|mein name ist|je m'appelle|me llamo|mi chiamo|ik heet)) "
    r"(?P<given>[a-zà-ÿ]{3,20})(?: (?P<surname>[a-zà-ÿ'-]{2,20}))?(?!\w)"
)
_SMALL_WORDS: Final = word_list("function_words.txt") | word_list("not_names.txt")
_NO_SPEAKER: Final = word_list("not_names.txt") | frozenset(
    {"agent", "bot", "system", "assistant", "user", "caller", "client", "you", "me", "info", "error", "warning", "warn",
     "debug", "trace", "chatbot", "moderator", "host", "interviewer", "visitor", "advisor", "adviser", "note", "fatal",
     "kunde", "mitarbeiter", "conseiller", "cliente", "agente", "klant", "medewerker"}
)  # fmt: skip
_PARTS: Final = expression(r"[\d._+-]")
_EDGES: Final = frozenset({"", "\n", ",", ";", "|", "\t", '"'})
_BETWEEN_CELLS: Final = expression(r'"?[ ]?[,;|\t][ ]?"?')
_NAMES: Final = GIVEN | SURNAME | RARE_SURNAME


@dataclass(frozen=True, slots=True)
class NameByMail:
    """Finds the name whose words make up an e-mail address on the same line."""

    name: str = "person_by_mail"
    trigger: str = r"\p{Lu}[^\n]{0,300}@"

    def find(self, text: str, low: int, high: int) -> Iterator[Detection]:
        """The names that start in [low, high)."""
        begin, end = reading_bounds(text, low, high)
        for mail in _MAIL.finditer(text, begin, end):
            local = _plain(mail[1])
            line = text.rfind("\n", begin, mail.start()) + 1
            for hit in _NAME.finditer(text, max(begin, line, mail.start() - _REACH), mail.start()):
                if not low <= hit.start() < high:
                    continue
                if _is_in(hit.group(), local) and not _names_a_role(hit.group()):
                    why = "shape of a name; the e-mail address beside it is made of it"
                    yield Detection(hit.start(), hit.end(), Kind.PERSON, 0.86, why, recogniser=self.name)
                elif _is_cell(text, hit, mail.start()) and not _names_a_role(hit.group()):
                    why = "shape of a name; a cell before that of an e-mail address"
                    yield Detection(hit.start(), hit.end(), Kind.PERSON, 0.72, why, recogniser=self.name)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Finds who speaks in a chat: a name between the time and a colon."""

    name: str = "person_speaker"
    trigger: str = r"\d{1,2}[:.h]\d{2}[^\n]{1,14}\p{Lu}[^\n:]{1,60}:"

    def find(self, text: str, low: int, high: int) -> Iterator[Detection]:
        """The names that start in [low, high)."""
        for hit in _SPEAKER.finditer(text, *reading_bounds(text, low, high)):
            words = hit["value"].split()
            if any(word.lower() in _NO_SPEAKER for word in words) or not known_as(words[0]) & _NAMES:
                continue
            if low <= hit.start("value") < high and not hit["value"].isupper():
                why = "shape of a name; somebody speaks at a time"
                yield Detection(*hit.span("value"), Kind.PERSON, 0.78, why, recogniser=self.name)


@dataclass(frozen=True, slots=True)
class InBrackets:
    """Finds "(Surname, Given)" where the lists know the given name."""

    name: str = "person_in_brackets"
    trigger: str = r"\(\p{Lu}[^\n(),]{1,50}, \p{Lu}"

    def find(self, text: str, low: int, high: int) -> Iterator[Detection]:
        """The names that start in [low, high)."""
        for hit in _BRACKETS.finditer(text, *reading_bounds(text, low, high)):
            first = hit["value"].partition(",")[0]
            if is_place(first) and is_place(hit["given"]):
                continue  # "(Leeds, York)"
            if low <= hit.start("value") < high and known_as(hit["given"]) & GIVEN and known_as(first) & _NAMES:
                why = "shape of a name; surname and given name in brackets"
                yield Detection(*hit.span("value"), Kind.PERSON, 0.78, why, recogniser=self.name)


@dataclass(frozen=True, slots=True)
class SmallIntroduction:
    """Finds a name in small letters behind "my name is", where the lists know the given name."""

    name: str = "person_introduced"
    trigger: str = r"(?i)(?:my name is|ich hei(?:ß|ss)e|mein name ist|je m'appelle|me llamo|mi chiamo|ik heet) \p{Ll}"

    def find(self, text: str, low: int, high: int) -> Iterator[Detection]:
        """The names that start in [low, high)."""
        for hit in _INTRODUCED.finditer(text, *reading_bounds(text, low, high)):
            first, last = hit["given"], hit["surname"] or ""
            ends = hit.end("given") if last in _SMALL_WORDS or not last else hit.end("surname")
            if low <= hit.start("given") < high and known_as(first) & GIVEN and first not in _SMALL_WORDS:
                why = "shape of a name; an introduction, in small letters"
                yield Detection(hit.start("given"), ends, Kind.PERSON, 0.7, why, recogniser=self.name)


def beside_finders() -> tuple[Finder, ...]:
    """The finders of this module."""
    return (NameByMail(), Speaker(), InBrackets(), SmallIntroduction())


def _names_a_role(name: str) -> bool:
    return any(word.lower() in _NO_SPEAKER for word in name.split())


def _is_cell(text: str, hit: re.Match[str], mail: int) -> bool:
    """Whether a name of the lists fills the cell before the address."""
    if _BETWEEN_CELLS.fullmatch(text, hit.end(), mail) is None or text[hit.start() - 1 : hit.start()] not in _EDGES:
        return False
    return bool(known_as(hit.group().partition(" ")[0]) & GIVEN)


def _is_in(name: str, local: str) -> bool:
    """Whether the surname stands in the mailbox with the given name or its first letter, or the other way round."""
    words = _plain(name).replace("-", " ").split()
    if not words:  # letters of a script that has no plain form here
        return False
    first, last = words[0], words[-1]
    whole = _PARTS.sub("", local.partition("+")[0])
    if len(last) >= _LEAST and last in whole:
        return first in whole or whole.startswith(first[:1]) or whole.endswith(first[:1])
    return len(first) >= _LEAST and whole.startswith(first) and whole.removeprefix(first)[:1] == last[:1]


def _plain(word: str) -> str:
    if word.isascii():
        return word.lower().replace("'", "")
    parts = unicodedata.normalize("NFKD", word.lower().replace("ß", "ss"))
    return "".join(sign for sign in parts if sign.isascii() and sign != "'")
