"""What stands in the way of an erasure, as the house knows it: holds, access requests, complaints, decisions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from dsar.cases import registry
from dsar.cases.complaint_models import Complaint, ComplaintState
from dsar.cases.hold_selectors import holds_over
from dsar.cases.models import Case, CaseToken
from dsar.cases.triage import TELLING_KINDS
from dsar.cases.vocabulary import RightAsked, Stage
from dsar.processing_records.models import ProcessingActivity, Recipient
from dsar.rights.erasure.findings import unreached
from dsar.rights.erasure.models import CategoryDecision, ErasureGround, ErasureTarget, RecipientTold
from erasure.plan import Action, Policy
from erasure.rules import Blocker, Situation, blockers
from erasure.runs.models import ErasureRun, ErasureStep, Phase, RunState
from erasure.runs.services import TargetOrder
from erasure.targets.manual import KIND as MANUAL

_READY = (RunState.REHEARSED, RunState.PROPOSED, RunState.APPROVED, RunState.EXECUTING, RunState.PARTIAL)


def cases_of_person(case: Case) -> list[Case]:
    """The case, those linked to it, and others of the same person by the blind index."""
    wanted = Q(pk__in=[])
    for kind, digest in case.tokens.filter(kind__in=TELLING_KINDS).values_list("kind", "digest"):
        wanted |= Q(kind=kind, digest=bytes(digest))
    found = set(CaseToken.objects.filter(wanted).values_list("case_id", flat=True)[:500])
    linked = set(case.links.exclude(kind="household").values_list("other_id", flat=True))
    return list(Case.objects.filter(pk__in=found | linked | {case.pk}))


def recipients_of(case: Case) -> list[str]:
    """The recipients of what is erased or restricted: those of activities that the case does not simply keep."""
    kept = CategoryDecision.objects.filter(case=case, decision="keep").values("activity_id")
    rows = Recipient.objects.filter(activity__controller=case.controller).exclude(activity_id__in=kept)
    return sorted(set(rows.values_list("name", flat=True)))


def untold_recipients(case: Case) -> list[str]:
    """Those for whom neither a letter nor a reason is recorded."""
    told = set(RecipientTold.objects.filter(case=case).values_list("recipient", flat=True))
    return [name for name in recipients_of(case) if name not in told]


def last_run(case: Case) -> ErasureRun | None:
    """The erasure of the case that counts: the newest."""
    return ErasureRun.objects.filter(order_id=case.pk).order_by("-ordered_at").first()


def open_hands(run: ErasureRun) -> int:
    """How many tasks by hand of an erasure that is carried out wait for a signature."""
    if run.phase != Phase.ERASE:
        return 0
    return run.steps.filter(kind=MANUAL, confirmed_at__isnull=True).count()


def activities_of(case: Case) -> list[ProcessingActivity]:
    """The entries of the controller's register: each is decided."""
    return list(ProcessingActivity.objects.filter(controller=case.controller).prefetch_related("systems"))


def situation_of(case: Case, run: ErasureRun | None, steps: Sequence[ErasureStep] = ()) -> Situation:
    """Everything that the rules ask."""
    together = cases_of_person(case)
    decided = set(CategoryDecision.objects.filter(case=case).values_list("activity_id", flat=True))
    access = [
        other.reference
        for other in together
        if other.right == RightAsked.ACCESS and other.pk != case.pk and other.stage not in (Stage.SENT, Stage.CLOSED)
    ]
    is_ready = run is not None and run.state in _READY
    return Situation(
        has_ground=ErasureGround.objects.filter(case=case).exists(),
        identity_proved=registry.gate_fact("G6", case).is_met,
        undecided_categories=sum(activity.pk not in decided for activity in activities_of(case)),
        open_questions=sum(int(step.counts.get("questions", 0)) for step in steps),
        gaps=sum(int(step.counts.get("gaps", 0)) for step in steps),
        gaps_accepted=bool(run and run.gaps_reason),
        holds=holds_over(together),
        open_access=tuple(access),
        open_complaints=Complaint.objects.filter(case__in=together, state=ComplaintState.OPEN).count(),
        unreached=unreached(case, together, run),
        is_rehearsed=is_ready,
        is_approved=bool(run and run.approved_by),
    )


@dataclass(frozen=True, slots=True)
class Obstacles:
    """What keeps from asking for approval, and what keeps from carrying out."""

    approval: list[Blocker]
    execution: list[Blocker]


def obstacles_of(case: Case, run: ErasureRun | None, steps: Sequence[ErasureStep] = ()) -> Obstacles:
    """Both lists for the case as it stands now."""
    now = situation_of(case, run, steps)
    return Obstacles(blockers(now, asking_for="approval"), blockers(now))


def orders_for(case: Case) -> list[TargetOrder]:
    """Every active target with the policies as the case's decisions make them."""
    decisions = {row.activity_id: row for row in CategoryDecision.objects.filter(case=case).select_related("case")}
    rows = ErasureTarget.objects.filter(is_active=True).select_related("system").prefetch_related("policies")
    return [
        TargetOrder(
            row.pk, row.name, row.kind, row.settings, row.secret_name, policies_of(row, decisions), row.system.owner
        )
        for row in rows
    ]


def policies_of(target: ErasureTarget, decisions: Mapping[UUID, CategoryDecision]) -> list[Policy]:
    """The policies of a target in a case: a decision to keep or restrict an activity covers the sets that serve it.

    A decision to erase leaves the set's own policy, which may keep the row without the person.
    """
    found = []
    for row in target.policies.all():
        own = Policy(
            row.set, Action(row.action), tuple(row.columns), tuple(row.spared), row.exception, row.why, row.until,
            dict(row.marker),
        )  # fmt: skip
        decision = decisions.get(row.activity_id) if row.activity_id else None
        if decision and decision.decision in ("keep", "restrict"):
            action = Action(decision.decision)
            own = Policy(
                row.set, action, exception=decision.exception, why=decision.why, until=decision.until,
                marker=dict(row.marker),
            )  # fmt: skip
        found.append(own)
    return found
