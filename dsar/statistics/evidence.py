"""What the rooms know of a case, gathered for its compliance report."""

from dsar.cases import clock as case_clock
from dsar.cases.clock_view import ended_unanswered
from dsar.cases.lifecycle import path_of
from dsar.cases.models import Case
from dsar.cases.vocabulary import Outcome
from dsar.delivery.models import Delivery
from dsar.identity.models import IdentityCheck
from dsar.notices.models import Notice, NoticeState
from dsar.response.models import Package
from dsar.review.models import ExemptionProposal, ReviewItem, Verdict
from dsar.search.models import PlannedSystem, PlanState
from dsar.statistics.compliance import ComplianceReport, Evidence, report

REFUSALS = (Outcome.UNFOUNDED, Outcome.EXCESSIVE, Outcome.EXEMPT)
SEARCHED = (PlanState.DONE, PlanState.NIL, PlanState.LEFT_OUT)
WENT_OUT = (NoticeState.SENT, NoticeState.PRINTED)


def evidence_of(case: Case) -> Evidence:
    """The evidence for the seven checks, as it stands now."""
    acknowledged = Notice.objects.filter(about_id=case.pk, code="acknowledgement", state__in=WENT_OUT)
    first = acknowledged.order_by("finished_at").values_list("finished_at", flat=True).first()
    checks = list(IdentityCheck.objects.filter(case=case))
    planned = PlannedSystem.objects.filter(case=case)
    items = ReviewItem.objects.filter(case=case)
    deliveries = Delivery.objects.filter(case=case)
    return Evidence(
        acknowledged_on=case_clock.day_of(case, first) if first else None,
        identity_settled_on=max((check.decided_on for check in checks if check.decided_on), default=None),
        identity_open=sum(not check.is_settled for check in checks),
        planned=planned.count(),
        searched=planned.filter(state__in=SEARCHED).count(),
        items=items.count(),
        undecided=items.filter(verdict=Verdict.UNDECIDED).count(),
        pending_exemptions=ExemptionProposal.objects.filter(case=case, status="pending").count(),
        package_built=Package.objects.filter(case=case, state="done", approved_at__isnull=False).exists(),
        # a right that is decided has no search, review or package either, as a refusal has none
        is_refused=case.outcome in REFUSALS or "search" in path_of(case.right).without,
        provided_on=case.responded_on,
        is_proved=any(delivery.is_proved for delivery in deliveries),
        statutory_due=case.statutory_due_on,
        ended_unanswered=ended_unanswered(case),
    )


def compliance_of(case: Case) -> ComplianceReport:
    """The compliance report of a case today in its controller's zone."""
    return report(evidence_of(case), case_clock.today_of(case))
