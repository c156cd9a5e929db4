"""Check digits and shapes, each named after its standard. All take the text as it was found and answer yes or no."""

from __future__ import annotations

import ipaddress
import re
from typing import Final

from discovery.detection.patterns import expression

_NO_DIGITS: Final = bytes(code for code in range(128) if not 48 <= code <= 57)
_SEPARATORS: Final = expression(r"[\s.\-/]+")
_DOUBLED: Final = bytes(2 * (code - 48) - 9 * (code > 52) if 48 <= code <= 57 else 0 for code in range(256))  # of Luhn
_AS_NUMBER: Final = {sign: str(int(sign, 36)) for sign in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"}  # of ISO 7064
_NINO: Final = expression(r"[A-Z]{2}\d{6}[A-D]")
_NINO_REFUSED: Final = frozenset({"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"})
_VIN_VALUES: Final = {
    **{str(digit): digit for digit in range(10)},
    **dict(zip("ABCDEFGH", range(1, 9), strict=True)),
    **dict(zip("JKLMN", range(1, 6), strict=True)),
    "P": 7,
    "R": 9,
    **dict(zip("STUVWXYZ", range(2, 10), strict=True)),
}
_VIN_WEIGHTS: Final = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_LONG: Final = frozenset({16, 17, 18, 19})
_CARDS: Final[tuple[tuple[str, str, frozenset[int]], ...]] = (
    ("4", "4", frozenset({13, 16, 19})),  # Visa
    ("51", "55", frozenset({16})),  # Mastercard
    ("2221", "2720", frozenset({16})),
    ("34", "34", frozenset({15})),  # American Express
    ("37", "37", frozenset({15})),
    ("300", "305", frozenset({14, 16, 19})),  # Diners Club
    ("309", "309", frozenset({14, 16, 19})),
    ("36", "36", frozenset({14, 16, 19})),
    ("38", "39", frozenset({14, 16, 19})),
    ("35", "35", frozenset({16, 19})),  # JCB
    ("2200", "2204", _LONG),  # Mir
    ("60", "60", frozenset({16, 19})),  # Discover, RuPay
    ("62", "62", _LONG),  # UnionPay
    ("64", "65", frozenset({16, 19})),
    ("50", "50", frozenset({13, 15, 16, 18, 19})),  # Maestro, Dankort
    ("56", "58", frozenset({13, 15, 16, 18, 19})),
    ("61", "61", frozenset({13, 15, 16, 18, 19})),
    ("63", "63", frozenset({13, 15, 16, 18, 19})),
    ("66", "69", frozenset({13, 15, 16, 18, 19})),
)
_MRZ_WEIGHTS: Final = (7, 3, 1)
_SSN_PUBLISHED: Final = frozenset({"078051120", "219099999", "457555462"})  # SSA, "Meaning of the SSN"


def compact(value: str) -> str:
    """The value in capitals without spaces, dots, dashes and slashes."""
    return _SEPARATORS.sub("", value).upper()


_IPV4: Final = expression(r"(?:(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])(?:\.(?!$)|$)){4}")


def digits_of(value: str) -> str:
    """The ASCII digits of the value."""
    return value.encode("ascii", "ignore").translate(None, _NO_DIGITS).decode()


def luhn(value: str) -> bool:
    """Luhn, ISO/IEC 7812-1 annex B."""
    digits = digits_of(value)
    if len(digits) < 2 or len(set(digits)) == 1:
        return False
    signs = digits.encode()
    plain = signs[::-2]
    return (sum(plain) - 48 * len(plain) + sum(signs[-2::-2].translate(_DOUBLED))) % 10 == 0


def payment_card(value: str) -> bool:
    """Luhn, and a length that the scheme gives out whose range the first digits are in (ISO/IEC 7812; schemes)."""
    digits = digits_of(value)
    if not 13 <= len(digits) <= 19 or not luhn(digits):
        return False
    return any(first <= digits[: len(first)] <= last and len(digits) in lengths for first, last, lengths in _CARDS)


def nino(value: str) -> bool:
    """A National Insurance number's prefix and suffix rules (HMRC manual NIM39110)."""
    number = compact(value)
    prefix = number[:2]
    return (
        _NINO.fullmatch(number) is not None
        and prefix not in _NINO_REFUSED
        and prefix[0] not in "DFIQUV"
        and prefix[1] not in "DFIOQUV"
    )


def vin(value: str) -> bool:
    """The check digit of ISO 3779 as North America uses it (49 CFR 565.15)."""
    number = compact(value)
    if len(number) != 17 or any(sign not in _VIN_VALUES for sign in number):
        return False
    rest = sum(_VIN_VALUES[sign] * weight for sign, weight in zip(number, _VIN_WEIGHTS, strict=True)) % 11
    return number[8] == ("X" if rest == 10 else str(rest))


def icao_check(value: str) -> bool:
    """The last sign is the 7-3-1 check digit of the others (ICAO Doc 9303 part 3)."""
    number = compact(value)
    if len(number) < 2 or not number[-1].isdigit():
        return False
    total = 0
    for place, sign in enumerate(number[:-1]):
        worth = int(sign) if sign.isdigit() else ord(sign) - 55
        total += worth * _MRZ_WEIGHTS[place % 3]
    return total % 10 == int(number[-1])


def mrz_second_line_td1(value: str) -> bool:
    """The check digits behind the dates of birth and of expiry (ICAO Doc 9303 part 5)."""
    return icao_check(value[:7]) and icao_check(value[8:15])


def ssn_shape(value: str) -> bool:
    """The area, group and serial that the Social Security Administration gives out (20 CFR 422.103; since 2011).

    Numbers that were printed in advertisements, and so never were anybody's, are refused; separators are all alike.
    """
    digits = digits_of(value)
    return (
        len(digits) == 9
        and digits not in _SSN_PUBLISHED
        and len({sign for sign in value if not sign.isdecimal()}) < 2
        and digits[:3] not in {"000", "666"}
        and digits[0] != "9"
        and digits[3:5] != "00"
        and digits[5:] != "0000"
        and len(set(digits)) > 1
    )


def itin_shape(value: str) -> bool:
    """9xx with a middle group that the IRS gives out (IRS Publication 1915)."""
    digits = digits_of(value)
    middle = int(digits[3:5]) if len(digits) == 9 else 0
    return (
        len(digits) == 9
        and digits[0] == "9"
        and (50 <= middle <= 65 or 70 <= middle <= 88 or (90 <= middle <= 99 and middle != 93))
    )


def uk_driving_licence(value: str) -> bool:
    """Surname padded with 9, year, month (+50 for women), day: DVLA's published format of the driver number."""
    number = compact(value)
    if not re.fullmatch(r"[A-Z]{1,5}9{0,4}\d{6}[A-Z9]{2}[A-Z0-9]\w{2}", number) or len(number) != 16:
        return False
    month, day = int(number[6:8]) % 50, int(number[8:10])
    return 1 <= month <= 12 and 1 <= day <= 31 and int(number[6]) in {0, 1, 5, 6}


def ip(value: str) -> bool:
    """An address of IPv4 or IPv6 (RFC 791, RFC 4291); the empty one of IPv6 has no digit and is none."""
    plain = value.partition("/")[0].partition("%")[0]
    if _IPV4.fullmatch(plain):
        return True
    try:
        address = ipaddress.ip_address(plain)
    except ValueError:
        return False
    return address.version == 4 or not address.is_unspecified


def mod97(value: str) -> bool:
    """ISO 7064 MOD 97-10 over letters as numbers, as ISO 13616 uses it for an IBAN."""
    number = compact(value)
    if len(number) < 15 or not number.isascii() or not number.isalnum():
        return False
    return int("".join([_AS_NUMBER[sign] for sign in number[4:] + number[:4]])) % 97 == 1


def nhs(value: str) -> bool:
    """Modulus 11 of the NHS number (NHS Data Dictionary)."""
    digits = digits_of(value)
    if len(digits) != 10 or len(set(digits)) == 1:
        return False
    rest = 11 - sum(int(digit) * (10 - place) for place, digit in enumerate(digits[:9])) % 11
    return rest != 10 and rest % 11 == int(digits[9])
