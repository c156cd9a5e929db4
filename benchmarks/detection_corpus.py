"""Text for the measurements of detection, made of our own sentences: the same seed always gives the same text.

By paragraphs 12 % are dense with personal data, 28 % are lines of a log and 60 % are prose; three in a hundred
paragraphs stand there again, as in mail threads and exports. Letters and digits are drawn anew for every paragraph.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Final


def _listed(words: str, by: str = "|") -> tuple[str, ...]:
    return tuple(words.split(by))


GIVEN: Final = _listed(
    "Aileen Bastien Corinne Dag Elisabetta Fergus Gudrun Hamish Ines Joris Katell Leopold Maren Nils Orla Piers Quirin "
    "Rosalind Sunniva Tobias Ulrike Viggo Wanda Xaver Yann Zuzanna Amara Bao Chidi Deepa Emeka Farida",
    " ",
)
FAMILY: Final = _listed(
    "Abernathy Brouwer Castellan Drummond Eklund Fairbairn Grunwald Hollister Ingram Jessop Kowalczyk Lindahl Moreau "
    "Nightingale Okonkwo Petrov Quennell Rasmussen Sandoval Thornbury Underhill Vasquez Whitcombe Yilmaz Zimmermann",
    " ",
)
STREETS: Final = _listed("Harbour Mill Station Chapel Orchard Quarry Meadow Castle Tannery Foundry", " ")
STREET_FORMS: Final = _listed("Street Road Lane Avenue Close Crescent Drive", " ")
TOWNS: Final = _listed("Leeds Norwich Cardiff Bristol Perth Durham Exeter Halifax", " ")
WHO: Final = _listed(
    "The team|The board|Our supplier|The committee|A member of staff|The auditor|Most customers|The regional office|"
    "The new system|The contractor|Each department|The working group|Management|The landlord|The steering group|"
    "The second shift|Our partner in the north|The school|The clinic|The editor|Every branch|The project|One reader"
)
DID: Final = _listed(
    "has agreed to review|will replace|could not finish|reported on|is preparing|asked about|wants to simplify|"
    "looked again at|has moved|compared|discussed|will present|has postponed|is responsible for|described|"
    "measured|keeps a record of|never received|sent back|welcomed|spent a long time on|doubts"
)
WHAT: Final = _listed(
    "the plan for the coming year|the figures of the last quarter|the new opening hours|a draft of the policy|"
    "the layout of the warehouse|the costs of heating and light|the results of the survey|the delivery of the chairs|"
    "the training that was promised in spring|an old agreement with the town|the order of the agenda|"
    "the noise on the ground floor|the lease of the building|the list of open questions|the way complaints are handled|"
    "the timetable of the move|the printing of the leaflets|the maintenance of the lifts|a shorter form for visitors|"
    "the state of the roof|the budget for travel and events|the rules for visitors after six"
)
HOW: Final = _listed(
    "before the end of the week|without much discussion|after a careful look at the numbers|in the usual way|"
    "because the weather was bad|as soon as the parts arrive|with the help of two students|despite the short notice|"
    "and nobody objected|which surprised many of us|so that the work can go on|when the office is closed|"
    "for the third time this year|although the price has risen|and the minutes say so|at the request of the tenants"
)
ALSO: Final = _listed(
    "This is less than we had hoped for.|More on that below.|The details are in the appendix.|"
    "It costs about {n} euros a year, or {m} percent of the whole.|We counted {n} answers, {m} of them by post.|"
    "See section {m} for the reasons.|The meeting starts at {m}:30 in room {k}.|That was agreed in March.|"
    "Between {m} and {n} people came, most of them on foot.|Version {k}.{m} of the manual says the same.|"
    "Please read it and tell us what you think.|Nothing else was decided; the next meeting is on a Tuesday.|"
    "In 2019 the same question was asked, and the answer was no.|Das wurde im Ausschuss ausführlich besprochen.|"
    "Le comité a pris note de cette remarque.|The first edition (pages {m} to {n}) is out of print."
)
LEVELS: Final = ("INFO", "INFO", "INFO", "DEBUG", "WARN", "ERROR")
ROUTES: Final = ("/orders", "/search", "/account/profile", "/static/app.js", "/api/v2/items", "/health", "/invoices")
SERVICES: Final = ("gateway", "billing", "worker-3", "mailer", "scheduler", "auth")

Make = Callable[[random.Random], str]


def _digits(rng: random.Random, count: int) -> str:
    return "".join(rng.choices("0123456789", k=count))


def _letters(rng: random.Random, count: int, alphabet: str = "ABCDEFGHJKLMNPRSTVWXYZ") -> str:
    return "".join(rng.choices(alphabet, k=count))


def _with_luhn(digits: str) -> str:
    total = sum(sum(divmod(int(sign) * 2, 10)) if at % 2 == 0 else int(sign) for at, sign in enumerate(digits[::-1]))
    return digits + str(-total % 10)


def _iban(rng: random.Random) -> str:
    body = "WEST" + _digits(rng, 14)
    number = "".join(str(int(sign, 36)) for sign in body + "GB00")
    return f"GB{98 - int(number) % 97:02d}{body}"


def _person(rng: random.Random) -> str:
    return f"{rng.choice(GIVEN)} {rng.choice(FAMILY)}"


def _mail(rng: random.Random) -> str:
    host = rng.choice(("org", "com", "net"))
    return f"{rng.choice(GIVEN)}.{rng.choice(FAMILY)}{rng.randint(1, 99)}@example.{host}".lower()


def _date(rng: random.Random) -> str:
    return f"{rng.randint(1, 28):02d}/{rng.randint(1, 12):02d}/{rng.randint(1941, 2021)}"


def _street(rng: random.Random) -> str:
    return f"{rng.randint(1, 240)} {rng.choice(STREETS)} {rng.choice(STREET_FORMS)}, {rng.choice(TOWNS)}"


def _postcode(rng: random.Random) -> str:
    return (
        f"{rng.choice(('LS', 'NR', 'CF', 'BS'))}{rng.randint(1, 19)} {rng.randint(1, 9)}{_letters(rng, 2, 'ABDEFGHJ')}"
    )


def dense(rng: random.Random) -> str:
    """A paragraph full of personal data: a form, a letter, a note or a row of an export."""
    return rng.choice((_form, _letter, _note, _export))(rng)


def _form(rng: random.Random) -> str:
    return (
        f"Name: {_person(rng)}\nDate of birth: {_date(rng)}\nE-mail: {_mail(rng)}\nPhone: 07700 900{_digits(rng, 3)}\n"
        f"Address: {_street(rng)}, {_postcode(rng)}\nNational Insurance: AB {_digits(rng, 2)} {_digits(rng, 2)} "
        f"{_digits(rng, 2)} C\nCustomer number: CUST-{_digits(rng, 6)}\nIBAN: {_iban(rng)}"
    )


def _letter(rng: random.Random) -> str:
    return (
        f"Dear {rng.choice(GIVEN)}, thank you for your request of {rng.randint(1, 28)} May {rng.randint(2015, 2024)}. "
        f"We hold your card {_with_luhn('4' + _digits(rng, 14))}, your social insurance number "
        f"{rng.randint(1, 7)}{_digits(rng, 2)} {_digits(rng, 3)} {_digits(rng, 3)} and the address {_street(rng)}. "
        f"You can reach {_person(rng)} under +44 20 7946 0{_digits(rng, 3)} or {_mail(rng)}; please quote case number "
        f"INC-{_digits(rng, 5)}."
    )


def _note(rng: random.Random) -> str:
    return (
        f"Spoke to {_person(rng)} ({_mail(rng)}), SSN {rng.randint(100, 599)}-{rng.randint(10, 99)}-{_digits(rng, 4)}, "
        f"about the sick leave since {_date(rng)}. She was diagnosed with asthma and lives at {_street(rng)}. Passport "
        f"{_digits(rng, 9)}, vehicle {_letters(rng, 2, 'ABDEFG')}{rng.randint(51, 79)} {_letters(rng, 3)}. Call her on "
        f"({rng.randint(201, 799)}) 555-{_digits(rng, 4)} after six. Order {_digits(rng, 8)} is closed."
    )


def _export(rng: random.Random) -> str:
    return "\n".join(
        ";".join(
            (
                _digits(rng, 7),
                rng.choice(FAMILY),
                rng.choice(GIVEN),
                f"{rng.randint(1950, 2004)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}",
                _mail(rng),
                "+33 6 " + " ".join(_digits(rng, 2) for _ in range(4)),
                _postcode(rng),
                f"{rng.randint(1, 900)}.{_digits(rng, 2)}",
                rng.choice(("open", "paid", "late")),
            )
        )
        for _ in range(5)
    )


def log_line(rng: random.Random) -> str:
    """A line of a log: a time, a level, mostly numbers that are nobody's."""
    when = (
        f"2031-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}T{rng.randint(0, 23):02d}:{rng.randint(0, 59):02d}:"
        f"{rng.randint(0, 59):02d}.{_digits(rng, 3)}Z"
    )
    head = f"{when} {rng.choice(LEVELS)} {rng.choice(SERVICES)}[{rng.randint(100, 32000)}]"
    address = f"192.0.2.{rng.randint(1, 254)}"
    return rng.choice(
        (
            f"{head} {address} GET {rng.choice(ROUTES)}?page={rng.randint(1, 90)} 200 {rng.randint(1, 900)}ms",
            f"{head} request {rng.randbytes(8).hex()} finished in {rng.random():.4f} s, {rng.randint(1, 99999)} bytes",
            f"{head} retry {rng.randint(1, 5)} of 5 for job {_digits(rng, 8)} on queue mail",
            f"{head} user_id={rng.randint(1, 99999)} session={rng.randbytes(16).hex()} from {address} login ok",
            f"{head} sent message to {_mail(rng)} status=250 size={rng.randint(900, 80000)}",
            f"{head} connection pool: {rng.randint(1, 40)} of 40 in use, waited {rng.randint(0, 900)} ms",
        )
    )


