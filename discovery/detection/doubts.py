"""What speaks against a number being anybody's: a word for an example, a label of another thing, one digit throughout.

A doubt lowers the score and says so in the reason, so that "high" sensitivity still shows it to a person.
"""

from __future__ import annotations

from typing import Final

try:  # compiled (discovery/compiled.py); it rules out quickly what is looked into here
    from discovery.detection.glances import Doubts
except ImportError:
    Doubts = None  # type: ignore[assignment, misc]

from discovery.detection.asking import one_of
from discovery.detection.context import CONTEXT_REACH
from discovery.detection.kinds import KIND_FACTS, Category
from discovery.detection.patterns import expression
from discovery.documents import Detection, Kind

DOUBTFUL: Final = 0.3  # shown at high sensitivity only
_REACH: Final = 44
_NUMBERED: Final = frozenset({Category.GOVERNMENT, Category.FINANCIAL, Category.VEHICLE}) | {Category.SPECIAL}
_WORDS_ONLY: Final = frozenset(
    {
        Kind.HEALTH,
        Kind.BIOMETRIC,
        Kind.RELIGION,
        Kind.POLITICAL_OPINION,
        Kind.TRADE_UNION,
        Kind.SEXUAL_LIFE,
        Kind.ETHNIC_ORIGIN,
    }
)
DOUBTED: Final = frozenset(
    kind for kind, facts in KIND_FACTS.items() if facts.category in _NUMBERED and kind not in _WORDS_ONLY
) | {Kind.PHONE_NUMBER, Kind.US_NPI, Kind.AU_ABN, Kind.AU_ACN, Kind.MEDICAL_LICENSE, Kind.COMPANY_NUMBER}
_NAMES: Final = frozenset({Kind.PERSON, Kind.LOCATION, Kind.ORGANISATION})
DOUBTABLE: Final = DOUBTED | _NAMES  # what `doubted` may change
_SURE: Final = frozenset({Kind.IBAN, Kind.CRYPTO_WALLET, Kind.VIN})  # what no other thing is numbered like
_EXAMPLES: Final = (
    "example", "examples", "sample", "samples", "specimen", "dummy", "fictitious", "fake", "placeholder", "beispiel",
    "muster", "exemple", "spécimen", "fictif", "ejemplo", "esempio",
)  # fmt: skip
_OTHER_THINGS: Final = (
    "order", "invoice", "tracking", "parcel", "shipment", "isbn", "issn", "ean", "sku", "part", "serial", "version",
    "release", "build", "revision", "commit", "batch", "lot", "rechnung", "bestellung", "auftrag", "artikel", "sendung",
    "facture", "commande", "colis", "factura", "pedido", "ordine", "fattura", "factuur", "bestelling",
)  # fmt: skip
_EXAMPLE: Final = expression(
    rf"(?i)(?:\b(?:{'|'.join(_EXAMPLES)})\b(?![.@/\w-])[^.!?;\n]{{0,30}}"
    r"|\b(?:e\.g\.|z\. ?b\.|p\. ?ex\.)[^.!?;\n]{0,20})$"
)
_EXAMPLE_BEHIND: Final = expression(
    r"(?i)[ ,:]{0,2}[(\[]?(?:an? )?(?:example|sample|specimen|fictitious|beispiel|exemple)\b"
)
_BEFORE_EXAMPLE: Final = frozenset(" ,:([aesfbAESFB\u017f")  # what that begins with
_OTHER_THING: Final = expression(
    rf"(?i)\b({'|'.join(_OTHER_THINGS)})s?(?:nummer|-nr)?"
    r"(?:[ .]{0,2}(?:no|number|nr|num|n°|#|id|code|ref(?:erence)?))?\.?(?: is| was)?[ :#(=-]{0,3}$"
)
# RE2: how the words above begin that stand before a value; most values have none of them there.
_BEGINNINGS: Final = "|".join(sorted({word[:3] for word in _EXAMPLES + _OTHER_THINGS}))
_LEADING: Final = one_of([rf"(?i)(?:^|[^\w])(?:{_BEGINNINGS}|[ezp](?:[^\w]|$))"])
_POSSIBLE: Final = Doubts(_EXAMPLES, _OTHER_THINGS).possible if Doubts is not None else None
_LOOKED_AT: Final = CONTEXT_REACH + 1
_MOST_SIGNS: Final = 6  # one digit and what may stand between digits
_OWN_WORD: Final = "stands near"


def doubted(text: str, one: Detection) -> Detection:
    """The detection, with a lower score and one more half-sentence where something speaks against it."""
    kind = one.kind
    if kind in DOUBTED:
        if _POSSIBLE is not None and not _POSSIBLE(text, one.start, one.end):
            return one
        doubt = _doubt(text, one)
    elif kind in _NAMES:
        doubt = "digits are written right beside it" if _touches_digits(text, one) else ""
    else:
        return one
    if not doubt:
        return one
    return one._replace(score=min(one.score, DOUBTFUL), why=f"{one.why}; but {doubt}")


def _doubt(text: str, one: Detection) -> str:
    value = text[one.start : one.end]
    if _is_one_digit(value):
        return "all its digits are the same"
    seen = text[max(0, one.start - _LOOKED_AT) : one.start]
    is_led = _LEADING.occurs(seen)
    before = text[max(0, one.start - _REACH) : one.start]
    goes_on = text[one.end : one.end + 1] in _BEFORE_EXAMPLE
    behind = _EXAMPLE_BEHIND.match(text, one.end, one.end + _REACH) if goes_on else None
    if hit := (is_led and _EXAMPLE.search(before)) or behind:
        return f"“{hit.group().strip(' ,:([').split()[0].lower()}” says that it is an example"
    if is_led and _OWN_WORD not in one.why and one.kind not in _SURE and (hit := _OTHER_THING.search(before)):
        return f"“{hit[1].lower()}” stands before it"
    return ""


def _touches_digits(text: str, one: Detection) -> bool:
    """Whether the name is a piece of a word with digits: "ABCPD" of ABCPD1234Z."""
    return text[one.start - 1 : one.start].isdigit() or text[one.end : one.end + 1].isdigit()


def _is_one_digit(value: str) -> bool:
    """Whether the value has six digits or more, all the same, and no letter."""
    signs = set(value)
    if len(signs) > _MOST_SIGNS:
        return False
    signs = {sign for sign in signs if sign.isalnum()}
    return len(signs) == 1 and signs.pop().isdigit() and sum(map(str.isdigit, value)) > 5
