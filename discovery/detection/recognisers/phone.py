"""Phone numbers: a run of digits in the shape of one, that the numbering plans allow (ITU-T E.164)."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import phonenumbers

from discovery.detection import language
from discovery.detection.context import context_of
from discovery.detection.numbering import is_possible_abroad, is_possible_at_home
from discovery.detection.patterns import expression
from discovery.detection.recogniser import Stretch, stretch
from discovery.detection.validators import digits_of
from discovery.documents import Detection, Kind

_CANDIDATE: Final = expression(
    r"[+(\d](?<![\w.@#=-].)(?<![\d/][ .-].)(?!(?:(?<=1)9|(?<=2)0)\d\d-[01]\d-[0-3]\d(?!\d|-| ))(?:(?<=[+(])\(?\d|"
    r"(?<=\d))(?:[ \t().\-/\u00b7]{0,3}\d){5,16}"
    r"(?P<extension>(?: ?(?i:ext\.?|extension|x|#) ?)\d{1,6})?(?![\w@]|[-/]\d|\.\d)"
)
_CANDIDATE_IN_ASCII: Final = expression(_CANDIDATE.pattern, re.ASCII)
_WORDS: Final = (
    "phone", "phones", "tel", "telephone", "mobile", "cell", "cellphone", "call", "calling", "called", "fax", "ring",
    "rang", "text", "texted", "sms", "whatsapp", "signal", "contact", "landline", "my number", "his number",
    "her number", "their number", "reach", "reached", "ph", "mob", "telefon", "handy", "mobil", "rufnummer", "festnetz",
    "téléphone", "tél", "portable", "fixe", "teléfono", "móvil", "celular", "fijo", "llamar", "telefono", "cellulare",
    "cell.", "telefoon", "mobiel", "gsm", "telefone", "telemóvel", "telefonu", "komórka", "telefonnummer", "puhelin",
    "anrufen", "appeler", "bellen", "dial", "dialled", "t", "m", "hotline", "helpline", "direct line", "home", "work",
    "desk", "office", "messages to", "message to", "answering at", "answering on", "answer at", "voicemail", "call"
    " back",
    "callback", "switchboard", "extension", "ext", "phone_number", "phonenumber", "msisdn", "tel.", "viber",
)  # fmt: skip
_AGAINST: Final = (
    "order",
    "invoice",
    "tracking",
    "isbn",
    "account",
    "reference",
    "ref",
    "serial",
    "sku",
    "ssn",
    "sin",
    "nhs",
    "utr",
    "passport",
    "iban",
    "card",
    "vat",
    "id",
    "uci",
    "imei",
    "parcel",
    "sort code",
    "ticket",
    "case",
    "transaction",
    "policy",
    "batch",
    "part",
    "version",
    "barcode",
    "ean",
    "licence",
    "license",
    "pesel",
    "bsn",
    "routing",
    "asin",
    "po",
)
_BONUS: Final = context_of(_WORDS).bonus
_LOSS: Final = context_of(_AGAINST).bonus
_NOT_PHONES: Final = expression(
    r"\d{4}[-./]\d{1,2}[-./]\d{1,2}.{0,12}|\d{1,2}[-./]\d{1,2}[-./](?:19|20)\d{2}.{0,12}"
    r"|\d{3}-\d{2}-\d{4}|\d{4}([ -])\d{4}\1\d{4}(\1\d+)?|\d{1,3}(?:\.\d{1,3}){3}|(?:19|20)\d{2}["
    r" -]{1,3}(?:19|20)\d{2}"
    r"|\d{2}-\d{2}-\d{2}(?: ?\d{8})?|97[89][- ]?\d[\d -]{8,12}|\d{1,3}(?:[.,]\d{3})+|[1-9]\d{0,2}"
    r"(?: \d{3}){2,}|\d{9}|\d{8}"
)
_NEVER: Final = expression(  # dates and addresses of machines, whatever stands around
    r"(?:1[89]|2[01])\d\d([-/.])\d\d?\1\d\d?|\d\d?([-/.])\d\d?\2(?:1[89]|2[01])\d\d|\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}"
    r"|\d{1,3}(?:[ .]000)+|(?:19|20)\d\d ?[-/] ?(?:19|20)\d\d"
)
_SHORT: Final = expression(r"(?:\D*\d){6}\D*")
_LABELLED: Final = expression(
    r"(?i)(?<!\w)(?:(?:phone|tel|telephone|telefon|mobile|fax|desk|office|cell|mob|handy|tél|t|m)(?: ?(?:no|nr"
    r"|number))?\.?:?"
    r"|(?:call|ring|reach|text) (?:me |us |him |her |them )?(?:on|at):?)\s{0,3}$"
)
_LABEL_BEHIND: Final = expression(r"(?i) ?[(,-]? ?(?:office|fax|mobile|cell|home|work|desk|phone|tel|private)(?!\w)")
_NANP: Final = expression(r"(?:\+?1[ .-]?)?(?:\([2-9]\d{2}\) ?|[2-9]\d{2}[ .-])\d{3}[ .-]\d{4}")
_UK: Final = expression(
    r"\(?0(?:2\d\)? ?\d{4} ?\d{4}|1\d1\)? ?\d{3} ?\d{4}|11\d\)? ?\d{3} ?\d{4}|1\d{3}\)? ?\d{5,6}"
    r"|1\d{3}\)? ?\d{3} ?\d{3}|7\d{3} ?\d{3} ?\d{3}|7\d{3} ?\d{6}|[38]\d{2} ?\d{3} ?\d{4}|[38]\d{2}"
    r" ?\d{6,7})"
)
_LOCAL_SEVEN: Final = expression(r"[2-9]\d{2}[- .]\d{4}")
_FRENCH: Final = expression(r"0[1-9](?:[ .-]?\d{2}){4}")
_REGIONS: Final = {
    "en": ("GB", "US", "CA", "IE"),
    "de": ("DE", "AT", "CH"),
    "fr": ("FR", "BE", "CA"),
    "nl": ("NL", "BE"),
    "es": ("ES", "MX"),
    "it": ("IT",),
    "pt": ("PT",),
    "pl": ("PL",),
}
# Plans in which a national number is written without a zero before it, by the language of a text.
_WITHOUT_ZERO: Final = {"es": ("ES",), "pt": ("PT",), "pl": ("PL",), "it": ("IT",)}
_GROUPED: Final = expression(r"[2-9]\d{1,2}(?:[ .-]\d{2,4}){2,3}")
_AMOUNT: Final = expression(
    r"(?i),\d|[ \t]?(?:[€$£%]|(?:euros?|eur|pln|zł|złotych|reais|d[óo]lar(?:es)?|mil|millones|milhões|milioni|milion"
    r"|unidades|sztuk|kg|km|m2|m³|m²)(?!\w))"
)
_detection: Final = functools.partial(tuple.__new__, Detection)  # in half the time of a call of the class
_AROUND: Final = 160  # characters of which the language is told
_SURE: Final = 0.75  # from here on, words that speak against a number do not count
_BEHIND_BONUS: Final = 0.35  # for a label right behind the number
_DEFAULT_REGIONS: Final = ("GB", "US", "DE", "FR")


@dataclass(frozen=True, slots=True)
class PhoneFinder:
    """Finds phone numbers; national forms are read in the plans of the languages' regions."""

    languages: tuple[str, ...] = ("en",)
    name: str = "phone"
    trigger: str = r"(?:^|[^0-9A-Za-z_.@#=-])\d(?:[ \t().\-/\x{b7}]{0,3}\d){5}"
    reach: int = 24  # a plus or brackets, six digits, and three signs between any two of them
    context: tuple[str, ...] = _WORDS
    against: tuple[str, ...] = _AGAINST

    def find(self, text: str, low: int, high: int) -> Iterator[Detection]:
        """The phone numbers that start in [low, high)."""
        found: list[Detection] = []
        where = stretch(text, low, high)
        self.seek(where, found, where[3])
        yield from found

    def seek(self, where: Stretch, found: list[Detection], begin: int, near: tuple[bool, bool] = (True, True)) -> None:
        """Append the phone numbers that start in [low, high), none of them before `begin`.

        `near` says whether words for and against a phone number stand around the line at all.
        """
        text, low, high, _, stop, is_ascii = where
        for hit in (_CANDIDATE_IN_ASCII if is_ascii else _CANDIDATE).finditer(text, begin, stop):
            start, end = hit.span()
            if low <= start < high and (one := self._weigh(text, start, end, hit.start("extension"), near)):
                found.append(one)

    def _weigh(self, text: str, start: int, end: int, extension: int, near: tuple[bool, bool]) -> Detection | None:
        raw = text[start:end]
        if raw.isdecimal() and raw.isascii() and raw[0] != "0" and not (near[0] and _BONUS(text, start, end)[1]):
            return None  # digits and nothing else are a number where a word says so, or with the zero of a plan
        if raw[0] != "+" and _NEVER.fullmatch(raw):
            return None
        if raw[0] == "(" and ")" not in raw:
            start, raw = start + 1, raw[1:]
        shape, why = self._shape(text[start:extension].strip() if extension >= 0 else raw)
        if shape < _SURE and not raw.startswith(("+", "00")) and _is_of_the_language(text, start, raw):
            shape, why = max(shape, 0.64), "national form where the language of the text is spoken"
        bonus, word = (0.0, "") if shape >= _SURE or not near[0] else _BONUS(text, start, end)
        if not shape and (
            not word or (_SHORT.fullmatch(raw) and not _LABELLED.search(text, max(0, start - 20), start))
        ):
            return None
        if word and bonus < _BEHIND_BONUS and _LABEL_BEHIND.match(text, end):
            bonus = _BEHIND_BONUS
        if shape < _SURE and near[1] and _LOSS(text, start, end)[0] > bonus:
            bonus, word = -0.45, ""
        score = max(0.0, min(1.0, (shape or 0.2) + bonus))
        reason = f"{why}; “{word}” stands near" if word else why
        if not score:
            return None
        return _detection((start, end, Kind.PHONE_NUMBER, round(score, 3), reason, "possible_number", 0, ""))

    def _shape(self, number: str) -> tuple[float, str]:
        digits = digits_of(number)
        international = number[0] == "+" or (number.startswith("00") and len(digits) >= 10)
        if ("." in number and "/" in number) or len(set(digits)) < 3:
            return 0.0, "digits of another shape"
        if not international and _NOT_PHONES.fullmatch(number):
            return 0.0, "digits of another shape"
        if international:
            abroad = digits if number[0] == "+" else digits[2:]
            return (0.9, "international form") if is_possible_abroad(abroad) else (0.0, "no such length in the plan")
        if _UK.fullmatch(number) or (_FRENCH.fullmatch(number) and number != digits):
            return 0.75, "national form"
        if _NANP.fullmatch(number):
            return 0.7, "North American form"
        if _LOCAL_SEVEN.fullmatch(number):
            return 0.0, "local form"
        return self._national(number, digits)

    def _national(self, number: str, digits: str) -> tuple[float, str]:
        if not 7 <= len(digits) <= 13 or not is_possible_at_home(digits, _regions(self.languages)):
            return 0.0, "no such length in the plan"
        if digits.startswith("0") and not digits.startswith("00") and len(digits) >= 9:
            return (0.55 if number != digits else 0.4), "national form with a leading zero"
        return 0.0, "a run of digits"


