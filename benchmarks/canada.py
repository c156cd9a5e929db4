"""Canadian formats: what is found in sentences and forms, and what is wrongly found in look-alikes.

    python -m benchmarks.canada [TEXTS]

Numbers and texts are made anew from a seed. Bars: 99 % of the numbers found (half of the union shared, kind of Canada),
and at most 2 % of the texts with look-alikes have a find of a Canadian kind.
"""

import random
import sys
from collections import Counter
from collections.abc import Callable

from stdnum.ca import bc_phn

from discovery.detection import Options, detect
from discovery.detection.validators import luhn
from discovery.documents import Kind

SEED = 20_260_711
RECALL, FALSE_ALARMS = 0.99, 0.02
RULES = Options(names="none")
CANADIAN = frozenset(
    {
        Kind.CA_SIN,
        Kind.CA_UCI,
        Kind.CA_IRCC_APPLICATION,
        Kind.CA_PASSPORT,
        Kind.CA_HEALTH_CARD,
        Kind.CA_DRIVER_LICENCE,
        Kind.CA_POSTAL_CODE,
    }
)
_LETTERS = "ABCEGHJKLMNPRSTVXY"
_NAMES = ("Tremblay", "Singh", "MacLeod", "Nguyen", "Bouchard", "Chen")

Make = Callable[[random.Random], str]


def _digits(chance: random.Random, count: int, first: str = "123456789") -> str:
    return chance.choice(first) + "".join(chance.choices("0123456789", k=count - 1))


def _until(chance: random.Random, make: Make, accept: Callable[[str], bool]) -> str:
    while not accept(value := make(chance)):
        pass
    return value


def _grouped(value: str, sizes: tuple[int, ...], by: str) -> str:
    parts, at = [], 0
    for size in sizes:
        parts.append(value[at : at + size])
        at += size
    return by.join(parts)


def sin(chance: random.Random) -> str:
    """A social insurance number with Luhn, grouped or not."""
    value = _until(chance, lambda c: _digits(c, 9, "12345679"), luhn)
    return chance.choice((value, _grouped(value, (3, 3, 3), " "), _grouped(value, (3, 3, 3), "-")))


def uci(chance: random.Random) -> str:
    """A client identifier of eight or ten digits."""
    if chance.random() < 0.5:
        value = _digits(chance, 8)
        return chance.choice((value, _grouped(value, (4, 4), "-")))
    value = "11" + _digits(chance, 8)
    return chance.choice((value, _grouped(value, (2, 4, 4), "-")))


def application(chance: random.Random) -> str:
    """An application number of IRCC."""
    return chance.choice(("E00", "F00", "S30", "V30", "W30", "EP0", "K00")) + _digits(chance, 7)


def passport(chance: random.Random) -> str:
    """A passport number, old or of 2023."""
    letters = "".join(chance.choices(_LETTERS, k=2))
    if chance.random() < 0.6:
        return letters + _digits(chance, 6)
    return f"{chance.choice(_LETTERS)}{_digits(chance, 6)}{letters}"


def health_card(chance: random.Random) -> str:
    """A card of Ontario, Quebec, British Columbia, Alberta or Newfoundland."""
    kind = chance.randrange(5)
    if kind == 0:
        value = _grouped(_until(chance, lambda c: _digits(c, 10), luhn), (4, 3, 3), chance.choice(" -"))
        return value + chance.choice(("", "-" + "".join(chance.choices(_LETTERS, k=2))))
    if kind == 1:
        month = chance.randrange(1, 13) + chance.choice((0, 50))
        born = f"{chance.randrange(100):02}{month:02}{chance.randrange(1, 29):02}"
        by = chance.choice((" ", ""))
        return _grouped("".join(chance.choices(_LETTERS, k=4)) + born + _digits(chance, 2), (4, 4, 4), by)
    if kind == 2:
        return _grouped(
            _until(chance, lambda c: _digits(c, 10, "9"), bc_phn.is_valid), (4, 3, 3), chance.choice((" ", "-"))
        )
    return _grouped(_digits(chance, 9), (5, 4), "-") if kind == 3 else _grouped(_digits(chance, 12), (3, 3, 3, 3), " ")


def licence(chance: random.Random) -> str:
    """A driving licence of Ontario, Quebec or Alberta."""
    letter = chance.choice(_LETTERS)
    ontario = f"{letter}{_digits(chance, 4)}-{_digits(chance, 5)}-{_digits(chance, 5)}"
    quebec = f"{letter}{_digits(chance, 4)}-{_digits(chance, 6)}-{_digits(chance, 2)}"
    return chance.choice((ontario, quebec, ontario.replace("-", ""), f"{_digits(chance, 6)}-{_digits(chance, 3)}"))


