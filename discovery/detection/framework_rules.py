"""The duties of GDPR, UK GDPR, PIPEDA and CCPA that detected data bring up: plain data, each with its article.

State of the law: 22 November 2026. Wording is ours. National identity numbers and payment cards are no special
category (GDPR Art. 9(1) names them all); a supervisory authority must hear of a breach unless it is unlikely to result
in a risk (Art. 33), people only where the risk is high (Art. 34).
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from discovery.documents import Kind


class Framework(enum.StrEnum):
    """Bodies of law that a report can be asked for."""

    GDPR = "gdpr"
    UK_GDPR = "uk_gdpr"
    PIPEDA = "pipeda"
    CCPA = "ccpa"


class Trigger(enum.StrEnum):
    """What must be found for a duty to come up."""

    ANY = "any"
    SPECIAL = "special"
    CRIMINAL = "criminal"
    NATIONAL_ID = "national_id"
    MONEY = "money"
    SECRET = "secret"  # noqa: S105 - what is found, not a secret
    SENSITIVE = "sensitive"
    GRAVE = "grave"


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the organisation says of its processing; None where it was not said.

    Attributes:
        is_public_body: a government institution.
        is_processor: works for another organisation.
        goes_abroad: the data leave the country or the area of the law.
        is_large_scale: many people, much data.
        concerns_children: children are among the people.
        is_sold_or_shared: given to others for money, or for advertising across contexts.
        needs_consent: the processing rests on consent.
        was_disclosed: the text reached somebody who may not have it.
    """

    is_public_body: bool | None = None
    is_processor: bool | None = None
    goes_abroad: bool | None = None
    is_large_scale: bool | None = None
    concerns_children: bool | None = None
    is_sold_or_shared: bool | None = None
    needs_consent: bool | None = None
    was_disclosed: bool | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty: what raises it, and the circumstance (a name of Circumstances) that must be true as well, if any."""

    article: str
    words: str
    trigger: Trigger = Trigger.ANY
    asks: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A remark on whether the law applies at all, shown where `applies` holds."""

    words: str
    applies: Callable[[Circumstances], bool] = lambda _said: True


@dataclass(frozen=True, slots=True)
class FrameworkRules:
    """One body of law: its title, where it is published, its duties in the order of reading."""

    framework: Framework
    title: str
    source: str
    duties: tuple[Duty, ...]
    notes: tuple[Note, ...] = ()


_GDPR_COMMON: Final = (
    Duty("Art. 5(1)(b), (c), (e)", "Know the purpose, keep no more than it needs, and no longer than it needs."),
    Duty("Art. 6(1)", "Have one of the six legal bases, and be able to show it (Art. 5(2))."),
    Duty("Art. 13, Art. 14", "Tell the people what is processed, why, for how long and who receives it."),
    Duty("Art. 15 to 22", "Be able to find these data again for access, rectification, erasure and objection."),
    Duty("Art. 30(1)", "Enter the categories of data and of people into the record of processing."),
    Duty("Art. 32(1)", "Protect them by measures that fit the risk, such as pseudonymisation and encryption."),
    Duty(
        "Art. 32(1)(a), (2)",
        "Data whose loss would weigh heavily were found: encrypt them, and let only those see them who must.",
        Trigger.GRAVE,
    ),
    Duty(
        "Art. 32(1)(b)",
        "Passwords and keys do not belong into text: change them, then remove them.",
        Trigger.SECRET,
    ),
    Duty(
        "Art. 7",
        "Be able to show the consent, and let it be withdrawn as easily as it was given.",
        asks="needs_consent",
    ),
    Duty(
        "Art. 8, recital 38",
        "Children merit specific protection; where an online service rests on consent, a parent's may be needed.",
        asks="concerns_children",
    ),
    Duty(
        "Art. 28(3)", "Process only on the controller's documented instructions, under a contract.", asks="is_processor"
    ),
)

