"""Which kind an identifier of a profile is: the profile has free words, what we publish has kinds."""

from __future__ import annotations

import re
from typing import Final

from discovery.documents import Kind

_KINDS: Final = {kind.value for kind in Kind}
_WORDS: Final[tuple[tuple[frozenset[str], Kind], ...]] = (
    (frozenset({"iban"}), Kind.IBAN),
    (frozenset({"bic", "swift"}), Kind.BIC),
    (frozenset({"nino", "insurance"}), Kind.UK_NINO),
    (frozenset({"nhs"}), Kind.UK_NHS),
    (frozenset({"ssn"}), Kind.US_SSN),
    (frozenset({"bsn"}), Kind.NL_BSN),
    (frozenset({"nir"}), Kind.FR_NIR),
    (frozenset({"steuer", "steueridentifikationsnummer"}), Kind.DE_TAX_ID),
    (frozenset({"passport", "pass", "passeport", "reisepass"}), Kind.PASSPORT),
    (frozenset({"driving", "driver", "licence", "license"}), Kind.DRIVER_LICENSE),
    (frozenset({"employee", "staff", "payroll", "personnel", "personalnummer", "matricule"}), Kind.EMPLOYEE_ID),
    (frozenset({"customer", "client", "member", "membership", "loyalty", "kunde", "kundennummer"}), Kind.CUSTOMER_ID),
    (frozenset({"patient", "mrn", "medical"}), Kind.MEDICAL_RECORD_NUMBER),
    (frozenset({"case", "ticket", "complaint", "file"}), Kind.CASE_NUMBER),
    (frozenset({"card"}), Kind.CREDIT_CARD),
    (frozenset({"bank"}), Kind.BANK_ACCOUNT),
    (frozenset({"account"}), Kind.CUSTOMER_ID),
    (frozenset({"vin", "chassis"}), Kind.VIN),
)


def kind_of(identifier: str) -> str:
    """The published kind of a match's identifier: a Kind's value, or for words we do not know these in snake case."""
    slug = "_".join(re.findall(r"\w+", identifier.lower()))
    if slug in _KINDS:
        return slug
    words = set(slug.split("_"))
    return next((kind.value for known, kind in _WORDS if known & words), slug or Kind.PERSON.value)
