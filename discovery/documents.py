"""The vocabulary of discovery: what is read, what is found in it, and whose it is. Plain values, no Django."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple


class Kind(enum.StrEnum):
    """What a detection is. The values are published (API, command line, stored findings): add, never rename."""

    PERSON = "person"
    EMAIL_ADDRESS = "email_address"
    PHONE_NUMBER = "phone_number"
    LOCATION = "location"
    POSTCODE = "postcode"
    DATE_OF_BIRTH = "date_of_birth"
    DATE_TIME = "date_time"
    URL = "url"
    IP_ADDRESS = "ip_address"
    MAC_ADDRESS = "mac_address"
    CREDIT_CARD = "credit_card"
    IBAN = "iban"
    BIC = "bic"
    BANK_ACCOUNT = "bank_account"
    CRYPTO_WALLET = "crypto_wallet"
    ORGANISATION = "organisation"
    US_SSN = "us_ssn"
    US_ITIN = "us_itin"
    US_PASSPORT = "us_passport"
    US_DRIVER_LICENSE = "us_driver_license"
    US_ZIP = "us_zip"
    UK_NINO = "uk_nino"
    UK_NHS = "uk_nhs"
    UK_PASSPORT = "uk_passport"
    UK_DRIVING_LICENCE = "uk_driving_licence"
    UK_POSTCODE = "uk_postcode"
    UK_UTR = "uk_utr"
    CA_SIN = "ca_sin"
    CA_UCI = "ca_uci"
    CA_IRCC_APPLICATION = "ca_ircc_application"
    CA_PASSPORT = "ca_passport"
    CA_HEALTH_CARD = "ca_health_card"
    CA_DRIVER_LICENCE = "ca_driver_licence"
    CA_POSTAL_CODE = "ca_postal_code"
    DE_TAX_ID = "de_tax_id"
    DE_ID_CARD = "de_id_card"
    FR_NIR = "fr_nir"
    ES_NIF = "es_nif"
    IT_CODICE_FISCALE = "it_codice_fiscale"
    NL_BSN = "nl_bsn"
    PL_PESEL = "pl_pesel"
    IE_PPS = "ie_pps"
    EU_VAT = "eu_vat"
    PASSPORT = "passport"
    DRIVER_LICENSE = "driver_license"
    MEDICAL_RECORD_NUMBER = "medical_record_number"
    VIN = "vin"
    EMPLOYEE_ID = "employee_id"
    CUSTOMER_ID = "customer_id"
    CASE_NUMBER = "case_number"
    SECRET = "secret"  # noqa: S105 - the name of a kind
    HEALTH = "health"
    BE_NATIONAL_NUMBER = "be_national_number"
    AT_SOCIAL_SECURITY = "at_social_security"
    CH_AHV = "ch_ahv"
    SE_PERSONNUMMER = "se_personnummer"
    DK_CPR = "dk_cpr"
    FI_HETU = "fi_hetu"
    NO_FODSELSNUMMER = "no_fodselsnummer"
    PT_NIF = "pt_nif"
    PT_CITIZEN_CARD = "pt_citizen_card"
    FR_IDENTITY_CARD = "fr_identity_card"
    SOCIAL_HANDLE = "social_handle"
    DEVICE_ID = "device_id"
    NUMBER_PLATE = "number_plate"
    AGE = "age"
    GENDER = "gender"
    NATIONALITY = "nationality"
    BIOMETRIC = "biometric"
    RELIGION = "religion"
    POLITICAL_OPINION = "political_opinion"
    TRADE_UNION = "trade_union"
    SEXUAL_LIFE = "sexual_life"
    ETHNIC_ORIGIN = "ethnic_origin"
    CRIMINAL = "criminal"
    ACCOUNT_NUMBER = "account_number"
    AU_TFN = "au_tfn"
    AU_ABN = "au_abn"
    AU_ACN = "au_acn"
    AU_MEDICARE = "au_medicare"
    SG_NRIC = "sg_nric"
    SG_UEN = "sg_uen"
    IN_AADHAAR = "in_aadhaar"
    IN_PAN = "in_pan"
    IN_VOTER = "in_voter"
    IT_IDENTITY_CARD = "it_identity_card"
    KR_RRN = "kr_rrn"
    KR_FRN = "kr_frn"
    TH_TNIN = "th_tnin"
    TR_NATIONAL_ID = "tr_national_id"
    NG_NIN = "ng_nin"
    ZA_ID = "za_id"
    PH_UMID = "ph_umid"
    DE_SOCIAL_SECURITY = "de_social_security"
    NATIONAL_ID = "national_id"
    TAX_NUMBER = "tax_number"
    COMPANY_NUMBER = "company_number"
    HEALTH_INSURANCE_NUMBER = "health_insurance_number"
    US_MBI = "us_mbi"
    US_NPI = "us_npi"
    MEDICAL_LICENSE = "medical_license"
    FACE = "face"  # in a picture, never in a text
    FINGERPRINT = "fingerprint"  # in a picture, never in a text
    OWN_KIND = "own_kind"  # of the organisation: Detection.recogniser says which


class Decision(enum.StrEnum):
    """How sure we are that an item is about the data subject. On screens: Confirmed, Check, Context, Excluded."""

    CONFIRMED = "confirmed"
    REVIEW = "review"
    CONTEXT = "context"
    EXCLUDED = "excluded"


class CoverageState(enum.StrEnum):
    """How far an item of a source was read. Only COMPLETE may ever count towards 'nothing found'."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page: PDF points, origin top left, x0 < x1 and y0 < y1; `page` counts from 0."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a page's text with its place; `start` and `end` are half-open offsets into the block's text."""

    start: int
    end: int
    box: Box


@dataclass(frozen=True, slots=True)
class Locator:
    """Where something stands inside a source: a path in words of the format, fit to be shown and stored.

    For a file: {"path": "hr/letter.pdf", "page": 2}, {"path": "a.zip", "member": "b/c.eml", "part": "attachment 1: d"},
    {"path": "x.xlsx", "sheet": "S", "cell": "B4"}. For a row: {"schema": null, "table": "orders", "key": {"id": 7}}.
    """

    parts: Mapping[str, object]

    def as_json(self) -> dict[str, object]:
        """The parts as a new plain dict."""
        return dict(self.parts)


FACE_ROLE: Final = "face"
FINGERPRINT_ROLE: Final = "fingerprint"
# Blocks that are no text but a place in a picture, by their role, and what is there.
PICTURED: Final = {FACE_ROLE: Kind.FACE, FINGERPRINT_ROLE: Kind.FINGERPRINT}


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A stretch of text from one place of an item.

    Attributes:
        text: as extracted, NFC; line breaks are kept.
        locator: where it stands, without the path of the file (the item has it): {"page": 1}, {"header": "Cc"}.
        words: places on the page, where the format has pages; empty otherwise.
        role: body, header, metadata, comment, hidden, attachment_name … ("hidden": a reader does not see it; "face",
            "fingerprint": no text, but the place of one as its only word, with how sure it is as `ocr_confidence`).
        ocr_confidence: mean of the words 0..1 where the text was recognised from pixels, else None.
    """

    text: str
    locator: Locator
    words: tuple[Word, ...] = ()
    role: str = "body"
    ocr_confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Extraction:
    """What a parser read from one file: its blocks, the files inside it, and how far it got.

    Attributes:
        state: COMPLETE or PARTIAL or FAILED or SKIPPED; anything but COMPLETE has a reason.
        reason: stable code ("password_protected", "ocr_not_installed", "timed_out", "damaged", …); "" when complete.
        notes: further reason codes that do not make the reading partial ("ocr_unreliable").
    """

    media_type: str
    blocks: tuple[TextBlock, ...]
    state: CoverageState
    reason: str = ""
    notes: tuple[str, ...] = ()
    page_count: int | None = None


