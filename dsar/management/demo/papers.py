"""Documents about a customer in every format, in the words of the branch."""

from __future__ import annotations

import csv
import datetime
import io
import json
from dataclasses import dataclass
from random import Random
from xml.sax.saxutils import escape

from dsar.management.demo.cast import Cast
from dsar.management.demo.content import OFFICES, Content, Fields, Table, as_html, as_pdf, as_text
from dsar.management.demo.mails import Mail
from dsar.management.demo.people import ANCHOR, Branch, Person

GOODS = (
    "Ridge 40 backpack",
    "Fell jacket",
    "Tarn boots",
    "Gale tent 2P",
    "Loch stove",
    "Scree poles",
    "Moss sleeping bag",
)
WORDS: dict[str, dict[str, str]] = {
    "uk": {
        "invoice": "Invoice",
        "item": "Item",
        "quantity": "Quantity",
        "amount": "Amount",
        "number": "Customer number",
        "name": "Name",
        "email": "E-mail",
        "phone": "Phone",
        "born": "Date of birth",
        "address": "Address",
        "complaint": "Your complaint of last week",
        "dear": "Dear {name},",
        "reply": "thank you for your letter about the {good}. Our repairer {helper} has looked at it and agrees that "
        "the seam is faulty. We refund the price in full and have noted this under customer number {number}.",
        "other": "The parcel was handed to your neighbour {other} by mistake; we have asked for it back.",
        "regards": "With kind regards, {helper}, customer support",
        "form": "Return form",
        "why": "Reason: the zip broke on the second day. Please send the refund to my account.",
        "mail": "Hello,\n\nI ordered a {good} under customer number {number} and it has not come. Attached is my "
        "receipt. You can reach me on {phone}.\n\nRegards\n{name}",
        "receipt": "Receipt",
        "note": "Rang at ten past nine. {reversed}, {phone}. Wants the {good} changed for a larger size. Was friendly.",
    },
    "fr": {
        "invoice": "Facture",
        "item": "Article",
        "quantity": "Quantité",
        "amount": "Montant",
        "number": "Numéro de client",
        "name": "Nom",
        "email": "Courriel",
        "phone": "Téléphone",
        "born": "Date de naissance",
        "address": "Adresse",
        "complaint": "Votre réclamation",
        "dear": "Bonjour {name},",
        "reply": "nous vous remercions de votre lettre au sujet de l'article {good}. Notre réparateur {helper} "
        "confirme le défaut. Nous vous remboursons la totalité du prix, sous le numéro de client {number}.",
        "other": "Le colis a été remis par erreur à votre voisin {other} ; nous l'avons réclamé.",
        "regards": "Cordialement, {helper}, service clients",
        "form": "Formulaire de retour",
        "why": "Motif : la fermeture a cassé le deuxième jour. Merci de me rembourser.",
        "mail": "Bonjour,\n\nj'ai commandé un article {good} sous le numéro de client {number} et il n'est pas arrivé. "
        "Le reçu est joint. Vous pouvez m'appeler au {phone}.\n\nCordialement\n{name}",
        "receipt": "Reçu",
        "note": "Appel à neuf heures dix. {reversed}, {phone}. Souhaite échanger l'article {good}. Très aimable.",
    },
    "de": {
        "invoice": "Rechnung",
        "item": "Artikel",
        "quantity": "Menge",
        "amount": "Betrag",
        "number": "Kundennummer",
        "name": "Name",
        "email": "E-Mail",
        "phone": "Telefon",
        "born": "Geburtsdatum",
        "address": "Anschrift",
        "complaint": "Ihre Beschwerde",
        "dear": "Guten Tag {name},",
        "reply": "vielen Dank für Ihren Brief zu {good}. {helper} aus der Werkstatt bestätigt den Mangel. Wir "
        "erstatten den vollen Preis und haben das unter der Kundennummer {number} vermerkt.",
        "other": "Das Paket ging versehentlich an {other} in der Nachbarschaft; wir haben es zurückgefordert.",
        "regards": "Mit freundlichen Grüßen, {helper}, Kundendienst",
        "form": "Rücksendeformular",
        "why": "Grund: Der Reißverschluss war am zweiten Tag kaputt. Bitte erstatten Sie den Betrag.",
        "mail": "Guten Tag,\n\nich habe unter der Kundennummer {number} {good} bestellt und nichts bekommen. Die "
        "Quittung hängt an. Sie erreichen mich unter {phone}.\n\nGrüße\n{name}",
        "receipt": "Quittung",
        "note": "Anruf um zehn nach neun. {reversed}, {phone}. Möchte {good} in einer anderen Größe. War freundlich.",
    },
}


def day_before(rng: Random, most: int = 900) -> datetime.date:
    """A day of the last `most` days."""
    return ANCHOR - datetime.timedelta(days=rng.randrange(5, most))


def moment(rng: Random, most: int = 500) -> datetime.datetime:
    """An instant of a working day, in UTC."""
    hour, minute = rng.randrange(8, 18), rng.randrange(60)
    return datetime.datetime.combine(
        day_before(rng, most), datetime.time(hour, minute, rng.randrange(60)), datetime.UTC
    )


def price(rng: Random, branch: Branch = "uk") -> str:
    """An amount of money in words of the branch."""
    amount = f"{rng.randrange(12, 480)}.{rng.choice(('00', '50', '95'))}"
    return f"£{amount}" if branch == "uk" else f"{amount.replace('.', ',')} €"


