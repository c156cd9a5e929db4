"""The documents in which the German employee stands: personnel file, health, reference, planning, advice."""

from __future__ import annotations

from random import Random

from dsar.management.demo.cast import Cast, transcribed
from dsar.management.demo.content import Block, Content, Fields, as_pdf, as_text
from dsar.management.demo.mails import Mail, as_eml, as_mbox, box_of
from dsar.management.demo.office import as_docx, as_xlsx, as_zip
from dsar.management.demo.papers import as_csv, as_page, day_before, moment
from dsar.management.demo.people import Person
from dsar.management.demo.scans import as_png, as_scanned_pdf
from dsar.management.demo.shelf import About, LooksLike, Shelf

EMAIL, NUMBER, NAME, BORN = "email_address", "employee_id", "person", "date_of_birth"
FOLDER = "hr/personnel/de"


def plant_employee(shelf: Shelf, cast: Cast, rng: Random) -> None:
    """Put the employee into the files of every department that meets one."""
    _personnel_file(shelf, cast, rng)
    _sensitive(shelf, cast, rng)
    _lists(shelf, cast, rng)
    _in_passing(shelf, cast, rng)
    _mails(shelf, cast, rng)
    _namesake(shelf, cast, rng)


def _form(title: str, rng: Random, *blocks: Block, marking: str = "", style: str = "form") -> Content:
    return Content(style, "de", title, day_before(rng), blocks, marking=marking)


def _card(person: Person) -> Fields:
    return Fields(
        (
            ("Name", person.name),
            ("Personalnummer", person.employee_number),
            ("Geburtsdatum", person.born_text),
            ("Anschrift", person.address),
            ("E-Mail", person.email),
        )
    )


def _personnel_file(shelf: Shelf, cast: Cast, rng: Random) -> None:
    person, partner = cast.employee, cast.colleague("HR Partner", "de")
    text = f"Zwischen der Gesellschaft und {person.name} wird ein Arbeitsvertrag als {person.role} geschlossen."
    signed = f"Für die Gesellschaft: {partner.name}"
    number = About("de", NUMBER)
    shelf.put(f"{FOLDER}/vertrag.pdf", as_pdf(_form("Arbeitsvertrag", rng, _card(person), text, signed)), number)
    shelf.put(f"{FOLDER}/stammblatt.png", as_png(_form("Stammblatt", rng, _card(person)), rng), number)
    scanned = as_scanned_pdf(_form("Urlaubsantrag", rng, _card(person), "Zwei Wochen im August."), rng)
    shelf.put(f"{FOLDER}/urlaub-scan.pdf", scanned, number, form="scan")
    for month in ("2026-08", "2026-09"):
        rows: list[list[object]] = [
            ["Name", "Personalnummer", "Brutto"],
            [person.reversed_name, person.employee_number, 3_640.00],
        ]
        shelf.put(f"{FOLDER}/abrechnung-{month}.xlsx", as_xlsx({month: rows}), number)
    talk = _form(
        "Mitarbeitergespräch", rng, f"{person.name} ({person.employee_number}) führt die Spätschicht umsichtig."
    )
    remark = f"{person.given} wäre als Leitung geeignet, sagt {cast.colleague('Warehouse Lead', 'de').name}."
    shelf.put(f"{FOLDER}/gespraech.docx", as_docx(talk, comment=(partner.name, remark)), number)


def _sensitive(shelf: Shelf, cast: Cast, rng: Random) -> None:
    person, doctor, referee = cast.employee, cast.officials[1], cast.officials[2]
    health = _form(
        "Arbeitsmedizinische Beurteilung",
        rng,
        _card(person),
        f"Dr. {doctor.name}, Betriebsärztin: Bandscheibenvorfall, Heben über 10 kg für sechs Monate ausgeschlossen.",
        marking="Vertraulich: Gesundheitsdaten",
    )
    shelf.put(
        "hr/occupational-health/de-beurteilung.pdf", as_scanned_pdf(health, rng), About("de", NUMBER), form="scan"
    )
    reference = _form(
        "Confidential reference",
        rng,
        f"On {person.name}, born {person.born_text}: reliable, at times impatient with temporary staff.",
        f"Given in confidence by {referee.name}, former employer.",
        marking="Given in confidence",
        style="letter",
    )
    shelf.put("hr/references/de-reference.docx", as_docx(reference), About("de", BORN))
    other = cast.colleague("Warehouse Operative", "de")
    plan = _form(
        "Planning 2027: Hamburg warehouse",
        rng,
        f"The late shift ends in April. Affected: {person.name} ({person.employee_number}), {other.name}.",
        "Not to be announced before the works council has been heard.",
        marking="Management planning: confidential",
        style="memo",
    )
    shelf.put("hr/planning/hamburg-2027.docx", as_docx(plan), About("de", NUMBER))
    advice = (
        f"Privileged legal advice.\n\nA dismissal of {person.name} during the medical restriction would likely fail. "
        f"The file to look at is {person.employee_number}."
    )
    mail = Mail(
        box_of(cast.colleague("General Counsel")),
        (box_of(cast.colleague("Head of Human Resources")),),
        "Advice on Hamburg",
        advice,
        moment(rng, 120),
    )
    shelf.put("legal/privileged/de-advice.eml", as_eml(mail), About("de", NUMBER))


