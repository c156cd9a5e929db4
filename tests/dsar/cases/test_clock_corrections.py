"""Corrections of the clock: a new entry supersedes the old one, which stays as it was."""

import datetime as dt

import pytest
from django.utils import timezone

from dsar.audit.models import AuditEntry
from dsar.cases import clock_acts, clock_corrections
from dsar.cases.models import ClockEvent
from dsar.deadlines.events import PauseKind
from dsar.foundation import clock
from dsar.foundation.errors import Conflict, NotPermitted, RuleRefused
from tests.dsar.cases.clock_proofs import proof
from tests.world import ZONE, ago, local_today, make_case

CLARIFICATION = PauseKind.CLARIFICATION


def days_ago(count):
    return local_today() - dt.timedelta(days=count)


@pytest.fixture
def case(world):
    return make_case(world, received=ago(days=12))


def asked(case, world, on):
    return clock_acts.pause(
        case=case,
        waiting_for=CLARIFICATION,
        on=on,
        reason="Which account?",
        evidence=proof(case, world),
        actor=world.dpo,
    )


def test_a_corrected_receipt_moves_the_dates_and_keeps_the_first_one_in_the_record(world, case):
    first, before = case.received_at, case.due_on
    earlier = first - dt.timedelta(days=3)

    event = clock_corrections.correct_receipt(
        case=case, received_at=earlier, reason="Postmark", evidence=proof(case, world), actor=world.dpo
    )

    assert case.received_at == earlier
    assert case.due_on < before
    assert event.facts["was"] == clock.day_of(first, ZONE).isoformat()
    assert (event.old_due_on, event.new_due_on) == (before, case.due_on)
    assert AuditEntry.objects.filter(action="clock.receipt_corrected").exists()
    assert clock_acts.recompute(case=case) is False


def test_a_receipt_is_corrected_by_the_dpo_with_evidence_only(world, case):
    values = {"case": case, "received_at": case.received_at - dt.timedelta(days=1), "reason": "Postmark"}

    with pytest.raises(NotPermitted):
        clock_corrections.correct_receipt(evidence=proof(case, world), actor=world.handler, **values)
    with pytest.raises(RuleRefused, match="Attach the file"):
        clock_corrections.correct_receipt(evidence=None, actor=world.dpo, **values)
    future = values | {"received_at": timezone.now() + dt.timedelta(days=3)}
    with pytest.raises(RuleRefused, match="future"):
        clock_corrections.correct_receipt(evidence=proof(case, world), actor=world.dpo, **future)

    assert not ClockEvent.objects.exists()


@pytest.mark.parametrize(("take", "version"), [(False, "UK-2018-05-25"), (True, "UK-2026-02-05")])
def test_a_receipt_beyond_a_change_of_the_law_keeps_its_rules_unless_it_is_asked_otherwise(world, take, version):
    old = make_case(world, received=dt.datetime(2026, 2, 4, 9, tzinfo=dt.UTC))
    after = dt.datetime(2026, 2, 6, 9, tzinfo=dt.UTC)

    shown = clock_corrections.receipt_change(old, after)
    clock_corrections.correct_receipt(
        case=old,
        received_at=after,
        reason="Postmark",
        evidence=proof(old, world),
        actor=world.dpo,
        take_rules_of_that_day=take,
    )

    assert [warned.caution for warned in shown.preview.warnings] == ["other_rules_on_that_day"]
    assert old.ruleset_version == version


def test_an_ask_is_moved_to_the_day_on_which_it_was_sent(world, case):
    event = asked(case, world, days_ago(3))
    before = case.statutory_due_on

    successor = clock_corrections.correct_event(
        case=case, event=event, on=days_ago(6), reason="Sent earlier", evidence=proof(case, world), actor=world.dpo
    )

    event.refresh_from_db()
    assert (event.on, successor.on, successor.supersedes_id) == (days_ago(3), days_ago(6), event.pk)
    assert case.statutory_due_on >= before
    assert case.clock_state == "paused"
    assert clock_acts.recompute(case=case) is False


