"""Reads of the outbox: what did not arrive, what waits to be posted."""

from typing import Any

from django.db.models import QuerySet

from dsar.notices.models import STUCK, Notice, NoticeChannel, NoticeState


def undelivered(about: Any = None) -> QuerySet[Notice]:
    """Mails that failed, came back, or of which nobody knows, until somebody sends or settles them; newest first.

    Args:
        about: ids of cases, as a list or as a query (`Case.objects.visible_to(user).values("pk")`); None for all.
    """
    stuck = Notice.objects.filter(state__in=STUCK, settled_at__isnull=True)
    return (stuck if about is None else stuck.filter(about_id__in=about)).order_by("-finished_at")


def to_post(about: Any = None) -> QuerySet[Notice]:
    """Letters that wait to be printed and posted, oldest first."""
    waiting = Notice.objects.filter(channel=NoticeChannel.LETTER, state=NoticeState.WAITING)
    return (waiting if about is None else waiting.filter(about_id__in=about)).order_by("queued_at")
