"""Acts of the search: make and change the plan, start, cancel and take up the scan, answer for what it cannot read."""

from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from discovery.documents import SubjectProfile
from discovery.findings.models import Coverage
from discovery.findings.storing import mark_read_by_person
from discovery.scans.models import Scan, ScanState
from discovery.scans.services import cancel_scan, order_scan, resume_scan
from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit.catalogue import declare
from dsar.audit.services import record
from dsar.cases import permissions
from dsar.cases.lifecycle import Move
from dsar.cases.models import Case
from dsar.cases.services import move_case
from dsar.cases.vocabulary import PersonRole, Stage
from dsar.foundation import clock
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.pii.steering import version_now
from dsar.processing_records.models import Source, System
from dsar.search.models import PlannedSystem, PlanState
from dsar.search.ordering import order_for, readable
from dsar.search.outcomes import settle
from dsar.search.rules import OTHER_PLACES, is_searchable, profile_from

declare(
    search_planned="Search planned: {systems|system|systems}",
    search_left_out="{system} left out of the search: {reason}",
    search_put_back="{system} put back into the search",
    search_answered="Answer for {system} recorded: {state}",
    search_started="Search started: {sources|source|sources}",
    search_cancelled="Search cancelled",
    search_resumed="Search taken up again: {units|item|items}",
    search_read_by_person="An item that could not be read was read by a person",
)

READY_STAGES = (Stage.TRIAGE, Stage.IDENTITY)


@transaction.atomic
def plan_search(*, case: Case, actor: User) -> list[PlannedSystem]:
    """The plan of the case with every system of the register in it: each active source, and systems without one.

    Doing it again adds systems and sources that were registered since, and changes nothing else.
    """
    permissions.demand(actor, Act.WORK_CASE, case)
    made = 0
    for system in System.objects.exclude(name=OTHER_PLACES).prefetch_related("sources"):
        active: list[Source | None] = [source for source in system.sources.all() if source.is_active]
        for source in active or [None]:
            _row, created = PlannedSystem.objects.get_or_create(case=case, system=system, source=source)
            made += created
    if made:
        record("search.planned", actor=actor, case=case, facts={"systems": made})
    return list(PlannedSystem.objects.filter(case=case).select_related("system", "source"))


@transaction.atomic
def leave_out(*, planned: PlannedSystem, reason: str, actor: User) -> None:
    """Leave a system out of the search, with a reason that stays on record.

    Raises:
        RuleRefused: there is no reason, or the system is being searched.
    """
    row = _changeable(planned, actor)
    row.reason = _words(reason, _("Say why this system is left out."))
    _sign(row, PlanState.LEFT_OUT, actor)
    record(
        "search.left_out", actor=actor, case=row.case, about=row,
        facts={"system": row.system.name}, payload={"reason": row.reason},
    )  # fmt: skip


@transaction.atomic
def put_back(*, planned: PlannedSystem, actor: User) -> None:
    """Take a system that was left out, or answered for, into the search again."""
    row = _changeable(planned, actor)
    row.reason, row.signed_by, row.signed_at, row.state = "", None, None, PlanState.PLANNED
    row.save()
    record("search.put_back", actor=actor, case=row.case, about=row, facts={"system": row.system.name})


@transaction.atomic
def answer_for(*, planned: PlannedSystem, holds_data: bool, words: str, actor: User) -> None:
    """Record what the owner of a system without a source answered: searched by hand, or nothing held.

    Raises:
        RuleRefused: nobody said who looked and how.
    """
    row = _changeable(planned, actor)
    row.reason = _words(words, _("Say who looked, where and when."))
    _sign(row, PlanState.DONE if holds_data else PlanState.NIL, actor)
    record(
        "search.answered", actor=actor, case=row.case, about=row,
        facts={"system": row.system.name, "state": row.state}, payload={"words": row.reason},
    )  # fmt: skip


@transaction.atomic
def start_search(*, case: Case, actor: User) -> Scan | None:
    """Move the case to searching where it is not yet, and order the scan of every planned source; None without one.

    Raises:
        RuleRefused: a gate is not met (identity, plan), or the case is past searching.
        Conflict: a search is running already.
    """
    permissions.demand(actor, Act.WORK_CASE, case)
    if current_scan(case, running=True) is not None:
        raise Conflict(_("A search of this case is running already."))
    if case.stage in READY_STAGES:
        move_case(case=case, move=Move.START_SEARCH, actor=actor, reason=_("The search was started"))
    if case.stage != Stage.SEARCH:
        raise RuleRefused(_("Move the case back to searching first."), code="not_searching")
    profile = subject_profile(case)
    if not is_searchable(profile):
        raise RuleRefused(_("Say whom to look for: a name, an e-mail address or a number."), code="G8")
    rows = list(_startable(case).select_related("source", "system"))
    if not rows:
        return None
    sources = [order_for(row) for row in rows]
    scan = order_scan(
        order_id=case.pk, key_id=case.key_id, actor_id=actor.pk, profile=profile, sources=sources,
        engine=version_now(),
    )  # fmt: skip
    _startable(case).filter(pk__in=[row.pk for row in rows]).update(state=PlanState.SEARCHING, scan_id=scan.pk)
    record("search.started", actor=actor, case=case, facts={"sources": len(sources), "scan": scan.pk})
    return scan


