"""Check digits of numbers that states and insurers give out, where python-stdnum has none or is stricter than use.

All take the text as it was found and answer yes or no; each names where its rule is published.
"""

from __future__ import annotations

import datetime
import re
from typing import Final

from discovery.detection.patterns import expression
from discovery.detection.validators import compact, digits_of, luhn

_NRIC_LETTERS: Final = {
    "S": ("JZIHGFEDCBA", 0),
    "T": ("JZIHGFEDCBA", 4),
    "F": ("XWUTRQPNMLK", 0),
    "G": ("XWUTRQPNMLK", 4),
    "M": ("XWUTRQPNJLK", 3),
}
_NRIC_WEIGHTS: Final = (2, 7, 6, 5, 4, 3, 2)
_RVNR_WEIGHTS: Final = (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1)
_THAI_PROVINCES: Final = expression("[134][0-9]|2[0-7]|5[0-8]|[67][0-7]|[89][0-6]")
_SPANISH_LETTERS: Final = "TRWAGMYFPDXBNJZSQVHLCKE"
_VERHOEFF_TURNS: Final = (
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
    (1, 5, 7, 6, 2, 8, 3, 0, 9, 4),
    (5, 8, 0, 3, 7, 9, 6, 1, 4, 2),
    (8, 9, 1, 6, 0, 4, 3, 5, 2, 7),
    (9, 4, 5, 3, 1, 2, 6, 8, 7, 0),
    (4, 2, 8, 6, 5, 7, 3, 9, 0, 1),
    (2, 7, 9, 3, 8, 0, 6, 4, 1, 5),
    (7, 0, 4, 6, 9, 1, 3, 2, 5, 8),
)


def weighted(digits: str, weights: tuple[int, ...]) -> int:
    """The sum of the products of digits and weights."""
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))


def cross_sum(number: int) -> int:
    """The sum of the digits of a number below 100."""
    return number // 10 + number % 10


def _dihedral(left: int, right: int) -> int:
    """The product in the dihedral group D5, with which Verhoeff's check digit is made."""
    if left < 5:
        return (left + right) % 5 if right < 5 else (left + right - 5) % 5 + 5
    return (left - right) % 5 + 5 if right < 5 else (left - right) % 5


def verhoeff(value: str) -> bool:
    """Verhoeff's check digit (J. Verhoeff, Error detecting decimal codes, 1969)."""
    check = 0
    for place, digit in enumerate(reversed(digits_of(value))):
        check = _dihedral(check, _VERHOEFF_TURNS[place % 8][int(digit)])
    return check == 0


def aadhaar(value: str) -> bool:
    """Verhoeff over twelve digits that begin with 2 to 9 and read not the same backwards (UIDAI)."""
    digits = digits_of(value)
    return len(digits) == 12 and digits[0] not in "01" and digits != digits[::-1] and verhoeff(digits)


def nigerian_nin(value: str) -> bool:
    """Verhoeff over eleven digits (National Identity Management Commission)."""
    digits = digits_of(value)
    return len(digits) == 11 and len(set(digits)) > 1 and verhoeff(digits)


def australian_medicare(value: str) -> bool:
    """The ninth digit over weights 1-3-7-9; the tenth is the issue (Services Australia)."""
    digits = digits_of(value)
    if len(digits) not in {10, 11} or digits[0] not in "23456":
        return False
    return weighted(digits[:8], (1, 3, 7, 9, 1, 3, 7, 9)) % 10 == int(digits[8])


def nric(value: str) -> bool:
    """The check letter of a Singaporean NRIC or FIN (Immigration & Checkpoints Authority; M series since 2022)."""
    number = compact(value)
    if not re.fullmatch(r"[STFGM]\d{7}[A-Z]", number):
        return False
    letters, offset = _NRIC_LETTERS[number[0]]
    return letters[(weighted(number[1:8], _NRIC_WEIGHTS) + offset) % 11] == number[8]


def dea(value: str) -> bool:
    """The check digit of a DEA registration (US Drug Enforcement Administration, Diversion Control)."""
    digits = compact(value)[2:]
    if len(digits) != 7 or not digits.isdigit():
        return False
    odd, even = sum(map(int, digits[0:6:2])), sum(map(int, digits[1:6:2]))
    return (odd + 2 * even) % 10 == int(digits[6])


def npi(value: str) -> bool:
    """Luhn behind the prefix 80840 (45 CFR 162.406); ten digits that begin with 1 or 2, not all alike."""
    digits = digits_of(value)
    return len(digits) == 10 and digits[0] in "12" and len(set(digits[:9])) > 1 and luhn(f"80840{digits}")


def south_african_id(value: str) -> bool:
    """Luhn, a date of birth, then 0, 1 or 2 for citizen, resident or refugee (Department of Home Affairs)."""
    digits = digits_of(value)
    if len(digits) != 13 or digits[10] not in "012" or not luhn(digits):
        return False
    year, month, day = int(digits[:2]), int(digits[2:4]), int(digits[4:6])
    return is_day(1900 + year, month, day) or is_day(2000 + year, month, day)


def korean_registration(value: str) -> bool:
    """A date of birth and a digit for sex and century; the check digit is no longer given (since October 2020)."""
    digits = digits_of(value)
    if len(digits) != 13 or digits[6] not in "12345678":
        return False
    century = 1900 if digits[6] in "1256" else 2000
    return is_day(century + int(digits[:2]), int(digits[2:4]), int(digits[4:6]))


