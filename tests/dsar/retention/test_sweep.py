import datetime as dt
import json

import pytest
from django.db import IntegrityError, transaction

from dsar.audit.models import AuditEntry
from dsar.audit.verification import verify
from dsar.cases.complaint_services import NewComplaint, end_complaint, record_complaint
from dsar.cases.hold_services import lift_hold, set_hold
from dsar.cases.models import Case
from dsar.cases.person_hold_services import hold_person, lift_person_hold
from dsar.foundation import clock, storage
from dsar.foundation.errors import Conflict, KeyDestroyed, NotPermitted, RuleRefused
from dsar.foundation.leases import LeaseState
from dsar.retention import letting_go_services, sweep_services
from dsar.retention.models import CaseLetGo, RetentionRule, RetentionTask, Sweep, SweepState, SweepStep
from dsar.retention.rule_services import approve_rule, drop_rule, rule_of, set_rule
from dsar.retention.rules import Mode, Period, Unit
from dsar.retention.selectors import coming, overdue, preview
from dsar.retention.sweep_record import is_signed
from dsar.retention.task_services import keep_it, let_it_go
from tests.dsar.retention.closed import closed_case, switched_on, with_exhibit
from tests.world import local_today, make_case

AHEAD = dt.timedelta(days=200)


def swept(world):
    """Order a sweep and work it to its end."""
    sweep = sweep_services.order_sweep(actor=world.admin)
    while sweep_services.work_sweep(sweep.pk):
        pass
    sweep.refresh_from_db()
    return sweep


def parts_of(user):
    return {part.rule.code: part for part in preview(user)}


def test_as_shipped_a_sweep_asks_and_takes_nothing(world):
    case = closed_case(world, days_ago=400)
    stored = with_exhibit(case)

    sweep = swept(world)
    again = swept(world)

    asked = set(RetentionTask.objects.filter(reference=case.reference).values_list("category", flat=True))
    assert asked == {"drafts", "search_copies", "packages", "case_details"}
    assert storage.read(stored) == b"Dear Ana Lindqvist"
    assert sweep.state == SweepState.DONE
    assert not again.steps.filter(reference=case.reference).exists()


def test_what_the_preview_says_is_what_the_sweep_does(world):
    gone, young = closed_case(world, days_ago=400), closed_case(world, days_ago=100, name="Bo Ek")
    held = closed_case(world, days_ago=400, name="Cy Dahl")
    set_hold(case=held, kind="court", reason="Claim announced", actor=world.dpo)
    switched_on(world, "packages", 12, Unit.MONTHS)

    part = parts_of(world.dpo)["packages"]
    sweep = swept(world)

    step = {row.reference: row for row in sweep.steps.filter(category="packages")}
    assert [due.case.reference for due in part.listed] == [gone.reference]
    assert part.stays == [("A legal hold stands on the case", 1)]
    assert (step[gone.reference].outcome, step[held.reference].outcome) == ("done", "kept")
    assert step[held.reference].because == "hold"
    assert young.reference not in step


@pytest.mark.parametrize("kind", ["hold", "person", "complaint", "open case"])
def test_what_stands_keeps_a_case_until_it_ends(world, kind):
    case = closed_case(world, days_ago=400)
    switched_on(world, "packages", 12, Unit.MONTHS)
    if kind == "hold":
        row = set_hold(case=case, kind="court", reason="Claim", actor=world.dpo)
    elif kind == "person":
        found = {"emails": ["ana@example.com"]}
        until = local_today() + AHEAD
        row = hold_person(details=found, kind="court", reason="Claim", review_on=until, actor=world.dpo)
    elif kind == "complaint":
        new = NewComplaint(kind="authority", received_on=local_today(), about="Late")
        row = record_complaint(case=case, complaint=new, actor=world.dpo)
    else:
        make_case(world)

    first = swept(world)
    with pytest.raises(RuleRefused):
        letting_go_services.erase_by_hand(
            case=case, rule=rule_of("case_content"), reason="ordered", confirmation=case.reference, actor=world.dpo
        )
    if kind == "hold":
        lift_hold(hold=row, reason="Settled", actor=world.dpo)
    elif kind == "person":
        lift_person_hold(hold=row, reason="Settled", actor=world.dpo)
    elif kind == "complaint":
        end_complaint(complaint=row, state="not_upheld", on=local_today(), outcome="Unfounded", actor=world.dpo)

    step = first.steps.get(category="packages")
    assert (step.outcome, CaseLetGo.objects.exists()) == ("kept", False)
    if kind == "person":  # nothing of the case changed: it goes at once; a hold or complaint starts the period anew
        assert swept(world).steps.get(category="packages").outcome == "done"
    elif kind != "open case":
        assert not swept(world).steps.filter(category="packages").exists()


