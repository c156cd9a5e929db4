"""The words of the ledger. Plain Python: no Django, no clock."""

from enum import StrEnum


class PurposeKind(StrEnum):
    """What a purpose is for. `necessary` is never consent: it stands on another legal basis and says which."""

    NECESSARY = "necessary"
    FUNCTIONAL = "functional"
    ANALYTICS = "analytics"
    MARKETING = "marketing"
    THIRD_PARTY = "third_party"
    OWN = "own"


class Ground(StrEnum):
    """What the ledger decides for a purpose.

    consent: nothing happens without a grant (GDPR Art. 6(1)(a)). opt_out: it happens unless the person says no
    (Cal. Civ. Code § 1798.120, § 1798.121). other: another legal basis; shown, never asked.
    """

    CONSENT = "consent"
    OPT_OUT = "opt_out"
    OTHER = "other"


class OptOutRight(StrEnum):
    """Which right under the CCPA an opt-out purpose serves; empty for all others."""

    NONE = ""
    SALE = "sale"
    SHARING = "sharing"
    LIMIT = "limit"


class Act(StrEnum):
    """What stands in a row of the ledger. `signal_on` and `signal_off` belong to a subject, not to one purpose."""

    GRANTED = "granted"
    DENIED = "denied"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    OPTED_OUT = "opted_out"
    OPTED_IN = "opted_in"
    SIGNAL_ON = "signal_on"
    SIGNAL_OFF = "signal_off"
    UNDONE = "undone"


class State(StrEnum):
    """Where a purpose stands for a subject now."""

    NOT_ASKED = "not_asked"
    GRANTED = "granted"
    DENIED = "denied"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    ASK_AGAIN = "ask_again"
    OPTED_OUT = "opted_out"
    NOT_OPTED_OUT = "not_opted_out"
    OTHER_BASIS = "other_basis"


class Method(StrEnum):
    """How the person showed their will; silence and ticked boxes are no method (GDPR Art. 4(11), Recital 32)."""

    TICKED = "ticked"
    BUTTON = "button"
    DOUBLE_OPT_IN = "double_opt_in"
    SIGNED = "signed"
    SPOKEN = "spoken"
    WRITTEN = "written"
    SIGNAL = "signal"
    TIME = "time"
    COUNTER_ENTRY = "counter_entry"


class Channel(StrEnum):
    """Where it was shown."""

    WEB = "web"
    APP = "app"
    PREFERENCE_PAGE = "preference_page"
    SNIPPET = "snippet"
    EMAIL = "email"
    PHONE = "phone"
    PAPER = "paper"
    IN_PERSON = "in_person"
    API = "api"
    IMPORT = "import"
    SYSTEM = "system"


class SubjectKind(StrEnum):
    """By what a subject is known: a person's address or number, a pseudonymous profile, or one browser."""

    EMAIL = "email"
    PHONE = "phone"
    CUSTOMER = "customer"
    PROFILE = "profile"
    BROWSER = "browser"


# What a person may say about a purpose, by what the ledger decides for it.
ACTS_OF: dict[Ground, frozenset[Act]] = {
    Ground.CONSENT: frozenset({Act.GRANTED, Act.DENIED, Act.WITHDRAWN}),
    Ground.OPT_OUT: frozenset({Act.OPTED_OUT, Act.OPTED_IN}),
    Ground.OTHER: frozenset(),
}
AFFIRMATIVE = frozenset({Method.TICKED, Method.BUTTON, Method.DOUBLE_OPT_IN, Method.SIGNED, Method.SPOKEN})
AFFIRMATIVE |= frozenset({Method.WRITTEN})
