"""Payment cards, bank accounts, tax numbers of firms."""

from __future__ import annotations

from typing import Final

from stdnum.eu import vat
from stdnum.us import rtn

from discovery.detection.recogniser import PatternRecogniser
from discovery.detection.validators import compact, digits_of, luhn, payment_card
from discovery.documents import Kind

_COUNTRIES = (
    "AT|BE|CH|CZ|DE|DK|ES|FI|FR|GB|HU|IE|IT|LU|NL|NO|PL|PT|SE|US|CA|GR|RO|BG|HR|SI|SK|EE|LV|LT|MT|CY|AU"
    "|JP|CN|IN|BR|MX|ZA|TR|AE|SG|HK"
)

_CARD_WORDS = (
    "card", "cards", "visa", "mastercard", "amex", "american express", "credit", "debit", "cc", "payment", "carte",
    "kreditkarte", "karte", "tarjeta", "maestro", "discover", "jcb", "diners", "carta", "kaart", "cartão", "karta",
    "cardholder", "ccn",
)  # fmt: skip


def _vat(value: str) -> bool:
    return bool(vat.is_valid(compact(value)))


# The first two digits: the twelve districts of the Federal Reserve, thrifts, electronic payments, travellers' cheques.
_DISTRICTS = frozenset([*range(13), *range(21, 33), *range(61, 73), 80])


def _routing(value: str) -> bool:
    digits = digits_of(value)
    return bool(rtn.is_valid(digits)) and int(digits[:2]) in _DISTRICTS