def test_a_rule_that_deletes_by_itself_wants_a_second_person(world):
    given = {"code": "packages", "period": Period(12, Unit.MONTHS), "why": "Agreed", "based_on": 0}

    with pytest.raises(NotPermitted):
        set_rule(mode=Mode.ON, actor=world.handler, **given)
    row = set_rule(mode=Mode.ON, actor=world.dpo, **given)
    with pytest.raises(RuleRefused) as own:
        approve_rule(row=row, actor=world.dpo)
    before = rule_of("packages")
    approve_rule(row=row, actor=world.approver)

    assert own.value.code == "own_rule"
    assert (before.mode, before.number, before.waiting) == (Mode.ASK, 0, 1)
    assert (rule_of("packages").acts, rule_of("packages").number) == (True, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        RetentionRule.objects.filter(pk=row.pk).update(approved_by=world.dpo)


def test_a_version_that_was_dropped_or_overtaken_never_counts(world):
    given = {"code": "packages", "period": Period(12, Unit.MONTHS), "mode": Mode.ON, "why": "Agreed"}
    row = set_rule(based_on=0, actor=world.dpo, **given)

    with pytest.raises(Conflict):
        set_rule(based_on=0, actor=world.admin, **given)
    drop_rule(row=row, actor=world.admin)
    with pytest.raises(Conflict):
        approve_rule(row=row, actor=world.approver)

    assert rule_of("packages").mode is Mode.ASK


def test_a_killed_sweep_is_taken_up_where_it_stopped(world, monkeypatch):
    cases = [closed_case(world, days_ago=400, name=f"Ana{n} Berg{n}") for n in range(4)]
    files = [with_exhibit(case) for case in cases]
    switched_on(world, "search_copies", 93)
    sweep = sweep_services.order_sweep(actor=None)
    claimed = sweep_services._claim(sweep.pk)  # a worker that is killed before it began
    real = letting_go_services.minimising.drop_search_copies

    def killed(case):
        real(case)
        raise KeyboardInterrupt

    monkeypatch.setitem(letting_go_services._ACTS, "search_copies", killed)
    with pytest.raises(KeyboardInterrupt):  # and one that is killed in the middle of a case
        sweep_services.work_sweep(sweep.pk)
    between = CaseLetGo.objects.count()
    left = [storage.path_of(file.pk).exists() for file in files]
    monkeypatch.setitem(letting_go_services._ACTS, "search_copies", real)
    later = clock.now() + dt.timedelta(minutes=5)
    monkeypatch.setattr(clock, "now", lambda: later)
    while sweep_services.work_sweep(sweep.pk):
        pass

    sweep.refresh_from_db()
    outcomes = list(sweep.steps.filter(category="search_copies").values_list("outcome", "state"))
    assert claimed is not None
    assert (between, all(left)) == (0, True)
    assert outcomes == [("done", LeaseState.DONE)] * 4
    assert sweep.state == SweepState.DONE
    assert AuditEntry.objects.filter(action="retention.let_go").count() == 4


def test_the_contents_go_after_the_commit_and_what_was_missed_goes_with_the_next(
    world, django_capture_on_commit_callbacks
):
    case = closed_case(world, days_ago=400)
    stored = with_exhibit(case)
    switched_on(world, "search_copies", 93)

    swept(world)  # the callbacks of the commit never ran: the worker was killed there
    was_there = storage.path_of(stored.pk).exists()
    removed = sweep_services.remove_let_go_files()

    stored.refresh_from_db()
    assert (was_there, removed) == (True, 1)
    with pytest.raises(KeyDestroyed, match="let go"):
        storage.read(stored)


def test_a_sweep_ends_with_a_signed_record_and_an_entry_a_case(world):
    case = closed_case(world, days_ago=400)
    switched_on(world, "packages", 12, Unit.MONTHS)

    sweep = swept(world)

    record = bytes(sweep.record)
    steps = [step for step in json.loads(record)["steps"] if step["category"] == "packages"]
    assert is_signed(record, sweep.signature)
    assert not is_signed(record.replace(b"packages", b"drafts__"), sweep.signature)
    assert [(step["reference"], step["outcome"]) for step in steps] == [(case.reference, "done")]
    assert b"Lindqvist" not in record
    assert AuditEntry.objects.filter(action="retention.let_go", case_id=case.pk).count() == 1
    assert verify().is_whole


def test_one_sweep_runs_at_a_time(world):
    sweep_services.order_sweep(actor=world.admin)

    with pytest.raises(Conflict):
        sweep_services.order_sweep(actor=world.dpo)
    with pytest.raises(NotPermitted):
        sweep_services.order_sweep(actor=world.handler)
    with pytest.raises(IntegrityError), transaction.atomic():
        Sweep.objects.create(ordered_at=clock.now())


def test_a_rule_switched_off_meanwhile_takes_nothing(world):
    case = closed_case(world, days_ago=400)
    switched_on(world, "packages", 12, Unit.MONTHS)
    sweep = sweep_services.order_sweep(actor=None)
    switched_on(world, "packages", 12, Unit.MONTHS, Mode.OFF)

    sweep_services.work_sweep(sweep.pk)

    assert SweepStep.objects.get(category="packages").outcome == "kept"
    assert not CaseLetGo.objects.filter(case=case, category="packages").exists()


def test_a_question_is_decided_once_and_kept_things_are_left_alone(world):
    first, second = closed_case(world, days_ago=400), closed_case(world, days_ago=400, name="Bo Ek")
    swept(world)
    tasks = {task.reference: task for task in RetentionTask.objects.filter(category="packages")}

    let_it_go(task=tasks[first.reference], why="", actor=world.dpo)
    until = local_today() + AHEAD
    with pytest.raises(RuleRefused):
        keep_it(task=tasks[second.reference], why="", keep_until=until, actor=world.dpo)
    with pytest.raises(NotPermitted):
        keep_it(task=tasks[second.reference], why="Claim", keep_until=until, actor=world.admin)
    keep_it(task=tasks[second.reference], why="Claim announced", keep_until=until, actor=world.approver)
    with pytest.raises(Conflict):
        let_it_go(task=tasks[second.reference], why="", actor=world.dpo)

    letting_go_services.let_go(rule=rule_of("case_details"), case_id=first.pk)

    assert CaseLetGo.objects.get(category="packages").case == first
    assert not RetentionTask.objects.filter(reference=first.reference, state="open").exists()
    assert parts_of(world.dpo)["packages"].stays == [("Somebody decided to keep it", 1)]
    assert swept(world).steps.filter(category="packages", outcome="asked").count() == 0


def test_what_comes_next_and_what_is_late_are_listed(world):
    soon = closed_case(world, days_ago=80)
    late = closed_case(world, days_ago=150, name="Bo Ek")

    next_ones = {(one.reference, one.due_on) for one in coming(world.dpo)}
    late_ones = {(one.reference, one.label) for one in overdue(world.dpo)}

    assert (soon.reference, soon.responded_on + dt.timedelta(days=93)) in next_ones
    assert (late.reference, "Copies that the search took, and files put into the case") in late_ones


def test_references_are_shown_to_those_who_may_know_of_the_case(world):
    closed_case(world, days_ago=400)
    Case.objects.get().caseteampermission_set.all().delete()

    for_dpo, for_auditor = parts_of(world.dpo)["packages"], parts_of(world.auditor)["packages"]

    assert (for_dpo.goes, for_dpo.listed) == (1, [])
    assert (for_auditor.goes, len(for_auditor.listed)) == (1, 1)
