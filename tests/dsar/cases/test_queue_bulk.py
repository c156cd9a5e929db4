"""Acts on many cases: counted before, each case asked apart, each done by the service of the single act."""

import re

import pytest
from django.urls import reverse

from dsar.audit.models import AuditEntry
from dsar.cases.models import Case, CaseTeamPermission, ClockEvent
from dsar.cases.permissions import default_teams
from dsar.cases.queue_bulk import MOST
from dsar.cases.queue_models import CaseHold
from dsar.notices.models import Notice
from tests.world import make_case

BULK = reverse("dsar:case-bulk")


@pytest.fixture
def handler(client, world):
    client.force_login(world.handler)
    return client


@pytest.fixture
def cases(world):
    return [make_case(world, name=f"Bo Ek{number}") for number in range(3)]


def post(client, act, cases, **more):
    return client.post(BULK, {"act": act, "case": [case.reference for case in cases], **more})


def read_only(case, world):
    """Leave the handler nothing but the grant to look."""
    CaseTeamPermission.objects.filter(content_object=case, group=default_teams()[0]).exclude(
        permission__codename="view_case"
    ).delete()
    case.caseuserpermission_set.filter(user=world.handler).exclude(permission__codename="view_case").delete()


def test_the_page_counts_and_says_what_stays_and_why(handler, world, cases):
    read_only(cases[0], world)
    Case.objects.filter(pk=cases[1].pk).update(stage="closed", outcome="withdrawn")
    foreign = make_case(world, name="Ana Else")
    foreign.caseuserpermission_set.all().delete()
    foreign.caseteampermission_set.all().delete()

    answer = post(handler, "hold", [*cases, foreign])

    plan = answer.context["plan"]
    assert [case.reference for case in plan.will] == [cases[2].reference]
    assert {one.reference for one in plan.wont} == {cases[0].reference, cases[1].reference}
    assert plan.missing == 1
    text = answer.content.decode()
    assert "1 case will be changed" in text
    assert "does not allow it" in text
    assert "answered or closed" in text
    assert foreign.reference not in text


def test_nothing_happens_before_the_last_step(handler, cases):
    words = {"reason": "Works council"}

    asked = post(handler, "hold", cases)
    checked = post(handler, "hold", cases, step="check", **words)

    assert asked.status_code == checked.status_code == 200
    assert not CaseHold.objects.exists()


def test_cases_are_put_on_hold_and_no_date_moves(handler, cases):
    before = list(Case.objects.order_by("pk").values_list("due_on", "statutory_due_on", "clock_state"))

    answer = post(handler, "hold", cases, step="do", reason="Works council")

    assert CaseHold.objects.count() == 3
    assert not ClockEvent.objects.exists()
    assert list(Case.objects.order_by("pk").values_list("due_on", "statutory_due_on", "clock_state")) == before
    assert "moves no clock" in answer.content.decode()
    assert AuditEntry.objects.filter(action="case.held").count() == 3


def test_the_second_press_holds_nothing_twice(handler, cases):
    post(handler, "hold", cases, step="do", reason="Works council")

    again = post(handler, "hold", cases, step="do", reason="Works council")

    assert CaseHold.objects.count() == 3
    assert "on hold already" in again.content.decode()


def test_cases_are_given_to_a_handler_each_with_its_entry(handler, world, cases):
    post(handler, "assign", cases, step="do", handler=str(world.stranger.pk))

    assert set(Case.objects.values_list("handler", flat=True)) == {world.stranger.pk}
    assert AuditEntry.objects.filter(action="case.assigned").count() == 3


def test_whoever_works_a_case_already_is_not_given_it_again(handler, world, cases):
    answer = post(handler, "assign", cases, step="check", handler=str(world.handler.pk))

    assert answer.context["plan"].will == []
    assert "works it already" in answer.content.decode()


def test_one_letter_a_case_goes_through_the_outbox_and_never_twice(handler, cases):
    letter = {"letter": "message", "subject": "Our office moves", "text": "From Monday we are in Example Street."}
    page = post(handler, "letter", cases).content.decode()
    batch = re.search(r'name="batch" value="([^"]+)"', page).group(1)

    checked = post(handler, "letter", cases, step="check", batch=batch, **letter)
    post(handler, "letter", cases, step="do", batch=batch, **letter)
    post(handler, "letter", cases, step="do", batch=batch, **letter)

    assert "Our office moves" in checked.content.decode()
    assert Notice.objects.count() == 3
    assert not ClockEvent.objects.exists()


def test_a_protected_person_and_one_without_address_are_left_out(handler, world):
    protected, unreachable = make_case(world, name="Bo Ek"), make_case(world, name="Ida Ek", details={"emails": []})
    protected.people.update(is_safe_contact=True)

    answer = post(handler, "letter", [protected, unreachable])

    assert answer.context["plan"].will == []
    text = answer.content.decode()
    assert "Safe contact" in text
    assert "neither an e-mail nor a postal address" in text


@pytest.mark.parametrize(
    "act, typed",
    [
        ("letter", {"letter": "message", "subject": "", "text": "Half a letter"}),
        ("letter", {"letter": "refusal", "text": "Half a letter"}),
        ("hold", {"reason": ""}),
        ("assign", {"handler": "nobody"}),
    ],
)
def test_wrong_input_changes_nothing_and_is_answered_with_what_was_typed(handler, cases, act, typed):
    answer = post(handler, act, cases, step="do", **typed)

    assert answer.status_code == 422
    assert typed.get("text", "") in answer.content.decode()
    assert not Notice.objects.exists()
    assert not CaseHold.objects.exists()


def test_the_whole_list_means_the_list_that_was_shown(handler, world, cases):
    Case.objects.filter(pk=cases[0].pk).update(channel="letter")

    answer = handler.post(BULK, {"act": "hold", "whole": "1", "query": "channel=email&q=Bo"})

    assert len(answer.context["plan"].will) == 2


def test_nothing_chosen_is_said(handler, cases):
    assert post(handler, "hold", []).status_code == 422


def test_so_many_cases_fit_into_one_form():
    assert MOST * len("DSAR-2026-00042-K ") < 1_000_000


def test_an_approver_assigns_but_holds_nothing(client, world, cases):
    client.force_login(world.approver)

    assigned = post(client, "assign", cases)
    held = post(client, "hold", cases)

    assert len(assigned.context["plan"].will) == 3
    assert held.context["plan"].will == []