def korean_business(value: str) -> bool:
    """The check digit of a Korean business registration number (National Tax Service)."""
    digits = digits_of(value)
    if len(digits) != 10 or len(set(digits)) == 1:
        return False
    total = weighted(digits[:9], (1, 3, 7, 1, 3, 7, 1, 3, 5)) + int(digits[8]) * 5 // 10
    return (10 - total % 10) % 10 == int(digits[9])


def thai(value: str) -> bool:
    """Modulo 11 over weights 13 to 2; the first digit is 1 to 8, the next two name a province (Thai DOPA)."""
    digits = digits_of(value)
    if len(digits) != 13 or digits[0] in "09" or not _THAI_PROVINCES.fullmatch(digits[1:3]):
        return False
    return (11 - weighted(digits[:12], tuple(range(13, 1, -1))) % 11) % 10 == int(digits[12])


def turkish_id(value: str) -> bool:
    """Two check digits over eleven digits, the first no zero (Nüfus Hizmetleri Kanunu)."""
    if len(value) != 11 or value[0] == "0":
        return False
    digits = [int(digit) for digit in value]
    tenth = (7 * sum(digits[0:9:2]) - sum(digits[1:8:2])) % 10
    return tenth == digits[9] and sum(digits[:10]) % 10 == digits[10]


def philippine_tin(value: str) -> bool:
    """Modulo 11 over weights 9 to 2 (Bureau of Internal Revenue); three more digits name a branch."""
    digits = digits_of(value)
    if len(digits) not in {9, 12} or len(set(digits[:9])) == 1:
        return False
    return weighted(digits[:8], (9, 8, 7, 6, 5, 4, 3, 2)) % 11 == int(digits[8])


def german_pension(value: str) -> bool:
    """The check digit of the Versicherungsnummer, VKVV § 4; the day may be raised by 50."""
    number = compact(value)
    if not re.fullmatch(r"\d{8}[A-Z]\d{3}", number):
        return False
    day, month = int(number[2:4]), int(number[4:6])
    if not (1 <= day <= 31 or 51 <= day <= 81) or not 1 <= month <= 12:
        return False
    digits = f"{number[:8]}{ord(number[8]) - 64:02}{number[9:11]}"
    total = sum(cross_sum(int(digit) * weight) for digit, weight in zip(digits, _RVNR_WEIGHTS, strict=True))
    return total % 10 == int(number[11])


def german_health(value: str) -> bool:
    """The check digit of the Krankenversichertennummer, SGB V § 290."""
    number = compact(value)
    if not re.fullmatch(r"[A-Z]\d{9}", number):
        return False
    digits = f"{ord(number[0]) - 64:02}{number[1:9]}"
    total = sum(cross_sum(int(digit) * (1 + place % 2)) for place, digit in enumerate(digits))
    return total % 10 == int(number[9])


def german_doctor(value: str) -> bool:
    """The seventh digit of the Arztnummer over weights 4 and 9 (KBV, Richtlinie nach § 75 Abs. 7 SGB V)."""
    digits = digits_of(value)
    return len(digits) == 9 and (10 - weighted(digits[:6], (4, 9, 4, 9, 4, 9)) % 10) % 10 == int(digits[6])


def german_tax_id(value: str) -> bool:
    """ISO 7064 MOD 11,10 over eleven digits; no digit more than three times among the first ten (AO § 139b)."""
    digits = digits_of(value)
    if len(digits) != 11 or digits[0] == "0" or max(map(digits[:10].count, set(digits[:10]))) > 3:
        return False
    return mod_11_10(digits)


def mod_11_10(digits: str) -> bool:
    """ISO 7064 MOD 11,10 with the last digit as the check digit."""
    product = 10
    for digit in digits[:-1]:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return (11 - product) % 10 == int(digits[-1])


def spanish_letter(value: str) -> bool:
    """The letter of a DNI or NIE by modulo 23; a DNI may lack leading zeros (Real Decreto 1553/2005)."""
    number = compact(value)
    hit = re.fullmatch(r"([XYZKLM]?)(\d{7,8})([A-Z])", number)
    if hit is None or (hit[1] and len(hit[2]) != 7):
        return False
    first = str("XYZ".index(hit[1])) if hit[1] in {"X", "Y", "Z"} else ""
    return _SPANISH_LETTERS[int(first + hit[2]) % 23] == hit[3]


def latvian_code(value: str) -> bool:
    """Modulo 11 of a Latvian personas kods; numbers since July 2017 begin with 32 and have no check digit."""
    digits = digits_of(value)
    if len(digits) != 11:
        return False
    if digits.startswith("32"):
        return True
    century = 1800 + 100 * int(digits[6])
    if digits[6] not in "012" or not is_day(century + int(digits[4:6]), int(digits[2:4]), int(digits[:2])):
        return False
    return (1 + weighted(digits[:10], (10, 5, 8, 4, 2, 1, 6, 3, 7, 9))) % 11 % 10 == int(digits[10])


def is_day(year: int, month: int, day: int) -> bool:
    """Whether the calendar has such a day."""
    try:
        datetime.date(year, month, day)
    except ValueError:
        return False
    return True
