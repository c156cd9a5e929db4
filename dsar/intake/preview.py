"""The dates of a request before it is logged, as the pure clock gives them, with what deserves a warning."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dsar.cases import clock as case_clock
from dsar.cases.clock_words import capped_words
from dsar.deadlines.compute import compute
from dsar.deadlines.policies import Policy
from dsar.deadlines.results import ClockResult
from dsar.foundation import clock
from dsar.processing_records.models import Controller
from dsar.templatetags.desk_words import date_words


@dataclass(frozen=True, slots=True)
class DatesPreview:
    """The clock's answer, the clock card's inputs, and warnings in words."""

    result: ClockResult
    card: dict[str, Any]
    warnings: list[str]


def preview_dates(*, controller: Controller, regime_id: str, right: str, received_at: dt.datetime) -> DatesPreview:
    """What the dates would be if the request were logged now.

    Raises:
        ValueError: the rules do not cover that day of receipt.
    """
    question = case_clock.new_request(
        controller, regime_id=regime_id or controller.regime, right=right, received_at=received_at
    )
    result = compute(question, today=clock.today(controller.time_zone))
    return DatesPreview(result, _card(result), warnings_of(result, policy_words(question.policy)))


def policy_words(policy: Policy | None) -> str:
    """A target in words, such as "30 days"."""
    if policy is None or not policy.base.days:
        return _("Our target")
    return ngettext("%(days)s day", "%(days)s days", policy.base.days) % {"days": policy.base.days}


def warnings_of(result: ClockResult, target: str) -> list[str]:
    """What the person who logs the request has to know about its dates."""
    found = [words] if (words := capped_words(result, target)) else []
    if result.overdue and result.statutory_due:
        words = _("The statutory date, %(day)s, has passed. Log the request all the same, and tell the DPO today.")
        found.append(words % {"day": date_words(result.statutory_due)})
    elif result.past_target and result.policy_due:
        words = _("Our own target, %(day)s, has passed; the statutory date has not.")
        found.append(words % {"day": date_words(result.policy_due)})
    if result.notice_by and result.as_of > result.notice_by and not result.overdue:
        found.append(_("The last day for a notice of extension has passed."))
    if result.work_by and result.due and result.work_by < result.due:
        words = _("The due date is not a working day: finish by %(day)s.")
        found.append(words % {"day": date_words(result.work_by)})
    return found


def _card(result: ClockResult) -> dict[str, Any]:
    days = result.days_left
    state = "running"
    if result.overdue:
        state, days = "overdue", (result.as_of - result.statutory_due).days if result.statutory_due else None
    elif result.past_target:
        state, days = "past_target", (result.as_of - result.policy_due).days if result.policy_due else None
    return {
        "state": "not_started" if result.not_started else state,
        "days": days,
        "start_on": result.start,
        "today": result.as_of,
        "statutory_due_on": result.statutory_due,
        "target_on": result.policy_due,
        "is_late": result.overdue,
        "is_past_target": result.past_target,
        "steps": [{"text": step.sentence, "article": step.article} for step in result.steps],
    }
