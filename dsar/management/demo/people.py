"""Invented people: one source of randomness, no two alike unless a trap wants it."""

from __future__ import annotations

import datetime
import unicodedata
from dataclasses import dataclass, replace
from random import Random
from typing import Literal

from dsar.management.demo.names import COUNTRY, FAMILY, GIVEN, PARTICLES, STREETS, TOWNS

Branch = Literal["uk", "de", "fr"]
BRANCHES: tuple[Branch, ...] = ("uk", "de", "fr")
ANCHOR = datetime.date(2026, 11, 2)
"""The demo organisation's present day: nothing it holds is younger."""

# Numbers that regulators keep free for fiction: Ofcom, Bundesnetzagentur, Arcep.
_UK_AREAS = ("113", "114", "115", "116", "117", "118", "121", "131", "141", "151", "161")
_DE_AREAS = ("30 23125", "69 90009", "40 66969", "221 4710", "89 99998")
_FR_AREAS = ("1 99 00", "2 61 91", "3 53 01", "4 65 71", "5 36 49", "6 39 98")
_TRANSLITERATION = str.maketrans({"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "'": "", "’": ""})


def folded(text: str) -> str:
    """The text without accents, as a careless typist would write it; case is kept."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_TRANSLITERATION))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody the organisation knows.

    Attributes:
        family: with its particle ("von der Ahe"), as it stands in a signature.
        customer_number, employee_number: "" where the person is not one.
    """

    given: str
    family: str
    branch: Branch
    email: str
    phone: str
    street: str
    postcode: str
    city: str
    born: datetime.date
    customer_number: str = ""
    employee_number: str = ""
    role: str = ""
    second_email: str = ""

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}"

    @property
    def reversed_name(self) -> str:
        return f"{self.family}, {self.given}"

    @property
    def initial_name(self) -> str:
        return f"{self.given[0]}. {self.family}"

    @property
    def plain_name(self) -> str:
        return folded(self.name)

    @property
    def national_phone(self) -> str:
        """The number as people of the same country write it."""
        return "0" + self.phone.partition(" ")[2]

    @property
    def address(self) -> str:
        town = f"{self.city} {self.postcode}" if self.branch == "uk" else f"{self.postcode} {self.city}"
        return f"{self.street}, {town}"

    @property
    def address_lines(self) -> tuple[str, ...]:
        town = f"{self.city} {self.postcode}" if self.branch == "uk" else f"{self.postcode} {self.city}"
        return (self.street, town, COUNTRY[self.branch])

    @property
    def born_text(self) -> str:
        """The date of birth as the branch writes it."""
        return self.born.strftime({"uk": "%d %B %Y", "de": "%d.%m.%Y", "fr": "%d/%m/%Y"}[self.branch])


class People:
    """Makes people from one random source; names given to `reserve` are never handed out again."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._taken_names: set[tuple[str, str]] = set()
        self._taken: set[str] = set()

    def reserve(self, given: str, family: str) -> None:
        """Keep the name, and every name with the same initial and family name, out of what `make` gives."""
        self._taken_names.add((folded(given)[0].lower(), folded(family).lower()))

    def make(self, branch: Branch) -> Person:
        """A new customer of the branch, unlike all before: other name, address, e-mail and number."""
        while True:
            given = self._rng.choice(GIVEN[branch])
            family = self._rng.choice(PARTICLES[branch]) + self._rng.choice(FAMILY[branch])
            if self._rng.random() < 0.09:
                family = f"{family}-{self._rng.choice(FAMILY[branch])}"
            if (folded(given)[0].lower(), folded(family).lower()) not in self._taken_names:
                break
        self._taken_names.add((folded(given)[0].lower(), folded(family).lower()))
        return self.named(given, family, branch)

    def named(self, given: str, family: str, branch: Branch) -> Person:
        """A new person with that name and everything else new."""
        street, postcode, city = self.place(branch)
        return Person(
            given=given,
            family=family,
            branch=branch,
            email=self.email(given, family),
            phone=self.phone(branch),
            street=street,
            postcode=postcode,
            city=city,
            born=datetime.date(1946, 1, 1) + datetime.timedelta(days=self._rng.randrange(58 * 365)),
            customer_number=self._unique(lambda: f"NW-{self._rng.randrange(100_000, 999_999)}"),
        )

    def employed(self, person: Person, role: str) -> Person:
        """The person as a member of staff: work address, employee number, no customer number."""
        local = f"{folded(person.given)}.{folded(person.family)}".lower().replace(" ", "")
        return replace(
            person,
            email=f"{local}@northwind.example.com",
            second_email=person.email,
            customer_number="",
            employee_number=self._unique(lambda: f"NWE-{self._rng.randrange(10_000, 99_999)}"),
            role=role,
        )

    def email(self, given: str, family: str) -> str:
        """An unused address at a domain that belongs to nobody."""
        plain_given, plain_family = folded(given).lower(), folded(family).lower().replace(" ", "")
        shapes = (
            f"{plain_given}.{plain_family}",
            f"{plain_given[0]}.{plain_family}",
            f"{plain_family}{self._rng.randrange(1, 99)}",
            f"{plain_given}_{plain_family[:6]}{self._rng.randrange(60, 99)}",
        )
        domains = ("example.org", "example.com", "example.net", "mail.example.org", "post.example.net")
        return self._unique(
            lambda: (
                f"{self._rng.choice(shapes)}{self._rng.choice(('', '', self._rng.randrange(2, 999)))}"
                f"@{self._rng.choice(domains)}"
            )
        )

    def phone(self, branch: Branch) -> str:
        """An unused number from the ranges kept free for fiction, in international form."""

        def draw() -> str:
            tail = self._rng.randrange(1000)
            if branch == "uk":
                area = self._rng.choice(_UK_AREAS)
                return self._rng.choice((f"+44 7700 900{tail:03}", f"+44 {area} 496 0{tail:03}"))
            if branch == "de":
                return f"+49 {self._rng.choice(_DE_AREAS)}{tail:03}"
            return f"+33 {self._rng.choice(_FR_AREAS)} {self._rng.randrange(100):02} {self._rng.randrange(100):02}"

        return self._unique(draw)

    def place(self, branch: Branch) -> tuple[str, str, str]:
        """An unused street with number, with postcode and town."""

        def draw() -> str:
            number, street = self._rng.randrange(1, 189), self._rng.choice(STREETS[branch])
            line = f"{street} {number}" if branch == "de" else f"{number} {street}"
            code, city = self._rng.choice(TOWNS[branch]).split("|")
            if branch == "uk":
                letters = "ABDEFGHJLNPQRSTUWXYZ"
                code += f" {self._rng.randrange(1, 9)}{self._rng.choice(letters)}{self._rng.choice(letters)}"
            return f"{line}|{code}|{city}"

        line, code, city = self._unique(draw).split("|")
        return line, code, city

    def _unique(self, draw: object) -> str:
        if not callable(draw):  # pragma: no cover - for the type checker
            raise TypeError
        while (value := str(draw())) in self._taken:
            continue
        self._taken.add(value)
        return value
