"""Pausing, resuming, extending: stored as events, judged by the pure clock."""

import datetime as dt

import pytest
from django.utils import timezone

from dsar.audit.models import AuditEntry
from dsar.cases import clock_acts
from dsar.cases.models import ClockEvent
from dsar.deadlines.events import PauseKind
from dsar.foundation.errors import NotPermitted, RuleRefused
from tests.world import make_case

TODAY = dt.date.today()


@pytest.fixture
def case(world):
    received = timezone.now() - dt.timedelta(days=10)
    return make_case(world, received=received)


def test_a_clarification_pauses_and_its_answer_moves_the_date_by_the_days_not_counted(world, case):
    before = case.due_on

    clock_acts.pause(
        case=case,
        waiting_for=PauseKind.CLARIFICATION,
        on=TODAY - dt.timedelta(days=4),
        reason="Large",
        actor=world.handler,
    )
    assert case.clock_state == "paused"
    clock_acts.resume(case=case, waiting_for=PauseKind.CLARIFICATION, on=TODAY, actor=world.handler)

    assert case.clock_state == "running"
    assert case.due_on == before + dt.timedelta(days=4)  # our target counts half-open days
    assert AuditEntry.objects.filter(case_id=case.pk, action__startswith="clock.").count() == 2


def test_uk_identity_means_not_started_until_it_is_proved(world, case):
    clock_acts.pause(case=case, waiting_for=PauseKind.IDENTITY, on=TODAY, reason="Unknown address", actor=world.handler)

    assert (case.clock_state, case.due_on) == ("not_started", None)


def test_an_extension_needs_a_reason_and_a_criterion_and_happens_once(world, case):
    with pytest.raises(RuleRefused, match="reason"):
        clock_acts.extend(case=case, on=TODAY, criteria=["legal_advice"], reason=" ", actor=world.handler)
    clock_acts.extend(case=case, on=TODAY, criteria=["legal_advice"], reason="Counsel reads it", actor=world.handler)

    with pytest.raises(RuleRefused) as refused:
        clock_acts.extend(case=case, on=TODAY, criteria=["legal_advice"], reason="Again", actor=world.handler)

    assert refused.value.code == "EXTENSION_REFUSED_ALREADY"
    assert ClockEvent.objects.filter(case=case).count() == 1
    assert case.is_extended


def test_a_handler_without_a_grant_may_not_touch_the_clock(world, case):
    with pytest.raises(NotPermitted):
        clock_acts.pause(case=case, waiting_for=PauseKind.IDENTITY, on=TODAY, reason="x", actor=world.stranger)


def test_recomputing_changes_nothing_when_nothing_happened(world, case):
    assert clock_acts.recompute(case=case) is False