def test_what_the_law_refuses_on_the_other_day_is_refused(world, case):
    event = asked(case, world, days_ago(3))

    with pytest.raises(RuleRefused, match="before the receipt"):
        clock_corrections.correct_event(
            case=case, event=event, on=days_ago(40), reason="x", evidence=proof(case, world), actor=world.dpo
        )


def test_an_ask_that_never_was_is_struck_out(world, case):
    before = case.due_on
    event = asked(case, world, days_ago(3))

    clock_corrections.strike_event(
        case=case, event=event, reason="Never sent", evidence=proof(case, world), actor=world.dpo
    )

    assert (case.clock_state, case.due_on) == ("running", before)
    assert case.clock_events.count() == 2
    with pytest.raises(Conflict):
        clock_corrections.strike_event(
            case=case, event=event, reason="Again", evidence=proof(case, world), actor=world.dpo
        )


def test_an_extension_is_withdrawn_and_a_second_one_stays_refused(world, case):
    before = case.due_on
    values = {"on": local_today(), "criteria": ["legal_advice"], "reason": "Counsel", "actor": world.handler}
    clock_acts.extend(case=case, **values)

    clock_corrections.withdraw_extension(case=case, reason="Counsel was quick", actor=world.handler)

    assert (case.is_extended, case.due_on) == (False, before)
    with pytest.raises(RuleRefused, match="cannot be extended twice"):
        clock_acts.extend(case=case, **values)
    with pytest.raises(RuleRefused, match="no extension to withdraw"):
        clock_corrections.withdraw_extension(case=case, reason="Again", actor=world.handler)


def test_an_answer_given_elsewhere_stops_the_clock_on_its_day(world, case):
    day = days_ago(1)

    clock_corrections.record_response(
        case=case, on=day, reason="Handed over in person", evidence=proof(case, world), actor=world.dpo
    )

    assert (case.clock_state, case.responded_on) == ("stopped", day)
    with pytest.raises(RuleRefused, match="has stopped"):
        clock_corrections.record_response(
            case=case, on=local_today(), reason="Again", evidence=proof(case, world), actor=world.dpo
        )


def test_the_day_of_the_response_is_corrected_once_more(world, case):
    evidence = proof(case, world)
    event = clock_corrections.record_response(
        case=case, on=days_ago(1), reason="Handed over", evidence=evidence, actor=world.dpo
    )

    clock_corrections.correct_event(
        case=case, event=event, on=days_ago(2), reason="A day earlier", evidence=evidence, actor=world.dpo
    )

    assert case.responded_on == days_ago(2)


def test_an_answer_given_elsewhere_needs_somebody_who_may_release_and_a_proof(world, case):
    values = {"case": case, "on": local_today(), "reason": "Handed over"}

    with pytest.raises(NotPermitted):
        clock_corrections.record_response(evidence=proof(case, world), actor=world.handler, **values)
    with pytest.raises(RuleRefused, match="Attach the file"):
        clock_corrections.record_response(evidence=None, actor=world.approver, **values)


def test_entries_are_only_added(world, case):
    event = asked(case, world, days_ago(3))

    event.on = local_today()

    with pytest.raises(Conflict, match="only added"):
        event.save()


def test_after_corrections_the_dates_are_those_of_what_is_left(world, case):
    event = asked(case, world, days_ago(9))
    for day in (7, 5):
        event = clock_corrections.correct_event(
            case=case, event=event, on=days_ago(day), reason="Again", evidence=proof(case, world), actor=world.dpo
        )

    fresh = make_case(world, received=case.received_at, name="Bo Berg")
    asked(fresh, world, days_ago(5))
    assert (case.due_on, case.statutory_due_on) == (fresh.due_on, fresh.statutory_due_on)
    assert case.clock_events.count() == 3