def postal_code(chance: random.Random) -> str:
    """A postal code, with or without its space."""
    inner = "ABCEGHJKLMNPRSTVWXYZ"
    forward = f"{chance.choice(_LETTERS)}{chance.randrange(10)}{chance.choice(inner)}"
    return f"{forward}{chance.choice((' ', ' ', ''))}{chance.randrange(10)}{chance.choice(inner)}{chance.randrange(10)}"


TEXTS: dict[Kind, tuple[Make, tuple[str, ...]]] = {
    Kind.CA_SIN: (
        sin,
        (
            "SIN: {}", "Social Insurance Number {}", "My SIN is {}.", "N.A.S. : {}", "numéro d'assurance sociale {}",
            "Employee file. SIN# {} on record", '"sin": "{}"', "Son NAS est le {}", "S.I.N. {} was copied",
            "name | {name} | SIN | {}", "SIN\n{}", "T4 slip 2023, SIN: {} , box 14", "{name};SIN;{};ON",
            "On the phone she gave her social insurance number, {}, and her address.",
        ),
    ),
    Kind.CA_UCI: (
        uci,
        (
            "UCI: {}", "Client ID / UCI {}", "IUC : {}", "Your unique client identifier is {}", "UCI {} (IRCC)",
            "IRCC client number {}", "identificateur unique de client {}", "UCI No. {}",
        ),
    ),
    Kind.CA_IRCC_APPLICATION: (
        application,
        (
            "Application number: {}", "IRCC application {}", "numéro de demande {}", "Your work permit, file {}",
            "Re: {} (study permit)", "Dear {name}, your application {} is in process.",
            "Application no. {} was received", "demande de résidence permanente {}",
        ),
    ),
    Kind.CA_PASSPORT: (
        passport,
        (
            "Canadian passport {}", "passport no. {}", "Passport number: {}", "passeport canadien {}", "Passeport : {}",
            "She travels on passport {}", "Passport\n{}",
        ),
    ),
    Kind.CA_HEALTH_CARD: (
        health_card,
        (
            "Health card: {}", "health card number {}", "OHIP or other health number {}",
            "carte d'assurance maladie {}", "Patient {name}; health card number: {}; seen on Monday",
            "Personal Health Number {}", "RAMQ / health card {}", "Health Card No. {}",
        ),
    ),
    Kind.CA_DRIVER_LICENCE: (
        licence,
        (
            "Driver's licence {}", "driver's licence number: {}", "permis de conduire {}", "Licence no. {}",
            "Drivers license {}", "Permis de conduire no {}",
        ),
    ),
    Kind.CA_POSTAL_CODE: (
        postal_code,
        (
            "Ottawa ON {}", "Postal code: {}", "code postal {}", "12 Elm Street, Toronto, Ontario {}",
            "Montréal (Québec) {}", "12 rue Sainte-Anne, Québec QC {}, Canada", "{name}, 4 Lake Rd, Halifax NS {}",
            "{}", "Send it to {} please",
        ),
    ),
}  # fmt: skip