class Detection(NamedTuple):
    """A piece of personal data in a text; a named tuple, because millions are made, compared and sent.

    Attributes:
        start, end: half-open character offsets into the text.
        score: certainty 0..1.
        why: one sentence for a person: pattern, check digit, context word, model.
        validator: name of the check that passed ("luhn", "iban_mod97"), "" where there is none.
        risk: what a disclosure can do, 1 little to 4 identity theft or a special category; 0 until the engine says.
        recogniser: name of the recogniser that found it, "own:<name>" for one of the organisation's; "" where the
            kind has one only.
    """

    start: int
    end: int
    kind: Kind
    score: float
    why: str
    validator: str = ""
    risk: int = 0
    recogniser: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open stretch of a block of an item: `block` is the index of the block."""

    block: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SubjectProfile:
    """What we know of the person whose data is searched. Values as given; normalising is the matcher's work.

    `identifiers` are pairs of a type in free words ("customer number", "iban") and a value.
    """

    names: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    dates_of_birth: tuple[str, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()

    @classmethod
    def from_json(cls, raw: Mapping[str, object]) -> SubjectProfile:
        """A profile from the SUBJECT.json format.

        Raises:
            ValueError: a key is unknown or a value has the wrong shape; the message names the key, never the value.
        """
        known = {"names", "emails", "phones", "addresses", "dates_of_birth", "identifiers"}
        if unknown := set(raw) - known:
            message = f"unknown keys in the subject: {', '.join(sorted(unknown))}"
            raise ValueError(message)
        lists: dict[str, tuple[str, ...]] = {key: _strings(key, raw.get(key, [])) for key in known - {"identifiers"}}
        return cls(identifiers=_pairs(raw.get("identifiers", [])), **lists)

    def as_json(self) -> dict[str, object]:
        """The SUBJECT.json form of the profile."""
        return {
            "names": list(self.names),
            "emails": list(self.emails),
            "phones": list(self.phones),
            "addresses": list(self.addresses),
            "dates_of_birth": list(self.dates_of_birth),
            "identifiers": [{"type": kind, "value": value} for kind, value in self.identifiers],
        }


@dataclass(frozen=True, slots=True)
class Match:
    """Why an item, or a stretch of it, is (or may be) about the data subject.

    Attributes:
        decision: see Decision.
        identifier: type of the identifier that hit: a Kind's value, or the profile's own words ("customer number").
        value: that identifier as the profile has it; kept out of repr because it is personal data.
        score: certainty 0..1.
        why: one sentence for a person.
        reason: stable code for REVIEW and EXCLUDED ("name_only", "homonym", "family_mailbox", …); "" otherwise.
        spans: the places that hit.
    """

    decision: Decision
    identifier: str
    score: float
    why: str
    reason: str = ""
    spans: tuple[Span, ...] = ()
    value: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class CoverageEntry:
    """How far one item of a source was read: `locator` says which."""

    locator: Locator
    state: CoverageState
    reason: str = ""
    notes: tuple[str, ...] = ()
    bytes_read: int = 0


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A database row that is, or may be, about the data subject.

    Attributes:
        table, schema, key: which row; `key` is the primary key by column, or {"rowid": n} where there is none.
        values: the row's columns as read, JSON-safe (dates as ISO text, bytes as {"bytes": length, "sha256": hex}).
        path: the way from the subject to the row: "customer.Email = the subject's e-mail → invoice.CustomerId".
        matched_columns: columns whose value is one of the subject's identifiers.
    """

    schema: str | None
    table: str
    key: Mapping[str, object]
    values: Mapping[str, object]
    match: Match
    path: str
    matched_columns: tuple[str, ...] = ()

    @property
    def locator(self) -> Locator:
        """The row's place in the published form."""
        return Locator({"schema": self.schema, "table": self.table, "key": dict(self.key)})


@dataclass(frozen=True, slots=True)
class Item:
    """One thing a source lists: a file, or a table; what a scan unit reads.

    Attributes:
        ref: the source's own stable name for it (relative path, table name); never shown in URLs or logs.
        fingerprint: changes when the content may have changed (size and mtime), "" where unknown.
    """

    ref: str
    size: int = 0
    fingerprint: str = ""
    media_type: str = ""
    extra: Mapping[str, object] = field(default_factory=dict)


def _strings(key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
        message = f"'{key}' must be a list of texts"
        raise ValueError(message)
    return tuple(entry.strip() for entry in value if entry.strip())


def _pairs(value: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, list):
        message = "'identifiers' must be a list"
        raise ValueError(message)
    pairs = []
    for entry in value:
        if (
            not isinstance(entry, dict)
            or not isinstance(entry.get("type"), str)
            or not isinstance(entry.get("value"), str)
        ):
            message = "each identifier needs a 'type' and a 'value', both texts"
            raise ValueError(message)
        pairs.append((entry["type"], entry["value"]))
    return tuple(pairs)
