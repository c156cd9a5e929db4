"""The letters that an act on the clock sends, in the act's own transaction."""

import datetime as dt
from uuid import UUID

from dsar.access.models import User
from dsar.cases import clock as case_clock
from dsar.cases.clock_store import preview
from dsar.cases.models import Case, ClockEvent
from dsar.cases.notify import tell_requester
from dsar.cases.vocabulary import EventKind
from dsar.foundation.errors import RuleRefused
from dsar.notices.models import Notice, NoticeState


def queue_extension(case: Case, event: ClockEvent, actor: User, *, is_confirmed: bool, channel: str) -> UUID:
    """Queue the notice of an extension that the clock accepts; gives the notice's key.

    Raises:
        RuleRefused: the clock refuses the extension, or the person cannot be written to.
    """
    tried = preview(case, case_clock.as_event(event))
    if tried.refusal or tried.before.due is None or tried.after.due is None:
        message = tried.refusal or "The clock has not started, so there is nothing to extend yet. (G18)"
        raise RuleRefused(message, code=tried.refusal_code or "not_started")
    notice = tell_requester(
        case=case,
        code="extension",
        variables={"reasons": event.reason, **_days(tried.before.due, tried.after.due)},
        actor=actor,
        channel=channel,
        dedup="extension",
        is_confirmed=is_confirmed,
    )
    return notice.pk


def notice_still_here(case: Case) -> bool:
    """Whether the notice of the extension that counts has not gone out yet: it waits, failed, or came back."""
    events = case_clock.current_events(case.clock_events.all())
    notice_id = next((event.notice_id for event in events if event.kind == EventKind.EXTEND), None)
    if notice_id is None:
        return False
    gone = (NoticeState.SENT, NoticeState.PRINTED)
    return Notice.objects.filter(pk=notice_id).exclude(state__in=gone).exists()


def _days(old: dt.date, new: dt.date) -> dict[str, dt.date]:
    return {"old_due_on": old, "new_due_on": new}
