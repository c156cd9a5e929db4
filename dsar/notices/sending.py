"""Sending what waits in the outbox, so that a worker may be killed at any moment and nothing goes out twice.

Claim by one conditional update, hand over outside any transaction, finish under the fence. A worker that dies leaves a
lease that runs out: where `handed_over_at` is empty the mail server was never given the text, and the notice waits
again; where it is set nobody can know whether the mail left, so the notice becomes UNKNOWN and is never sent again by
itself (a second "you are refused" does more harm than a late one).
"""

import datetime as dt
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, QuerySet

from dsar.foundation import clock
from dsar.foundation.errors import DsarError
from dsar.notices.addresses import reply_address
from dsar.notices.carrier import NotTaken, Unsure, carry
from dsar.notices.models import Notice, NoticeChannel, NoticeState
from dsar.notices.services import tell

LEASE = dt.timedelta(minutes=3)
MAX_ATTEMPTS = 6
FIRST_WAIT = dt.timedelta(minutes=1)
BATCH = 50
TOLD = {
    NoticeState.SENT: "notice.sent",
    NoticeState.FAILED: "notice.failed",
    NoticeState.UNKNOWN: "notice.unknown",
}


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did: numbers of notices."""

    sent: int = 0
    failed: int = 0
    later: int = 0
    unknown: int = 0


def send_waiting_notices(*, limit: int = BATCH) -> Round:
    """Send the mails that wait, oldest first; judge those whose worker was lost."""
    unknown = _judge_lost()
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
        handed_over_at=None,
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
        carry(message, before_text=partial(_hand_over, notice))
    except NotTaken as refusal:
        return _finish(notice, NoticeState.FAILED, refusal.reason) if refusal.is_final else _later(notice, refusal)
    except Unsure as doubt:
        return _finish(notice, NoticeState.UNKNOWN, doubt.reason)
    return _finish(notice, NoticeState.SENT, "")


def _message(notice: Notice) -> EmailMessage:
    headers = {"Auto-Submitted": "auto-generated", "Content-Language": notice.language}
    if notice.message_id:
        headers["Message-ID"] = notice.message_id
    return EmailMessage(
        subject=notice.subject,
        body=notice.body,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[notice.recipient],
        reply_to=[reply_address(notice.token)] if notice.token and settings.DSAR_REPLY_ADDRESS else None,
        headers=headers,
    )


def _hand_over(notice: Notice) -> bool:
    """Write down, before the server is given the text, that it is; False where the lease was lost meanwhile."""
    now = clock.now()
    return bool(_held(notice).update(handed_over_at=now, lease_until=now + LEASE))


def _later(notice: Notice, refusal: NotTaken) -> NoticeState | None:
    if notice.attempts >= MAX_ATTEMPTS:
        return _finish(notice, NoticeState.FAILED, refusal.reason)
    wait = FIRST_WAIT * 2 ** (notice.attempts - 1)
    given_back = _held(notice).update(
        state=NoticeState.WAITING, lease_until=None, handed_over_at=None, not_before=clock.now() + wait
    )
    return NoticeState.WAITING if given_back else None


@transaction.atomic
def _finish(notice: Notice, state: NoticeState, failure: str) -> NoticeState | None:
    finished = _held(notice).update(state=state, failure=failure, lease_until=None, finished_at=clock.now())
    if not finished:
        return None  # our lease ran out and the row is somebody else's to judge
    tell(TOLD[state], notice, None, failure=failure)
    return state


def _judge_lost() -> int:
    """Mails whose worker was lost: back into the queue, or unknown; gives how many are unknown."""
    now = clock.now()
    lost = Notice.objects.filter(state=NoticeState.SENDING, lease_until__lt=now)
    never_handed = lost.filter(handed_over_at__isnull=True)
    never_handed.filter(attempts__lt=MAX_ATTEMPTS).update(state=NoticeState.WAITING, lease_until=None)
    return sum(_give_up(notice) == NoticeState.UNKNOWN for notice in list(lost[:BATCH]))


def _give_up(notice: Notice) -> NoticeState | None:
    state = NoticeState.UNKNOWN if notice.handed_over_at else NoticeState.FAILED
    return _finish(notice, state, "worker_lost")


def _held(notice: Notice) -> QuerySet[Notice]:
    return Notice.objects.filter(pk=notice.pk, state=NoticeState.SENDING, fence=notice.fence)
