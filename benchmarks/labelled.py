"""A labelled set of our own: `python -m benchmarks.labelled train 3000 FILE.jsonl`.

Passages are made from templates, invented people of 16 locales and noise (line breaks, quoting, forms, JSON, small and
large letters, the errors of reading from paper). The train part and the test part share no template, no seed, no name,
no street and no town. The test templates were written last; nobody tunes on what they give.
"""

import json
import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.labelled_values import Maker

FOLDER = Path(__file__).parent / "labelled_set"
PARTS = ("train", "test")
SEEDS = {"train": 4_101, "test": 9_907}
KINDS = {
    "person": "person", "other": "person", "given": "person", "family": "person", "swapped": "person",
    "initial": "person", "email": "email_address", "hidden_email": "email_address", "phone": "phone_number",
    "address": "location", "street": "location", "town": "location", "country": "location", "dob": "date_of_birth",
    "date": "date_time", "stamp": "date_time", "url": "url", "ip": "ip_address", "mac": "mac_address",
    "card": "credit_card", "iban": "iban", "ssn": "us_ssn", "nino": "uk_nino", "nhs": "uk_nhs", "sin": "ca_sin",
    "uci": "ca_uci", "ircc": "ca_ircc_application", "passport": "passport",
    "mrn": "medical_record_number", "vin": "vin",
    "bsn": "nl_bsn", "dni": "es_nif", "steuer": "de_tax_id", "nir": "fr_nir", "pesel": "pl_pesel",
    "employee": "employee_id", "customer": "customer_id",
}  # fmt: skip
_TOKEN = re.compile(r"\{(-?)(\w+)\}")
_INNER = re.compile(r",?[ \n]*\[(\w+):([^\]]+)\]")  # a postcode with a kind of its own behind an address
Label = tuple[int, int, str]
Passage = tuple[str, list[Label]]


def templates(part: str) -> list[tuple[str, str]]:
    """Language and template, in the order of the file."""
    lines = (FOLDER / f"{part}.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.split(" | ", 1) for line in lines if line and not line.startswith("#")]
    return [(language, text.replace("\\n", "\n")) for language, text in pairs]


def passages(part: str, count: int) -> Iterator[Passage]:
    """So many labelled passages of a part; the same call always gives the same."""
    maker, known = Maker(SEEDS[part], PARTS.index(part)), templates(part)
    for number in range(count):
        language, template = known[number % len(known)]
        maker.settle(language)
        text, labels = filled(template, maker)
        yield noisy(text, labels, maker.random)


def filled(template: str, maker: Maker) -> Passage:
    """The template with its tokens made."""
    text, labels, at = "", [], 0
    for hit in _TOKEN.finditer(template):
        text += template[at : hit.start()]
        value, kind = getattr(maker, hit[2])(), KINDS.get(hit[2], "")
        inner = _INNER.search(value)
        head = value[: inner.start()] if inner else value
        if kind and not hit[1]:
            labels.append((len(text), len(text) + len(head), kind))
        text += head
        if inner:
            text += inner.group()[: inner.group().index("[")]
            labels.append((len(text), len(text) + len(inner[2]), inner[1]))
            text += inner[2]
        at = hit.end()
    return text + template[at:], labels


def noisy(text: str, labels: list[Label], rng: random.Random) -> Passage:
    """The passage as it is (half of the time), or in one of the shapes in which text reaches us."""
    shape = rng.choice([plain, plain, plain, plain, plain, wrapped, quoted, in_json, read_from_paper, spaced])
    return shape(text, labels, rng)


def plain(text: str, labels: list[Label], _rng: random.Random) -> Passage:
    return text, labels


def wrapped(text: str, labels: list[Label], rng: random.Random) -> Passage:
    """Some spaces outside of labels are line breaks."""
    inside = {at for start, end, _kind in labels for at in range(start, end)}
    signs = ["\n" if sign == " " and at not in inside and rng.random() < 0.06 else sign for at, sign in enumerate(text)]
    return "".join(signs), labels


def quoted(text: str, labels: list[Label], _rng: random.Random) -> Passage:
    """As an answer quotes it."""
    return _replaced("> " + text, [(start + 2, end + 2, kind) for start, end, kind in labels], "\n", "\n> ")


def in_json(text: str, labels: list[Label], _rng: random.Random) -> Passage:
    """As a log has it: one line, line breaks written out."""
    head = '{"level": "info", "message": "'
    moved = [(start + len(head), end + len(head), kind) for start, end, kind in labels]
    body, moved = _replaced(head + text.replace('"', "'"), moved, "\n", "\\n")
    return body + '"}', moved


def read_from_paper(text: str, labels: list[Label], rng: random.Random) -> Passage:
    """Errors of reading in the words around."""
    inside = {at for start, end, _kind in labels for at in range(start, end)}
    wrong = {"l": "1", "o": "0", "e": "c", "i": "l"}
    signs = [
        wrong.get(sign, sign) if at not in inside and rng.random() < 0.02 else sign for at, sign in enumerate(text)
    ]
    return "".join(signs), labels


def spaced(text: str, labels: list[Label], _rng: random.Random) -> Passage:
    """As columns of a table: two spaces and a bar between lines."""
    return _replaced(text, labels, "\n", "  |  ") if text.count("\n") < 4 else (text, labels)


def _replaced(text: str, labels: list[Label], old: str, new: str) -> Passage:
    def moved(at: int) -> int:
        return at + text.count(old, 0, at) * (len(new) - len(old))

    return text.replace(old, new), [(moved(start), moved(end), kind) for start, end, kind in labels]


def as_line(passage: Passage) -> str:
    """The passage in the form that `dsar evaluate` reads."""
    text, labels = passage
    spans = [{"start": start, "end": end, "kind": kind} for start, end, kind in labels]
    return json.dumps({"text": text, "spans": spans}, ensure_ascii=False)


def main(part: str, count: int, path: Path) -> None:
    """Write the set."""
    path.write_text("".join(as_line(one) + "\n" for one in passages(part, count)), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
