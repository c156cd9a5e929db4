"""Everyday documents in which no data subject stands: what a search must read and leave alone."""

from __future__ import annotations

from random import Random

from dsar.management.demo.cast import Cast
from dsar.management.demo.content import Content, Fields, Table, as_html, as_pdf, as_text
from dsar.management.demo.mails import Mail, as_eml, as_mbox, box_of
from dsar.management.demo.office import as_docx, as_xlsx, as_zip
from dsar.management.demo.papers import (
    GOODS,
    as_csv,
    as_json_export,
    as_xml_export,
    day_before,
    moment,
    papers_of,
    price,
    roll,
)
from dsar.management.demo.people import BRANCHES, Person
from dsar.management.demo.scans import as_png, as_scanned_pdf
from dsar.management.demo.shelf import Shelf

_TOPICS = (
    ("Opening hours in winter", "The shop closes at six from November. Staff rooms stay open until seven."),
    ("Forklift training", "Everybody who drives the forklift renews the certificate by the end of the quarter."),
    ("Spring range", "The jackets arrive in week nine. The tents follow when the customs papers are in."),
    ("Fire drill", "The assembly point is the car park behind gate 2. The drill took four minutes."),
    ("Carrier prices", "The carrier raises its prices by three per cent. We compare two other offers."),
    ("Stocktaking", "Counting begins on Saturday at eight. The shop stays closed until noon."),
    ("Website", "The search of the web shop now knows sizes. Reviews can be sorted by date."),
    ("Repair workshop", "Zips are in stock again. Soles take three weeks."),
)


def fill_shelf(shelf: Shelf, cast: Cast, rng: Random) -> None:
    """Put about 130 documents into the folders of every department."""
    _sales(shelf, cast, rng)
    _support(shelf, cast, rng)
    _staff_files(shelf, cast, rng)
    _offices(shelf, cast, rng)
    _finance(shelf, cast, rng)
    _archive(shelf, cast, rng)


def _anyone(cast: Cast, rng: Random) -> Person:
    return rng.choice(cast.customers)


def _worker(cast: Cast, rng: Random) -> Person:
    return rng.choice(cast.staff[:-1])  # the last one is a data subject


def _minutes(cast: Cast, rng: Random) -> Content:
    title, text = rng.choice(_TOPICS)
    present = ", ".join(_worker(cast, rng).name for _each in range(3))
    return Content("minutes", "uk", title, day_before(rng), (f"Present: {present}", text), author="Northwind")


def _sales(shelf: Shelf, cast: Cast, rng: Random) -> None:
    for number in range(28):
        person = _anyone(cast, rng)
        paper = papers_of(person, cast, rng).invoice(90_000 + number)
        shelf.put(f"sales/invoices/INV-{90_000 + number}.pdf", as_pdf(paper))
    for number in range(6):
        offer = _minutes(cast, rng)
        shelf.put(f"sales/offers/offer-{number}.docx", as_docx(offer, header="Northwind Outfitters"))
    for number in range(4):
        prices: list[list[object]] = [["Article", "Price"]]
        prices += [[good, price(rng)] for good in GOODS]
        customers = roll([_anyone(cast, rng) for _each in range(25)])
        shelf.put(f"sales/prices/list-{number}.xlsx", as_xlsx({"Prices": prices, "Customers": customers}))
        shelf.put(f"sales/exports/week-{number}.csv", as_csv(customers))
        shelf.put(f"sales/exports/week-{number}.json", as_json_export([_anyone(cast, rng) for _each in range(8)]))
        shelf.put(f"sales/exports/week-{number}.xml", as_xml_export([_anyone(cast, rng) for _each in range(8)], rng))


