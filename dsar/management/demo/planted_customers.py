"""The documents in which the two customers stand, and those in which only their doubles stand."""

from __future__ import annotations

from random import Random

from dsar.management.demo.cast import Cast
from dsar.management.demo.content import Content, as_pdf
from dsar.management.demo.mails import Mail, as_eml, as_mbox, box_of
from dsar.management.demo.office import as_docx, as_xlsx, as_zip
from dsar.management.demo.papers import (
    Papers,
    as_csv,
    as_json_export,
    as_page,
    as_xml_export,
    day_before,
    moment,
    papers_of,
    roll,
)
from dsar.management.demo.people import Person
from dsar.management.demo.scans import as_png, as_scanned_pdf
from dsar.management.demo.shelf import About, LooksLike, Shelf

EMAIL, NUMBER, NAME, PHONE = "email_address", "customer_id", "person", "phone_number"


def plant_customer(shelf: Shelf, cast: Cast, label: str, rng: Random) -> None:
    """Put a customer into every format and every hiding place, among other customers where lists are concerned."""
    person = cast.subjects[label]
    papers = papers_of(person, cast, rng)
    _on_paper(shelf, papers, label, rng)
    _in_lists(shelf, cast, label, rng)
    _in_office_files(shelf, cast, label, rng)
    _in_mails(shelf, cast, label, rng)
    _in_mailbox(shelf, cast, label, rng)
    _in_archive(shelf, cast, papers, label, rng)


def plant_doubles(shelf: Shelf, cast: Cast, rng: Random) -> None:
    """Put the homonym, the flatmate with the same phone and the spouse with the same mailbox where they mislead."""
    for person, label, reason in (
        (cast.homonym, "uk", "another person of the same name"),
        (cast.flatmate, "uk", "flatmate with the same phone"),
        (cast.spouse, "fr", "spouse with the same mailbox"),
    ):
        papers, looks = papers_of(person, cast, rng), LooksLike(label, reason)
        tag = f"{person.branch}-{person.customer_number[3:]}"
        shelf.put(f"sales/invoices/{tag}-a.pdf", as_pdf(papers.invoice(rng.randrange(70_000, 79_999))), looks)
        shelf.put(f"support/calls/{tag}.txt", f"{papers.note()}{person.email}, {person.address}\n", looks)
        receipt = LooksLike(label, reason, part="attachment 2: receipt.pdf")
        shelf.put(f"support/mail/{tag}.eml", as_eml(papers.mail()), looks, receipt)
        shelf.put(f"sales/exports/{tag}.json", as_json_export([person]), looks)
        crowd = _among(person, _crowd(cast, person, rng), rng)
        shelf.put(f"marketing/lists/{tag}-autumn-mailing.csv", as_csv(roll(crowd)), looks)


def _on_paper(shelf: Shelf, papers: Papers, label: str, rng: Random) -> None:
    number, form = About(label, NUMBER), papers.form()
    for start in (10_000, 20_000, 30_000):
        invoice = rng.randrange(start, start + 9_999)
        shelf.put(f"sales/invoices/INV-{invoice}.pdf", as_pdf(papers.invoice(invoice)), number)
    shelf.put(f"support/letters/{label}-reply.pdf", as_pdf(papers.reply()), number)
    shelf.put(f"support/returns/{label}-form.png", as_png(form, rng), number)
    shelf.put(f"archive/{label}-box-07.pdf", as_scanned_pdf(papers.form(), rng), number, form="scan")
    shelf.put(f"archive/{label}-box-11.pdf", as_scanned_pdf(papers.reply(), rng), number, form="scan")
    shelf.put(f"support/calls/{label}-call.txt", papers.note(), About(label, PHONE))
    person = papers.person
    shouted = f"CALL BACK BEFORE NOON: {person.family.upper()}, {person.national_phone}\n"
    shelf.put(f"support/calls/{label}-back.txt", shouted, About(label, PHONE))