_GDPR_LATE: Final = (
    Duty(
        "Art. 35(3)(b), Art. 37(1)(c)",
        "Special categories on a large scale: a data protection impact assessment and, as a core activity, a data "
        "protection officer.",
        Trigger.SPECIAL,
        "is_large_scale",
    ),
    Duty(
        "Art. 35(3)(b), Art. 37(1)(c)",
        "Data on criminal convictions and offences on a large scale: an impact assessment, and a data protection "
        "officer where it is a core activity.",
        Trigger.CRIMINAL,
        "is_large_scale",
    ),
    Duty(
        "Art. 33",
        "Tell the supervisory authority within 72 hours of becoming aware, unless a risk is unlikely; record the "
        "breach in any case (Art. 33(5)).",
        asks="was_disclosed",
    ),
    Duty(
        "Art. 34",
        "Judge whether the risk to the people is high; then tell them without undue delay.",
        Trigger.GRAVE,
        "was_disclosed",
    ),
)

_GDPR: Final = FrameworkRules(
    Framework.GDPR,
    "GDPR (Regulation (EU) 2016/679)",
    "https://eur-lex.europa.eu/eli/reg/2016/679/oj",
    (
        *_GDPR_COMMON,
        Duty(
            "Art. 9(1), (2)",
            "A special category may be processed only under one of the ten exceptions, beside a legal basis of Art. 6.",
            Trigger.SPECIAL,
        ),
        Duty(
            "Art. 10",
            "Criminal convictions and offences: only under the control of official authority, or where law allows it.",
            Trigger.CRIMINAL,
        ),
        Duty(
            "Art. 87",
            "National identification numbers are no special category; look at the conditions of the Member State.",
            Trigger.NATIONAL_ID,
        ),
        Duty(
            "Art. 44 to 49",
            "Leave the EEA only with an adequacy decision, appropriate safeguards or a derogation.",
            asks="goes_abroad",
        ),
        *_GDPR_LATE,
    ),
    (
        Note(
            "It applies to establishments in the Union, and to others who offer goods or services to people in the "
            "Union or watch their behaviour there (Art. 3); residence and citizenship do not decide."
        ),
    ),
)

_UK_GDPR: Final = FrameworkRules(
    Framework.UK_GDPR,
    "UK GDPR and Data Protection Act 2018",
    "https://www.legislation.gov.uk/eur/2016/679/contents",
    (
        *_GDPR_COMMON,
        Duty(
            "Art. 9(1), (2); DPA 2018 s. 10, Sch. 1",
            "A special category needs an exception of Art. 9(2) and, for several of them, a condition of Schedule 1 "
            "with an appropriate policy document.",
            Trigger.SPECIAL,
        ),
        Duty(
            "Art. 10; DPA 2018 s. 10(4), (5), s. 11(2), Sch. 1",
            "Criminal convictions and offences, alleged ones too: a condition of Schedule 1.",
            Trigger.CRIMINAL,
        ),
        Duty(
            "Art. 5(1)(c), (f)",
            "National insurance, NHS and passport numbers are no special category by themselves; ask whether each is "
            "needed at all, and who must see it.",
            Trigger.NATIONAL_ID,
        ),
        Duty(
            "Art. 44A to 49",
            "Leave the United Kingdom only where the data protection test is met, by regulations or safeguards, or by "
            "a derogation.",
            asks="goes_abroad",
        ),
        *_GDPR_LATE,
        Duty(
            "DPA 2018 s. 164A",
            "Have a way to complain to you, and acknowledge a complaint within 30 days (since 19 June 2026).",
        ),
    ),
)

