"""The shop's database: who bought what, who wrote to whom, and which of it is about the data subjects."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path
from random import Random

from dsar.management.demo.cast import Cast
from dsar.management.demo.names import COUNTRY, COUNTRY_CODE
from dsar.management.demo.papers import GOODS
from dsar.management.demo.people import Person
from dsar.management.demo.shelf import About, AnswerSheet, LooksLike, Mention
from dsar.management.demo.shop_customers import CustomerRows
from dsar.management.demo.shop_rows import Rows

_SCHEMA = Path(__file__).with_name("shop.sql")
_CATEGORIES = ("Backpacks", "Jackets", "Boots", "Tents", "Stoves", "Sleeping bags", "Maps", "Care")
_SIZES = ("XS", "S", "M", "L", "XL")


def build_shop(path: Path, cast: Cast, sheet: AnswerSheet, rng: Random) -> dict[str, int]:
    """Write the database at `path` and its truth on the sheet; gives the number of rows by table."""
    rows = Rows(sheet)
    _goods(rows, cast, rng)
    _staff(rows, cast)
    customers = CustomerRows(rows, rng)
    shoppers = _shoppers(cast, rng)
    for person, mention in shoppers:
        customers.add(person, mention)
    _mentions(rows, customers, cast, rng)
    with sqlite3.connect(path) as connection:
        connection.executescript(_SCHEMA.read_text(encoding="utf-8"))
        connection.execute("PRAGMA foreign_keys = ON")
        rows.write(connection)
    connection.close()
    return rows.counts


def _goods(rows: Rows, cast: Cast, rng: Random) -> None:
    for branch, name in COUNTRY.items():
        rows.add("countries", code=COUNTRY_CODE[branch], name=name)
    for name in _CATEGORIES:
        rows.add("categories", name=name)
    drivers: list[tuple[Person, Mention | None]] = [(rng.choice(cast.officials), None) for _each in range(11)]
    drivers.append((cast.namesake, LooksLike("de", "a supplier's driver of the same name")))
    for number, (contact, mention) in enumerate(drivers, start=1):
        rows.add(
            "suppliers",
            mention,
            name=f"Supplier {number}",
            contact_name=contact.name,
            email=contact.email,
            phone=contact.phone,
            country_code=COUNTRY_CODE[contact.branch],
        )
    for number in range(1, 161):
        rows.add(
            "products",
            sku=f"SKU-{number:04}",
            name=f"{rng.choice(GOODS)} {rng.choice(_SIZES)}",
            price=rng.randrange(9, 420),
            category_id=rng.randrange(1, len(_CATEGORIES) + 1),
            supplier_id=rng.randrange(1, 13),
        )


def _staff(rows: Rows, cast: Cast) -> None:
    for number, person in enumerate(cast.staff):
        rows.add(
            "staff",
            About("de", "employee_id") if person is cast.employee else None,
            employee_number=person.employee_number,
            given_name=person.given,
            family_name=person.family,
            email=person.email,
            job_title=person.role,
            country_code=COUNTRY_CODE[person.branch],
            manager_id=1 if number else None,
        )


def _shoppers(cast: Cast, rng: Random) -> list[tuple[Person, Mention | None]]:
    private = replace(cast.employee, email=cast.employee.second_email, customer_number=cast.employee_customer_number)
    known: list[tuple[Person, Mention | None]] = [
        (cast.customer, About("uk", "customer_id")),
        (private, About("de", "email_address")),
        (cast.parent, About("fr", "customer_id")),
        (cast.homonym, LooksLike("uk", "another person of the same name")),
        (cast.flatmate, LooksLike("uk", "flatmate with the same phone")),
        (cast.spouse, LooksLike("fr", "spouse with the same mailbox")),
    ]
    everyone = [*known, *((person, None) for person in cast.customers)]
    rng.shuffle(everyone)
    return everyone


def _mentions(rows: Rows, customers: CustomerRows, cast: Cast, rng: Random) -> None:
    """Other customers' rows in which a data subject is named."""
    for label, person in cast.subjects.items():
        number = person.customer_number or person.employee_number
        others = iter(rng.sample([each for each in cast.customers if each.branch == person.branch], 4))
        told: tuple[tuple[str, str, Mention], ...] = (
            ("ticket_messages", f"{person.name} ({number}) took it in.", About(label, "customer_id")),
            ("ticket_messages", f"I spoke to {person.initial_name} about it.", About(label, "person", "review")),
            ("orders", f"If away: {person.reversed_name}, {person.street}", About(label, "person", "review")),
            ("customers", f"Recommended by {person.email}", About(label, "email_address")),
        )
        for table, text, mention in told:
            rows.write_into(table, customers.last_key(table, next(others)), text, mention)
