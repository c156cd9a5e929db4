"""Filing a message with its case: as part of the transaction of whoever decides that (dsar.intake.mail_services)."""

from functools import partial

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from dsar.access.models import User
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases.messages_services import receive_message
from dsar.cases.models import Case, CaseFile
from dsar.cases.page_models import ReplyChannel
from dsar.foundation import clock, storage
from dsar.foundation.keys import destroy_data_key
from dsar.intake.mail_matching import claim_of
from dsar.intake.mail_models import MailKind, MailState, UnloggedMail
from dsar.intake.mail_rules import ReadMail
from dsar.notices import catalogue as letters
from dsar.notices.models import Notice
from dsar.notices.services import mark_bounced, queue_notice

catalogue.declare(
    intake_mail_joined="Mail filed with the case ({kind}); its sender is not proved by that",
    intake_mail_claims="Mail claims to belong to the case and waits in triage ({doubt})",
)


def claimed(mail: UnloggedMail, read: ReadMail) -> None:
    """File a reply with its case, or note to which case it claims to belong."""
    claim = claim_of(read, mail.kind, mail.authentication)
    if claim is None:
        return
    mail.claimed_case, mail.claim, mail.notice = claim.case, claim.doubt, claim.notice
    mail.save(update_fields=["claimed_case", "claim", "notice"])
    if claim.doubt:
        facts = {"doubt": claim.doubt}
        record("intake.mail_claims", actor=None, actor_kind="system", case=claim.case, about=mail, facts=facts)
    else:
        _file_by_itself(mail, claim.case, is_message=True)


def returned(mail: UnloggedMail, read: ReadMail) -> None:
    """A mail of ours came back or is late: mark it, tell the handler, and keep the report with the case.

    Only the token of our own mail leads there, which is random and known to whoever got the mail and to servers on its
    way. A report without one stays in triage.
    """
    claim = claim_of(read, mail.kind, mail.authentication)
    if claim is None or claim.notice is None:
        return
    mail.claimed_case, mail.notice = claim.case, claim.notice
    mail.save(update_fields=["claimed_case", "notice"])
    status = str((read.report or {}).get("status", ""))
    is_known = mail.kind == MailKind.BOUNCE and mark_bounced(notice=claim.notice, code=_plain(status))
    _file_by_itself(mail, claim.case, is_message=False)
    if is_known:
        _tell_handler(claim.case, claim.notice)


def _file_by_itself(mail: UnloggedMail, case: Case, *, is_message: bool) -> None:
    file_with_case(mail, case, MailState.JOINED, None, is_message=is_message)
    facts = {"kind": MailKind(mail.kind).label}
    record("intake.mail_joined", actor=None, actor_kind="system", case=case, about=mail, facts=facts)


def file_with_case(
    mail: UnloggedMail, case: Case, state: MailState, actor: User | None, *, is_message: bool = True
) -> CaseFile:
    """Seal the message anew under the case's key, as a file and, for a reply, as an unread message of the case."""
    if mail.raw is None:
        message = "the message has no content any more"
        raise ValueError(message)
    is_request = state == MailState.LOGGED
    stored = storage.store(
        storage.chunks(mail.raw), key_id=case.key_id, name="message.eml", media_type="message/rfc822"
    )
    attached = CaseFile.objects.create(
        case=case, file=stored, purpose="request" if is_request else "message", added_by=actor, added_at=clock.now()
    )
    if is_message and not is_request:
        receive_message(
            case=case,
            channel=ReplyChannel.EMAIL,
            text=mail.text or mail.subject,
            received_at=mail.received_at,
            sender=mail.sender or mail.sender_name,
            subject=mail.subject,
            files=[attached],
            actor=None,
            source_key=f"mail:{mail.pk}",
        )
    forget_content(mail)
    mail.case, mail.state, mail.decided_by, mail.decided_at = case, state, actor, clock.now()
    mail.save(update_fields=["case", "state", "decided_by", "decided_at", "raw"])
    return attached


def forget_content(mail: UnloggedMail) -> None:
    """Destroy the message's own key and its file; the row stays, so that the same message is known again."""
    raw = mail.raw
    mail.raw = None
    if raw is not None:
        UnloggedMail.objects.filter(pk=mail.pk).update(raw=None)
        path = storage.path_of(raw.pk)
        raw.delete()
        transaction.on_commit(partial(path.unlink, missing_ok=True))
    destroy_data_key(mail.key_id)


def _tell_handler(case: Case, notice: Notice) -> None:
    """A line to the handler without any content; none about mails to colleagues, so that no two machines chat."""
    if case.handler is None or letters.letter(notice.code).to_staff:
        return
    path = reverse("dsar:case-message", args=[case.reference, notice.pk])
    queue_notice(
        code="undelivered",
        about=case.pk,
        key_id=case.key_id,
        recipient=case.handler.email,
        variables={
            "name": case.handler.full_name,
            "reference": case.reference,
            "organisation": case.controller.name,
            "link": f"{settings.DSAR_PUBLIC_URL}{path}",
        },
        language=case.controller.language,
        actor=None,
        dedup=f"bounced-{notice.pk}-{notice.fence}",
    )


def _plain(status: str) -> str:
    return "".join(sign for sign in status if sign.isdigit() or sign == ".")[:12]
