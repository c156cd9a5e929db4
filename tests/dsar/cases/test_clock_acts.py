"""Pausing, resuming, extending: stored as events, judged by the pure clock, refused with the name of the gate."""

import datetime as dt

import pytest
from django.urls import reverse

from dsar.audit.models import AuditEntry
from dsar.cases import clock_acts
from dsar.cases.clock import as_event
from dsar.cases.models import ClockEvent
from dsar.cases.queue_hold_services import place_hold
from dsar.deadlines.events import PauseKind
from dsar.foundation.errors import NotPermitted, RuleRefused
from dsar.notices.models import Notice
from tests.dsar.cases.clock_proofs import proof
from tests.world import ago, local_today, make_case

CLARIFICATION, IDENTITY, FEE = PauseKind.CLARIFICATION, PauseKind.IDENTITY, PauseKind.FEE


def days_ago(count):
    return local_today() - dt.timedelta(days=count)


@pytest.fixture
def case(world):
    received = ago(days=10)
    return make_case(world, received=received)


@pytest.fixture
def european(world):
    world.controller.regime = "EU"
    world.controller.save()
    return make_case(world, received=ago(days=10), name="Bo Berg")


def extend(case, world, **more):
    values = {
        "on": local_today(),
        "criteria": ["legal_advice"],
        "reason": "Counsel reads it",
        "actor": world.handler,
    } | more
    return clock_acts.extend(case=case, **values)


def test_a_clarification_pauses_and_its_answer_moves_the_date_by_the_days_not_counted(world, case):
    before = case.due_on

    clock_acts.pause(
        case=case,
        waiting_for=CLARIFICATION,
        on=days_ago(4),
        reason="Which account?",
        evidence=proof(case, world),
        actor=world.dpo,
    )
    assert case.clock_state == "paused"
    clock_acts.resume(case=case, waiting_for=CLARIFICATION, on=local_today(), actor=world.handler)

    assert case.clock_state == "running"
    assert case.due_on == before + dt.timedelta(days=4)  # our target counts half-open days
    assert AuditEntry.objects.filter(case_id=case.pk, action__startswith="clock.").count() == 2


def test_uk_identity_means_not_started_until_it_is_proved(world, case):
    clock_acts.pause(case=case, waiting_for=IDENTITY, on=local_today(), reason="Unknown address", actor=world.handler)

    assert (case.clock_state, case.due_on) == ("not_started", None)


@pytest.mark.parametrize("act", ["pause", "resume", "extend"])
def test_an_earlier_day_is_recorded_by_the_dpo_with_a_file_that_proves_it(world, case, act):
    if act == "resume":
        clock_acts.pause(
            case=case, waiting_for=IDENTITY, on=days_ago(5), reason="Who?", evidence=proof(case, world), actor=world.dpo
        )

    def do(actor, evidence=None):
        if act == "pause":
            common = {"waiting_for": IDENTITY, "reason": "Who?"}
            return clock_acts.pause(case=case, on=days_ago(2), actor=actor, evidence=evidence, **common)
        if act == "resume":
            return clock_acts.resume(case=case, waiting_for=IDENTITY, on=days_ago(2), actor=actor, evidence=evidence)
        return extend(case, world, on=days_ago(2), actor=actor, evidence=evidence)

    with pytest.raises(RuleRefused, match="Only the Data Protection Officer") as by_handler:
        do(world.handler, proof(case, world))
    case.files.all().delete()
    with pytest.raises(RuleRefused, match="proves the earlier day") as without:
        do(world.dpo)
    event = do(world.dpo, proof(case, world))

    assert by_handler.value.code == without.value.code == "backdating"
    assert event.evidence is not None
    entry = AuditEntry.objects.filter(case_id=case.pk, action__startswith="clock.").latest("seq")
    assert str(event.evidence_id).encode() in bytes(entry.body)


def test_evidence_of_another_case_proves_nothing(world, case):
    other = make_case(world, name="Bo Berg")

    with pytest.raises(RuleRefused, match="another case"):
        clock_acts.pause(
            case=case,
            waiting_for=IDENTITY,
            on=local_today(),
            reason="Who?",
            evidence=proof(other, world),
            actor=world.dpo,
        )


def test_an_extension_needs_a_reason_and_a_criterion_and_happens_once(world, case):
    with pytest.raises(RuleRefused, match="reason"):
        extend(case, world, reason=" ")
    with pytest.raises(RuleRefused, match="G18"):
        extend(case, world, criteria=[])
    extend(case, world)

    with pytest.raises(RuleRefused, match=r"\(G18\)") as refused:
        extend(case, world, reason="Again")

    assert refused.value.code == "EXTENSION_REFUSED_ALREADY"
    assert ClockEvent.objects.filter(case=case).count() == 1
    assert case.is_extended


def test_the_notice_of_extension_is_queued_with_the_act_and_only_once(world, case):
    old_due = case.due_on

    event = extend(case, world)

    [notice] = Notice.objects.filter(code="extension")
    assert event.notice_id == notice.pk
    assert "Counsel reads it" in notice.body
    assert old_due < case.due_on
    with pytest.raises(RuleRefused):
        extend(case, world)
    assert Notice.objects.filter(code="extension").count() == 1


def test_the_case_page_tells_that_the_notice_has_not_gone_out(client, world, case):
    client.force_login(world.handler)
    extend(case, world)

    waiting = client.get(reverse("dsar:case", args=[case.reference])).content.decode()
    Notice.objects.filter(code="extension").update(state="sent")
    sent = client.get(reverse("dsar:case", args=[case.reference])).content.decode()

    assert "has not gone out yet" in waiting
    assert "has not gone out yet" not in sent