_PIPEDA: Final = FrameworkRules(
    Framework.PIPEDA,
    "PIPEDA (S.C. 2000, c. 5)",
    "https://laws-lois.justice.gc.ca/eng/acts/P-8.6/",
    (
        Duty("s. 5(3)", "Collect, use and disclose only for purposes that a reasonable person would find appropriate."),
        Duty("s. 5(1), Sch. 1, cl. 4.1", "Name somebody who answers for it; stay responsible when others process it."),
        Duty(
            "Sch. 1, cl. 4.2, 4.4", "Identify the purpose at or before collection, and collect no more than it needs."
        ),
        Duty("s. 6.1, Sch. 1, cl. 4.3", "Have valid consent, unless an exception of s. 7 applies."),
        Duty(
            "Sch. 1, cl. 4.3.4, 4.3.6",
            "Sensitive information was found: the form of consent should generally be express.",
            Trigger.SENSITIVE,
        ),
        Duty("Sch. 1, cl. 4.5", "Use, disclose and keep it only for the purpose, and destroy or anonymise it after."),
        Duty("Sch. 1, cl. 4.7", "Safeguard it as its sensitivity asks."),
        Duty(
            "Sch. 1, cl. 4.7.2",
            "More sensitive information asks for a higher level of protection.",
            Trigger.GRAVE,
        ),
        Duty(
            "Sch. 1, cl. 4.4; Income Tax Act s. 237(2)",
            "Official numbers such as the SIN: ask for them only where a law requires or allows it, and use them for "
            "that alone.",
            Trigger.NATIONAL_ID,
        ),
        Duty("s. 8, Sch. 1, cl. 4.9", "Give access within 30 days of a written request."),
        Duty(
            "Sch. 1, cl. 4.1.3",
            "Give comparable protection by contract when a third party, abroad too, processes it.",
            asks="goes_abroad",
        ),
        Duty(
            "s. 10.1, s. 10.3",
            "Report to the Commissioner and tell the people where there is a real risk of significant harm; keep a "
            "record of every breach for 24 months.",
            asks="was_disclosed",
        ),
    ),
    (
        Note(
            "Federal government institutions such as IRCC are under the Privacy Act (R.S.C. 1985, c. P-21; s. 4 "
            "collection, s. 8 disclosure, s. 12 access), not under PIPEDA.",
            lambda said: said.is_public_body is not False,
        ),
        Note(
            "Alberta, British Columbia and Quebec have laws of their own for the private sector.",
            lambda said: not said.is_public_body,
        ),
    ),
)

_CCPA: Final = FrameworkRules(
    Framework.CCPA,
    "CCPA as amended by the CPRA (Cal. Civ. Code § 1798.100 and following)",
    "https://leginfo.legislature.ca.gov/",
    (
        Duty(
            "§ 1798.100(a); 11 CCR § 7012",
            "Give notice at collection: categories, purposes, retention, sale or sharing.",
        ),
        Duty("§ 1798.100(c)", "Collect, use and keep only what is reasonably necessary and proportionate."),
        Duty("§ 1798.100(e)", "Have reasonable security."),
        Duty("§ 1798.105, .106, .110", "Be able to find it for requests to delete, correct and know (45 days)."),
        Duty(
            "§ 1798.121, § 1798.140(ae)",
            "Sensitive personal information was found: offer the right to limit its use, where it is used beyond what "
            "is necessary.",
            Trigger.SENSITIVE,
        ),
        Duty(
            "§ 1798.120, § 1798.135; 11 CCR § 7025",
            "Offer the opt-out of sale and sharing, and honour opt-out preference signals such as GPC.",
            asks="is_sold_or_shared",
        ),
        Duty(
            "§ 1798.120(c), (d)",
            "Sell or share data of consumers under 16 only with consent to it; under 13 with a parent's.",
            asks="concerns_children",
        ),
        Duty(
            "§ 1798.150, § 1798.81.5(d)",
            "Unencrypted official numbers, account data with access codes, medical and biometric data: if they leak "
            "for want of reasonable security, consumers may claim damages.",
            Trigger.SENSITIVE,
        ),
        Duty(
            "§ 1798.82",
            "Tell the people within 30 days, and the Attorney General where more than 500 residents are concerned.",
            Trigger.SENSITIVE,
            "was_disclosed",
        ),
    ),
    (
        Note("It applies to businesses above a threshold (§ 1798.140(d)) and to residents of California."),
        Note("Public bodies are no business under it.", lambda said: bool(said.is_public_body)),
    ),
)

FRAMEWORKS: Final[Mapping[Framework, FrameworkRules]] = {
    rules.framework: rules for rules in (_GDPR, _UK_GDPR, _PIPEDA, _CCPA)
}

# Cal. Civ. Code § 1798.140(ae): official numbers, log-ins with their secrets, origin, citizenship, belief, union, and
# what tells of health, sexual life or the body. Financial accounts count with the code that opens them.
SENSITIVE_CCPA: Final = frozenset(
    {
        Kind.US_SSN,
        Kind.US_PASSPORT,
        Kind.US_DRIVER_LICENSE,
        Kind.PASSPORT,
        Kind.DRIVER_LICENSE,
        Kind.SECRET,
        Kind.NATIONALITY,
        Kind.CREDIT_CARD,
        Kind.BANK_ACCOUNT,
        Kind.CA_SIN,
        Kind.CA_PASSPORT,
        Kind.CA_DRIVER_LICENCE,
        Kind.CA_HEALTH_CARD,
    }
)
