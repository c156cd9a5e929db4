"""What becomes of a message: kept, filed with its case, logged as a request, let go. Each is one transaction."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import F

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases.models import Case
from dsar.cases.services import NewRequest
from dsar.foundation import cipher, clock, storage
from dsar.foundation.errors import Conflict, NotPermitted, RuleRefused
from dsar.foundation.keys import create_data_key, installation_key
from dsar.foundation.leases import LeaseState
from dsar.foundation.uploads import SealedUpload
from dsar.intake import mail_rules, mail_signals
from dsar.intake.mail_filing import claimed, file_with_case, forget_content, returned
from dsar.intake.mail_models import MailArrival, Mailbox, MailKind, MailState, UnloggedMail
from dsar.intake.mail_rules import ReadMail
from dsar.intake.services import SameCase, log_request
from dsar.notices.addresses import tokens_in

catalogue.declare(
    intake_mail_kept="Mail kept for triage ({kind})",
    intake_mail_again="Mail arrived once more and is stored once ({copies|time|times} so far)",
    intake_mail_logged="Mail logged as a request",
    intake_mail_dismissed="Mail judged to be no request; kept until {until}",
    intake_mail_reopened="Mail put back into triage",
    intake_mail_purged="{mails|mail that was no request was|mails that were no requests were} removed after their time",
)


@dataclass(frozen=True, slots=True)
class Arrived:
    """A message as fetched: from where, its content, what the sandbox read, and when the mailbox got it."""

    mailbox: Mailbox
    upload: SealedUpload
    read: ReadMail
    at: dt.datetime


@transaction.atomic
def keep_mail(*, arrived: Arrived, arrival: MailArrival) -> UnloggedMail | None:
    """Store a message that was fetched, and file it where it says enough about itself.

    A message that is stored already counts as a copy of it. The lease ends in the same transaction: where it was lost
    to another worker, nothing is stored here and None comes back.
    """
    digest = _digest(mail_rules.content_digest(arrived.read, arrived.upload.chunks()))
    mail = UnloggedMail.objects.filter(digest=digest).first()
    is_new = mail is None
    if mail is None:
        mail, is_new = _stored(arrived, digest)
    if not arrival.finish(LeaseState.DONE):
        transaction.set_rollback(True)
        return None
    if not is_new:
        UnloggedMail.objects.filter(pk=mail.pk).update(copies=F("copies") + 1, last_copy_at=clock.now())
        record("intake.mail_again", actor=None, actor_kind="system", about=mail, facts={"copies": mail.copies + 1})
        return mail
    record("intake.mail_kept", actor=None, actor_kind="system", about=mail, facts={"kind": mail.kind})
    if mail.kind in (MailKind.BOUNCE, MailKind.DELAY):
        returned(mail, arrived.read)
    else:
        claimed(mail, arrived.read)
    return mail


@transaction.atomic
def log_mail(
    *,
    mail: UnloggedMail,
    request: NewRequest,
    actor: User,
    files: "Iterable[UploadedFile[bytes]]" = (),
    same: SameCase | None = None,
    is_acknowledged: bool = False,
    also: Sequence[str] = (),
    with_own: bool = False,
) -> Case:
    """Log a message as a request, see log_request; the mail itself is attached as the request in its own words.

    Raises:
        Conflict: somebody else has decided about this mail.
        RuleRefused: the day of receipt is later than the mail's arrival ("later_than_the_mail"), or see log_request.
        NotPermitted: the actor's role does not log requests.
    """
    row = _waiting(mail, actor)
    if request.received_at > row.received_at:
        message = "The request was received when its mail arrived, or earlier, but not later."
        raise RuleRefused(message, code="later_than_the_mail", fields={"received_on": message})
    case = log_request(
        request=request,
        actor=actor,
        files=files,
        same=same,
        is_acknowledged=is_acknowledged,
        also=also,
        with_own=with_own,
    )
    record("intake.mail_logged", actor=actor, case=case, about=row)
    file_with_case(row, case, MailState.LOGGED, actor)
    return case


@transaction.atomic
def join_mail(*, mail: UnloggedMail, case: Case, actor: User) -> Case:
    """File a message with a case that the actor may see; it waits there as an unread message.

    Raises:
        Conflict: somebody else has decided about this mail.
        NotPermitted: the actor's role does not do triage.
        RuleRefused: the actor may not see the case ("no_such_case").
    """
    row = _waiting(mail, actor)
    if not Case.objects.visible_to(actor).filter(pk=case.pk).exists():
        message = "There is no such case that you may see."
        raise RuleRefused(message, code="no_such_case", fields={"reference": message})
    file_with_case(row, case, MailState.JOINED, actor)
    record("intake.mail_joined", actor=actor, case=case, about=row, facts={"kind": MailKind(row.kind).label})
    return case


@transaction.atomic
def dismiss_mail(*, mail: UnloggedMail, reason: str, actor: User) -> UnloggedMail:
    """Say that a message is no request; it is kept for DSAR_MAIL_KEEP_DAYS and can be put back until then.

    Raises:
        Conflict: somebody else has decided about this mail.
        NotPermitted: the actor's role does not do triage.
        RuleRefused: no reason is given ("reason_missing").
    """
    row = _waiting(mail, actor)
    if not reason.strip():
        message = "Say in a few words why this is no request."
        raise RuleRefused(message, code="reason_missing", fields={"reason": message})
    row.state, row.reason = MailState.NOT_REQUEST, reason.strip()
    row.decided_by, row.decided_at = actor, clock.now()
    row.remove_after = row.decided_at + dt.timedelta(days=settings.DSAR_MAIL_KEEP_DAYS)
    row.save(update_fields=["state", "reason", "decided_by", "decided_at", "remove_after"])
    facts = {"until": row.remove_after.date()}
    record("intake.mail_dismissed", actor=actor, about=row, facts=facts)
    return row


@transaction.atomic
def reopen_mail(*, mail: UnloggedMail, actor: User) -> UnloggedMail:
    """Put a message that was judged to be no request back into triage.

    Raises:
        Conflict: it is not one of those any more.
        NotPermitted: the actor's role does not do triage.
    """
    _demand(actor)
    back = UnloggedMail.objects.filter(pk=mail.pk, state=MailState.NOT_REQUEST)
    if not back.update(state=MailState.TRIAGE, remove_after=None, decided_at=None, decided_by=None):
        message = "This mail was removed, or somebody has put it back already."
        raise Conflict(message)
    mail.refresh_from_db()
    record("intake.mail_reopened", actor=actor, about=mail)
    return mail


@transaction.atomic
def purge_mail() -> int:
    """Remove the content of mail that was no request and whose time is over; gives how many there were."""
    over = UnloggedMail.objects.select_for_update().filter(state=MailState.NOT_REQUEST, remove_after__lte=clock.now())
    gone = list(over)
    for mail in gone:
        forget_content(mail)
        mail.state, mail.remove_after = MailState.REMOVED, None
        mail.save(update_fields=["state", "remove_after", "raw"])
    if gone:
        record("intake.mail_purged", actor=None, actor_kind="system", facts={"mails": len(gone)})
    return len(gone)


def _stored(arrived: Arrived, digest: bytes) -> tuple[UnloggedMail, bool]:
    """The new row with its sealed content; the earlier one where another worker stored the same message just now."""
    read, key = arrived.read, create_data_key()
    signs = mail_signals.signs_of(read.subject, read.text)
    is_ours = bool(tokens_in([read.header("message-id")], []))
    message_id = read.header("message-id")
    mail = UnloggedMail(
        key_id=key.pk,
        mailbox=arrived.mailbox,
        digest=digest,
        id_digest=_digest(message_id, "message-id") if message_id else None,
        size=arrived.upload.size or 0,
        received_at=arrived.at,
        stored_at=clock.now(),
        kind=mail_rules.kind_of(read, is_ours=is_ours),
        reading=read.reading,
        sender=read.sender,
        sender_name=read.sender_name,
        subject=read.subject,
        text=read.text,
        more=_more(read),
        signals=list(signs.codes),
        score=signs.score,
        language=signs.language,
        authentication=mail_rules.authentication(read.results, arrived.mailbox.trusted_receiver),
    )
    try:
        with transaction.atomic():
            mail.raw = storage.store(
                arrived.upload.chunks(), key_id=key.pk, name="message.eml", media_type="message/rfc822"
            )
            mail.save(force_insert=True)
    except IntegrityError:
        key.delete()
        return UnloggedMail.objects.get(digest=digest), False
    return mail, True


def _more(read: ReadMail) -> dict[str, object]:
    return {
        "to": list(read.to),
        "date": read.header("date"),
        "senders": read.senders,
        "attachments": [dict(one) for one in read.attachments],
        "attachment_count": read.attachment_count,
        "list": bool(read.header("list-id")),
    }


def _waiting(mail: UnloggedMail, actor: User) -> UnloggedMail:
    _demand(actor)
    row = UnloggedMail.objects.select_for_update(of=("self",)).select_related("raw").get(pk=mail.pk)
    if row.state != MailState.TRIAGE:
        message = "Somebody else has just decided about this mail."
        raise Conflict(message)
    return row


def _demand(actor: User) -> None:
    if not actor.may(Act.LOG_REQUEST):
        message = "Your role does not log requests. Ask the intake clerk or the DPO."
        raise NotPermitted(message)


def _digest(value: str, kind: str = "mail") -> bytes:
    return cipher.digest(installation_key("links"), kind, value)
