"""Reads of the messages of a case: rows of what went out and what came in, drafts, enclosures."""

from typing import Any

from django.urls import reverse

from dsar.access.models import User
from dsar.cases.models import Case
from dsar.cases.page_models import Enclosure, IncomingMessage, MessageDraft
from dsar.foundation.keys import keys_at_hand
from dsar.notices import catalogue
from dsar.notices.models import Notice, NoticeState

MOST_INCOMING = 100
TONES: dict[str, str] = {
    NoticeState.WAITING: "info",
    NoticeState.SENDING: "info",
    NoticeState.SENT: "good",
    NoticeState.PRINTED: "good",
    NoticeState.FAILED: "bad",
    NoticeState.BOUNCED: "bad",
    NoticeState.UNKNOWN: "warn",
}


def notice_row(notice: Notice) -> dict[str, Any]:
    """A message that went out, or is to, as a row."""
    return {
        "id": notice.pk,
        "letter": catalogue.letter(notice.code).title,
        "subject": notice.subject,
        "to": notice.recipient.partition("\n")[0],
        "channel": notice.get_channel_display(),
        "state": notice.get_state_display(),
        "tone": TONES.get(notice.state, "quiet"),
        "at": notice.finished_at or notice.queued_at,
    }


def incoming_of(case: Case) -> list[dict[str, Any]]:
    """What came in, newest first, the unread ones in front."""
    found = IncomingMessage.objects.filter(case=case).select_related("case", "recorded_by", "read_by")
    found = found.prefetch_related("files__file")
    with keys_at_hand([case.key_id]):
        rows = [_incoming_row(one, case) for one in found.order_by("-received_at")[:MOST_INCOMING]]
    return sorted(rows, key=lambda row: bool(row["is_read"]))


def unread_in(case: Case) -> int:
    """How many messages of the case nobody has read yet."""
    return IncomingMessage.objects.filter(case=case, read_at__isnull=True).count()


def draft_of(case: Case, user: User) -> MessageDraft | None:
    """The person's own draft."""
    return MessageDraft.objects.filter(case=case, author=user).select_related("case").first()


def enclosures_of(notice: Notice, case: Case) -> list[dict[str, Any]]:
    """The files that go with a letter."""
    found = Enclosure.objects.filter(notice_id=notice.pk).select_related("file__file", "file__case")
    with keys_at_hand([case.key_id]):
        return [_file_row(one.file, case) for one in found]


def _incoming_row(one: IncomingMessage, case: Case) -> dict[str, Any]:
    return {
        "id": one.pk,
        "channel": one.get_channel_display(),
        "sender": one.sender,
        "subject": one.subject,
        "text": one.text,
        "at": one.received_at,
        "recorded_by": one.recorded_by.full_name if one.recorded_by else "",
        "is_read": one.read_at is not None,
        "read_by": one.read_by.full_name if one.read_by else "",
        "read_at": one.read_at,
        "files": [_file_row(attached, case) for attached in one.files.all()],
    }


def _file_row(attached: Any, case: Case) -> dict[str, Any]:
    url = reverse("dsar:case-file", args=[case.reference, attached.pk])
    return {"name": attached.file.name, "size": attached.file.size, "url": url}
