"""The ways to prove something, as data without Django: what each asks for, and when it is proportionate.

Proof is asked for only on reasonable doubt (GDPR Art. 12(6)), with what is already known first and by the least that
will do (EDPB Guidelines 01/2022 §§69-79). There are no secret questions. The tiers are our reading of proportionality,
not figures of the law: how much harm the answer would do in the wrong hands.
"""

from dataclasses import dataclass

from dsar.foundation.words import Words as _
from dsar.identity.rules import ASKER, AUTHORITY, CAPACITY, DECEASED, IDENTITY, ORDERS, TIERS

CALIFORNIA = "CCPA"


@dataclass(frozen=True, slots=True)
class Method:
    """A way to prove something.

    Attributes:
        code: stored with the outcome.
        kind: what it proves; identity methods serve whoever is identified.
        label: in the words of the screen.
        fits: when it is proportionate.
        wanted: what the person is asked to do or send; empty where nothing is asked of them.
        shows_document: whether a document is looked at, so that its kind is recorded.
        from_tier: the lowest tier of data for which asking for it is proportionate.
        up_to: the highest tier of data for which it is enough.
        has_scope: whether it shows an authority whose scope is to be read.
        regime: the body of rules that knows it; empty for all.
    """

    code: str
    kind: str
    label: str
    fits: str
    wanted: str = ""
    shows_document: bool = False
    from_tier: str = "ordinary"
    up_to: str = "high"
    has_scope: bool = False
    regime: str = ""


METHODS: tuple[Method, ...] = (
    Method(
        "session",
        IDENTITY,
        _("Signed in to their account"),
        _("The account is theirs and its data are what is asked for."),
        "Please sign in to your account and confirm the request there.",
        up_to="sensitive",
    ),
    Method(
        "known_address",
        IDENTITY,
        _("Answer from the address on file"),
        _("Ordinary data; the address was on file before the request came."),
        "Please answer from the e-mail or postal address that you have given us before.",
        up_to="ordinary",
    ),
    Method(
        "sms_loop",
        IDENTITY,
        _("Code sent to a mobile number on file"),
        _("The number was on file before the request came."),
        "We send a code to the mobile number that you have given us before. Please tell us the code.",
        up_to="sensitive",
    ),
    Method(
        "callback",
        IDENTITY,
        _("Call back on a number on file"),
        _("The number was on file before the request came."),
        "We call you on the number that you have given us before.",
        up_to="sensitive",
    ),
    Method(
        "matching_details",
        IDENTITY,
        _("Details of a recent contact match"),
        _("Two facts from recent dealings that others do not know; never a secret question."),
        "Please give us two details of your recent dealings with us, such as an order number and its date.",
        up_to="sensitive",
    ),
    Method("in_person", IDENTITY, _("Known in person"), _("Somebody who works here knows the person and met them.")),
    Method(
        "eid",
        IDENTITY,
        _("Electronic identity"),
        _("A recognised electronic identity, where the person has one."),
        "Please confirm the request with your electronic identity.",
    ),
    Method(
        "document_seen",
        IDENTITY,
        _("Document seen, no copy kept"),
        _("Sensitive data or a real risk, and nothing lighter will do."),
        "Please show us a document with your name, in person or in a video call. We keep no copy.",
        shows_document=True,
        from_tier="sensitive",
    ),
    Method(
        "masked_copy",
        IDENTITY,
        _("Copy of a document, masked"),
        _("The last resort, where national law allows it; the copy is deleted after the check."),
        "Please send a copy of a document with your name. Cover the photo, the number and all we do not need.",
        shows_document=True,
        from_tier="high",
    ),
    Method(
        "ccpa_2pt",
        IDENTITY,
        _("Two data points match (California)"),
        _("Categories of data, to a reasonable degree of certainty (11 CCR § 7062)."),
        "Please give us two details that we can compare with what we hold.",
        up_to="sensitive",
        regime=CALIFORNIA,
    ),
    Method(
        "ccpa_3pt_declaration",
        IDENTITY,
        _("Three data points and a signed declaration (California)"),
        _("Specific pieces of data, to a reasonably high degree of certainty (11 CCR § 7062)."),
        "Please give us three details that we can compare, and sign the declaration under penalty of perjury.",
        regime=CALIFORNIA,
    ),
    Method(
        "subject_confirmed",
        AUTHORITY,
        _("Confirmed by the data subject"),
        _("The person confirms it over an address on file."),
        "We ask the person you act for to confirm your request.",
    ),
    Method(
        "written_authority",
        AUTHORITY,
        _("Written authority, signed"),
        _("An agent acts for an adult."),
        "Please send the written authority that the person has signed for this request.",
        shows_document=True,
        has_scope=True,
    ),
    Method(
        "solicitor_letter",
        AUTHORITY,
        "Solicitor's confirmation",
        _("A regulated lawyer confirms the instruction; look the firm up yourself."),
        "Please confirm on your firm's letterhead that your client has instructed you to make this request.",
        shows_document=True,
        has_scope=True,
    ),
    Method(
        "court_order",
        AUTHORITY,
        _("Power of attorney or court order"),
        _("An attorney, deputy or guardian acts for the person."),
        "Please show us the power of attorney or the order of the court.",
        shows_document=True,
        has_scope=True,
    ),
    Method(
        "parental_responsibility",
        AUTHORITY,
        _("Parental responsibility"),
        _("A parent asks for a child who cannot understand the right; else ask the child."),
        "Please show us that you have parental responsibility for the child.",
        shows_document=True,
    ),
    Method(
        "representative_of_estate",
        AUTHORITY,
        _("Probate, letters of administration or certificate of inheritance"),
        _("An executor or heir acts for the estate of somebody who has died."),
        "Please show us the grant of probate, the letters of administration or the certificate of inheritance.",
        shows_document=True,
    ),
    Method(
        "asked_both_sides", ORDERS, _("Asked who asks, and looked at our own records"), _("Always, before the order.")
    ),
    Method(
        "order_seen",
        ORDERS,
        _("Order of the court seen"),
        _("There is an order about contact, residence or information."),
        "Please show us the order of the court about the child.",
        shows_document=True,
    ),
    Method("spoke_with_child", CAPACITY, _("Spoke with the child alone"), _("The child is old enough to be heard.")),
    Method(
        "professional_view",
        CAPACITY,
        _("View of somebody who knows the child"),
        _("A teacher, doctor or social worker knows how far the child understands."),
    ),
    Method("age_and_records", CAPACITY, _("Age and what we know"), _("A young child, and nothing speaks against it.")),
    Method(
        "death_certificate",
        DECEASED,
        _("Death certificate or public register seen"),
        _("We do not know of the death from our own records."),
        "Please show us the death certificate.",
        shows_document=True,
    ),
    Method("own_records", DECEASED, _("Known from our own records"), _("The death is recorded here already.")),
)

