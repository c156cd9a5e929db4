"""Reads of intake by e-mail: the list of triage, its number, and mailboxes that need somebody."""

from dataclasses import dataclass

from django.db.models import Case as When
from django.db.models import F, IntegerField, QuerySet, Value
from django.db.models import When as Where

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.cases.models import Case
from dsar.foundation.keys import keys_at_hand
from dsar.foundation.leases import LeaseState
from dsar.intake import mail_signals
from dsar.intake.mail_models import MailArrival, Mailbox, MailKind, MailState, UnloggedMail
from dsar.intake.mail_words import shown

WAITING, DISMISSED, DECIDED = "waiting", "dismissed", "decided"
STATES = {
    WAITING: (MailState.TRIAGE,),
    DISMISSED: (MailState.NOT_REQUEST,),
    DECIDED: (MailState.LOGGED, MailState.JOINED, MailState.REMOVED),
}


@dataclass(frozen=True, slots=True)
class MailRow:
    """A line of triage; without content where the message was decided on."""

    mail: UnloggedMail
    subject: str
    sender: str
    verdict: str
    claims: str
    reference: str


def waiting_mail(user: User) -> QuerySet[UnloggedMail]:
    """Mail that waits for an answer to "is this a request?"; none for people who do no triage."""
    return mail_in(WAITING) if user.may(Act.LOG_REQUEST) else UnloggedMail.objects.none()


def waiting_mail_count(user: User) -> int:
    """How much mail waits in triage; the number of the home page and of the list alike."""
    return waiting_mail(user).count()


def mail_in(which: str) -> QuerySet[UnloggedMail]:
    """The mail of one list: what looks like a request first, then by arrival; decided mail by its decision."""
    found = UnloggedMail.objects.filter(state__in=STATES[which])
    if which != WAITING:
        return found.order_by(F("decided_at").desc(nulls_last=True))
    machine = When(Where(kind=MailKind.MESSAGE, then=Value(0)), default=Value(1), output_field=IntegerField())
    return found.annotate(by_machine=machine).order_by("by_machine", "-score", "received_at")


def rows_of(mails: list[UnloggedMail], user: User) -> list[MailRow]:
    """The lines of a page. Of a case that the person may not see, only the reference that the mail named is told."""
    wanted = {mail.case_id for mail in mails if mail.case_id}
    visible = set(Case.objects.visible_to(user).filter(pk__in=wanted).values_list("pk", flat=True))
    with keys_at_hand([mail.key_id for mail in mails if has_content(mail)]):
        return [_row(mail, mail.case_id in visible) for mail in mails]


def has_content(mail: UnloggedMail) -> bool:
    """Whether the message can still be read here."""
    return mail.state in (MailState.TRIAGE, MailState.NOT_REQUEST)


def twins_of(mail: UnloggedMail) -> int:
    """Other messages with the same Message-ID: sent again with changes, or borrowed."""
    if mail.id_digest is None:
        return 0
    return UnloggedMail.objects.filter(id_digest=bytes(mail.id_digest)).exclude(pk=mail.pk).count()


def failed_arrivals() -> QuerySet[MailArrival]:
    """Messages that could not be fetched after several tries."""
    return MailArrival.objects.filter(state=LeaseState.FAILED)


def failing_mailboxes() -> QuerySet[Mailbox]:
    """Active mailboxes that cannot be read just now."""
    return Mailbox.objects.filter(is_active=True, failing_since__isnull=False).order_by("failing_since")


def _row(mail: UnloggedMail, may_see_case: bool) -> MailRow:  # noqa: FBT001 - one caller
    is_here = has_content(mail)
    return MailRow(
        mail=mail,
        subject=shown(mail.subject) if is_here else "",
        sender=shown(mail.sender_name or mail.sender) if is_here else "",
        verdict=mail_signals.verdict(mail.score),
        claims=mail.claimed_case.reference if mail.claimed_case and is_here else "",
        reference=mail.case.reference if mail.case and may_see_case else "",
    )