def _lists(shelf: Shelf, cast: Cast, rng: Random) -> None:
    person = cast.employee
    team = [each for each in cast.staff if each.branch == "de"]
    rest = [each for each in team if each is not person]
    rows: list[list[object]] = [["Personalnummer", "Name", "E-Mail"]]
    everyone = rows + [[each.employee_number, each.reversed_name, each.email] for each in team]
    others = rows + [[each.employee_number, each.reversed_name, each.email] for each in rest]
    number = About("de", NUMBER)
    shelf.put("hr/absence/hamburg-2026.csv", as_csv(everyone), number)
    book = as_xlsx({"Schichtplan": others, "alt": everyone}, hidden=frozenset({"alt"}))
    shelf.put("hr/rota/hamburg-rota.xlsx", book, number)
    entries = "".join(
        f"<pay number='{each.employee_number}'><name>{each.name}</name><gross>{rng.randrange(2600, 4800)}</gross></pay>"
        for each in team
    )
    shelf.put("finance/payroll/de-2026-09.xml", f"<?xml version='1.0'?>\n<payroll>{entries}</payroll>\n", number)
    quoted = ", ".join(f'{{"id": "{each.employee_number}", "mail": "{each.email}"}}' for each in team)
    shelf.put("hr/exports/de-directory.json", f'{{"directory": [{quoted}]}}\n', number)
    page = as_page("Neu im Team", "de", rng, f"{person.name} leitet seit heute die Spätschicht.", person.email)
    shelf.put("hr/intranet/de-team.html", page, About("de", EMAIL))


def _in_passing(shelf: Shelf, cast: Cast, rng: Random) -> None:
    person = cast.employee
    text = f"{person.initial_name} berichtet von zwei Beinaheunfällen am Tor 3. Die Leitung lässt das Tor prüfen."
    shelf.put(
        "facilities/safety/hamburg-runde.pdf",
        as_pdf(_form("Protokoll der Sicherheitsrunde", rng, text, style="minutes")),
        About("de", NAME, "review"),
    )
    keys = _form("Schlüsselliste", rng, f"Tor 3: {transcribed(person)}, {person.employee_number}", style="memo")
    shelf.put("facilities/keys/hamburg.txt", as_text(keys), About("de", NUMBER))
    forms = {
        "2025/urlaub.pdf": as_pdf(_form("Urlaubsantrag", rng, _card(person), "Drei Tage im Mai.")),
        "2025/leer.txt": b"Vorlage ohne Namen.\n",
    }
    shelf.put("archive/de-personal-2025.zip", as_zip(forms), About("de", NUMBER, member="2025/urlaub.pdf"))


def _mails(shelf: Shelf, cast: Cast, rng: Random) -> None:
    person, lead = cast.employee, cast.colleague("Warehouse Lead", "de")
    partner, mate = cast.colleague("HR Partner", "de"), cast.colleague("Warehouse Operative", "de")
    to_lead = (box_of(lead),)
    sick = Mail(box_of(person), to_lead, "Krankmeldung", "Ich bin bis Freitag krank.\n\nGruß", moment(rng))
    shelf.put("hr/mail/de-krank.eml", as_eml(sick), About("de", EMAIL))
    certificate = as_pdf(_form("Bescheinigung", rng, _card(person), "Arbeitsunfähig für fünf Tage."))
    sent = Mail(
        box_of(lead), (box_of(partner),), "Bescheinigung", "Siehe Anlage.", moment(rng), (), (("au.pdf", certificate),)
    )
    shelf.put("hr/mail/de-anlage.eml", as_eml(sent), About("de", NUMBER, part="attachment 2: au.pdf"))
    mails = [
        Mail(
            box_of(mate), to_lead, "Schicht", f"Mit {person.name} ({person.email}) möchte ich nicht mehr.", moment(rng)
        ),
        Mail(box_of(lead), (box_of(mate),), "Tor 3", "Das Tor wird am Montag geprüft.", moment(rng)),
        Mail(box_of(partner), to_lead, "Urlaub", "Bitte die Anträge bis Ende des Monats.", moment(rng)),
        Mail(box_of(lead), (box_of(person),), "Spätschicht", "Kannst du Donnerstag übernehmen?", moment(rng)),
    ]
    order = sorted(range(len(mails)), key=lambda index: mails[index].sent_at)
    found = [About("de", EMAIL, part=f"message {order.index(index) + 1}") for index in (0, 3)]
    shelf.put("hr/mail/de-team.mbox", as_mbox(mails), *found)


def _namesake(shelf: Shelf, cast: Cast, rng: Random) -> None:
    driver = cast.namesake
    looks = LooksLike("de", "a supplier's driver of the same name")
    text = f"{driver.name}, Fahrer der Spedition, {driver.phone}, {driver.email}, holt dienstags ab."
    shelf.put("facilities/carriers/abholung.txt", text + "\n", looks)
    card = Fields((("Fahrer", driver.name), ("Telefon", driver.phone), ("Geburtsdatum", driver.born_text)))
    shelf.put("facilities/carriers/ausweis.pdf", as_pdf(_form("Einfahrt der Spedition", rng, card)), looks)