def _support(shelf: Shelf, cast: Cast, rng: Random) -> None:
    for number in range(12):
        papers = papers_of(_anyone(cast, rng), cast, rng)
        shelf.put(f"support/letters/reply-{number:02}.pdf", as_pdf(papers.reply()))
        shelf.put(f"support/mail/question-{number:02}.eml", as_eml(papers.mail()))
    for number in range(6):
        shelf.put(f"support/calls/call-{number}.txt", papers_of(_anyone(cast, rng), cast, rng).note())
    for number in range(3):
        shelf.put(f"support/returns/form-{number}.png", as_png(papers_of(_anyone(cast, rng), cast, rng).form(), rng))
    for number in range(2):
        mails = [papers_of(_anyone(cast, rng), cast, rng).mail() for _each in range(14)]
        shelf.put(f"support/mail/box-{number}.mbox", as_mbox(mails))


def _staff_files(shelf: Shelf, cast: Cast, rng: Random) -> None:
    for number, person in enumerate(cast.staff[:10]):
        card = Fields((("Name", person.name), ("Employee number", person.employee_number), ("Post", person.role)))
        contract = Content("letter", "uk", "Contract of employment", day_before(rng), (card, "Three months' notice."))
        shelf.put(f"hr/contracts/{number:02}.pdf", as_pdf(contract))
    for number in range(4):
        worker = _worker(cast, rng)
        pay = rng.randrange(2400, 5200)
        rows: list[list[object]] = [["Name", "Number", "Gross"], [worker.reversed_name, worker.employee_number, pay]]
        shelf.put(f"hr/payslips/uk-{number}.xlsx", as_xlsx({"Payslip": rows}))
        shelf.put(f"hr/minutes/team-{number}.docx", as_docx(_minutes(cast, rng)))
        first, second = _worker(cast, rng), _worker(cast, rng)
        title, text = rng.choice(_TOPICS)
        shelf.put(
            f"hr/mail/note-{number}.eml", as_eml(Mail(box_of(first), (box_of(second),), title, text, moment(rng)))
        )


def _offices(shelf: Shelf, cast: Cast, rng: Random) -> None:
    for number, branch in enumerate((*BRANCHES, *BRANCHES)):
        terms = Content("letter", branch, "Terms of sale", day_before(rng), ("The goods remain ours until paid.",))
        shelf.put(f"legal/terms/{branch}-{number}.pdf", as_pdf(terms))
    for number in range(3):
        shelf.put(f"legal/minutes/board-{number}.docx", as_docx(_minutes(cast, rng), header="Board of directors"))
        shelf.put(f"marketing/plans/plan-{number}.docx", as_docx(_minutes(cast, rng)))
        shelf.put(f"facilities/rounds/round-{number}.pdf", as_pdf(_minutes(cast, rng)))
        mailing = roll([_anyone(cast, rng) for _each in range(40)])
        shelf.put(f"marketing/lists/mailing-{number}.csv", as_csv(mailing))
    for number in range(6):
        shelf.put(f"facilities/notes/note-{number}.txt", as_text(_minutes(cast, rng)))
        shelf.put(f"marketing/intranet/news-{number}.html", as_html(_minutes(cast, rng)))


def _finance(shelf: Shelf, cast: Cast, rng: Random) -> None:
    for number in range(6):
        rows = tuple((_anyone(cast, rng).name, price(rng), price(rng)) for _each in range(12))
        ledger = Content(
            "invoice", "uk", "Open items", day_before(rng), (Table(("Customer", "Due", "Paid"), rows),), ("Accounts",)
        )
        shelf.put(f"finance/ledgers/open-{number}.pdf", as_pdf(ledger))
    for number in range(4):
        budget: list[list[object]] = [["Department", "Budget"]]
        budget += [[name, rng.randrange(9_000, 90_000)] for name in ("Sales", "HR", "IT")]
        shelf.put(f"finance/budgets/budget-{number}.xlsx", as_xlsx({"Budget": budget}))


def _archive(shelf: Shelf, cast: Cast, rng: Random) -> None:
    for number in range(3):
        paper = papers_of(_anyone(cast, rng), cast, rng).reply()
        shelf.put(f"archive/box-{number:02}.pdf", as_scanned_pdf(paper, rng))
    for number in range(2):
        members = {f"{each}.txt": papers_of(_anyone(cast, rng), cast, rng).note().encode() for each in range(4)}
        shelf.put(f"archive/calls-{number}.zip", as_zip(members))
