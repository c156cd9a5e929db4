"""What the case page offers: permitted acts, the others greyed with each gate and where to meet it, each in one place."""

import re

import pytest
from django.urls import reverse

from dsar.cases import clock_acts, registry
from dsar.cases.models import Case
from dsar.deadlines.events import PauseKind
from dsar.identity import services as identity
from tests.dsar.delivery.packages import ready_case
from tests.world import ago, local_today, make_case


@pytest.fixture
def case(world):
    """A request of three days ago, in triage."""
    return make_case(world, received=ago(days=3))


def acts(case, person):
    return {act.label: act for act in registry.next_acts(Case.objects.get(pk=case.pk), person)}


def test_a_closed_way_names_each_gate_and_the_page_that_opens_it(client, world, case):
    act = acts(case, world.handler)["Start searching"]

    assert not act.url
    assert [fact.gate for fact in act.gates] == ["G6", "G8"]
    assert [fact.url for fact in act.gates] == [
        reverse("dsar:case-identity", args=[case.reference]),
        reverse("dsar:case-search", args=[case.reference]),
    ]
    client.force_login(world.handler)
    page = client.get(reverse("dsar:case", args=[case.reference])).content.decode()
    assert all(fact.reason in page for fact in act.gates)


def test_asking_for_proof_and_recording_it_have_one_place_the_identity_room(world, case):
    identity.ask_for_proof(
        case=case, kind="identity", doubt="Unknown address", method="callback", on=local_today(), actor=world.handler
    )

    labels = acts(case, world.handler)

    assert "Record the proof" in labels
    assert "Record the answer" not in labels
    assert "Ask for proof of ID or authority" not in labels


def test_the_answer_to_a_question_is_recorded_in_the_hallway(world, case):
    clock_acts.pause(
        case=case, waiting_for=PauseKind.CLARIFICATION, on=local_today(), reason="Which years?", actor=world.handler
    )

    assert acts(case, world.handler)["Record the answer"].url


def test_the_head_of_a_page_does_not_offer_what_the_page_does(client, world, case):
    client.force_login(world.handler)

    for route, label in [("case-identity", "Decide on ID and authority"), ("case-extend", "Extend the deadline")]:
        page = client.get(reverse(f"dsar:{route}", args=[case.reference])).content.decode()
        head = re.search(r'<div class="page-header">.*?<div class="case-strip">', page, re.S)[0]
        assert label not in head, route


def test_moving_back_from_ready_takes_the_approval_with_it(client, world):
    case = ready_case(world)
    client.force_login(world.handler)
    page = reverse("dsar:case-back", args=[case.reference])

    shown = client.get(page).content.decode()
    client.post(page, {"reason": "The date in the letter is wrong"})

    case.refresh_from_db()
    assert "approval of the package is taken back" in shown
    assert case.stage == "sign_off"
    assert case.packages.get().approved_at is None
    assert not registry.gate_fact("G14", case).is_met


def test_from_what_was_sent_no_way_leads_back(client, world, case):
    Case.objects.filter(pk=case.pk).update(stage="sent")
    client.force_login(world.handler)
    page = reverse("dsar:case-back", args=[case.reference])

    shown = client.get(page).content.decode()
    tried = client.post(page, {"reason": "x"})

    assert "no way leads back" in shown
    assert tried.status_code == 422
    assert Case.objects.get(pk=case.pk).stage == "sent"
    assert "Move back a stage" not in acts(case, world.handler)


def test_compliant_is_only_said_of_what_was_in_time_and_evidenced(client, world, case):
    clock_acts.respond(case=case, on=local_today(), actor=world.handler)
    Case.objects.filter(pk=case.pk).update(stage="sent")
    client.force_login(world.handler)

    page = client.get(reverse("dsar:case", args=[case.reference])).content.decode()

    assert "Not shown" in page
    assert "In time, but not every condition is evidenced" in page