def _in_lists(shelf: Shelf, cast: Cast, label: str, rng: Random) -> None:
    person = cast.subjects[label]
    crowd = _crowd(cast, person, rng)
    shelf.put(
        f"marketing/lists/{label}-spring-mailing.csv", as_csv(roll(_among(person, crowd, rng))), About(label, EMAIL)
    )
    shelf.put(f"sales/exports/{label}-crm.json", as_json_export(_among(person, crowd[:9], rng)), About(label, NUMBER))
    shelf.put(
        f"sales/exports/{label}-carrier.xml", as_xml_export(_among(person, crowd[:6], rng), rng), About(label, EMAIL)
    )
    plain = f"{person.plain_name} ({person.customer_number}) has had the same fault twice. Treat with care."
    title = "Returns to learn from"
    page = as_page(title, person.branch, rng, "Three cases of this month.", plain)
    shelf.put(f"support/intranet/{label}-returns.html", page, About(label, NUMBER))


def _in_office_files(shelf: Shelf, cast: Cast, label: str, rng: Random) -> None:
    person, crowd = cast.subjects[label], _crowd(cast, cast.subjects[label], rng)
    book = as_xlsx(
        {"Vouchers": roll(crowd[:12]), "old": roll(_among(person, crowd[12:], rng))}, hidden=frozenset({"old"})
    )
    shelf.put(f"marketing/lists/{label}-vouchers.xlsx", book, About(label, EMAIL))
    listed = as_xlsx({"Goodwill": roll(crowd[:10])}, comments={"B3": f"not {person.reversed_name}? {person.phone}"})
    shelf.put(f"finance/{label}-goodwill.xlsx", listed, About(label, PHONE))
    memo = _memo(person, rng, "Repair agreement", "The workshop repairs the article at no charge within two weeks.")
    shelf.put(
        f"support/workshop/{label}-repair.docx",
        as_docx(memo, header=f"Repair for {person.name}, {person.email}"),
        About(label, EMAIL),
    )
    memo = _memo(person, rng, "Template: goodwill letter", "Use this letter where the fault is ours.")
    remark = f"As we wrote to {person.name}, {person.customer_number}, in spring."
    shelf.put(
        f"support/templates/{label}-goodwill.docx",
        as_docx(memo, comment=(cast.colleague("Support Lead").name, remark)),
        About(label, NUMBER),
    )
    text = f"{person.initial_name} has complained again. We answer by Friday; nobody else writes to the customer."
    minutes = Content("minutes", person.branch, "Minutes of the support round", day_before(rng), (text,))
    shelf.put(f"support/minutes/{label}-round.docx", as_docx(minutes), About(label, NAME, "review"))


def _in_mails(shelf: Shelf, cast: Cast, label: str, rng: Random) -> None:
    person = cast.subjects[label]
    lead, agent = cast.colleague("Support Lead"), cast.colleague("Support Agent", person.branch)
    own = papers_of(person, cast, rng).mail()
    receipt = About(label, NAME, "review", part="attachment 2: receipt.pdf")
    shelf.put(f"support/mail/{label}-not-come.eml", as_eml(own), About(label, EMAIL), receipt)
    text = f"{person.initial_name} ({person.customer_number}) is on the phone every week. Can you take over?"
    asked = Mail(box_of(agent), (box_of(lead),), "Difficult one", text, moment(rng))
    shelf.put(f"support/mail/{label}-difficult.eml", as_eml(asked), About(label, NUMBER))
    book = as_xlsx({"Open": roll(_among(person, _crowd(cast, person, rng)[:18], rng))})
    silent = Mail(
        box_of(lead),
        (box_of(agent),),
        "This week's list",
        "As every Monday.",
        moment(rng),
        attachments=(("open.xlsx", book),),
    )
    shelf.put(f"support/mail/{label}-monday.eml", as_eml(silent), About(label, EMAIL, part="attachment 2: open.xlsx"))


