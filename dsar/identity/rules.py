"""Rules of proof without Django: which checks a case wants, what an authority covers, whom a child's request needs.

A document that is attached proves nothing by itself: a person looks at it, and of it only its kind is kept.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dsar.deadlines.calendars import WorkCalendar

IDENTITY, AUTHORITY = "identity", "authority"
ASKER, ORDERS, CAPACITY, DECEASED = "asker", "orders", "capacity", "deceased"
TIERS = ("ordinary", "sensitive", "high")
LONGEST_KEEPING = dt.timedelta(days=7)
ASK_WITHIN_WORKING_DAYS = 3
ADULT, CAPABLE_IN_SCOTLAND = 18, 12
SCOTLAND = "GB-SCT"

# The pause of the clock that an ask for a kind of check is; the others stop no clock.
PAUSES: dict[str, str] = {IDENTITY: IDENTITY, ASKER: IDENTITY, AUTHORITY: AUTHORITY, ORDERS: AUTHORITY}

_SUBJECT = ("subject", IDENTITY)
_WHO_ASKS = ("requester", ASKER)
_MAY_ASK = ("requester", AUTHORITY)
_CHILD = (("subject", ORDERS), ("subject", CAPACITY))
_WANTED: dict[str, tuple[tuple[str, str], ...]] = {
    "self": (_SUBJECT,),
    "agent": (_SUBJECT, _MAY_ASK),
    "solicitor": (_SUBJECT, _MAY_ASK),
    "parent": (_SUBJECT, _WHO_ASKS, _MAY_ASK, *_CHILD),
    "guardian": (_SUBJECT, _WHO_ASKS, _MAY_ASK, *_CHILD),
    "attorney": (_SUBJECT, _WHO_ASKS, _MAY_ASK),
    "executor": (("subject", DECEASED), _WHO_ASKS, _MAY_ASK),
    "other": (_SUBJECT, _WHO_ASKS, _MAY_ASK),
}

# Where the law of a country gives somebody access to the data of the dead all the same (GDPR Rec. 27). A start for the
# reader, not a full list: [K] in the legal reference, to be checked for the case.
NATIONAL_RULES_ON_THE_DEAD: dict[str, str] = {
    "DK": "Denmark: data protection law goes on for ten years after death (Databeskyttelsesloven § 2(5)).",
    "EE": "Estonia: consent and rights go on for ten years after death, twenty for minors (IKS § 9).",
    "ES": "Spain: family and heirs may ask for access (LOPDGDD Art. 3).",
    "FR": "France: directions of the person, else the heirs as far as the estate needs it (Loi n° 78-17, Art. 85).",
    "HU": "Hungary: a named person or a close relative may ask within five years (Infotv. § 25).",
    "IT": "Italy: whoever has an interest of their own or acts for the family (Codice privacy Art. 2-terdecies).",
    "GB": "United Kingdom: health records only (Access to Health Records Act 1990; Northern Ireland: Order 1993).",
    "IE": "Ireland: no right of access under data protection law; Freedom of Information for public bodies.",
    "DE": "Germany: none in data protection law; heirs may have claims under the law of succession or contract.",
}


@dataclass(frozen=True, slots=True)
class Scope:
    """What an authority says: does it cover access, this controller, and today?"""

    covers_access: bool
    covers_us: bool
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None


def checks_wanted(relation: str) -> tuple[tuple[str, str], ...]:
    """The checks of a case as (role of the person, kind), by how who asks stands to the data subject."""
    return _WANTED.get(relation, _WANTED["other"])


def flaws_of_scope(scope: Scope, today: dt.date) -> dict[str, str]:
    """What an authority does not cover, as field and words; empty where it covers this request."""
    flaws = {}
    if not scope.covers_access:
        flaws["covers_access"] = "It does not cover access to personal data: ask for one that does."
    if not scope.covers_us:
        flaws["covers_us"] = "It is addressed to somebody else: ask for one that covers this organisation."
    if scope.valid_from is not None and scope.valid_from > today:
        flaws["valid_from"] = "It is not in force yet."
    if scope.valid_until is not None and scope.valid_until < today:
        flaws["valid_until"] = "It has run out."
    return flaws


def age_on(born: str, today: dt.date) -> int | None:
    """Completed years on that day; None where the date of birth cannot be read."""
    try:
        birth = dt.date.fromisoformat(born)
    except ValueError:
        return None
    return today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))


def presumed_capable(age: int | None, calendar: str) -> bool:
    """Whether the law presumes that the child can exercise the right: in Scotland from twelve (UK DPA 2018 s. 208)."""
    return age is not None and calendar == SCOTLAND and age >= CAPABLE_IN_SCOTLAND


def flaws_of_child(findings: Mapping[str, Any], *, age: int | None, calendar: str) -> dict[str, str]:
    """Why a parent's request for this child may not go on, as field and words.

    A child who understands the right decides; what the child wants is heard in any case (UN CRC Art. 12). Somebody of
    age is no child: the parent then needs their authority.
    """
    if age is not None and age >= ADULT:
        return {"can_understand": "The person is of age: a parent needs their written authority."}
    flaws = {}
    can = findings.get("can_understand")
    if can not in ("yes", "no"):
        flaws["can_understand"] = "Say whether the child understands what is asked for."
    if can == "no" and presumed_capable(age, calendar) and not str(findings.get("why_not", "")).strip():
        flaws["why_not"] = "In Scotland a child of twelve is presumed to understand: say why this one does not."
    if can == "yes" and findings.get("agrees") != "yes":
        flaws["agrees"] = (
            "A child who understands decides: without the child's agreement the parent cannot have the data."
        )
    if not str(findings.get("wishes", "")).strip():
        flaws["wishes"] = "Write what the child wants, or why the child could not be heard."
    return flaws


def asked_late(received: dt.date, asked: dt.date, calendar: WorkCalendar) -> bool:
    """Whether proof is asked for later than three working days after receipt: it is to be asked without delay."""
    day, count = received, 0
    while day < asked:
        day += dt.timedelta(days=1)
        count += calendar.is_working_day(day)
    return count > ASK_WITHIN_WORKING_DAYS