LOOK_ALIKES: tuple[Callable[[random.Random], str], ...] = (
    lambda c: f"Order {_grouped(_digits(c, 9), (3, 3, 3), c.choice(' -'))} has shipped",
    lambda c: f"Invoice no. {_digits(c, 9)} was paid on time",
    lambda c: f"Tracking number {_digits(c, 4)} {_digits(c, 4)} {_digits(c, 4)} {_digits(c, 4)}",
    lambda c: f"GST/HST {_digits(c, 9)} RT0001",
    lambda c: f"Tel. {c.choice(('416', '514', '604', '902'))}-555-01{_digits(c, 2)}",
    lambda c: f"call me at ({c.choice(('416', '514'))}) {_digits(c, 3)}-{_digits(c, 4)}",
    lambda c: f"ISBN 978-{_digits(c, 1)}-{_digits(c, 4)}-{_digits(c, 4)}-{_digits(c, 1)}",
    lambda c: f"version {_digits(c, 2)}.{_digits(c, 2)}.{_digits(c, 4)} fixes bug {_digits(c, 5)}",
    lambda c: f"commit {c.randrange(16**10):010x}{c.randrange(16**30):030x}",
    lambda c: f"Population: {_digits(c, 2)} {_digits(c, 3)} {_digits(c, 3)}",
    lambda c: f"Total: {_grouped(_digits(c, 9), (3, 3, 3), ' ')} $",
    lambda c: f"part {c.choice(_LETTERS)}{_digits(c, 9)} of the catalogue",
    lambda c: f"Model {''.join(c.choices('DFIOQU', k=1))}{_digits(c, 1)}A {_digits(c, 1)}B{_digits(c, 1)}",
    lambda c: f"flight {c.choice(('AC', 'WS'))}{_digits(c, 4)} at gate {c.choice('ABC')}{_digits(c, 2)}",
    lambda c: f"sku {''.join(c.choices(_LETTERS, k=2))}{_digits(c, 6)} in stock",
    lambda c: (
        f"the example SIN {_grouped(_until(c, lambda o: _digits(o, 9, '12345679'), luhn), (3, 3, 3), ' ')} in the guide"
    ),
    lambda c: f"Sample health card 1111 111 111, please replace ({c.choice(_NAMES)})",
    lambda c: f"{_digits(c, 4)}-{_digits(c, 4)} is the extension range of room {_digits(c, 3)}",
    lambda c: (
        f"meeting {c.randrange(2000, 2030)}-{c.randrange(1, 13):02}-{c.randrange(1, 29):02} at {_digits(c, 1)}:30"
    ),
    lambda c: f"{c.choice(_NAMES)} sold {_digits(c, 8)} units in {c.randrange(1990, 2030)}",
    lambda c: f"ticket INC-{_digits(c, 8)} was closed; see release {_digits(c, 3)}-{_digits(c, 3)}-{_digits(c, 3)}",
    lambda c: f"Ref {_grouped(_digits(c, 9), (3, 3, 3), '-')} of {c.choice(_NAMES)}",
    lambda c: f"account {_grouped(_digits(c, 9), (3, 3, 3), ' ')} at the credit union",
    lambda c: f"client id: {_digits(c, 8)}",
    lambda c: f"business number {_digits(c, 9)}",
    lambda c: f"PO {_digits(c, 10)} for {c.choice(_NAMES)}, {_digits(c, 3)} pieces",
    lambda c: f"{_digits(c, 4)},{_digits(c, 5)},{_digits(c, 9)},{_digits(c, 3)}",
    lambda c: f"IP 10.{_digits(c, 2)}.{_digits(c, 2)}.{_digits(c, 2)} port {_digits(c, 4)}",
    lambda c: f"driver {c.choice(_NAMES)} parked in bay {_digits(c, 2)}",
    lambda c: f"passport renewal fee {_digits(c, 3)} dollars; hotel room {_digits(c, 4)}",
    lambda c: f"application of paint no. {_digits(c, 4)}, colour {c.choice('DFIOQU')}{_digits(c, 1)}",
    lambda c: f"coordinates 45.{_digits(c, 6)}, -75.{_digits(c, 6)}",
)


def recall(texts: int) -> dict[Kind, tuple[int, int]]:
    """Found and asked for by kind, over so many texts a kind."""
    chance = random.Random(SEED)
    counts = {}
    for kind, (make, templates) in TEXTS.items():
        found = 0
        for number in range(texts):
            value = make(chance)
            template = templates[number % len(templates)].replace("{name}", chance.choice(_NAMES))
            start = template.index("{}")
            found += _is_found(template.replace("{}", value), start, start + len(value), kind)
        counts[kind] = (found, texts)
    return counts


def _is_found(text: str, start: int, end: int, kind: Kind) -> bool:
    return any(
        one.kind is kind
        and 2 * (min(end, one.end) - max(start, one.start)) >= max(end, one.end) - min(start, one.start)
        for one in detect(text, options=RULES)
    )


def false_alarms(texts: int) -> Counter[str]:
    """How often something Canadian is found in look-alikes, by what it was taken for; "" counts the texts."""
    chance = random.Random(SEED + 1)
    counts: Counter[str] = Counter()
    for number in range(texts):
        text = LOOK_ALIKES[number % len(LOOK_ALIKES)](chance)
        wrong = {one.kind.value for one in detect(text, options=RULES) if one.kind in CANADIAN}
        counts[""] += 1
        counts.update(wrong)
        if wrong:
            counts["any"] += 1
            if "--wrong" in sys.argv:
                print(f"  {text!r}: {sorted(wrong)}")
    return counts


def main() -> int:
    """Print recall by kind and the share of false alarms; 1 where a bar is not met."""
    texts = int(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1].isdigit() else 700
    counts = recall(texts)
    for kind, (found, asked) in counts.items():
        print(f"{kind.value:22} {found:5} of {asked}  {found / asked:.4f}")
    overall = sum(found for found, _ in counts.values()) / sum(asked for _, asked in counts.values())
    wrong = false_alarms(texts * 4)
    share = wrong["any"] / wrong[""]
    print(f"Canadian formats: recall {overall:.4f} (bar {RECALL}), look-alikes wrong {share:.4f} (bar {FALSE_ALARMS})")
    return int(overall < RECALL or share > FALSE_ALARMS)


if __name__ == "__main__":
    sys.exit(main())
