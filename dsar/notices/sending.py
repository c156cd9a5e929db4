"""Sending what waits in the outbox, so that a worker may be killed at any moment.

Claim by one conditional update, send outside any transaction, finish under the fence. A worker that dies in between
leaves a lease that runs out: nobody can know whether the mail left, so the notice becomes UNKNOWN and is never sent
again by itself (a second "you are refused" does more harm than a late one).
"""

import datetime as dt
import smtplib
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.message import BadHeaderError
from django.db import transaction
from django.db.models import F, QuerySet

from dsar.foundation import clock
from dsar.foundation.errors import DsarError
from dsar.notices.models import Notice, NoticeChannel, NoticeState
from dsar.notices.services import tell

LEASE = dt.timedelta(minutes=3)
MAX_ATTEMPTS = 6
FIRST_WAIT = dt.timedelta(minutes=1)
BATCH = 50

# The mail server was not reached or said no before it took the message: nothing can have left.
NOT_TAKEN = (
    ConnectionRefusedError,
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
    smtplib.SMTPAuthenticationError,
    smtplib.SMTPNotSupportedError,
)
REFUSED = (
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPSenderRefused,
    smtplib.SMTPDataError,
    BadHeaderError,
    UnicodeError,
)


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did: numbers of notices."""

    sent: int = 0
    failed: int = 0
    later: int = 0
    unknown: int = 0


def send_waiting_notices(*, limit: int = BATCH) -> Round:
    """Send the mails that wait, oldest first; mark those whose worker was lost as unknown."""
    unknown = _mark_lost()
    now = clock.now()
    waiting = Notice.objects.filter(state=NoticeState.WAITING, channel=NoticeChannel.EMAIL, not_before__lte=now)
    outcomes = [_send(pk) for pk in list(waiting.order_by("queued_at").values_list("pk", flat=True)[:limit])]
    return Round(
        sent=outcomes.count(NoticeState.SENT),
        failed=outcomes.count(NoticeState.FAILED),
        later=outcomes.count(NoticeState.WAITING),
        unknown=unknown + outcomes.count(NoticeState.UNKNOWN),
    )


def claim(pk: UUID) -> Notice | None:
    """Take a waiting mail; None where another worker was faster."""
    taken = Notice.objects.filter(pk=pk, state=NoticeState.WAITING, channel=NoticeChannel.EMAIL).update(
        state=NoticeState.SENDING,
        fence=F("fence") + 1,
        attempts=F("attempts") + 1,
        lease_until=clock.now() + LEASE,
    )
    return Notice.objects.get(pk=pk) if taken else None


def _send(pk: UUID) -> NoticeState | None:
    notice = claim(pk)
    if notice is None:
        return None
    try:
        message = _message(notice)
    except DsarError as error:  # the case was erased in the meantime: there is nothing left to send
        return _finish(notice, NoticeState.FAILED, error.code)
    try:
        message.send()
    except NOT_TAKEN:
        return _later(notice)
    except REFUSED as error:
        return _finish(notice, NoticeState.FAILED, type(error).__name__)
    except (smtplib.SMTPException, OSError) as error:  # the connection broke somewhere on the way
        return _finish(notice, NoticeState.UNKNOWN, type(error).__name__)
    return _finish(notice, NoticeState.SENT, "")


def _message(notice: Notice) -> EmailMessage:
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">") or "localhost"
    return EmailMessage(
        subject=notice.subject,
        body=notice.body,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[notice.recipient],
        headers={
            "Message-ID": f"<{notice.pk}.{notice.attempts}@{domain}>",
            "Auto-Submitted": "auto-generated",
            "Content-Language": notice.language,
        },
    )


def _later(notice: Notice) -> NoticeState | None:
    if notice.attempts >= MAX_ATTEMPTS:
        return _finish(notice, NoticeState.FAILED, "mail_server_not_reached")
    wait = FIRST_WAIT * 2 ** (notice.attempts - 1)
    given_back = _held(notice).update(state=NoticeState.WAITING, lease_until=None, not_before=clock.now() + wait)
    return NoticeState.WAITING if given_back else None


@transaction.atomic
def _finish(notice: Notice, state: NoticeState, failure: str) -> NoticeState | None:
    finished = _held(notice).update(state=state, failure=failure, lease_until=None, finished_at=clock.now())
    if not finished:
        return None  # our lease ran out and the row is somebody else's to judge
    action = {
        NoticeState.SENT: "notice.sent",
        NoticeState.FAILED: "notice.failed",
        NoticeState.UNKNOWN: "notice.unknown",
    }[state]
    tell(action, notice, None, failure=failure)
    return state


def _mark_lost() -> int:
    lost = Notice.objects.filter(state=NoticeState.SENDING, lease_until__lt=clock.now())
    return sum(_finish(notice, NoticeState.UNKNOWN, "worker_lost") is not None for notice in list(lost[:BATCH]))


def _held(notice: Notice) -> QuerySet[Notice]:
    return Notice.objects.filter(pk=notice.pk, state=NoticeState.SENDING, fence=notice.fence)
