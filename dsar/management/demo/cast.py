"""Who plays in the demo: the three data subjects, those who are mistaken for them, staff and ordinary customers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random
from typing import Any

from dsar.management.demo.names import FAMILY, GIVEN, STREETS
from dsar.management.demo.people import BRANCHES, Branch, People, Person, folded

CUSTOMERS_PER_BRANCH = 380
_JOBS: tuple[tuple[Branch, str], ...] = (
    ("uk", "Managing Director"),
    ("uk", "Head of Human Resources"),
    ("uk", "General Counsel"),
    ("uk", "Support Lead"),
    ("uk", "Support Agent"),
    ("uk", "Support Agent"),
    ("uk", "Sales Manager"),
    ("uk", "Accountant"),
    ("uk", "Facilities Manager"),
    ("uk", "Marketing Manager"),
    ("de", "Head of Branch"),
    ("de", "HR Partner"),
    ("de", "Warehouse Lead"),
    ("de", "Warehouse Operative"),
    ("de", "Warehouse Operative"),
    ("de", "Support Agent"),
    ("fr", "Head of Branch"),
    ("fr", "Support Agent"),
    ("fr", "Shop Assistant"),
    ("fr", "Accountant"),
)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody in the demo.

    Attributes:
        customer: subject "uk", a customer with a double surname; `homonym` bears the same name, `flatmate` has the
            same phone.
        employee: subject "de", an employee with an umlaut, who also shops with a private address; `namesake` drives
            for a supplier and bears the same name.
        parent: subject "fr", a customer who shares a mailbox with `spouse`.
        officials: people met in their job: a doctor, a solicitor, a works council member.
    """

    customer: Person
    homonym: Person
    flatmate: Person
    employee: Person
    employee_customer_number: str
    namesake: Person
    parent: Person
    spouse: Person
    staff: tuple[Person, ...]
    officials: tuple[Person, ...]
    customers: tuple[Person, ...]

    @property
    def subjects(self) -> dict[str, Person]:
        """The data subjects by label."""
        return {"uk": self.customer, "de": self.employee, "fr": self.parent}

    def colleague(self, job: str, branch: Branch = "uk") -> Person:
        """The first member of staff with that job in that branch."""
        return next(each for each in self.staff if (each.role, each.branch) == (job, branch))

    def of(self, branch: Branch) -> list[Person]:
        """The ordinary customers of a branch."""
        return [each for each in self.customers if each.branch == branch]


def make_cast(rng: Random) -> Cast:
    """Draw everybody; the names of the data subjects are kept from all others but their namesakes."""
    people = People(rng)
    customer = _double_named(people, rng)
    employee, number = _employee(people, rng)
    parent, spouse = _family(people, rng)
    namesake = replace(people.named(employee.given, employee.family, "de"), customer_number="")
    staff = tuple(people.employed(people.make(branch), job) for branch, job in _JOBS)
    return Cast(
        customer=customer,
        homonym=people.named(customer.given, customer.family, "uk"),
        flatmate=_flatmate(people, customer),
        employee=employee,
        employee_customer_number=number,
        namesake=namesake,
        parent=parent,
        spouse=spouse,
        staff=(*staff, employee),
        officials=tuple(replace(people.make(branch), customer_number="") for branch in ("uk", "de", "de", "fr")),
        customers=tuple(people.make(branch) for branch in BRANCHES for _each in range(CUSTOMERS_PER_BRANCH)),
    )


def profile_of(cast: Cast, label: str) -> dict[str, Any]:
    """What the organisation knows of a data subject when the search starts, in the form of SUBJECT.json."""
    person = cast.subjects[label]
    numbers = [("customer_id", person.customer_number), ("employee_id", person.employee_number)]
    if label == "de":
        numbers.append(("customer_id", cast.employee_customer_number))
    return {
        "names": [person.name],
        "emails": [each for each in (person.email, person.second_email) if each],
        "phones": [person.phone],
        "addresses": [person.address],
        "dates_of_birth": [person.born.isoformat()],
        "identifiers": [{"type": kind, "value": value} for kind, value in numbers if value],
    }


def transcribed(person: Person) -> str:
    """The name as it is written where a keyboard has no umlauts."""
    return folded(person.name.translate(_UMLAUTS))


def _double_named(people: People, rng: Random) -> Person:
    given = rng.choice(GIVEN["uk"])
    first, second = rng.sample([name for name in FAMILY["uk"] if name.isalpha()], 2)
    for family in (f"{first}-{second}", first, second):
        people.reserve(given, family)
    return people.named(given, f"{first}-{second}", "uk")


def _flatmate(people: People, customer: Person) -> Person:
    return replace(
        people.make("uk"), phone=customer.phone, street=customer.street, postcode=customer.postcode, city=customer.city
    )


def _employee(people: People, rng: Random) -> tuple[Person, str]:
    given = rng.choice(GIVEN["de"])
    family = rng.choice([name for name in FAMILY["de"] if set(name) & set("äöü")])
    people.reserve(given, family)
    private = people.named(given, family, "de")
    return people.employed(private, "Warehouse Shift Lead"), private.customer_number


def _family(people: People, rng: Random) -> tuple[Person, Person]:
    given, partner = rng.sample([name for name in GIVEN["fr"] if not folded(name).isspace()], 2)
    while partner[0] == given[0]:
        partner = rng.choice(GIVEN["fr"])
    family = rng.choice(FAMILY["fr"])
    for name in (given, partner):
        people.reserve(name, family)
    parent = people.named(given, family, "fr")
    shared = f"famille.{folded(family).lower().replace(' ', '')}{rng.randrange(10, 99)}@mail.example.org"
    parent = replace(parent, email=shared, street=f"{rng.randrange(190, 260)} {rng.choice(STREETS['fr'])}")
    spouse = replace(people.named(partner, family, "fr"), email=shared, street=parent.street)
    return parent, replace(spouse, postcode=parent.postcode, city=parent.city)