DOCUMENTS: dict[str, str] = {
    "passport": _("Passport"),
    "id_card": _("Identity card"),
    "driving_licence": _("Driving licence"),
    "residence_permit": _("Residence permit"),
    "authority_letter": _("Letter of authority"),
    "court_order": _("Power of attorney or court order"),
    "birth_certificate": _("Birth certificate"),
    "death_certificate": _("Death certificate"),
    "probate": _("Grant of probate or certificate of inheritance"),
    "other": _("Another document"),
}


def method_named(code: str) -> Method | None:
    """The method of that code, or None."""
    return next((method for method in METHODS if method.code == code), None)


def methods_of(kind: str, *, regime: str = "") -> tuple[Method, ...]:
    """The methods for a kind of check, lightest first; those of a body of rules only where it applies."""
    wanted = IDENTITY if kind == ASKER else kind
    known = (method for method in METHODS if method.kind == wanted)
    return tuple(method for method in known if not method.regime or regime.startswith(method.regime))


def fits_kind(method: Method, kind: str) -> bool:
    """Whether the method proves that kind of thing."""
    return method.kind == (IDENTITY if kind == ASKER else kind)


def is_proportionate(method: Method, tier: str) -> bool:
    """Whether asking for it is not too much for data of that tier (EDPB Guidelines 01/2022 §§69-76)."""
    return TIERS.index(tier) >= TIERS.index(method.from_tier)


def is_enough(method: Method, tier: str) -> bool:
    """Whether it settles a doubt about data of that tier."""
    return TIERS.index(tier) <= TIERS.index(method.up_to)
