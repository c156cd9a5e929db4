"""Messages that come in: kept under the case's key, unread until somebody reads them."""

import datetime as dt
from collections.abc import Iterable

from django.db import IntegrityError, transaction

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases import permissions
from dsar.cases.models import Case, CaseFile
from dsar.cases.page_models import IncomingMessage, ReplyChannel
from dsar.foundation import clock
from dsar.foundation.errors import RuleRefused

catalogue.declare(
    case_message_received="Message received ({channel}), files with it: {files}",
    case_message_read="Message read",
)


@transaction.atomic
def receive_message(
    *,
    case: Case,
    channel: str,
    text: str,
    received_at: dt.datetime,
    sender: str = "",
    subject: str = "",
    files: Iterable[CaseFile] = (),
    actor: User | None = None,
    source_key: str = "",
) -> IncomingMessage:
    """Keep what somebody wrote to us about a case; it counts as unread until `read_message`.

    Args:
        case: the text is sealed under its key.
        channel: a value of ReplyChannel ("portal", "email", "letter", "phone", "in_person").
        text: what was written or said.
        received_at: when it reached us, aware.
        sender: name or address as it came; never taken for identity.
        subject: as it came; may be empty.
        files: files of the case that came with it (services.attach_file).
        actor: who wrote it down; None where it came by the portal or by mail.
        source_key: tells one message from another at its source, and is not personal; the second call with the same
            one gives the first message back.

    Raises:
        RuleRefused: it lies in the future ("received_in_the_future").
    """
    if received_at > clock.now() + dt.timedelta(minutes=5):
        message = "A message cannot have been received in the future."
        raise RuleRefused(message, code="received_in_the_future", fields={"received_at": message})
    if source_key and (earlier := IncomingMessage.objects.filter(source_key=source_key).first()):
        return earlier
    found = IncomingMessage(
        case=case,
        channel=channel,
        sender=sender,
        subject=subject,
        text=text,
        received_at=received_at,
        recorded_by=actor,
        source_key=source_key or None,
    )
    try:
        with transaction.atomic():
            found.save(force_insert=True)
    except IntegrityError:  # the same message by two ways at the same moment
        return IncomingMessage.objects.get(source_key=source_key)
    attached = list(files)
    found.files.set(attached)
    kind = "user" if actor else "requester"
    facts = {"channel": ReplyChannel(found.channel).label, "files": len(attached)}
    record("case.message_received", actor=actor, actor_kind=kind, case=case, about=found, facts=facts)
    return found


@transaction.atomic
def read_message(*, message: IncomingMessage, actor: User) -> None:
    """Take the message from the unread ones; the first reader is kept."""
    permissions.demand(actor, Act.VIEW_CASE, message.case)
    unread = IncomingMessage.objects.filter(pk=message.pk, read_at__isnull=True)
    if unread.update(read_at=clock.now(), read_by=actor):
        record("case.message_read", actor=actor, case=message.case, about=message)
