"""How values and texts are compared with the subject: two small ports, and a plain default for each.

Sources know nothing of `discovery.matching`; whoever runs a search may hand in something better.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Protocol

import re2

from discovery.documents import SubjectProfile

_PHONE_DIGITS = 9  # the national number without trunk zero or country code, in most numbering plans
_SHORTEST_ID = 5
_PHONE_RUN = re.compile(r"\+?\(?\d(?:[\s().\-/]{0,3}\d){7,16}")
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "dr", "prof", "herr", "frau", "mme", "mlle", "m", "sr", "sra", "sir"})


@dataclass(frozen=True, slots=True)
class TextHit:
    """An identifier of the subject in a text: half-open offsets; `strong` where it can be nobody else's."""

    identifier: str
    value: str = field(repr=False)
    start: int
    end: int
    strong: bool


class TextMatcher(Protocol):
    """Finds the subject's identifiers in a text. Called once per cell, so it must be compiled beforehand."""

    def find(self, text: str) -> list[TextHit]:
        """The hits in order of their start; no hit for a text that does not hold an identifier."""
        ...


class ValueVariants(Protocol):
    """How values of one kind are made comparable."""

    def fold(self, text: str) -> str:
        """The text without what does not distinguish: case, accents, width, outer and doubled white space."""
        ...

    def phone(self, text: str) -> str:
        """The comparable digits of a phone number, "" where the text is none."""
        ...

    def spellings(self, value: str) -> tuple[str, ...]:
        """The ways a value may be stored, for look-ups where the database compares exactly."""
        ...


class FoldedVariants:
    """The default: Unicode folding, the last nine digits of phones, the usual letter cases."""

    def fold(self, text: str) -> str:
        if text.isascii():
            return " ".join(text.casefold().split())
        plain = unicodedata.normalize("NFKD", text).casefold()
        return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())

    def phone(self, text: str) -> str:
        digits = "".join(c for c in re.split(r"(?i)ext|x", text)[0] if c.isdigit())
        return digits[-_PHONE_DIGITS:] if len(digits) >= _PHONE_DIGITS else ""

    def spellings(self, value: str) -> tuple[str, ...]:
        plain = "".join(c for c in unicodedata.normalize("NFKD", value) if not unicodedata.combining(c))
        forms = [unicodedata.normalize("NFC", value), unicodedata.normalize("NFD", value), plain]
        return tuple(dict.fromkeys(form for f in forms for form in (f, f.lower(), f.upper(), f.title())))


class LiteralMatcher:
    """The default matcher of texts: folded literals in one RE2 alternation, and phones by their digits.

    A name counts as weak: other people bear it. Numbers shorter than five characters are not looked for in texts.
    """

    def __init__(self, profile: SubjectProfile, variants: ValueVariants | None = None) -> None:
        self._variants = variants or FoldedVariants()
        self._meaning: dict[str, tuple[str, str, bool]] = {}
        self._phones = {key: phone for phone in profile.phones if (key := self._variants.phone(phone))}
        patterns = [*self._emails(profile), *self._ids(profile), *self._names(profile)]
        options = re2.Options()
        options.log_errors = False
        self._regex = (
            re2.compile(f"(?:^|[^a-z0-9])({'|'.join(patterns)})(?:$|[^a-z0-9])", options) if patterns else None
        )

    def find(self, text: str) -> list[TextHit]:
        hits = list(self._find_phones(text)) if self._phones else []
        if self._regex is not None:
            folded = _fold_letters(text)
            if self._regex.search(folded):
                hits.extend(self._find_literals(text, folded))
        return sorted(hits, key=lambda hit: hit.start)

    def _find_literals(self, text: str, folded: str) -> list[TextHit]:
        offsets = [index for index, letter in enumerate(text) for _ in _fold_letters(letter)]
        offsets.append(len(text))
        hits: list[TextHit] = []
        position = 0
        while self._regex is not None and (found := self._regex.search(folded, position)):
            start, end = found.span(1)
            kind, value, strong = self._meaning[" ".join(re.findall(r"\S+", _plain(found.group(1))))]
            hits.append(TextHit(kind, value, offsets[start], offsets[end - 1] + 1, strong))
            position = end
        return hits

    def _find_phones(self, text: str) -> list[TextHit]:
        return [
            TextHit("phone_number", self._phones[key], run.start(), run.end(), strong=True)
            for run in _PHONE_RUN.finditer(text)
            if (key := self._variants.phone(run.group())) in self._phones
        ]

    def _emails(self, profile: SubjectProfile) -> list[str]:
        return [self._remember(value, "email_address", value, strong=True) for value in profile.emails]

    def _ids(self, profile: SubjectProfile) -> list[str]:
        long_enough = [(kind, value) for kind, value in profile.identifiers if len(value.strip()) >= _SHORTEST_ID]
        return [self._remember(value, kind, value, strong=any(map(str.isdigit, value))) for kind, value in long_enough]

    def _names(self, profile: SubjectProfile) -> list[str]:
        found = []
        for name in profile.names:
            words = name.split()
            if len(words) > 1:
                found.append(self._remember(name, "person", name, strong=False))
                found.append(self._remember(f"{words[-1]}, {' '.join(words[:-1])}", "person", name, strong=False))
                found.append(self._remember(f"{words[-1]} {' '.join(words[:-1])}", "person", name, strong=False))
        return found

    def _remember(self, spelling: str, kind: str, value: str, *, strong: bool) -> str:
        folded = _fold_letters(spelling).split()
        self._meaning[_plain(" ".join(folded))] = (kind, value, strong)
        return r"[\s\x{00a0}]{1,4}".join(re2.escape(word) for word in folded)


def _plain(text: str) -> str:
    return " ".join(text.split())


def _fold_letters(text: str) -> str:
    """Folded letter by letter, so that offsets can be carried back; white space is kept."""
    if text.isascii():
        return text.lower()
    return "".join(c for c in unicodedata.normalize("NFKD", text).casefold() if not unicodedata.combining(c))


def name_words(text: str, variants: ValueVariants) -> tuple[str, ...]:
    """The folded words of a name without titles."""
    words = re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", variants.fold(text))
    return tuple(word for word in words if word not in _TITLES) or tuple(words)
