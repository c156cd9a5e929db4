"""Another decision, or one taken back: what the former wanted is closed, what both want stays, the history is kept."""

import pytest
from django.urls import reverse

from dsar.audit.selectors import history
from dsar.cases.clock import received_on
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.notices.models import Notice
from dsar.processing_records.models import System
from dsar.rights.decisions import rules, services, work_services
from dsar.rights.decisions.models import RightDecision, RightTask
from dsar.rights.decisions.selectors import untold
from dsar.rights.rectification.services import Claim, check_accuracy, note_correction
from dsar.rights.restriction.services import note_restriction
from tests.dsar.rights.ways import RightAsked, at_decision, decided, sign_all, small_register


def corrected(case, world, *fields):
    """Lines that were found wrong, in the shop."""
    for field in fields:
        claim = Claim(field, "old", "new", system=System.objects.get(name="Shop"))
        row = note_correction(case=case, claim=claim, actor=world.handler)
        check_accuracy(correction=row, finding="inaccurate", words="Seen", actor=world.handler)


@pytest.fixture
def case(world):
    """A rectification of two fields, granted; one of them is corrected already."""
    small_register(world)
    made = at_decision(world, RightAsked.RECTIFICATION)
    corrected(made, world, "street", "town")
    decided(made, world, rules.GRANTED, "inaccurate")
    done = next(task for task in tasks_of(made) if "street" in task.what)
    work_services.sign_task(task=done, state="done", done_on=received_on(made), words="Tom", actor=world.handler)
    return made


def tasks_of(case):
    return list(RightTask.objects.filter(case=case).select_related("case"))


def states(case):
    return sorted((task.what.split(":")[0], task.state) for task in tasks_of(case))


def test_a_decision_taken_back_closes_what_is_open_and_keeps_what_is_done(case, world):
    services.take_back(case=case, reason="A third field was forgotten", actor=world.handler)

    dropped = RightTask.objects.get(state="not_needed")
    assert states(case) == [("street", "done"), ("town", "not_needed")]
    assert (dropped.signed_by, bool(dropped.done_on)) == (world.handler, True)
    assert services.current_decision(case) is None
    assert RightDecision.objects.get().remark == "A third field was forgotten"
    told = {line.action: line.sentence for line in history(case.pk)}
    assert told["right.task_dropped"].startswith("Task for Shop no longer needed")
    assert told["right.taken_back"].endswith("1 task no longer needed")
    with pytest.raises(Conflict):
        services.take_back(case=case, reason="Again", actor=world.handler)


def test_after_that_it_is_decided_anew_with_new_tasks_beside_the_history(case, world):
    services.take_back(case=case, reason="A third field was forgotten", actor=world.handler)
    corrected(case, world, "country")

    decided(case, world, rules.GRANTED, "inaccurate")

    assert states(case) == [("country", "open"), ("street", "done"), ("town", "not_needed"), ("town", "open")]
    sign_all(case, world)
    assert services.answer(case=case, actor=world.handler).stage == "sent"


def test_deciding_the_same_again_takes_the_tasks_over(case, world):
    first = services.current_decision(case)

    decided(case, world, rules.GRANTED, "inaccurate")

    now = services.current_decision(case)
    assert now != first
    assert states(case) == [("street", "done"), ("town", "open")]
    assert RightTask.objects.get(state="open").decision == now


def test_recipients_who_were_told_of_a_decision_taken_back_are_told_anew(case, world):
    def tell():
        for name in ("Parcels Ltd", "Tax office"):
            work_services.tell_recipient(
                case=case, recipient=name, state="told", words="See the letter", actor=world.handler,
                address="privacy@parcels.example",
            )  # fmt: skip

    tell()
    before = untold(case)
    services.take_back(case=case, reason="A third field was forgotten", actor=world.handler)
    corrected(case, world, "country")
    decided(case, world, rules.GRANTED, "inaccurate")
    waiting = untold(case)
    tell()

    assert (before, waiting, untold(case)) == ("", "Not told yet: Parcels Ltd, Tax office.", "")
    assert Notice.objects.filter(about_id=case.pk, code="recipient_of_right").count() == 4


def test_a_restriction_in_force_is_not_taken_back(world):
    small_register(world)
    case = at_decision(world, RightAsked.RESTRICTION)
    note_restriction(case=case, ground="unlawful", why="No basis", activities=(), actor=world.handler)
    decided(case, world, rules.GRANTED, "unlawful")

    with pytest.raises(RuleRefused) as refused:
        services.take_back(case=case, reason="By mistake", actor=world.handler)
    decided(case, world, rules.GRANTED, "unlawful")

    assert refused.value.code == "room_keeps_it"
    assert {task.state for task in tasks_of(case)} == {"open"}
    assert RightTask.objects.filter(case=case, decision=services.current_decision(case)).count() == 2


def test_it_is_taken_back_on_a_page_that_wants_the_reason(case, world, client):
    client.force_login(world.handler)
    url = reverse("dsar:case-right-take-back", args=[case.reference])

    silent = client.post(url, {"remark": ""})
    client.post(url, {"remark": "Another field"})
    page = client.get(reverse("dsar:case-rectification", args=[case.reference])).content.decode()

    assert silent.status_code == 422
    assert "No longer needed" in page
    assert "Another field" in page