@dataclass(frozen=True, slots=True)
class Papers:
    """Makes the documents of one customer.

    Attributes:
        helper: the member of staff who signs.
        other: somebody else whose data stand in the customer's documents.
    """

    rng: Random
    person: Person
    helper: Person
    other: Person

    def invoice(self, number: int) -> Content:
        """An invoice with address, customer number and goods."""
        words, branch = WORDS[self.person.branch], self.person.branch
        goods = self.rng.sample(GOODS, self.rng.randrange(1, 4))
        rows = tuple((good, str(self.rng.randrange(1, 3)), price(self.rng, branch)) for good in goods)
        return Content(
            "invoice",
            branch,
            f"{words['invoice']} INV-{number}",
            day_before(self.rng),
            (
                Fields(((words["number"], self.person.customer_number), (words["email"], self.person.email))),
                Table((words["item"], words["quantity"], words["amount"]), rows),
            ),
            recipient=(self.person.name, *self.person.address_lines),
            reference=f"INV-{number}",
        )

    def reply(self) -> Content:
        """The answer to a complaint, with other people's names in it."""
        words = WORDS[self.person.branch]
        parts = [self._said(words[key]) for key in ("dear", "reply", "other", "regards")]
        address = (self.person.name, *self.person.address_lines)
        return Content("letter", self.person.branch, words["complaint"], day_before(self.rng), tuple(parts), address)

    def form(self) -> Content:
        """A form filled in by the customer."""
        words, person = WORDS[self.person.branch], self.person
        pairs = (
            (words["name"], person.name),
            (words["number"], person.customer_number),
            (words["email"], person.email),
            (words["phone"], person.phone),
            (words["address"], person.address),
            (words["item"], self.rng.choice(GOODS)),
        )
        return Content("form", person.branch, words["form"], day_before(self.rng), (Fields(pairs), words["why"]))

    def note(self) -> str:
        """What support wrote down during a call."""
        return self._said(WORDS[self.person.branch]["note"]) + f"\n{self.helper.given}\n"

    def mail(self) -> Mail:
        """A message of the customer with a receipt attached."""
        words = WORDS[self.person.branch]
        fields = Fields(((words["name"], self.person.name), (words["amount"], price(self.rng, self.person.branch))))
        receipt = Content("form", self.person.branch, words["receipt"], day_before(self.rng), (fields,))
        return Mail(
            sender=(self.person.name, self.person.email),
            to=(("Northwind Support", "support@northwind.example.com"),),
            subject=f"{self.rng.choice(GOODS)}?",
            body=self._said(words["mail"]),
            sent_at=moment(self.rng),
            attachments=(("receipt.pdf", as_pdf(receipt)),),
        )

    def _said(self, text: str) -> str:
        return text.format(
            name=self.person.name,
            reversed=self.person.reversed_name,
            phone=self.person.phone,
            number=self.person.customer_number,
            good=self.rng.choice(GOODS),
            helper=self.helper.name,
            other=self.other.name,
        )


def papers_of(person: Person, cast: Cast, rng: Random) -> Papers:
    """The maker of the documents of a customer, signed by the branch's support."""
    helper = cast.colleague("Support Agent", person.branch)
    return Papers(rng, person, helper, rng.choice(cast.of(person.branch)))


def roll(people: list[Person]) -> list[list[object]]:
    """A list of customers as rows under a heading."""
    heading: list[object] = ["Number", "Name", "E-mail", "Phone", "Town"]
    rows: list[list[object]] = [heading]
    for each in people:
        rows.append([each.customer_number, each.name, each.email, each.phone, each.city])
    return rows


def as_csv(rows: list[list[object]]) -> str:
    """The rows with commas between."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue()


def as_json_export(people: list[Person]) -> str:
    """Customers as the shop system exports them."""
    entries = [
        {
            "customer": each.customer_number,
            "contact": {"given": each.given, "family": each.family, "email": each.email, "phone": each.phone},
            "dateOfBirth": each.born.isoformat(),
            "address": {"street": each.street, "postcode": each.postcode, "city": each.city},
        }
        for each in people
    ]
    return json.dumps({"export": "crm", "office": OFFICES["uk"][0], "customers": entries}, ensure_ascii=False, indent=1)


def as_xml_export(people: list[Person], rng: Random) -> str:
    """Orders as the carrier receives them."""
    parts = [
        f"<order no='{rng.randrange(10**5, 10**6)}'><recipient>{escape(each.name)}</recipient>"
        f"<email>{escape(each.email)}</email><street>{escape(each.street)}</street>"
        f"<town>{escape(each.postcode)} {escape(each.city)}</town><goods>{rng.choice(GOODS)}</goods></order>"
        for each in people
    ]
    return "<?xml version='1.0' encoding='UTF-8'?>\n<orders>\n" + "\n".join(parts) + "\n</orders>\n"


def as_page(title: str, branch: Branch, rng: Random, *texts: str) -> str:
    """A page of the intranet."""
    return as_html(Content("memo", branch, title, day_before(rng), texts))


def as_note(title: str, branch: Branch, rng: Random, *texts: str) -> str:
    """A plain text file."""
    return as_text(Content("memo", branch, title, day_before(rng), texts))
