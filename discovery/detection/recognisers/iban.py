"""IBANs: as long as their country says, whatever words follow them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from discovery.detection.context import context_of
from discovery.detection.patterns import expression
from discovery.detection.recogniser import reading_bounds, sentence
from discovery.detection.validators import compact, mod97
from discovery.documents import Detection, Kind

# ISO 13616 registry, SWIFT: the length of the whole number by country.
LENGTHS: Final[dict[str, int]] = {
    **dict.fromkeys(("NO",), 15),
    **dict.fromkeys(("BE",), 16),
    **dict.fromkeys(("DK", "FO", "FI", "GL", "NL", "SD", "FK"), 18),
    **dict.fromkeys(("MK", "SI"), 19),
    **dict.fromkeys(("AT", "BA", "EE", "KZ", "LT", "LU", "XK", "MN"), 20),
    **dict.fromkeys(("CH", "HR", "LI", "LV"), 21),
    **dict.fromkeys(("BG", "BH", "CR", "DE", "GB", "GE", "IE", "ME", "RS", "VA"), 22),
    **dict.fromkeys(("AE", "GI", "IL", "IQ", "TL", "OM", "SO"), 23),
    **dict.fromkeys(("AD", "CZ", "ES", "MD", "PK", "RO", "SA", "SE", "SK", "TN", "VG"), 24),
    **dict.fromkeys(("PT", "ST", "LY"), 25),
    **dict.fromkeys(("IS", "TR"), 26),
    **dict.fromkeys(("FR", "GR", "IT", "MC", "MR", "SM", "DJ", "BI"), 27),
    **dict.fromkeys(("AL", "AZ", "BY", "CY", "DO", "GT", "HN", "HU", "LB", "NI", "PL", "SV"), 28),
    **dict.fromkeys(("BR", "EG", "PS", "QA", "UA"), 29),
    **dict.fromkeys(("JO", "KW", "MU", "YE"), 30),
    **dict.fromkeys(("MT", "SC"), 31),
    **dict.fromkeys(("LC",), 32),
    **dict.fromkeys(("RU",), 33),
}
_START: Final = expression(r"(?<!\w)[A-Za-z]{2}\d{2}(?=[ -]?[A-Za-z0-9])")
_SIGNS: Final = {length: expression(rf"(?:[ -]?[A-Za-z0-9]){{{length - 4}}}(?!\w)") for length in set(LENGTHS.values())}
_WORDS: Final = ("iban", "account", "konto", "compte", "cuenta", "conto", "rekening", "bank", "pay to", "payable to")
_BONUS: Final = context_of(_WORDS).bonus


@dataclass(frozen=True, slots=True)
class IbanFinder:
    """Finds IBANs by their country's length and modulo 97."""

    name: str = "iban"
    trigger: str = r"\b[A-Za-z]{2}\d{2}[ -]?[A-Za-z0-9]{4}"

    def find(self, text: str, low: int, high: int) -> Iterator[Detection]:
        """The IBANs that start in [low, high)."""
        begin, end = reading_bounds(text, low, high)
        for start in _START.finditer(text, begin, end):
            signs = _SIGNS.get(LENGTHS.get(start.group()[:2].upper(), 0))
            hit = signs.match(text, start.end(), end) if signs and low <= start.start() < high else None
            if hit and mod97(compact(text[start.start() : hit.end()])):
                yield _detection(text, start.start(), hit.end())


def _detection(text: str, start: int, end: int) -> Detection:
    word = _BONUS(text, start, end)[1]
    why = sentence("an IBAN", "iban_mod97", word, passed=True)
    return Detection(start, end, Kind.IBAN, 1.0 if word else 0.97, why, "iban_mod97", recogniser="iban")


RECOGNISERS: Final = (IbanFinder(),)