def prose(rng: random.Random) -> str:
    """A paragraph of a report or a letter that names nobody."""
    sentences = []
    for _ in range(rng.randint(3, 8)):
        sentences.append(f"{rng.choice(WHO)} {rng.choice(DID)} {rng.choice(WHAT)} {rng.choice(HOW)}.")
        if rng.random() < 0.35:
            sentences.append(
                rng.choice(ALSO).format(n=rng.randint(100, 9999), m=rng.randint(10, 59), k=rng.randint(1, 9))
            )
    if rng.random() < 0.06:
        sentences.append(f"It was signed on {rng.randint(1, 28)} October {rng.randint(1990, 2024)}.")
    return " ".join(sentences)


def mixed(rng: random.Random) -> str:
    """A paragraph of any of the three sorts, in the shares that the module names."""
    return rng.choices((dense, log_line, prose), weights=(12, 28, 60))[0](rng)


SORTS: Final[dict[str, Make]] = {"mixed": mixed, "dense": dense, "prose": prose, "logs": log_line}


def documents(sort: str, characters: int, *, seed: int = 41, length: int = 3_300) -> Iterator[str]:
    """Texts of about `length` characters each, together at least `characters`."""
    rng = random.Random(f"{sort}-{seed}")
    made = 0
    earlier: list[str] = []
    while made < characters:
        paragraphs: list[str] = []
        size = 0
        while size < length:
            paragraph = rng.choice(earlier) if earlier and rng.random() < 0.03 else SORTS[sort](rng)
            earlier = [*earlier[-199:], paragraph]
            paragraphs.append(paragraph)
            size += len(paragraph) + 2
        text = ("\n" if sort == "logs" else "\n\n").join(paragraphs)
        made += len(text)
        yield text
