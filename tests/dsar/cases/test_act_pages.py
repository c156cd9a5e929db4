"""Acts on a case as pages: preview before the act, refusal in words, what follows."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dsar.access.rules import Act
from dsar.audit.models import AuditEntry
from dsar.cases import clock_acts, closing_services, permissions
from dsar.cases.models import Case, ClockEvent
from dsar.deadlines.events import PauseKind
from tests.world import ago, local_today, make_case

WITHDRAWN = {"evidence": "Letter of today.", "verified_how": "Her signature on file."}
HTMX = {"HX-Request": "true"}


@pytest.fixture
def case(world):
    return make_case(world, received=ago(days=10))


@pytest.fixture
def handler(client, world):
    client.force_login(world.handler)
    return client


def url(name, case, *more):
    return reverse(f"dsar:case-{name}", args=[case.reference, *more])


def days_ago(count):
    return local_today() - dt.timedelta(days=count)


def test_only_reasons_of_the_regime_are_offered(handler, world, case):
    world.controller.regime = "EU"
    world.controller.save()
    european = make_case(world, name="Bo Berg")

    british = handler.get(url("pause", case)).content.decode()
    continental = handler.get(url("pause", european)).content.decode()

    assert "Payment of a reasonable fee" in british
    assert url("fee", case) in british
    assert "Payment of a reasonable fee" not in continental
    assert url("identity", european) in continental
    assert "Without it this stops no clock (G5)." in continental


def test_a_pause_shows_its_consequence_first_and_stores_nothing_then(handler, case):
    values = {"waiting_for": "clarification", "on": local_today().isoformat(), "reason": "Which account?"}

    previewed = handler.post(url("pause", case), {**values, "act": "preview"})
    live = handler.post(url("pause", case), values, headers=HTMX)

    assert "It has to be reasonably needed" in previewed.content.decode()
    assert "Which account?" in previewed.content.decode()
    assert "<html" not in live.content.decode()
    assert "The clock stands still" in live.content.decode()
    assert not ClockEvent.objects.exists()


def test_pausing_and_answering_by_the_pages(handler, case):
    values = {"waiting_for": "clarification", "on": local_today().isoformat(), "reason": "Which account?"}

    paused = handler.post(url("pause", case), values, follow=True)
    answered = handler.post(
        url("resume", case),
        {"waiting_for": "clarification", "on": local_today().isoformat(), "is_sufficient": "declined"},
        follow=True,
    )

    assert "Paused" in paused.content.decode()
    assert "The answer is recorded. Due on" in answered.content.decode()
    assert Case.objects.get().clock_state == "running"
    assert ClockEvent.objects.get(kind="answer").facts == {"declined_to_narrow": True}


def test_a_proof_is_not_answered_by_declining(handler, world, case):
    clock_acts.pause(case=case, waiting_for=PauseKind.IDENTITY, on=local_today(), reason="Who?", actor=world.handler)

    answer = handler.post(
        url("resume", case), {"waiting_for": "identity", "on": local_today().isoformat(), "is_sufficient": "declined"}
    )

    assert answer.status_code == 422
    assert "a proof is still awaited" in answer.content.decode()


def test_i_want_everything_is_an_answer_to_a_clarification(handler, world, case):
    clock_acts.pause(
        case=case, waiting_for=PauseKind.CLARIFICATION, on=local_today(), reason="Which account?", actor=world.handler
    )

    answer = handler.post(
        url("resume", case), {"waiting_for": "clarification", "on": local_today().isoformat(), "is_sufficient": "no"}
    )

    assert answer.status_code == 422
    assert "I want everything" in answer.content.decode()


def test_an_insufficient_answer_keeps_the_clock_waiting(handler, world, case):
    clock_acts.pause(case=case, waiting_for=PauseKind.IDENTITY, on=local_today(), reason="Who?", actor=world.handler)

    handler.post(
        url("resume", case), {"waiting_for": "identity", "on": local_today().isoformat(), "is_sufficient": "no"}
    )

    case.refresh_from_db()
    assert case.clock_state == "not_started"
    assert AuditEntry.objects.filter(action="clock.answer_insufficient").exists()


def test_an_extension_previews_old_and_new_and_is_done(handler, case):
    values = {"criteria": ["legal_advice"], "reason": "Counsel reads it.", "on": local_today().isoformat(), "until": ""}

    live = handler.post(url("extend", case), {"on": local_today().isoformat()}, headers=HTMX)
    done = handler.post(url("extend", case), values, follow=True)

    assert "change-old" in live.content.decode()
    assert "The deadline is extended to" in done.content.decode()
    assert Case.objects.get().is_extended


@pytest.mark.parametrize("missing", ["criteria", "reason", "on"])
def test_an_incomplete_extension_keeps_what_was_typed(handler, case, missing):
    values = {"criteria": ["legal_advice"], "reason": "Counsel reads it.", "on": local_today().isoformat()}
    values.pop(missing)

    answer = handler.post(url("extend", case), values)

    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
    assert missing == "reason" or "Counsel reads it." in answer.content.decode()
    assert not ClockEvent.objects.exists()


def test_a_late_extension_is_refused_in_the_gates_words(handler, world):
    late = make_case(world, received=ago(days=50))
    values = {"criteria": ["legal_advice"], "reason": "Counsel reads it.", "on": local_today().isoformat()}

    answer = handler.post(url("extend", late), values)

    assert answer.status_code == 422
    assert "came too late" in answer.content.decode()
    assert not Case.objects.get(pk=late.pk).is_extended


@pytest.mark.parametrize("age, words", [(-3, "lies in the future"), (20, "before the receipt")])
def test_a_day_that_cannot_be_is_refused_in_words(client, world, case, age, words):
    client.force_login(world.dpo)
    proof = SimpleUploadedFile("mail.txt", b"Sent on that day", content_type="text/plain")
    values = {
        "waiting_for": "clarification",
        "on": days_ago(age).isoformat(),
        "reason": "Which account?",
        "evidence": proof,
    }

    answer = client.post(url("pause", case), values)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not case.files.exists()


def test_an_earlier_day_is_told_to_the_handler_as_the_dpo_s(handler, case):
    values = {"waiting_for": "clarification", "on": days_ago(2).isoformat(), "reason": "Which account?"}

    answer = handler.post(url("pause", case), values)

    assert answer.status_code == 422
    assert "Only the Data Protection Officer" in answer.content.decode()


def test_a_year_typed_wrong_breaks_nothing(handler, case):
    values = {"criteria": ["legal_advice"], "reason": "x", "on": local_today().isoformat(), "until": "9999-01-01"}

    assert handler.post(url("extend", case), values).status_code == 422
    assert handler.post(url("extend", case), values, headers=HTMX).status_code == 200


@pytest.mark.parametrize("name", ["pause", "resume", "extend", "back", "assign"])
def test_intake_may_not_act(client, world, case, name):
    client.force_login(world.intake)

    assert client.get(url(name, case)).status_code == 403
    assert client.post(url(name, case), {}).status_code == 403


def test_assigning_gives_the_new_handler_the_case(handler, world, case):
    answer = handler.post(url("assign", case), {"handler": str(world.stranger.pk)}, follow=True)

    assert "Stan Ger works this case now" in answer.content.decode()
    assert case in Case.objects.visible_to(world.stranger)


def test_an_auditor_is_no_handler(handler, world, case):
    assert handler.post(url("assign", case), {"handler": str(world.auditor.pk)}).status_code == 422


def test_a_move_whose_gates_are_not_met_is_refused_with_the_gates(handler, case):
    shown = handler.get(url("move", case, "start_search")).content.decode()
    tried = handler.post(url("move", case, "start_search"))

    assert "Identity and authority are decided" in shown
    assert tried.status_code == 422
    assert Case.objects.get().stage == "triage"
    assert handler.get(url("move", case, "approve")).status_code == 404


def test_moving_on_and_back_with_a_reason(handler, case):
    Case.objects.update(stage="search")

    without = handler.post(url("back", case), {"reason": " "})
    moved = handler.post(url("back", case), {"reason": "The plan was wrong."}, follow=True)

    assert without.status_code == 422
    assert "ID and authority" in moved.content.decode()
    assert Case.objects.get().stage == "identity"
    assert handler.get(url("move", case, "ask_identity")).status_code == 404


def test_a_withdrawal_closes_the_case_and_stops_the_clock(handler, case):
    offered = handler.get(url("close", case)).content.decode()

    answer = handler.post(url("close-as", case, "withdrawn"), WITHDRAWN, follow=True)

    case.refresh_from_db()
    assert url("close-as", case, "withdrawn") in offered
    assert url("close-as", case, "no_reply") not in offered, "for approvers alone"
    assert "Withdrawn" in answer.content.decode()
    assert (case.stage, case.outcome, case.responded_on) == ("closed", "withdrawn", local_today())


def test_a_duplicate_names_the_case_that_goes_on(handler, world, case):
    other = make_case(world)
    values = {"reasons": "The same letter twice"}

    nameless = handler.post(url("close-as", case, "duplicate"), values)
    named = handler.post(url("close-as", case, "duplicate"), {**values, "other": other.reference.lower()})

    assert nameless.status_code == 422
    assert named.status_code == 302
    assert other.links.get().other == case


CLOSED_CASE_ACTS = [
    ("pause", {"waiting_for": "identity", "reason": "x"}),
    ("extend", {"criteria": ["legal_advice"], "reason": "x"}),
    ("close-as", {"evidence": "x", "verified_how": "x"}, "withdrawn"),
    ("back", {"reason": "x"}),
]


@pytest.mark.parametrize("act", CLOSED_CASE_ACTS, ids=lambda act: act[0])
def test_a_closed_case_refuses_acts_in_words(handler, world, case, act):
    name, values, *more = act
    closing_services.close_as(case=case, kind="withdrawn", findings=WITHDRAWN, actor=world.handler)
    events = ClockEvent.objects.count()

    answer = handler.post(url(name, case, *more), {**values, "on": local_today().isoformat()})

    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
    assert ClockEvent.objects.count() == events
    assert Case.objects.get().stage == "closed"


def test_an_open_case_is_not_reopened(client, world, case):
    client.force_login(world.dpo)

    assert client.post(url("reopen", case), {"reason": "x"}).status_code == 422


def test_the_acts_offered_are_the_acts_that_may_would_allow(world, case):
    for user in (world.intake, world.handler, world.approver, world.dpo, world.admin, world.stranger):
        allowed = {act for act in Act if permissions.may(user, act, case)}
        assert permissions.acts_on(case, user) == allowed


def test_where_handlers_may_not_extend_only_approvers_may(client, world, case):
    world.controller.handlers_may_extend = False
    world.controller.save()
    client.force_login(world.handler)

    assert client.get(url("extend", case)).status_code == 403
    client.force_login(world.dpo)
    assert client.get(url("extend", case)).status_code == 200
