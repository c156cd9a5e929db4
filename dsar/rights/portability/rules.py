"""What the right to portability covers, GDPR Art. 20: bases, automated means, provided or not. Plain Python.

Provided is what the person gave knowingly and what was observed of their use of a service; what the controller inferred
or derived from it is not (WP242 rev. 01, endorsed by the EDPB). The defaults here are proposals with a reason: a person
decides. Where nothing says that a person provided a thing, the default leaves it out.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Basis(StrEnum):
    """On what a processing rests, as far as Art. 20 asks."""

    CONSENT = "consent"
    EXPLICIT_CONSENT = "explicit_consent"
    CONTRACT = "contract"
    OTHER = "other"


# Art. 20(1)(a) names these three and no others; Art. 20(3) takes public tasks out besides.
QUALIFYING: Final = frozenset({Basis.CONSENT, Basis.EXPLICIT_CONSENT, Basis.CONTRACT})


class Origin(StrEnum):
    """How we came by a thing."""

    PROVIDED = "provided"
    OBSERVED = "observed"
    DERIVED = "derived"


PORTABLE: Final = frozenset({Origin.PROVIDED, Origin.OBSERVED})


class LeftOut(StrEnum):
    """Why something is not in the package; the letter tells it in words."""

    BASIS = "basis"  # Art. 20(1)(a): neither consent nor contract
    NOT_AUTOMATED = "not_automated"  # Art. 20(1)(b): paper
    DERIVED = "derived"  # not provided by the person
    OTHER_PEOPLE = "other_people"  # Art. 20(4)
    WITHHELD = "withheld"  # an exemption that was approved in the review
    SECRET = "secret"  # noqa: S105 - a reason, no password
    NOT_KEPT = "not_kept"  # the search keeps length and digest of binary columns, not their content
    CHOICE = "choice"  # a person decided to leave the set out, with a reason


@dataclass(frozen=True, slots=True)
class BasisLine:
    """One basis that the register names for an activity, and whether Art. 20 covers it."""

    basis: Basis
    article: str
    why: str

    @property
    def qualifies(self) -> bool:
        """Whether the right covers what is processed on this basis."""
        return self.basis in QUALIFYING


@dataclass(frozen=True, slots=True)
class Proposal:
    """An origin by rule, with the reason."""

    origin: Origin
    why: str
    is_secret: bool = False


_OTHERS: Final = {
    "6c": ("Art. 6(1)(c)", "A legal obligation: Art. 20(1)(a) names consent and contract only."),
    "6d": ("Art. 6(1)(d)", "Vital interests: Art. 20(1)(a) names consent and contract only."),
    "6e": ("Art. 6(1)(e)", "A public task or official authority: Art. 20(3) takes it out."),
    "6f": ("Art. 6(1)(f)", "Legitimate interests: Art. 20(1)(a) names consent and contract only."),
}
_ARTICLE: Final = re.compile(r"\b([69])\s*\(\s*([12])\s*\)\s*\(\s*([a-j])\s*\)", re.IGNORECASE)
_BARE: Final = re.compile(r"^\s*\(?([a-f])\)?\s*$", re.IGNORECASE)
_CONSENT: Final = re.compile(r"(?i)\b(?:consent\w*|einwilligung\w*)\b")
_CONTRACT: Final = re.compile(r"(?i)\b(?:contract\w*|contrat\w*|vertrag\w*)\b")
_LINES: Final = {
    "6a": BasisLine(Basis.CONSENT, "Art. 6(1)(a)", "Consent."),
    "6b": BasisLine(Basis.CONTRACT, "Art. 6(1)(b)", "A contract with the person, or steps before one."),
    "9a": BasisLine(Basis.EXPLICIT_CONSENT, "Art. 9(2)(a)", "Explicit consent."),
}


def bases_of(words: str) -> tuple[BasisLine, ...]:
    """The bases that an entry of the register names, in its order; articles first, words where there are none."""
    if bare := _BARE.match(words):
        return (_line(f"6{bare[1].lower()}"),)
    found = [f"{article}{letter.lower()}" for article, _paragraph, letter in _ARTICLE.findall(words)]
    if not found:
        found = [code for code, said in (("6a", _CONSENT), ("6b", _CONTRACT)) if said.search(words)]
    return tuple(_line(code) for code in dict.fromkeys(found))


def proposed_basis(words: str) -> Basis:
    """The basis to start from: the first that qualifies, else another."""
    return next((line.basis for line in bases_of(words) if line.qualifies), Basis.OTHER)


def why_not(words: str) -> str:
    """Why an activity on these bases is not covered; empty where it is."""
    lines = bases_of(words)
    if any(line.qualifies for line in lines):
        return ""
    return " ".join(line.why for line in lines) or "The register names neither consent nor a contract."


def _line(code: str) -> BasisLine:
    if code in _LINES:
        return _LINES[code]
    if code in _OTHERS:
        return BasisLine(Basis.OTHER, *_OTHERS[code])
    return BasisLine(
        Basis.OTHER, f"Art. 9(2)({code[1:]})", "Of Article 9 only explicit consent counts: Art. 20(1)(a) names 9(2)(a)."
    )


_WORDS: Final = re.compile(r"[A-Z]?[a-zäöüß]+|[A-Z]+(?![a-z])|\d+")


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Words of column names; the first list that holds a word decides.
_SECRET: Final = _set("password passwd passcode hash salt secret token otp pin apikey")
_INFERRED: Final = _set(
    "score scoring segment segmentation risk rating predicted prediction propensity churn ltv lifetime tier class "
    "classification cluster profile persona inferred derived computed rank fraud creditworthiness affinity bucket flag"
)
_OURS: Final = _set(
    "internal staff agent employee rep handler clerk assigned owner approved reviewer updated modified changed deleted "
    "version revision checksum status remark remarks note notes memo"
)
_OBSERVED: Final = _set(
    "login logins visit visits view views viewed click clicks clicked opened seen session device browser ip "
    "useragent path url page referrer location latitude longitude lat lon lng gps duration steps heart pulse "
    "speed distance played watched listened searched search query queries history log usage traffic cookie "
    "timestamp at date time when occurred created ordered placed paid shipped delivered"
)
_PROVIDED: Final = _set(
    "name firstname lastname surname forename email mail phone mobile telephone fax address street city town state "
    "region postcode postal zip country birth birthday dob gender sex title salutation language company iban card "
    "payment preference preferences interest interests newsletter consent upload uploaded attachment cv resume message "
    "comment review feedback subject body text question answer product item article quantity qty amount price total "
    "currency order invoice booking photo picture image avatar nickname username bio website occupation hobby"
)
_GIVEN_BY_PERSON: Final = re.compile(
    r"(?i)\b(?:customer|person|data subject|applicant|user|reader|subscriber|member|patient|employee|themselves|"
    r"yourself|you|kund\w*|betroffene\w*|client\w*|personne)\b"
)
_PERSONS_DOCUMENTS: Final = _set(
    "upload uploads uploaded application applications cv cvs resume resumes attachment attachments submitted form "
    "inbox forms intake bewerbung bewerbungen candidature"
)


def proposed_origin(column: str, *, source_of_data: str = "") -> Proposal:
    """The origin of a column by its name; where the name says nothing, by the source that the register names.

    Args:
        column: its name in the system.
        source_of_data: the register's words on where the data of the activity come from.
    """
    words = words_of(column)
    if words & _SECRET:
        return Proposal(Origin.DERIVED, "A password or key: never released.", is_secret=True)
    if words & _INFERRED:
        return Proposal(Origin.DERIVED, "Its name speaks of something that we inferred or computed.")
    if words & _OURS:
        return Proposal(Origin.DERIVED, "Its name speaks of our own handling.")
    if words & {"id", "uuid", "key", "number", "no", "nr", "pk"} and not words & _PROVIDED - {"order", "invoice"}:
        return Proposal(Origin.DERIVED, "A number that we gave.")
    if words & _PROVIDED:
        return Proposal(Origin.PROVIDED, "Its name speaks of what a person fills in.")
    if words & _OBSERVED:
        return Proposal(Origin.OBSERVED, "Its name speaks of use or time of use, which we observed.")
    if _GIVEN_BY_PERSON.search(source_of_data):
        return Proposal(Origin.PROVIDED, "The register says that the person is the source.")
    return Proposal(Origin.DERIVED, "Nothing says that the person provided it.")


def proposed_document_origin(group: str) -> Proposal:
    """The origin of documents by the folder or set in which they lie."""
    if words_of(group) & _PERSONS_DOCUMENTS:
        return Proposal(Origin.PROVIDED, "The folder holds what people hand in.")
    return Proposal(Origin.DERIVED, "A document of ours, unless somebody says that the person gave it.")


def words_of(name: str) -> frozenset[str]:
    """The words of a name in lower case: customerEmail and customer_email alike."""
    return frozenset(word.casefold() for word in _WORDS.findall(name))


def is_feasible_reason_enough(words: str) -> bool:
    """Whether a reason is one: at least three words."""
    return len(words.split()) >= 3


def unmet_words(reasons: Iterable[str]) -> str:
    """Reasons as one text, each once."""
    return " ".join(dict.fromkeys(reason for reason in reasons if reason))
