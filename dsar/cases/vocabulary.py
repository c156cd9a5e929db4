"""The words of casework: stages, outcomes, channels, rights, roles of people; shared by models and rules."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Stage(models.TextChoices):
    """Where the work stands; the clock and the outcome are told apart (see docs/decisions)."""

    TRIAGE = "triage", _("Triage")
    IDENTITY = "identity", _("ID and authority")
    SEARCH = "search", _("Searching")
    REVIEW = "review", _("Review")
    SIGN_OFF = "sign_off", _("Sign-off")
    READY = "ready", _("Ready to send")
    SENT = "sent", _("Sent")
    CLOSED = "closed", _("Closed")


OPEN_STAGES = (Stage.TRIAGE, Stage.IDENTITY, Stage.SEARCH, Stage.REVIEW, Stage.SIGN_OFF, Stage.READY)


class Outcome(models.TextChoices):
    """How a case ended."""

    NONE = "", pgettext_lazy("state", "Open")
    FULL = "disclosed_in_full", _("Disclosed in full")
    PARTIAL = "disclosed_in_part", _("Disclosed in part")
    NOTHING_HELD = "nothing_held", _("No personal data found")
    UNFOUNDED = "refused_unfounded", _("Refused: manifestly unfounded")
    EXCESSIVE = "refused_excessive", _("Refused: manifestly excessive")
    EXEMPT = "refused_exempt", _("Refused: wholly exempt")
    GRANTED = "granted", _("Granted")
    GRANTED_PART = "granted_in_part", _("Granted in part")
    NOT_DUE = "refused_not_due", _("Refused: the right does not apply")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    UNIDENTIFIED = "unidentified", _("Unable to identify")
    NO_REPLY = "no_reply", _("Closed: no reply")
    PASSED_ON = "passed_on", _("Passed to the controller")
    DUPLICATE = "duplicate", _("Duplicate")


class Channel(models.TextChoices):
    """How the request reached the controller; any channel counts (GDPR Art. 12(2))."""

    FORM = "form", _("Public form")
    EMAIL = "email", _("E-mail")
    LETTER = "letter", _("Letter")
    PHONE = "phone", _("Phone")
    IN_PERSON = "in_person", _("In person")
    SOCIAL = "social", _("Social media or chat")
    API = "api", _("Another system")


class RightAsked(models.TextChoices):
    """The right that the request is about."""

    ACCESS = "access", _("Access (Art. 15)")
    RECTIFICATION = "rectification", _("Rectification (Art. 16)")
    ERASURE = "erasure", _("Erasure (Art. 17)")
    RESTRICTION = "restriction", _("Restriction (Art. 18)")
    PORTABILITY = "portability", _("Portability (Art. 20)")
    OBJECTION = "objection", _("Objection (Art. 21)")
    WITHDRAWAL = "withdrawal", _("Withdrawal of consent (Art. 7(3))")


class PersonRole(models.TextChoices):
    """What a person is in a case; each is proved apart."""

    SUBJECT = "subject", _("Data subject")
    REQUESTER = "requester", _("Who asked")
    RECIPIENT = "recipient", _("Where to send")


class Relation(models.TextChoices):
    """How who asked stands to the data subject."""

    SELF = "self", _("The data subject")
    PARENT = "parent", _("Parent")
    GUARDIAN = "guardian", _("Guardian")
    ATTORNEY = "attorney", _("Attorney or deputy")
    AGENT = "agent", _("Agent with written authority")
    SOLICITOR = "solicitor", _("Solicitor")
    EXECUTOR = "executor", _("Executor or heir of somebody who has died")
    OTHER = "other", _("Somebody else")


class ClockState(models.TextChoices):
    """The clock as shown: words, never colour alone."""

    RUNNING = "running", _("Running")
    PAUSED = "paused", _("Paused")
    NOT_STARTED = "not_started", _("Not started")
    STOPPED = "stopped", _("Stopped")


class EventKind(models.TextChoices):
    """What can happen to a clock; the list of these is the truth."""

    ASK = "ask", _("Asked the requester")
    ANSWER = "answer", _("The requester answered")
    EXTEND = "extend", _("Extended")
    RESPOND = "respond", _("Response provided")
    RECEIPT = "receipt", _("Receipt corrected")
    WITHDRAW = "withdraw", _("Extension withdrawn")
    STRIKE = "strike", _("Struck out")