def _in_mailbox(shelf: Shelf, cast: Cast, label: str, rng: Random) -> None:
    person = cast.subjects[label]
    agent = cast.colleague("Support Agent", person.branch)
    double = cast.homonym if label == "uk" else cast.spouse
    others = rng.sample(cast.of(person.branch), 7)
    told = f"My neighbour {person.name}, {person.phone}, took the parcel in. Is that usual?"
    mails = [papers_of(each, cast, rng).mail() for each in (*others[:5], person, double)]
    mails.append(Mail(box_of(others[5]), (box_of(agent),), "Parcel", told, moment(rng)))
    mails.append(Mail(box_of(agent), (box_of(person),), "Your order", "We have asked the carrier.", moment(rng)))
    mails.append(Mail(box_of(agent), (box_of(others[6]),), "Your order", "It left today.", moment(rng)))
    kinds = {5: EMAIL, 7: PHONE, 8: EMAIL}
    order = sorted(range(len(mails)), key=lambda index: mails[index].sent_at)
    places: list[About | LooksLike] = []
    for number, index in enumerate(order, start=1):
        part = f"message {number}"
        if index in kinds:
            places.append(About(label, kinds[index], part=part))
        if index == 5:
            places.append(About(label, NAME, "review", part=f"{part} › attachment 2: receipt.pdf"))
        if index == 6:
            places.append(LooksLike(label, "the same name or mailbox, another person", part=part))
            inner = f"{part} › attachment 2: receipt.pdf"
            places.append(LooksLike(label, "the same name or mailbox, another person", part=inner))
    shelf.put(f"support/mail/{label}-box.mbox", as_mbox(mails), *places)


def _in_archive(shelf: Shelf, cast: Cast, papers: Papers, label: str, rng: Random) -> None:
    others = [papers_of(each, cast, rng) for each in rng.sample(cast.of(papers.person.branch), 3)]
    members = {f"letters/{number}.pdf": as_pdf(each.reply()) for number, each in enumerate(others, start=1)}
    members["letters/4.pdf"] = as_pdf(papers.reply())
    members["notes/call.txt"] = papers.note().encode()
    found = (About(label, NUMBER, member="letters/4.pdf"), About(label, PHONE, member="notes/call.txt"))
    shelf.put(f"archive/{label}-2024.zip", as_zip(members), *found)


def _crowd(cast: Cast, person: Person, rng: Random) -> list[Person]:
    """Thirty ordinary customers of the same branch."""
    return rng.sample(cast.of(person.branch), 30)


def _among(person: Person, crowd: list[Person], rng: Random) -> list[Person]:
    """The person somewhere among the others."""
    at = rng.randrange(len(crowd))
    return [*crowd[:at], person, *crowd[at:]]


def _memo(person: Person, rng: Random, title: str, text: str) -> Content:
    return Content("memo", person.branch, title, day_before(rng), (text, "Questions go to the support lead."))


def plant_disputes(shelf: Shelf, cast: Cast, rng: Random) -> None:
    """Put the customer's dispute on file: advice of counsel, a negotiation note, a letter that names third persons."""
    person, counsel = cast.customer, cast.colleague("General Counsel")
    solicitor, director = cast.officials[0], cast.colleague("Managing Director")
    advice = (
        f"Privileged and confidential: legal advice.\n\nOn the claim of {person.name} ({person.customer_number}): the "
        f"injury was foreseeable once the second complaint was in. I advise to settle. {solicitor.name}, solicitor, "
        "would defend us at court."
    )
    mail = Mail(box_of(counsel), (box_of(director),), "Legal advice", advice, moment(rng))
    shelf.put("legal/privileged/uk-advice.eml", as_eml(mail), About("uk", NUMBER))
    note = (
        f"We open at £400 and go no higher than £1,200 with {person.reversed_name}. Mail to {person.email} only.",
        f"Do not mention that {rng.choice(cast.of('uk')).name} was paid £900 for the same fault.",
    )
    memo = Content(
        "memo", "uk", "Settlement: our range", day_before(rng, 90), note, marking="Negotiation: not to be shared"
    )
    shelf.put("legal/claims/uk-range.docx", as_docx(memo), About("uk", EMAIL))
