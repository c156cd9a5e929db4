"""People in compromised documents: how many a scan counts, and how many there are.

    python -m benchmarks.breach_people [HEAPS]

Each heap is made anew from a seed: some forty documents (lists, letters, mails, tickets, invoices, minutes) about
invented people, many of whom stand in several documents in other words. What makes counting hard is in it: namesakes,
two addresses of one person, names turned round, shared mailboxes, colleagues who sign, given names alone.
Bars: "at least" is never more than there are; "about" is within 15 % of them in every heap, within 8 % on average;
of two mentions that are taken for one person, 98 % are.
"""

import os
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field

HEAPS = 20
DOCUMENTS = 40
EACH, AVERAGE, PRECISION = 0.15, 0.08, 0.98
_GIVEN = [
    "Ida",
    "Owen",
    "Clara",
    "Felix",
    "Nora",
    "Jasper",
    "Lena",
    "Oscar",
    "Mira",
    "Henry",
    "Alma",
    "Victor",
    "Elsa",
    "Hugo",
    "Ruth",
    "Simon",
    "Vera",
    "Anton",
    "Greta",
    "Louis",
    "Edith",
    "Martin",
    "Agnes",
    "Paul",
    "Hilda",
    "Conrad",
    "Stella",
    "Walter",
    "Irene",
    "Edgar",
    "Martha",
    "Rupert",
    "Sylvia",
    "Leonard",
    "Beatrix",
    "Gordon",
]
_FAMILY = [
    "Marlowe",
    "Castle",
    "Winters",
    "Ashdown",
    "Fairley",
    "Holbrook",
    "Lindqvist",
    "Pemberton",
    "Okafor",
    "Sandoval",
    "Brandt",
    "Keller",
    "Dubois",
    "Moreau",
    "Fontaine",
    "Ritter",
    "Vogel",
    "Novak",
    "Petrov",
    "Hansen",
    "Larsen",
    "Rossi",
    "Bianchi",
    "Moretti",
    "Santos",
    "Silva",
    "Ferreira",
    "Murphy",
    "Doyle",
    "Walsh",
    "Kerr",
]
_SHARED = ("info@northwind.example", "dispatch@northwind.example", "support@example.org")


@dataclass(frozen=True, slots=True)
class Person:
    """An invented person with what documents know of them."""

    number: int
    given: str
    family: str
    mails: tuple[str, ...]
    phone: str
    customer: str

    @property
    def name(self) -> str:
        """Given name and family name."""
        return f"{self.given} {self.family}"


@dataclass(slots=True)
class Heap:
    """Documents, and who stands in them so that somebody who reads can tell them apart."""

    documents: list[list[str]] = field(default_factory=list)
    present: set[int] = field(default_factory=set)
    by_value: dict[str, set[int]] = field(default_factory=dict)

    def tell(self, person: Person, *values: str) -> None:
        """Note that these values of the person stand somewhere."""
        self.present.add(person.number)
        for value in values:
            self.by_value.setdefault(value.casefold(), set()).add(person.number)


def people(chance: random.Random, count: int) -> list[Person]:
    """Invented people; one in thirty has a namesake, one in eight a second address."""
    found: list[Person] = []
    for number in range(count):
        given, family = chance.choice(_GIVEN), chance.choice(_FAMILY)
        if found and chance.random() < 1 / 30:
            given, family = found[-1].given, found[-1].family
        mails = [f"{given}.{family}{number}@example.org".lower()]
        if chance.random() < 1 / 8:
            mails.append(f"{family}{number}@example.com".lower())
        phone = f"+44 20 7946 0{number:03d}"
        found.append(Person(number, given, family, tuple(mails), phone, f"C-{100_000 + number * 37}"))
    return found


def heap(seed: int) -> Heap:
    """A heap of documents."""
    chance = random.Random(seed)
    made, crowd = Heap(), people(chance, chance.randint(45, 90))
    staff = crowd[:3]
    makers = (_list, _list, _letter, _letter, _mail, _mail, _mail, _ticket, _invoice, _minutes)
    for _ in range(DOCUMENTS):
        made.documents.append(list(chance.choice(makers)(chance, made, crowd[3:], staff)))
    return made


def _list(chance: random.Random, made: Heap, crowd: list[Person], _staff: list[Person]) -> Iterator[str]:
    yield "number;name;e-mail;phone"
    for one in chance.sample(crowd, chance.randint(2, 12)):
        mail = chance.choice(one.mails)
        name = one.name if chance.random() < 0.8 else f"{one.family}, {one.given}"
        phone = one.phone if chance.random() < 0.5 else ""
        made.tell(one, one.name, mail, one.customer, *([phone] if phone else []))
        yield f"{one.customer};{name};{mail};{phone}"


