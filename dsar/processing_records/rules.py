"""What an entry of the register must say so that an answer under Article 15 can be built from it."""

from collections.abc import Sequence
from dataclasses import dataclass

# Countries to which personal data may go without a further safeguard: the EEA, the UK, and those with a decision of
# adequacy that covers transfers of every kind (GDPR Art. 45). Others need a safeguard that is named (Art. 15(2), 46).
_EEA_CODES = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK"
_ADEQUATE_CODES = "GB AD AR CH FO GG IL IM JE JP KR NZ UY"
ADEQUATE = frozenset(_EEA_CODES.split()) | frozenset(_ADEQUATE_CODES.split())


@dataclass(frozen=True, slots=True)
class Disclosure:
    """A recipient as the rules see it; `country` is an ISO code, empty where the data stay in the country."""

    name: str
    country: str = ""
    safeguard: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """An activity as the rules see it; `automated` is None where nobody has answered the question yet."""

    purpose: str
    legal_basis: str
    categories: Sequence[str]
    retention: str
    source_of_data: str
    automated: bool | None
    automated_words: str
    recipients: Sequence[Disclosure]
    systems: int


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing, and the point of the law that an answer would miss."""

    code: str
    article: str


def gaps(entry: Entry) -> list[Gap]:
    """What an answer under Article 15 built from this entry would lack, in the order of the Article."""
    found = [
        (not entry.purpose.strip(), Gap("purpose", "Art. 15(1)(a)")),
        (not entry.categories, Gap("categories", "Art. 15(1)(b)")),
        (not entry.recipients, Gap("recipients", "Art. 15(1)(c)")),
        (not entry.retention.strip(), Gap("retention", "Art. 15(1)(d)")),
        (not entry.source_of_data.strip(), Gap("source", "Art. 15(1)(g)")),
        (entry.automated is None, Gap("automated", "Art. 15(1)(h)")),
        (bool(entry.automated) and not entry.automated_words.strip(), Gap("automated_logic", "Art. 15(1)(h)")),
        (any(lacks_safeguard(recipient) for recipient in entry.recipients), Gap("safeguard", "Art. 15(2)")),
        (not entry.legal_basis.strip(), Gap("legal_basis", "Art. 6")),
        (not entry.systems, Gap("systems", "Art. 30")),
    ]
    return [gap for is_missing, gap in found if is_missing]


def lacks_safeguard(recipient: Disclosure) -> bool:
    """Whether the data go to a country that needs a safeguard, and none is named."""
    country = recipient.country.strip().upper()
    return bool(country) and country not in ADEQUATE and not recipient.safeguard.strip()


def plain_cell(value: str) -> str:
    """A text that no spreadsheet takes for a formula: =, +, -, @, tab and return at its start are defused (OWASP)."""
    return f"'{value}" if value[:1] in {"=", "+", "-", "@", "\t", "\r", "\n"} else value
