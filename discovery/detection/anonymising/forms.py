"""The forms that a replacement can have, each a plain function of the value.

None of them gives a text in which the detectors find the same again: hashes and tokens are spelt with letters only,
shapes with signs that no number has.
"""

from __future__ import annotations

import enum
import hashlib
import hmac
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Final

from discovery.documents import Kind

HASH_LETTERS: Final = 16
_LETTERS: Final = "abcdefghijkmnpqr"  # one a hex digit; without l and o, which read as digits
TOKEN_PATTERN: Final = re.compile(r"\[\[([a-z_0-9]{2,40})~([a-z]{3,40})\]\]")
_DIGITS: Final = re.compile(r"\d")
_YEAR: Final = re.compile(r"(?:18|19|20|21)\d{2}")
_OUTWARD: Final = re.compile(r"^([A-Za-z]{1,2}\d[A-Za-z\d]?)(?= ?\d[A-Za-z]{2}$)")


class Form(enum.StrEnum):
    """How a value is replaced.

    LABEL: [EMAIL_ADDRESS]. HASH: a keyed digest; equal values of one case stay equal. MASK: signs without any of the
    value but its length class. PARTIAL: the last four signs. SHAPE: separators stay, letters and digits go.
    GENERALISE: a coarser value, such as the year of birth or the outward postcode. SUPPRESS: nothing at all.
    TOKEN: reversible for who may open the vault. PSEUDONYM: PERSON_1, the same for the same value.
    """

    LABEL = "label"
    HASH = "hash"
    MASK = "mask"
    PARTIAL = "partial"
    SHAPE = "shape"
    GENERALISE = "generalise"
    SUPPRESS = "suppress"
    TOKEN = "token"  # noqa: S105 - the name of a form
    PSEUDONYM = "pseudonym"


def plain(kind: Kind, value: str) -> str:
    """The value in the form in which two ways of writing it are the same: case, accents and separators go."""
    folded = unicodedata.normalize("NFKD", value).casefold()
    kept = "".join(sign for sign in folded if sign.isalnum() or sign in "@.")
    return kept.replace(".", "") if kind is not Kind.EMAIL_ADDRESS else kept


def label(kind: Kind, _value: str = "") -> str:
    """The kind in brackets."""
    return f"[{kind.value.upper()}]"


def keyed_hash(kind: Kind, value: str, key: bytes) -> str:
    """HMAC-SHA-256 under the key, cut to 64 bits and spelt in letters; without the key nobody can try values."""
    digest = hmac.new(key, f"{kind.value}|{plain(kind, value)}".encode(), hashlib.sha256).hexdigest()
    return f"[{kind.value}~{spelt(digest[:HASH_LETTERS])}]"


def pseudonym(kind: Kind, number: int) -> str:
    """The name that a value gets instead: PERSON_1."""
    return f"{kind.value.upper()}_{number}"


def token(kind: Kind, name: str) -> str:
    """A token as it stands in a text: the kind shows what it stands for, the name leads into the vault."""
    return f"[[{kind.value}~{name}]]"


def spelt(hexadecimal: str) -> str:
    """Hexadecimal digits as letters, so that no run of digits can look like a number of somebody."""
    return "".join(_LETTERS[int(sign, 16)] for sign in hexadecimal)


def mask(_kind: Kind, value: str) -> str:
    """Asterisks, as many as the next multiple of four: the exact length would help to guess."""
    return "*" * (-(-max(len(value), 1) // 4) * 4)


def partial(_kind: Kind, value: str) -> str:
    """The last four letters and digits behind an ellipsis; a value of fewer than nine shows none of itself."""
    signs = [sign for sign in value if sign.isalnum()]
    return "…" + "".join(signs[-4:]) if len(signs) > 8 else "…"


def shape(_kind: Kind, value: str) -> str:
    """Digits become #, letters become *, everything else stays."""
    return "".join("#" if sign.isdigit() else "*" if sign.isalpha() else sign for sign in value)


def generalise(kind: Kind, value: str) -> str:
    """A coarser value where the kind has one; the label where it has none."""
    coarser = _COARSER.get(kind)
    return (coarser(value) if coarser else "") or label(kind)


def _year(value: str) -> str:
    hit = _YEAR.search(value)
    if hit and hit.group() == value.strip():
        return f"{hit.group()[:3]}0s"  # a year alone becomes its decade, or it would stay what it is
    return hit.group() if hit else ""


def _outward(value: str) -> str:
    hit = _OUTWARD.match(value.strip())
    return hit.group(1).upper() if hit else ""


def _first_digits(count: int) -> Callable[[str], str]:
    def cut(value: str) -> str:
        digits = "".join(_DIGITS.findall(value))
        return digits[:count] + "x" * (len(digits) - count) if len(digits) > count else ""

    return cut


def _decade(value: str) -> str:
    digits = "".join(_DIGITS.findall(value))[:3]
    return f"{int(digits) // 10 * 10}–{int(digits) // 10 * 10 + 9}" if digits else ""


def _domain(value: str) -> str:
    return f"[e-mail address at {value.rpartition('@')[2].lower()}]" if "@" in value else ""


def _network(value: str) -> str:
    return ".".join([*value.split("/")[0].split(".")[:3], "x"]) if value.count(".") == 3 else ""


_COARSER: Final[Mapping[Kind, Callable[[str], str]]] = {
    Kind.DATE_OF_BIRTH: _year,
    Kind.DATE_TIME: _year,
    Kind.UK_POSTCODE: _outward,
    Kind.CA_POSTAL_CODE: lambda value: value[:3].upper(),
    Kind.US_ZIP: _first_digits(3),
    Kind.POSTCODE: _first_digits(2),
    Kind.AGE: _decade,
    Kind.EMAIL_ADDRESS: _domain,
    Kind.IP_ADDRESS: _network,
}