def _is_of_the_language(text: str, start: int, raw: str) -> bool:
    """Whether digits in groups are a number in use where the language around them is spoken.

    Asked for plans without a trunk zero only: Spanish, Portuguese, Polish and Italian numbers look like amounts, and
    nothing but the language says which is meant. In other plans the zero says it.
    """
    if not _GROUPED.fullmatch(raw) or _AMOUNT.match(text, start + len(raw)):
        return False
    digits = digits_of(raw)
    if not any(shape.fullmatch(digits) for shape in _shapes_without_zero()):
        return False
    before = text[max(0, start - _AROUND) : start].rpartition("\n\n")[2]
    code = language.of(before + text[start : start + _AROUND].partition("\n\n")[0]).code
    return any(
        phonenumbers.is_valid_number(
            phonenumbers.PhoneNumber(
                country_code=phonenumbers.country_code_for_region(region), national_number=int(digits)
            )
        )
        for region in _WITHOUT_ZERO.get(code, ())
    )


@functools.cache
def _shapes_without_zero() -> list[re.Pattern[str]]:
    """What every number of those plans looks like."""
    regions = [region for code in _WITHOUT_ZERO.values() for region in code]
    plans = [phonenumbers.PhoneMetadata.metadata_for_region(region) for region in regions]
    shapes = [plan.general_desc.national_number_pattern for plan in plans if plan and plan.general_desc]
    return [expression(shape) for shape in shapes if shape]


@functools.cache
def _regions(languages: tuple[str, ...]) -> tuple[str, ...]:
    wanted = tuple(region for code in languages for region in _REGIONS.get(code, ())) + _DEFAULT_REGIONS
    return tuple(dict.fromkeys(wanted))
