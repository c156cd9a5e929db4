"""Queueing a notice, marking a letter as posted, sending again what may not have gone out."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from dsar.audit import catalogue as audit
from dsar.audit.services import ActorLike, record
from dsar.foundation import clock
from dsar.foundation.errors import Conflict, DsarError, RuleRefused
from dsar.notices import catalogue
from dsar.notices.addresses import message_id, new_token
from dsar.notices.models import STUCK, Notice, NoticeChannel, NoticeState
from dsar.notices.rendering import Text, clean_header, write

audit.declare(
    notice_queued="{letter} queued ({channel}, {language}), to {recipient}",
    notice_sent="{letter} sent by e-mail",
    notice_failed="{letter} could not be sent: {failure}",
    notice_unknown="Not known whether {letter} was sent; it is not sent again by itself",
    notice_printed="{letter} printed and sent by post on {posted_on}",
    notice_bounced="{letter} came back: {failure}",
    notice_settled="{letter}: marked as dealt with in another way",
    notice_sent_again="{letter} queued once more by hand",
)

LATEST_ZONE = dt.timedelta(hours=14)


@dataclass(slots=True)
class About:
    """What a notice is about, as the audit chain wants it: the case's primary key and its data key."""

    pk: UUID
    key_id: UUID


@transaction.atomic
def queue_notice(
    *,
    code: str,
    about: UUID,
    key_id: UUID,
    recipient: str,
    variables: Mapping[str, Any],
    language: str,
    actor: ActorLike | None,
    channel: str = NoticeChannel.EMAIL,
    dedup: str = "",
    is_protected: bool = False,
    is_confirmed: bool = False,
) -> Notice:
    """Write the notice into the outbox as part of the caller's transaction; a worker sends it within seconds.

    Args:
        code: a letter of dsar.notices.catalogue.
        about: the case's primary key.
        key_id: its data key, which seals address, subject and text.
        recipient: an e-mail address, or for a letter the postal address on several lines.
        variables: exactly what the letter declares.
        language: of the case; English where the letter is not written in it.
        actor: who orders it; None for the system.
        channel: "email" or "letter".
        dedup: what must not go out twice ("extension", "pack-3"): a second call gives the first notice back. Not
            personal: it is stored in the clear.
        is_protected: the person asked for safe contact.
        is_confirmed: somebody has confirmed that this channel is safe for this person.

    Raises:
        DsarError: the letter or its variables are wrong, the address is not one, or it breaks the header.
        RuleRefused: a protected address without confirmation ("safe_contact").
    """
    if is_protected and not is_confirmed:
        message = "This person asked for safe contact. Confirm that this way is safe before anything is sent."
        raise RuleRefused(message, code="safe_contact", fields={"confirmed": message})
    address = _checked_recipient(recipient, channel)
    dedup_key = f"{about}:{code}:{dedup or uuid.uuid4()}"
    if earlier := Notice.objects.filter(dedup_key=dedup_key).first():
        return earlier
    notice = _unsaved(write(code, variables, language), code, dedup_key, actor)
    notice.about_id, notice.key_id = about, key_id
    notice.recipient, notice.channel = address, channel
    try:
        with transaction.atomic():
            notice.save(force_insert=True)
    except IntegrityError:  # somebody else queued it at the same moment
        return Notice.objects.get(dedup_key=dedup_key)
    tell("notice.queued", notice, actor, recipient=address)
    return notice


@transaction.atomic
def mark_posted(*, notice: Notice, actor: ActorLike, posted_on: dt.date | None = None) -> Notice:
    """A person printed the letter and sent it by post on that day; today where none is given.

    Raises:
        RuleRefused: the day lies in the future or before the letter was written ("wrong_day").
        Conflict: it is not a letter that waits.
    """
    now = clock.now()
    latest = (now + LATEST_ZONE).date()  # somewhere it is tomorrow already
    day = posted_on or now.date()
    if not (notice.queued_at - LATEST_ZONE).date() <= day <= latest:
        message = "The day of posting lies between the day on which the letter was written and today."
        raise RuleRefused(message, code="wrong_day", fields={"posted_on": message})
    posted = Notice.objects.filter(pk=notice.pk, state=NoticeState.WAITING, channel=NoticeChannel.LETTER)
    if not posted.update(state=NoticeState.PRINTED, finished_at=now, posted_on=day):
        message = "This letter does not wait to be posted."
        raise Conflict(message)
    notice.refresh_from_db(fields=["state", "finished_at", "posted_on"])
    tell("notice.printed", notice, actor, facts={"posted_on": day})
    return notice


