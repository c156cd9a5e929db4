"""What retention tells the hallway: its card on a closed case, and the way to its page."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.cases import permissions
from dsar.cases.duties import HomeNumber, register_home_numbers
from dsar.cases.hold_selectors import may_be_deleted
from dsar.cases.models import Case
from dsar.cases.registry import CasePanel, NextAct, register_next_acts, register_panel
from dsar.cases.vocabulary import Stage
from dsar.retention.case_selectors import timetable
from dsar.retention.selectors import open_task_count

PAGE = "dsar:case-retention"


def panel(case: Case, user: Any) -> CasePanel | None:
    """The card of a closed case: what goes next, and what has gone."""
    if case.stage != Stage.CLOSED:
        return None
    lines = timetable(case)
    following = next((line for line in lines if line.gone_at is None), None)
    context = {"following": following, "gone": [line for line in lines if line.gone_at]}
    url = reverse(PAGE, args=[case.reference])
    return CasePanel(_("Retention"), "retention/_panel.html", context, order=80, page=url)


def next_acts(case: Case, user: User) -> list[NextAct]:
    """The way to the page of a closed case, at the end of the rail; erasing where it may be done."""
    if case.stage != Stage.CLOSED:
        return []
    acts = [NextAct(_("See when it is let go"), reverse(PAGE, args=[case.reference]), order=95)]
    if permissions.may(user, Act.APPROVE_RELEASE, case) and may_be_deleted(case).is_met:
        acts.append(NextAct(_("Erase this case"), reverse("dsar:case-erase", args=[case.reference]), order=96))
    return acts


def home_numbers(user: User) -> list[HomeNumber]:
    """What retention asks, for those who decide: one number, and nothing where nothing waits."""
    if not user.may(Act.DECIDE_RETENTION):
        return []
    waiting = open_task_count()
    url = reverse("dsar:retention-tasks")
    return [HomeNumber(_("Retention asks"), waiting, url, tone="warn", icon="clock-history")] if waiting else []


register_home_numbers(home_numbers)
register_panel(panel)
register_next_acts(next_acts)
