"""Draws names of people of many origins and in many forms, to train the network for names on."""

import random
import string
import zlib
from pathlib import Path

from discovery.detection.names.gazetteer import COMMON, COMMON_ELSEWHERE, DICTIONARY, known_as, plain, sections

_HELD_OUT_PART = 10  # one name in ten is kept from training, so that names never seen can be measured
_HOME = {
    "en": "en en_GB en_US en_IE en_NZ en_IN en_NG en_KE en_PK census nicknames ga_IE",
    "fr": "fr_FR fr_CA fr_BE fr_CH fr_DZ",
    "de": "de_DE de_AT de_CH de_LI de_LU",
    "es": "es_ES es_MX es_AR es_CO es_CL es_CA",
    "it": "it_IT",
    "nl": "nl_NL nl_BE",
    "pt": "pt_PT pt_BR",
    "pl": "pl_PL",
    "nordic": "sv_SE no_NO da_DK fi_FI is_IS",
}
_PARTICLES = {
    "en": ["O'", "Mc", "Mac", "de ", "van ", "St "],
    "fr": ["de ", "Le ", "La ", "du ", "d'", "De ", "de la "],
    "de": ["von ", "von der ", "zu ", "vom ", "von und zu "],
    "es": ["de ", "de la ", "del ", "de los "],
    "it": ["De ", "Di ", "D'", "Del ", "Della ", "Lo ", "La "],
    "nl": ["van ", "van der ", "de ", "van den ", "van de ", "ter ", "Van ", "ten "],
    "pt": ["da ", "de ", "dos ", "do ", "das "],
    "pl": [""],
    "nordic": ["af ", "von "],
}
_PARTS = dict(
    line.split(": ")
    for line in (Path(__file__).parent / "names_templates" / "eastern.names").read_text(encoding="utf-8").splitlines()
)
_EASTERN, _SYLLABLES = _PARTS["eastern"].split(), _PARTS["syllables"].split()
_VIETNAMESE, _VIETNAMESE_GIVEN = _PARTS["vietnamese"].split(), _PARTS["vietnamese_given"].split()
_ANYWHERE = [
    "Al-",
    "al-",
    "El ",
    "Abu ",
    "bin ",
    "Ben ",
    "ibn ",
    "Ould ",
    "Mc",
    "O'",
    "van der ",
    "Di ",
    "de ",
    "Fitz",
    "ap ",
    "Nic ",
]


def held_out(name: str) -> bool:
    """Whether a name is kept from training."""
    return zlib.crc32(plain(name).encode()) % _HELD_OUT_PART == 3


def pools(name: str) -> dict[str, list[str]]:
    """The names of a list by its sections, without those held out."""
    return {title: [word for word in words if not held_out(word)] for title, words in sections(name)}


class Names:
    """Draws names of many origins and in many forms."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._given, self._surnames = pools("given.txt"), pools("surnames.txt")
        self._origins = sorted(set(self._given) & set(self._surnames))
        every = {word for words in self._given.values() for word in words}
        odd = COMMON | COMMON_ELSEWHERE | DICTIONARY
        self._odd_given = sorted(word for word in every if known_as(word) & odd)
        every = {word for words in self._surnames.values() for word in words}
        self._odd_surnames = sorted(word for word in every if known_as(word) & odd)
        self._all_given = [word for words in self._given.values() for word in words]
        self._all_surnames = [word for words in self._surnames.values() for word in words]

    def origin(self, language: str) -> str:
        """Mostly a locale of the language, else any."""
        draw = self._rng.random()
        if draw < 0.6:
            return self._rng.choice(_HOME[language].split())
        return self._rng.choice(self._origins)

    def given(self, language: str) -> str:
        draw = self._rng.random()
        if draw < 0.08:
            return self._blend(self._all_given)
        if draw < 0.15:
            return self._rng.choice(self._odd_given)
        pool = self._given.get(self.origin(language)) or self._all_given
        one = self._rng.choice(pool)
        if draw > 0.97:
            return f"{one}-{self._rng.choice(pool)}"
        return one

    def surname(self, language: str) -> str:
        draw = self._rng.random()
        if draw < 0.1:
            return self._blend(self._all_surnames)
        if draw < 0.17:
            return self._rng.choice(self._odd_surnames)
        one = self._rng.choice(self._surnames.get(self.origin(language)) or self._all_surnames)
        if draw > 0.93:
            before = self._rng.choice(_PARTICLES[language] if draw > 0.95 else _ANYWHERE)
            return before + one if before.endswith((" ", "'", "-", "c")) else before + one.lower()
        if draw > 0.89:
            return f"{one}-{self._rng.choice(self._surnames.get(self.origin(language)) or self._all_surnames)}"
        return one

    def _blend(self, pool: list[str]) -> str:
        """A name that is on no list: the beginning of one and the end of another."""
        one, other = self._rng.choice(pool), self._rng.choice(pool)
        return (
            (one[: max(2, len(one) // 2)] + other[-max(2, len(other) // 2) :].lower())
            .replace(" ", "")[:18]
            .capitalize()
        )

    def eastern(self) -> str:
        """A Chinese, Korean or Vietnamese name in Latin letters, family name first or last."""
        rng = self._rng
        if rng.random() < 0.3:
            middle = rng.choice(["Thị ", "Văn ", "Thi ", "Van ", "", "Minh ", "Ngọc ", "Hoàng "])
            return f"{rng.choice(_VIETNAMESE)} {middle}{rng.choice(_VIETNAMESE_GIVEN)}" + rng.choice(
                ["", f" {rng.choice(_VIETNAMESE_GIVEN)}"]
            )
        one, two = rng.choice(_SYLLABLES), rng.choice(_SYLLABLES)
        given = rng.choice([f"{one} {two}", f"{one}-{two}", f"{one}-{two.lower()}", f"{one}{two.lower()}"])
        family = rng.choice(_EASTERN)
        return f"{family} {given}" if rng.random() < 0.55 else f"{given} {family}"

    def letter(self) -> str:
        return self._rng.choice(string.ascii_uppercase)

    def initials(self, language: str) -> str:
        dots = self._rng.choice([". ", ".", " ", ".", ". "])
        count = self._rng.choice([1, 1, 1, 2])
        return (
            "".join(self.letter() + dots for _ in range(count)).rstrip()
            + (" " if dots != "." or self._rng.random() < 0.6 else "")
            + self.surname(language)
        )

    def full(self, language: str) -> str:
        rng, draw = self._rng, self._rng.random()
        one, last = self.given(language), self.surname(language)
        if language in {"es", "pt"} and rng.random() < 0.45:
            last += " " + (rng.choice(["", "", "y ", "de "])) + self.surname(language)
        if draw < 0.05:
            return self.eastern()
        if draw < 0.66:
            return f"{one} {last}"
        if draw < 0.73:
            return f"{one} {self.letter()}{rng.choice(['.', '.', ''])} {last}"
        if draw < 0.82:
            return f"{one} {self.given(language)} {last}"
        if draw < 0.86:
            return f"{one} {last} {self.surname(language)}"
        if draw < 0.91:
            return self.initials(language)
        if draw < 0.94:
            return f"{one} {last}".upper()
        if draw < 0.96:
            return f"{last} {one}"
        if draw < 0.98:
            return f"{one} {last.upper()}"
        return f"{one} {self.given(language)} {self.given(language)} {last}"
