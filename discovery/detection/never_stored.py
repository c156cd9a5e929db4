"""What may never be kept in a text of ours: full payment card numbers and the codes that go with them.

PCI DSS v4.0: the card number is unreadable wherever it is kept, of which the last four digits may show (3.4, 3.5); the
card verification code and the PIN are never kept at all (3.3). It holds for what the product writes into its own
fields. What people sent stays as they sent it, sealed: it is evidence, and it may be what they ask for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from discovery.detection.validators import luhn

MASK: Final = "•"
CARD, CODE, PIN = "card_number", "card_code", "card_pin"
_SHOWN: Final = 4
_CARD: Final = re.compile(r"(?<![\w.,+-])[2-6](?:[ \u00a0-]?\d){12,18}(?![\w-]|[.,]\d)")
_LENGTHS: Final = frozenset({13, 14, 15, 16, 19})
_CODE_NAMES: Final = (
    r"cvv2?|cvc2?|cav2?|csc|card (?:verification|security) (?:code|value|number)|security code|"
    r"prüfnummer|prüfziffer|kartenprüfnummer|cryptogramme(?: visuel)?|code de sécurité"
)
_IS: Final = r"[ \t]{0,3}(?:is|ist|est|[:=#(-]){0,2}[ \t]{0,3}"
_CODE: Final = re.compile(rf"(?i)(?<!\w)(?:{_CODE_NAMES})(?!\w){_IS}(\d{{3,4}})(?!\w)")
_PIN: Final = re.compile(rf"(?i)(?<!\w)(?:pin|geheimzahl)(?: (?:code|number|no))?(?!\w){_IS}(\d{{4,6}})(?!\w)")
_NEAR: Final = 200  # characters from a card number in which a PIN is that of the card


@dataclass(frozen=True, slots=True)
class Masked:
    """A text that may be kept, and how many of what was masked in it: "card_number", "card_code", "card_pin"."""

    text: str = field(repr=False)
    counts: Mapping[str, int]

    def __bool__(self) -> bool:
        """Whether something was masked."""
        return bool(self.counts)


def mask_never_stored(text: str) -> Masked:
    """The text with card numbers down to their last four digits and without codes; as long as it was."""
    signs, counts = list(text), Counter[str]()
    cards = [hit.span() for hit in _CARD.finditer(text) if _is_card(hit.group())]
    for start, end in cards:
        _hide(signs, text, start, end, leave=_SHOWN)
        counts[CARD] += 1
    for hit in _CODE.finditer(text):
        _hide(signs, text, *hit.span(1))
        counts[CODE] += 1
    for hit in _PIN.finditer(text):
        if any(start - _NEAR <= hit.start() <= end + _NEAR for start, end in cards):
            _hide(signs, text, *hit.span(1))
            counts[PIN] += 1
    return Masked("".join(signs), dict(counts))


def _is_card(shown: str) -> bool:
    digits = re.sub(r"\D", "", shown)
    return len(digits) in _LENGTHS and len(set(digits)) > 1 and luhn(digits)


def _hide(signs: list[str], text: str, start: int, end: int, *, leave: int = 0) -> None:
    places = [at for at in range(start, end) if text[at].isdigit()]
    for at in places[: len(places) - leave]:
        signs[at] = MASK
