"""Rules of proof as data, without Django: the methods, what each asks for, and what may never be asked.

Proof is asked for only on reasonable doubt (GDPR Art. 12(6)), with what is already known first and by the least that
will do (EDPB Guidelines 01/2022 §§69-79). There are no secret questions. A document that is attached proves nothing by
itself: a person looks at it, and of it only its kind and its last characters are kept.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from dsar.deadlines.calendars import WorkCalendar

IDENTITY, AUTHORITY = "identity", "authority"
LONGEST_KEEPING = dt.timedelta(days=7)
TAIL_CHARACTERS = 3
ASK_WITHIN_WORKING_DAYS = 3


@dataclass(frozen=True, slots=True)
class Method:
    """A way to prove something.

    Attributes:
        code: stored with the outcome.
        kind: "identity" or "authority".
        label: in the words of the screen.
        fits: when it is proportionate.
        wanted: what the person is asked to do or send; empty where nothing is asked of them.
        shows_document: whether a document is looked at, so that its kind is recorded.
    """

    code: str
    kind: str
    label: str
    fits: str
    wanted: str = ""
    shows_document: bool = False


METHODS: tuple[Method, ...] = (
    Method(
        "session",
        IDENTITY,
        "Signed in to their account",
        "The account is theirs and its data are what is asked for.",
        "Please sign in to your account and confirm the request there.",
    ),
    Method(
        "known_address",
        IDENTITY,
        "Answer from the address on file",
        "Ordinary data; the address was on file before the request came.",
        "Please answer from the e-mail or postal address that you have given us before.",
    ),
    Method(
        "callback",
        IDENTITY,
        "Call back on a number on file",
        "The number was on file before the request came.",
        "We call you on the number that you have given us before.",
    ),
    Method(
        "matching_details",
        IDENTITY,
        "Details of a recent contact match",
        "Two facts from recent dealings that others do not know; never a secret question.",
        "Please give us two details of your recent dealings with us, such as an order number and its date.",
    ),
    Method("in_person", IDENTITY, "Known in person", "Somebody who works here knows the person and met them."),
    Method(
        "document_seen",
        IDENTITY,
        "Document seen, no copy kept",
        "Sensitive data or a real risk, and nothing lighter will do.",
        "Please show us a document with your name, in person or in a video call. We keep no copy.",
        shows_document=True,
    ),
    Method(
        "masked_copy",
        IDENTITY,
        "Copy of a document, masked",
        "The last resort, where national law allows it; the copy is deleted after the check.",
        "Please send a copy of a document with your name. Cover the photo, the number and all we do not need.",
        shows_document=True,
    ),
    Method(
        "eid",
        IDENTITY,
        "Electronic identity",
        "A recognised electronic identity, where the person has one.",
        "Please confirm the request with your electronic identity.",
    ),
    Method(
        "written_authority",
        AUTHORITY,
        "Written authority, signed",
        "An agent acts for an adult.",
        "Please send the written authority that the person has signed for this request.",
        shows_document=True,
    ),
    Method(
        "solicitor_letter",
        AUTHORITY,
        "Solicitor's confirmation",
        "A regulated lawyer confirms the instruction; look the firm up yourself.",
        "Please confirm on your firm's letterhead that your client has instructed you to make this request.",
        shows_document=True,
    ),
    Method(
        "court_order",
        AUTHORITY,
        "Power of attorney or court order",
        "An attorney, deputy or guardian acts for the person.",
        "Please show us the power of attorney or the order of the court.",
        shows_document=True,
    ),
    Method(
        "parental_responsibility",
        AUTHORITY,
        "Parental responsibility",
        "A parent asks for a child who cannot understand the right; else ask the child.",
        "Please show us that you have parental responsibility for the child.",
        shows_document=True,
    ),
    Method(
        "subject_confirmed",
        AUTHORITY,
        "Confirmed by the data subject",
        "The person confirms it over an address on file.",
        "We ask the person you act for to confirm your request.",
    ),
)

DOCUMENTS: dict[str, str] = {
    "passport": "Passport",
    "id_card": "Identity card",
    "driving_licence": "Driving licence",
    "residence_permit": "Residence permit",
    "authority_letter": "Letter of authority",
    "court_order": "Power of attorney or court order",
    "birth_certificate": "Birth certificate",
    "other": "Another document",
}


def method_named(code: str) -> Method | None:
    """The method of that code, or None."""
    return next((method for method in METHODS if method.code == code), None)


def methods_of(kind: str) -> tuple[Method, ...]:
    """The methods for identity or for authority, lightest first."""
    return tuple(method for method in METHODS if method.kind == kind)


def checks_wanted(relation: str) -> tuple[tuple[str, str], ...]:
    """The checks of a case as (role of the person, kind): the data subject, and who asks for somebody else."""
    subject = ("subject", IDENTITY)
    return (subject,) if relation == "self" else (subject, ("requester", AUTHORITY))


def asked_late(received: dt.date, asked: dt.date, calendar: WorkCalendar) -> bool:
    """Whether proof is asked for later than three working days after receipt: it is to be asked without delay."""
    day, count = received, 0
    while day < asked:
        day += dt.timedelta(days=1)
        count += calendar.is_working_day(day)
    return count > ASK_WITHIN_WORKING_DAYS


def tail_of(typed: str) -> str:
    """The last three letters or digits of what was typed; the rest is not kept."""
    return "".join(sign for sign in typed if sign.isalnum())[-TAIL_CHARACTERS:]


def unsettled(states: Iterable[tuple[str, str]]) -> list[str]:
    """The labels of checks that are neither proved nor found unnecessary, from (label, state)."""
    return [label for label, state in states if state not in ("verified", "not_needed")]
