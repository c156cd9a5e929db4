"""The page about portability, assembled."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.cases import permissions
from dsar.cases.lifecycle import Move
from dsar.cases.models import Case
from dsar.cases.services import unmet_gates
from dsar.cases.vocabulary import Stage
from dsar.foundation import clock
from dsar.foundation.leases import LeaseState
from dsar.processing_records.models import ProcessingActivity
from dsar.rights.decisions.models import RightDecision
from dsar.rights.decisions.selectors import proposal_of, version_of
from dsar.rights.decisions.services import current_decision
from dsar.rights.portability import rules
from dsar.rights.portability.composing import covered
from dsar.rights.portability.findings import candidates, found_on
from dsar.rights.portability.forms import ColumnLine
from dsar.rights.portability.limits import FRESH_FOR
from dsar.rights.portability.models import (
    ActivityRuling,
    PortabilityPlan,
    PortablePackage,
    ReceivingController,
    SetRuling,
    Survey,
    Transmission,
)
from dsar.rights.portability.plan_services import plan_of
from dsar.rights.portability.proposing import (
    activities_for_set,
    activities_of,
    proposed_activity,
    proposed_origins,
    survey_of,
)
from dsar.rights.portability.readiness import (
    basis_of,
    latest_package,
    missing_decisions,
    missing_findings,
    why_not_approvable,
)
from dsar.rights.portability.surveying import sets_of


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """An entry of the register: what it says, what was decided, whether it is covered and why not."""

    activity: ProcessingActivity
    bases: tuple[rules.BasisLine, ...]
    ruling: ActivityRuling | None
    is_covered: bool
    why_not: str


@dataclass(frozen=True, slots=True)
class SetLine:
    """A set: counts, decision, how many columns leave and stay. `place` is its number on the page."""

    place: int
    known: Mapping[str, Any]
    ruling: SetRuling | None
    provided: int
    observed: int
    derived: int
    others: int
    leaves: bool
    why_stays: str


@dataclass(frozen=True, slots=True)
class ReceiverLine:
    """A controller that the person named, with its transmissions, the newest first."""

    row: ReceivingController
    transmissions: list[Transmission]
    has_arrived: bool
    is_under_way: bool


@dataclass(frozen=True, slots=True)
class PortabilityPage:
    """Everything that the page shows."""

    plan: PortabilityPlan
    survey: Survey | None
    sources: list[Case]
    found_at: Any
    is_old: bool
    activities: list[ActivityLine]
    sets: list[SetLine]
    obstacles: list[str]
    package: PortablePackage | None
    is_stale: bool
    not_approvable: str
    receivers: list[ReceiverLine]
    decision: RightDecision | None
    proposal: RightDecision | None
    proposal_version: str
    is_open: bool
    may_work: bool
    may_approve: bool
    is_author: bool
    may_close: bool
    percent: int

    @property
    def has_undecided(self) -> bool:
        """Whether an activity or a set waits for a decision."""
        return any(line.ruling is None for line in self.activities) or any(line.ruling is None for line in self.sets)

    @property
    def is_working(self) -> bool:
        """Whether a worker is at something that the page shows."""
        busy = (LeaseState.WAITING, LeaseState.WORKING)
        is_sent = any(line.is_under_way and line.row.way == "upload" for line in self.receivers)
        rows = [one for one in (self.survey, self.package) if one is not None]
        return is_sent or any(one.state in busy for one in rows)


def portability_page(case: Case, user: User) -> PortabilityPage:
    """The page as it stands."""
    plan, survey, package = plan_of(case), survey_of(case), latest_package(case)
    found_at = found_on(plan.source) if plan.source else None
    may_work = permissions.may(user, Act.WORK_CASE, case)
    proposal = proposal_of(case)
    is_answered = case.stage == Stage.SENT and may_work
    return PortabilityPage(
        plan=plan,
        survey=survey,
        sources=candidates(case, user),
        found_at=found_at,
        is_old=bool(found_at and clock.now() - found_at > FRESH_FOR),
        activities=activity_lines(case),
        sets=set_lines(case),
        obstacles=[*missing_findings(case), *missing_decisions(case)],
        package=package,
        is_stale=package is not None and package.basis != basis_of(case),
        not_approvable=why_not_approvable(package) if package is not None else "",
        receivers=receiver_lines(case),
        decision=current_decision(case),
        proposal=proposal,
        proposal_version=version_of(proposal) if proposal else "",
        is_open=case.stage not in (Stage.READY, Stage.SENT, Stage.CLOSED),
        may_work=may_work,
        may_approve=permissions.may(user, Act.APPROVE_RELEASE, case),
        is_author=package is not None and package.author_id == user.pk,
        may_close=is_answered and not unmet_gates(case, Move.CLOSE),
        percent=_percent(survey, package),
    )


def activity_lines(case: Case) -> list[ActivityLine]:
    """The entries of the register that count here."""
    ruled = {row.activity_id: row for row in ActivityRuling.objects.filter(case=case).select_related("decided_by")}
    lines = []
    for activity in activities_of(case):
        row = ruled.get(activity.pk)
        if row is not None:
            row.case = case
        is_covered = row is not None and row.basis in rules.QUALIFYING and row.is_automated
        why = "" if is_covered else rules.why_not(activity.legal_basis)
        if row is not None and not row.is_automated:
            why = "Not by automated means: Art. 20(1)(b)."
        lines.append(ActivityLine(activity, rules.bases_of(activity.legal_basis), row, is_covered, why))
    return lines


def set_lines(case: Case) -> list[SetLine]:
    """The sets that were found, in the order of the survey."""
    bases = covered(case)
    rulings = {row.key: row for row in SetRuling.objects.filter(case=case).select_related("activity", "decided_by")}
    lines = []
    for place, known in enumerate(sets_of(survey_of(case)), 1):
        row = rulings.get(known["key"])
        activity = row.activity if row is not None else proposed_activity(case, known)
        proposed = {key: one.origin.value for key, one in proposed_origins(known, activity).items()}
        origins = list((row.origins if row is not None else proposed).values())
        why = _why_stays(known, row, bases)
        kept = row.others if row is not None and _with_case(row, case) else {}
        others = sum(counts["others"] for column, counts in known["columns"].items() if column not in kept)
        lines.append(
            SetLine(
                place, known, row, origins.count("provided"), origins.count("observed"), origins.count("derived"),
                others, leaves=row is not None and not why, why_stays=why,
            )
        )  # fmt: skip
    return lines


def column_lines(case: Case, known: Mapping[str, Any], ruling: SetRuling | None, activity: Any) -> list[ColumnLine]:
    """The columns of a set for its page."""
    proposals = proposed_origins(known, activity)
    columns = known["columns"].items()
    return [ColumnLine.of(place, key, counts, proposals[key], ruling) for place, (key, counts) in enumerate(columns)]


def choices_for(case: Case, known: Mapping[str, Any]) -> Any:
    """The entries that a set may serve, as a query."""
    keys = [one.pk for one in activities_for_set(case, known)]
    return ProcessingActivity.objects.filter(pk__in=keys).order_by("name")


def receiver_lines(case: Case) -> list[ReceiverLine]:
    """The controllers that were named and not taken off."""
    rows = ReceivingController.objects.filter(case=case, dropped_at__isnull=True).prefetch_related("transmissions")
    lines = []
    for row in rows:
        row.case = case
        sent = list(row.transmissions.all())
        for one in sent:
            one.case, one.receiver = case, row
        arrived = any(one.arrived_at for one in sent)
        waiting = any(
            not one.arrived_at and not one.revoked_at and one.state in (LeaseState.WAITING, LeaseState.WORKING)
            for one in sent
        )
        lines.append(ReceiverLine(row, sent, arrived, waiting))
    return lines


def _why_stays(known: Mapping[str, Any], row: SetRuling | None, bases: Mapping[Any, str]) -> str:
    if row is None:
        return ""
    if not row.is_in:
        return "left out by decision"
    if known["is_paper"]:
        return "on paper"
    if row.activity_id not in bases:
        return "neither consent nor contract"
    return "" if set(row.origins.values()) & set(rules.PORTABLE) else "nothing of it was provided"


def _with_case(row: SetRuling, case: Case) -> bool:
    row.case = case
    return True


def _percent(survey: Survey | None, package: PortablePackage | None) -> int:
    """How far the worker is, of 100."""
    for row, done in ((package, package.written if package else 0), (survey, survey.read if survey else 0)):
        if row is not None and row.state in (LeaseState.WAITING, LeaseState.WORKING):
            return min(99, round(100 * done / row.total)) if row.total else 0
    return 100