@transaction.atomic
def cancel_search(*, case: Case, actor: User) -> None:
    """Stop the running search; what was found stays, and it can be taken up again.

    Raises:
        RuleRefused: nothing is running.
    """
    permissions.demand(actor, Act.WORK_CASE, case)
    scan = current_scan(case, running=True)
    if scan is None:
        raise RuleRefused(_("No search is running."), code="nothing_runs")
    record("search.cancelled", actor=actor, case=case, facts={"scan": scan.pk})
    cancel_scan(scan=scan)


@transaction.atomic
def resume_search(*, case: Case, actor: User) -> int:
    """Take up the last search: what was cancelled is searched, what failed is tried again. Gives the units.

    Raises:
        RuleRefused: there is nothing to take up.
    """
    permissions.demand(actor, Act.WORK_CASE, case)
    scan = current_scan(case)
    units = resume_scan(scan=scan, engine=version_now()) if scan is not None else 0
    if scan is None or not units:
        raise RuleRefused(_("There is nothing left to read again."), code="nothing_to_resume")
    planned = PlannedSystem.objects.filter(case=case, scan_id=scan.pk).exclude(state=PlanState.LEFT_OUT)
    planned.update(state=PlanState.SEARCHING)
    record("search.resumed", actor=actor, case=case, facts={"scan": scan.pk, "units": units})
    return units


@transaction.atomic
def mark_read(*, case: Case, coverage_id: UUID, note: str, actor: User) -> None:
    """Say that a person has read an item which could not be read by machine, and what came of it.

    Raises:
        RuleRefused: there is no such item, or no note.
    """
    permissions.demand(actor, Act.WORK_CASE, case)
    scans = list(Scan.objects.filter(order_id=case.pk).values_list("pk", flat=True))
    item = Coverage.objects.filter(pk=coverage_id, scan_id__in=scans).exclude(state="complete").first()
    if item is None:
        raise RuleRefused(_("There is no such item to read."), code="no_such_item")
    words = _words(note, _("Say what the item is and whether it is about the person."))
    mark_read_by_person(coverage=item, actor_id=actor.pk, note=words, at=clock.now())
    settle(case=case, scan_id=item.scan_id)
    facts = {"state": item.state, "reason": item.reason}
    record("search.read_by_person", actor=actor, case=case, about=item, facts=facts, payload={"note": words})


def subject_profile(case: Case) -> SubjectProfile:
    """Whom the search looks for: the data subject's details."""
    subject = case.people.filter(role=PersonRole.SUBJECT).first()
    return profile_from(subject.details if subject else {})


def current_scan(case: Case, *, running: bool = False) -> Scan | None:
    """The case's last scan; with `running` only where it runs."""
    scans = Scan.objects.filter(order_id=case.pk)
    if running:
        scans = scans.filter(state=ScanState.RUNNING)
    return scans.order_by("-started_at").first()


def _startable(case: Case) -> QuerySet[PlannedSystem]:
    states = (PlanState.PLANNED, PlanState.FAILED, PlanState.SEARCHING)
    return readable(PlannedSystem.objects.filter(case=case, state__in=states))


def _changeable(planned: PlannedSystem, actor: User) -> PlannedSystem:
    row = PlannedSystem.objects.select_for_update(of=("self",)).select_related("case", "system").get(pk=planned.pk)
    permissions.demand(actor, Act.WORK_CASE, row.case)
    if row.state == PlanState.SEARCHING and current_scan(row.case, running=True) is not None:
        raise RuleRefused(_("This system is being searched just now. Cancel the search first."), code="being_searched")
    return row


def _sign(row: PlannedSystem, state: PlanState, actor: User) -> None:
    row.state, row.signed_by, row.signed_at = state, actor, clock.now()
    row.save()


def _words(text: str, message: str) -> str:
    if not text.strip():
        raise RuleRefused(message, code="reason_missing", fields={"reason": message})
    return text.strip()
