"""Volume left against time left, for the case page: what is to be decided, the pace of the last days, the days left."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from dsar.access.rules import Act
from dsar.cases import clock as case_clock
from dsar.cases import permissions, registry
from dsar.cases.models import Case
from dsar.cases.registry import CasePanel
from dsar.cases.volume_rules import Outlook, Volume, outlook
from dsar.deadlines.preview import extension_criteria
from dsar.deadlines.regimes import Right
from dsar.review.models import ExemptionProposal, Passage, ReviewItem, Verdict
from dsar.review.people import Role

# Two weeks hold the last working days whatever weekday it is.
LOOKED_BACK = dt.timedelta(days=14)


def volume_panel(case: Case, user: Any) -> CasePanel | None:
    """The card while there is something to decide; nothing once the case is answered."""
    if not case.is_open:
        return None
    volume = volume_of(case)
    if not volume.undecided:
        return None
    found = outlook_of(case, volume)
    may_extend = found.may_extend and permissions.may(user, Act.EXTEND_DEADLINE, case)
    url = reverse("dsar:case-extend", args=[case.reference]) if may_extend else ""
    if url and found.criterion:
        url = f"{url}?criteria={found.criterion}"
    context = {"outlook": found, "extend_url": url, "criterion": criterion_words(case, found.criterion)}
    return CasePanel(_("Volume and time left"), "cases/_volume.html", context, order=15)


def volume_of(case: Case) -> Volume:
    """How many items are undecided and decided, on which days of the last two weeks, and what speaks for complexity."""
    counts = ReviewItem.objects.filter(case=case).aggregate(
        undecided=Count("pk", filter=Q(verdict=Verdict.UNDECIDED)),
        decided=Count("pk", filter=~Q(verdict=Verdict.UNDECIDED)),
    )
    zone = ZoneInfo(case.controller.time_zone)
    since = dt.datetime.combine(case_clock.today_of(case) - LOOKED_BACK, dt.time(), zone)
    lately = ReviewItem.objects.filter(case=case, decided_at__gte=since).exclude(verdict=Verdict.UNDECIDED)
    days = tuple(at.astimezone(zone).date() for at in lately.values_list("decided_at", flat=True) if at is not None)
    return Volume(counts["undecided"], counts["decided"], days, _signs(case))


def outlook_of(case: Case, volume: Volume) -> Outlook:
    """The pace carried on to the due date of the case."""
    rule = case_clock.rules_of(case)
    return outlook(
        volume,
        today=case_clock.today_of(case),
        due_on=case.due_on,
        notice_by=case.notice_by,
        is_extended=case.is_extended,
        criteria=[criterion.code for criterion in extension_criteria(rule, Right(case.right))],
    )


def criterion_words(case: Case, code: str) -> str:
    """A criterion of the case's rules in words."""
    known = extension_criteria(case_clock.rules_of(case), Right(case.right))
    return next((criterion.label for criterion in known if criterion.code == code), "")


def _signs(case: Case) -> frozenset[str]:
    signs = set()
    if Passage.objects.filter(item__case=case).exclude(person_role=Role.SUBJECT).exists():
        signs.add("third_parties")
    if ExemptionProposal.objects.filter(item__case=case).exists():
        signs.add("exemptions")
    return frozenset(signs)


registry.register_panel(volume_panel)