@transaction.atomic
def mark_bounced(*, notice: Notice, code: str) -> bool:
    """A mail server has told that the mail was not delivered; False where that was known, or cannot be.

    Args:
        notice: the mail that came back, found by its token.
        code: the status that the server gave ("5.1.1"), or "".
    """
    went = Notice.objects.filter(
        pk=notice.pk, channel=NoticeChannel.EMAIL, state__in=(NoticeState.SENT, NoticeState.UNKNOWN)
    )
    failure = f"bounced {code}".strip()[:60]
    if not went.update(state=NoticeState.BOUNCED, failure=failure, finished_at=clock.now(), settled_at=None):
        return False
    notice.refresh_from_db(fields=["state", "failure", "finished_at"])
    tell("notice.bounced", notice, None, failure=failure)
    return True


@transaction.atomic
def settle(*, notice: Notice, actor: ActorLike) -> Notice:
    """What did not arrive was told in another way: it leaves the list of what needs somebody.

    Raises:
        Conflict: it is not in that list.
    """
    stuck = Notice.objects.filter(pk=notice.pk, state__in=STUCK, settled_at__isnull=True)
    if not stuck.update(settled_at=clock.now(), settled_by_id=actor.pk):
        message = "This message is not waiting for anybody."
        raise Conflict(message)
    notice.refresh_from_db(fields=["settled_at", "settled_by_id"])
    tell("notice.settled", notice, actor)
    return notice


@transaction.atomic
def send_again(*, notice: Notice, actor: ActorLike) -> Notice:
    """Put a mail that failed, came back, or of which nobody knows, back into the queue, by a person's decision.

    It keeps its Message-ID, so that whoever got it after all sees that it is the same mail.

    Raises:
        Conflict: it was sent, waits, or is being sent.
    """
    stuck = Notice.objects.filter(pk=notice.pk, channel=NoticeChannel.EMAIL, state__in=STUCK)
    again = {"state": NoticeState.WAITING, "attempts": 0, "failure": "", "not_before": clock.now()}
    if not stuck.update(**again, finished_at=None, handed_over_at=None, settled_at=None, settled_by_id=None):
        message = "This message waits already, or it was sent."
        raise Conflict(message)
    notice.refresh_from_db(fields=["state", "attempts", "failure", "finished_at", "not_before"])
    tell("notice.sent_again", notice, actor)
    return notice


def tell(
    action: str,
    notice: Notice,
    actor: ActorLike | None,
    *,
    recipient: str = "",
    failure: str = "",
    facts: Mapping[str, Any] | None = None,
) -> None:
    """The audit entry of an act on a notice, under the case that it is about."""
    told: dict[str, Any] = {
        "letter": catalogue.letter(notice.code).title,
        "code": notice.code,
        "channel": notice.channel,
        "language": notice.language,
        **(facts or {}),
    }
    if failure:
        told["failure"] = failure
    of_case = catalogue.letter(notice.code).of_case
    record(
        action,
        actor=actor,
        actor_kind="user" if actor is not None else "system",
        case=About(notice.about_id, notice.key_id) if of_case else None,
        about=notice,
        facts=told,
        payload={"recipient": recipient} if recipient and of_case else None,
        outcome="failed" if failure else "done",
    )


def _unsaved(text: Text, code: str, dedup_key: str, actor: ActorLike | None) -> Notice:
    now, token = clock.now(), new_token()
    return Notice(
        code=code,
        token=token,
        message_id=message_id(token),
        text_version=text.version,
        dedup_key=dedup_key,
        language=text.language,
        subject=text.subject,
        body=text.body,
        queued_at=now,
        not_before=now,
        queued_by_id=actor.pk if actor is not None else None,
    )


def _checked_recipient(recipient: str, channel: str) -> str:
    if channel == NoticeChannel.LETTER:
        lines = [line.strip() for line in recipient.strip().splitlines() if line.strip()]
        if not lines:
            message = "There is no postal address to write to."
            raise RuleRefused(message, code="no_address", fields={"recipient": message})
        return "\n".join(clean_header(line) for line in lines)
    if channel != NoticeChannel.EMAIL:
        message = f"There is no channel {channel}."
        raise DsarError(message, code="unknown_channel")
    address = clean_header(recipient) if recipient.strip() else ""
    try:
        validate_email(address)
    except ValidationError as error:
        message = "There is no e-mail address that this can be sent to."
        raise RuleRefused(message, code="no_address", fields={"recipient": message}) from error
    return address


def forget_notices(*, about: UUID) -> int:
    """Delete the notices about a case that is let go, in the caller's transaction; gives how many there were."""
    return Notice.objects.filter(about_id=about).delete()[0]