def test_a_refused_extension_writes_no_letter(world):
    late = make_case(world, received=ago(days=50))

    with pytest.raises(RuleRefused, match=r"came too late.*\(G18\)"):
        extend(late, world)

    assert not Notice.objects.filter(code="extension").exists()


def test_an_extension_is_as_short_as_wanted_and_never_longer_than_the_law(world, case):
    with pytest.raises(RuleRefused, match="longest extension"):
        extend(case, world, until=local_today() + dt.timedelta(days=300))

    extend(case, world, until=case.statutory_due_on + dt.timedelta(days=14))

    assert case.is_extended
    assert case.due_on <= case.statutory_due_on


def test_an_extension_of_a_clock_that_has_not_started_is_refused(world, case):
    clock_acts.pause(case=case, waiting_for=IDENTITY, on=local_today(), reason="Who?", actor=world.handler)

    with pytest.raises(RuleRefused, match="has not started"):
        extend(case, world)


def test_an_ask_after_the_due_date_is_refused_with_its_gate(world):
    late = make_case(world, received=ago(days=60))

    for kind, gate in ((IDENTITY, "G4"), (CLARIFICATION, "G5")):
        with pytest.raises(RuleRefused, match=rf"after its end.*\({gate}\)") as refused:
            clock_acts.pause(case=late, waiting_for=kind, on=local_today(), reason="Who?", actor=world.handler)
        assert refused.value.code == "PAUSE_REFUSED_AFTER_DUE"


def test_in_the_union_a_clarification_rests_on_a_large_quantity_of_data(world, european):
    with pytest.raises(RuleRefused, match="Recital 63") as refused:
        clock_acts.pause(
            case=european, waiting_for=CLARIFICATION, on=local_today(), reason="Which?", actor=world.handler
        )
    clock_acts.pause(
        case=european,
        waiting_for=CLARIFICATION,
        on=local_today(),
        reason="Which?",
        large_quantity="Twenty years of mail",
        actor=world.handler,
    )

    assert refused.value.code == "G5"
    assert european.clock_state == "paused"


def test_the_same_clarification_is_asked_once_unless_something_is_newly_unclear(world, case):
    earlier = {"waiting_for": CLARIFICATION, "evidence": proof(case, world), "actor": world.dpo}
    clock_acts.pause(case=case, on=days_ago(4), reason="Which?", **earlier)
    clock_acts.resume(case=case, on=days_ago(2), **earlier)
    again = {"waiting_for": CLARIFICATION, "on": local_today(), "reason": "Which?", "actor": world.handler}

    with pytest.raises(RuleRefused, match="newly unclear"):
        clock_acts.pause(case=case, **again)
    clock_acts.pause(case=case, new_doubt="A second firm", **again)

    assert case.clock_state == "paused"


def test_declined_to_narrow_is_an_answer_and_the_clock_goes_on(world, case):
    clock_acts.pause(case=case, waiting_for=CLARIFICATION, on=local_today(), reason="Which?", actor=world.handler)

    with pytest.raises(RuleRefused, match="declined to narrow"):
        clock_acts.resume(
            case=case, waiting_for=CLARIFICATION, on=local_today(), is_sufficient=False, actor=world.handler
        )
    event = clock_acts.resume(
        case=case, waiting_for=CLARIFICATION, on=local_today(), declined_to_narrow=True, actor=world.handler
    )

    assert case.clock_state == "running"
    assert event.facts == {"declined_to_narrow": True}


def test_an_answer_of_the_requester_themselves_needs_nobody_s_permission(world, case):
    clock_acts.pause(case=case, waiting_for=CLARIFICATION, on=local_today(), reason="Which?", actor=world.handler)

    clock_acts.resume(case=case, waiting_for=CLARIFICATION, on=local_today(), actor=None)

    assert AuditEntry.objects.get(case_id=case.pk, action="clock.resumed").actor_kind == "requester"


def test_a_fee_is_asked_for_by_an_approver(world, case):
    with pytest.raises(NotPermitted):
        clock_acts.pause(case=case, waiting_for=FEE, on=local_today(), reason="Third copy", actor=world.handler)
    clock_acts.pause(case=case, waiting_for=FEE, on=local_today(), reason="Third copy", actor=world.approver)

    assert case.clock_state == "not_started"


def test_a_handler_without_a_grant_may_not_touch_the_clock(world, case):
    with pytest.raises(NotPermitted):
        clock_acts.pause(case=case, waiting_for=IDENTITY, on=local_today(), reason="x", actor=world.stranger)


def test_an_internal_hold_moves_no_date(world, case):
    before = (case.due_on, case.statutory_due_on, case.clock_state)

    place_hold(case=case, reason="The archive is closed", actor=world.handler)
    clock_acts.recompute(case=case)

    case.refresh_from_db()
    assert (case.due_on, case.statutory_due_on, case.clock_state) == before
    assert not case.clock_events.exists()


def test_recomputing_changes_nothing_when_nothing_happened(world, case):
    assert clock_acts.recompute(case=case) is False


def test_a_case_keeps_its_rules_whatever_is_done_or_recomputed(world):
    received = dt.datetime(2026, 1, 28, 9, tzinfo=dt.UTC)
    old = make_case(world, received=received)

    clock_acts.recompute(case=old)
    extended = extend(old, world, on=dt.date(2026, 2, 10), actor=world.dpo, evidence=proof(old, world))
    clock_acts.recompute(case=old)

    old.refresh_from_db()
    assert old.ruleset_version == "UK-2018-05-25"
    assert as_event(extended).date == dt.date(2026, 2, 10)
    assert old.is_extended
