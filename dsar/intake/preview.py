"""The dates of a request before it is logged, as the pure clock gives them, with what deserves a warning."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from dsar.cases import clock as case_clock
from dsar.deadlines.compute import compute
from dsar.deadlines.results import POLICY_LATER, ClockResult
from dsar.foundation import clock
from dsar.processing_records.models import Controller
from dsar.templatetags.desk_words import date_words, short_date


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
    return DatesPreview(result, _card(result), warnings_of(result, policy_words(controller)))


def policy_words(controller: Controller) -> str:
    """The target of the controller in words, such as "30 days"."""
    return {"FIXED30": _("30 days"), "FIXED28": _("28 days")}.get(controller.policy, _("Our target"))


def warnings_of(result: ClockResult, target: str) -> list[str]:
    """What the person who logs the request has to know about its dates."""
    found = []
    if POLICY_LATER in result.flags and result.policy_due and result.statutory_due:
        found.append(
            _("%(target)s would end %(policy)s; the law ends %(law)s — due date set to %(law)s.")
            % {"target": target, "policy": short_date(result.policy_due), "law": short_date(result.statutory_due)}
        )
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
