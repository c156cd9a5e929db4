"""What the comparison counts: types that both sides know, spans that share half of their union, characters hidden."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

Span = tuple[int, int, str]
CORE = (
    "PERSON",
    "LOCATION",
    "DATE_TIME",
    "PHONE",
    "EMAIL",
    "URL",
    "CREDIT_CARD",
    "IBAN",
    "SSN",
    "IP",
    "DRIVING_LICENCE",
)
STRUCTURED = frozenset(CORE[3:])
# Names of the labelled sets and of Presidio, to the types compared; what is not named is not compared.
THEIRS = {
    "PERSON": "PERSON", "STREET_ADDRESS": "LOCATION", "GPE": "LOCATION", "ZIP_CODE": "LOCATION", "LOCATION": "LOCATION",
    "DATE_TIME": "DATE_TIME", "PHONE_NUMBER": "PHONE", "EMAIL_ADDRESS": "EMAIL", "DOMAIN_NAME": "URL", "URL": "URL",
    "CREDIT_CARD": "CREDIT_CARD", "IBAN_CODE": "IBAN", "US_SSN": "SSN", "IP_ADDRESS": "IP",
    "US_DRIVER_LICENSE": "DRIVING_LICENCE",
}  # fmt: skip
OURS = {
    "person": "PERSON", "location": "LOCATION", "postcode": "LOCATION", "us_zip": "LOCATION", "uk_postcode": "LOCATION",
    "ca_postal_code": "LOCATION", "date_time": "DATE_TIME", "date_of_birth": "DATE_TIME", "phone_number": "PHONE",
    "email_address": "EMAIL", "url": "URL", "credit_card": "CREDIT_CARD", "iban": "IBAN", "us_ssn": "SSN",
    "ip_address": "IP", "us_driver_license": "DRIVING_LICENCE", "driver_license": "DRIVING_LICENCE",
}  # fmt: skip
NOT_COMPARED = frozenset(("ORGANIZATION", "TITLE", "organisation"))  # Presidio leaves organisations out by default
_BETWEEN = re.compile(
    r"(?:[\s,.;:()|-]|(?:\n|\\n) ?[^\w\s]{0,3}|\\n)*"
)  # a line may begin with the marks of a quotation


@dataclass
class Tally:
    """Counts of one engine on one corpus: hits, false alarms, misses by type; characters; what it took."""

    by_type: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0]))
    characters: list[int] = field(default_factory=lambda: [0, 0, 0])
    seconds: float = 0.0

    def add(self, text: str, labels: Iterable[Span], found: Iterable[Span], names: dict[str, str]) -> None:
        """Count one text; `labels` have the names of `THEIRS` or `OURS`, `found` those of `names`."""
        labels, found = list(labels), list(found)
        known = {**THEIRS, **OURS}
        wanted = joined(text, [(start, end, known[kind]) for start, end, kind in labels if kind in known])
        given = joined(text, [(start, end, names[kind]) for start, end, kind in found if kind in names])
        for start, end, kind in wanted:
            best = next((one for one in given if one[2] == kind and agree((start, end), one)), None)
            self.by_type[kind][0 if best else 2] += 1
            if best:
                given.remove(best)
        for _start, _end, kind in given:
            self.by_type[kind][1] += 1
        aside = characters(labels, lambda kind: kind in NOT_COMPARED)
        meant = characters(labels, lambda kind: kind not in NOT_COMPARED) - aside
        seen = characters(found, lambda kind: kind not in NOT_COMPARED) - aside
        for number, part in enumerate((meant & seen, seen - meant, meant - seen)):
            self.characters[number] += len(part)

    def of(self, kinds: Iterable[str]) -> tuple[float, float, float]:
        """Precision, recall and F1 over some types."""
        return figures([sum(self.by_type[kind][place] for kind in kinds) for place in range(3)])


def characters(spans: Iterable[Span], wanted: Callable[[str], bool]) -> set[int]:
    """The places that spans of the wanted types cover."""
    return {at for start, end, kind in spans if wanted(kind) for at in range(start, end)}


def figures(counts: list[int]) -> tuple[float, float, float]:
    """Precision, recall and F1 of hits, false alarms and misses."""
    hits, alarms, misses = counts
    precision = hits / (hits + alarms) if hits + alarms else 1.0
    recall = hits / (hits + misses) if hits + misses else 1.0
    return precision, recall, 2 * precision * recall / (precision + recall) if hits else 0.0


def joined(text: str, spans: list[Span]) -> list[Span]:
    """Parts of one address as one span: sets and engines cut addresses differently."""
    out: list[Span] = []
    for start, end, kind in sorted(spans):
        if out and kind == out[-1][2] == "LOCATION" and _BETWEEN.fullmatch(text, out[-1][1], max(start, out[-1][1])):
            out[-1] = (out[-1][0], max(end, out[-1][1]), kind)
        else:
            out.append((start, end, kind))
    return out


def agree(label: tuple[int, int], found: Span) -> bool:
    """Whether two spans share half of their union."""
    shared = min(label[1], found[1]) - max(label[0], found[0])
    return shared > 0 and 2 * shared >= max(label[1], found[1]) - min(label[0], found[0])
