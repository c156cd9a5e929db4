"""The register of decisions on all rights: one list, filtered and sorted, without a name of anybody but who decided."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.cases.history import cell
from dsar.cases.models import Case
from dsar.rights.decisions.models import DecisionState, RightDecision
from dsar.rights.decisions.selectors import in_words

SORTS = {"date": "decided_at", "right": "right", "outcome": "outcome", "who": "decider__full_name",
         "case": "case__reference", "ground": "ground"}  # fmt: skip
DEFAULT_SORT = "-date"


def may_see_all(user: User) -> bool:
    """Whether the role sees every line, as lines name nobody: administrators and auditors see skeletons only."""
    return user.may(Act.SEE_SKELETON)


def register_rows(
    user: User, *, filters: Mapping[str, Any] | None = None, sort: str = DEFAULT_SORT
) -> QuerySet[RightDecision]:
    """What is decided, in the cases that the person may see.

    Args:
        user: who looks.
        filters: "right", "outcome", "since" and "until" (dates); empty ones are left out.
        sort: a key of SORTS, with "-" before it for the other direction.
    """
    given = filters or {}
    rows = RightDecision.objects.filter(state__in=(DecisionState.DECIDED, DecisionState.REPLACED))
    rows = rows.filter(decided_at__isnull=False)
    if not may_see_all(user):
        rows = rows.filter(case__in=Case.objects.visible_to(user))
    wanted = Q()
    if right := given.get("right"):
        wanted &= Q(right=right)
    if outcome := given.get("outcome"):
        wanted &= Q(outcome=outcome)
    if since := given.get("since"):
        wanted &= Q(decided_at__gte=_midnight(since))
    if until := given.get("until"):
        wanted &= Q(decided_at__lt=_midnight(until + dt.timedelta(days=1)))
    column = SORTS.get(sort.removeprefix("-"), "decided_at")
    order = f"-{column}" if sort.startswith("-") else column
    return rows.filter(wanted).select_related("case", "decider").order_by(order, "-decided_at", "pk")


def waiting_for(user: User) -> list[RightDecision]:
    """Proposals that this person may agree to, oldest first; their own only in a small team."""
    if not user.may(Act.APPROVE_RELEASE):
        return []
    rows = RightDecision.objects.filter(
        state=DecisionState.PROPOSED, case__in=Case.objects.visible_to(user), case__stage="review"
    )
    own = Q(proposer=user) & Q(case__controller__small_team=False)
    return list(rows.exclude(own).select_related("case", "proposer").order_by("proposed_at"))


def csv_lines(rows: Iterable[RightDecision]) -> Iterator[bytes]:
    """The register as lines of a CSV in UTF-8 with a byte order mark; cells that a spreadsheet would run are quoted."""
    head = [_("Date"), _("Case"), _("Right"), _("Decision"), _("Ground"), _("Article"), _("Decided by"), _("State")]
    yield b"\xef\xbb\xbf" + _line(head)
    for row in rows:
        shown = in_words(row, row.case.regime_id)
        yield _line([
            row.decided_at.date().isoformat() if row.decided_at else "", row.case.reference, row.get_right_display(),
            row.get_outcome_display(), shown.ground, shown.article, row.decider.full_name if row.decider else "",
            row.get_state_display(),
        ])  # fmt: skip


def _line(cells: Iterable[Any]) -> bytes:
    made = io.StringIO()
    csv.writer(made).writerow([cell(str(one)) for one in cells])
    return made.getvalue().encode()


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC)