def _letter(chance: random.Random, made: Heap, crowd: list[Person], staff: list[Person]) -> Iterator[str]:
    one, clerk = chance.choice(crowd), chance.choice(staff)
    made.tell(one, one.name, one.customer)
    made.tell(clerk, clerk.name)
    yield "Northwind Ltd"
    yield f"{chance.choice(('Mr', 'Ms'))} {one.name}"
    yield "12 Mill Road"
    yield f"Your contract, customer number {one.customer}"
    yield f"Dear {chance.choice(('Mr', 'Ms'))} {one.family},"
    yield "thank you for your letter. We have changed the day of delivery as you asked."
    yield "Yours sincerely"
    yield clerk.name


def _mail(chance: random.Random, made: Heap, crowd: list[Person], staff: list[Person]) -> Iterator[str]:
    one, clerk = chance.choice(crowd), chance.choice(staff)
    mail = chance.choice(one.mails)
    made.tell(one, one.name, mail)
    made.tell(clerk, clerk.name, clerk.mails[0])
    yield f"From: {one.name} <{mail}>"
    yield f"To: {chance.choice(_SHARED)}"
    yield "Subject: My order"
    yield f"Hello {clerk.given}, where is my parcel?"
    yield f"Best wishes, {one.given}"
    yield f"{clerk.name} <{clerk.mails[0]}> wrote: we look into it."


def _ticket(chance: random.Random, made: Heap, crowd: list[Person], _staff: list[Person]) -> Iterator[str]:
    one = chance.choice(crowd)
    made.tell(one, one.name, one.phone)
    yield "Ticket 4711, opened by telephone"
    yield f"Caller: {one.name}, phone {one.phone}"
    yield f"{one.given} says that the box came open. Answer to {chance.choice(_SHARED)}."


def _invoice(chance: random.Random, made: Heap, crowd: list[Person], _staff: list[Person]) -> Iterator[str]:
    one = chance.choice(crowd)
    made.tell(one, one.name, one.customer, one.mails[0])
    yield "Invoice 2026-118"
    yield f"To: {one.name}, customer number {one.customer}, {one.mails[0]}"
    yield "2 boxes, 48.00; due within 14 days"


def _minutes(chance: random.Random, made: Heap, crowd: list[Person], staff: list[Person]) -> Iterator[str]:
    one, other = chance.sample(crowd, 2)
    made.tell(one, one.name)
    made.tell(other, other.name)
    for clerk in staff[:2]:
        made.tell(clerk, clerk.name)
    yield f"Present: {staff[0].name}, {staff[1].name}"
    yield f"Complaint of {one.name}: the refund is late."
    yield f"{other.name} wants to be called back."


@dataclass(frozen=True, slots=True)
class Count:
    """What a scan says of a heap; `right` of `joined`: pairs of values taken for one person who are."""

    there: int
    at_least: int
    about: int
    right: int
    joined: int


def counted_of(made: Heap) -> Count:
    """Read a heap as a scan of a breach does, and compare."""
    from discovery.detection import Options
    from dsar.accountability.breaches import counting, scanning
    from dsar.pii.runs import Reader

    def keyed(_kind: str, value: str) -> str:
        return value

    reader = Reader(Options(), "", (), ("en",))
    files = [scanning.counted(["\n".join(lines)], reader, keyed).as_json() for lines in made.documents]
    groups = counting.put_together(files).groups
    found = counting.people_of(groups)
    owners = _owners(made)
    right = joined = 0
    for group in groups:
        known = [owners[token.partition(":")[2]] for token in group if token.partition(":")[2] in owners]
        for place, one in enumerate(known):
            for other in known[place + 1 :]:
                joined += 1
                right += bool(one & other)
    return Count(len(made.present), found.at_least, found.about, right, joined)


def _owners(made: Heap) -> dict[str, set[int]]:
    """Whose each value is, as counting compares values."""
    plain = {"".join(one for one in value if one.isalnum()): who for value, who in made.by_value.items()}
    return {**made.by_value, **plain}


def main(heaps: int) -> int:
    """Count and print; 1 where a bar is not met."""
    counts = [counted_of(heap(seed)) for seed in range(heaps)]
    errors = [abs(one.about - one.there) / one.there for one in counts]
    right, joined = sum(one.right for one in counts), sum(one.joined for one in counts)
    over = [one for one in counts if one.at_least > one.there]
    average, worst, precision = sum(errors) / len(errors), max(errors), right / max(joined, 1)
    for one in counts[:5]:
        print(f"there {one.there:4}  at least {one.at_least:4}  about {one.about:4}")
    share = sum(one.at_least / one.there for one in counts) / len(counts)
    print(f"{heaps} heaps of {DOCUMENTS} documents, {sum(one.there for one in counts)} people")
    print(f"at least: {share:.3f} of the people on average, more than there are in {len(over)} heaps")
    print(f"about: off by {average:.3f} on average, {worst:.3f} at most")
    print(f"mentions joined: {joined}, right {precision:.4f}")
    return int(bool(over) or average > AVERAGE or worst > EACH or precision < PRECISION)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dsar.config.settings.test")
    import django

    django.setup()
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else HEAPS))