RECOGNISERS: Final = (
    PatternRecogniser(
        name="payment_card",
        kind=Kind.CREDIT_CARD,
        what="a payment card number",
        # A whole number of 16 digits may stand beside it: a column of cards, written in one line.
        pattern=r"(?<![\w.])(?:(?<!\d[ -])|(?<=(?<!\d)\d{16} )|(?<=(?<!\d)\d{4}-\d{4}-\d{4}-\d{4} ))(?<!\+)"
        r"[2-6]\d{3}(?P<by>[ -]?)(?:\d{4}(?P=by)\d{4}(?P=by)\d{1,7}|\d{6}(?P=by)\d{4,5})"
        r"(?![\w]|[ -]\d{4}(?!\d|([ -])\d{4}\2\d{4}\2\d{4}(?!\d))|\.\d)",
        score=0.8,
        source="ISO/IEC 7812",
        check=payment_card,
        check_name="luhn",
        context=_CARD_WORDS,
        against=("order", "tracking", "imei", "invoice", "serial", "sku", "reference", "parcel", "barcode", "ean"),
        mistyped_score=0.45,
        trigger=r"\b[2-6]\d{3}[ -]?\d{4}\d{0,2}[ -]?\d{2}",
    ),
    PatternRecogniser(
        name="short_card",
        kind=Kind.CREDIT_CARD,
        what="a payment card number of another length",
        pattern=r"(?<![\w.+-])(?<!\d )(?:(?:50(?:18|20|38)|5[678]\d\d|6(?:304|390|7\d\d)|0604)\d{8,9}"
        r"|(?:2131|1800)[ -]?\d{6}[ -]?\d{5})(?![\w-]|[ .]\d)",
        score=0.45,
        source="ISO/IEC 7812: Maestro from 12 digits, JCB with 15",
        check=luhn,
        check_name="luhn",
        context=_CARD_WORDS,
        against=(
            "order",
            "tracking",
            "imei",
            "invoice",
            "serial",
            "sku",
            "reference",
            "parcel",
            "barcode",
            "ean",
            "phone",
        ),
        mistyped_score=0.4,
        trigger=r"\b(?:50(?:18|20|38)|5[678]\d\d|6(?:304|390|7\d\d)|0604|2131|1800)[ -]?\d{6}",
    ),
    PatternRecogniser(
        name="uatp_card",
        kind=Kind.CREDIT_CARD,
        what="a travel card number",
        pattern=r"(?<![\w+.-])1\d{14}(?![\w-]|\.\d)",
        score=0.5,
        source="ISO/IEC 7812: first digit 1, airlines; UATP with 15 digits",
        check=luhn,
        check_name="luhn",
        context=_CARD_WORDS,
        context_required=True,
    ),
    PatternRecogniser(
        name="masked_card",
        kind=Kind.CREDIT_CARD,
        what="a payment card number with hidden digits",
        pattern=r"(?<![\w*.])(?:[Xx*\u2022#]{4}[ -]?){2,3}(?:[Xx*\u2022#]{0,4}[ -]?)?\d{4}(?![\w*]|\.\d)"
        r"|(?<![\w.])[2-6]\d{3}[ -]?(?:\d{2})?[Xx*\u2022#]{2,4}[ -]?(?:[Xx*\u2022#]{4}[ -]?){1,2}\d{4}(?![\w*]|\.\d)",
        score=0.6,
        source="PCI DSS 3.4: at most the first six and the last four digits are shown",
        context=("card", "visa", "mastercard", "amex", "credit", "debit", "payment", "ending", "karte", "carte"),
        trigger=r"[Xx*\x{2022}#]{2,4}[ -]?\d{4}|[Xx*\x{2022}#]{4}",
    ),
    PatternRecogniser(
        name="iban_mistyped",
        kind=Kind.IBAN,
        what="an IBAN behind its label",
        pattern=r"(?<!\w)(?:IBAN|iban)(?: (?:no|number|is))?\.?[:#]? {0,3}(?P<value>[A-Z]{2}\d{2}(?:["
        r" -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,3})?)(?!\w)",
        score=0.6,
        source="ISO 13616, check digits not looked at",
        trigger=r"(?i)iban",
    ),
    PatternRecogniser(
        name="bic",
        kind=Kind.BIC,
        what="a BIC",
        pattern=rf"(?<!\w)[A-Z]{{4}}(?:{_COUNTRIES})[A-Z0-9]{{2}}(?:[A-Z0-9]{{3}})?(?!\w)",
        score=0.45,
        source="ISO 9362",
        context=("bic", "swift", "bank", "iban", "sort code"),
        context_required=True,
    ),
    PatternRecogniser(
        name="uk_sort_code_and_account",
        kind=Kind.BANK_ACCOUNT,
        what="a UK sort code",
        pattern=r"(?<![\w-])\d{2}-\d{2}-\d{2}(?:[ ,/]{1,3}\d{8})?(?![\w-])",
        score=0.4,
        source="Vocalink modulus checking, shape only",
        context=("sort code", "sort", "account", "bank", "s/c"),
        context_required=True,
    ),
    PatternRecogniser(
        name="account_number",
        kind=Kind.BANK_ACCOUNT,
        what="a bank account number",
        pattern=r"(?i)(?<![a-z])(?:(?:bank |savings |checking |current )?(?:account|acct|a/c|acc)"
        r"|kontonummer|konto-nr|numéro de compte|n° de compte|rekeningnummer)"
        r"(?: ?(?:number|num|no|nr|#))?(?: is| ending(?: in)?)?[ .:#]{0,4}(?P<value>\d[\d -]{4,18}\d)(?![\w]|\.\d)",
        score=0.7,
        source="the label; shapes of 6 to 17 digits",
        check=lambda value: 6 <= len(digits_of(value)) <= 17,
        trigger=r"(?i)acc|a/c|konto|compte|rekening",
    ),
    PatternRecogniser(
        name="us_routing_number",
        kind=Kind.BANK_ACCOUNT,
        what="a US routing number",
        pattern=r"(?<![\w-])\d{9}(?![\w-])",
        score=0.45,
        source="ABA routing number check digit",
        check=_routing,
        check_name="aba",
        context=("routing", "aba", "rtn", "routing number"),
        context_required=True,
    ),
    PatternRecogniser(
        name="eu_vat",
        kind=Kind.EU_VAT,
        what="a VAT number",
        pattern=r"(?<!\w)(?:AT ?U|BE|BG|CY|CZ|DE|DK|EE|EL|ES|FI|FR|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE"
        r"|SI|SK|GB|XI) ?[A-Z0-9]{1,2}[ .]?\d{2,3}[ .]?\d{2,3}[ .]?[A-Z0-9]{1,6}(?:["
        r" .]?[A-Z0-9]{1,3})?(?!\w)",
        score=0.75,
        source="VIES, Council Directive 2006/112/EC Art. 215; check digits of each member state",
        check=_vat,
        check_name="eu_vat",
        context=("vat", "vat number", "ust-idnr", "ust-id", "tva", "btw", "iva", "mwst", "tax"),
        mistyped_score=0.5,
        trigger=r"\b(?:AT|BE|BG|CY|CZ|DE|DK|EE|EL|ES|FI|FR|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK|GB"
        r"|XI) ?U?[A-Z0-9]{1,2}[ .]?\d{2}",
    ),
)
