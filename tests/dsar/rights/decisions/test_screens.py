"""The pages of decided rights: who may open them, what stands on them, what is typed stays."""

import pytest
from django.urls import reverse

from consent.ledger_models import Purpose
from dsar.cases.clock import received_on
from dsar.foundation import clock
from dsar.processing_records.models import Recipient, System
from dsar.rights.rectification.models import Correction
from tests.dsar.rights.ways import RightAsked, at_decision, small_register


def url(name, case, *more):
    return reverse(f"dsar:case-{name}", args=[case.reference, *more])


@pytest.fixture
def handler(client, world):
    client.force_login(world.handler)
    small_register(world)
    return client


def test_a_rectification_is_noted_checked_decided_signed_and_answered_by_hand(handler, world):
    case = at_decision(world, RightAsked.RECTIFICATION)
    shop = System.objects.get(name="Shop")
    wrong = handler.post(url("rectification-new", case), {"system": shop.pk, "field": "street", "old": "12 Harbour"})
    handler.post(url("rectification-new", case), {"system": shop.pk, "field": "street", "new": "14 Harbour"})
    row = Correction.objects.get()
    handler.post(url("rectification-check", case, row.pk), {"finding": "inaccurate", "words": "Seen the lease"})
    early = handler.post(url("right-answer", case))
    handler.post(url("right-decision", case), {"outcome": "granted", "ground": "inaccurate", "why": "Shown"})
    task = case.right_tasks.get()
    handler.post(url("right-task", case, task.pk), {"state": "done", "on": received_on(case), "words": "Tom of IT"})
    letter = handler.get(url("right-answer", case)).content.decode()
    handler.post(url("right-answer", case))
    Recipient.objects.filter(name="Parcels Ltd").update(email="privacy@parcels.example")
    prefilled = handler.get(url("right-recipient", case, 0)).content.decode()
    handler.post(url("right-recipient", case, 0), {"state": "told", "words": "Corrected"})
    handler.post(url("right-recipient", case, 1), {"state": "impossible", "words": "Gone"})
    page = handler.get(url("rectification", case)).content.decode()
    handler.post(url("right-finish", case))

    case.refresh_from_db()
    assert wrong.status_code == 422
    assert "12 Harbour" in wrong.content.decode()
    assert early.status_code == 422
    assert "14 Harbour" in letter
    assert 'value="privacy@parcels.example"' in prefilled
    assert "Told" in page
    assert (case.stage, case.outcome) == ("closed", "granted")


def test_an_objection_to_marketing_is_one_button(handler, world):
    Purpose.objects.create(code="news", kind="marketing", ground="consent", created_at=clock.now())
    case = at_decision(world, RightAsked.OBJECTION)
    handler.post(url("objection-note", case), {"kind": "marketing"})
    before = handler.get(url("objection", case)).content.decode()
    handler.post(url("objection-stop", case))
    after = handler.get(url("objection", case)).content.decode()

    assert "Stop direct marketing now" in before
    assert "Stop direct marketing now" not in after
    assert case.ledger_words.count() > 0


def test_a_withdrawal_is_one_form_without_a_reason(handler, world):
    purpose = Purpose.objects.create(code="news", kind="marketing", ground="consent", created_at=clock.now())
    case = at_decision(world, RightAsked.WITHDRAWAL)
    nothing = handler.post(url("withdrawal-withdraw", case), {})
    handler.post(url("withdrawal-withdraw", case), {"purposes": [str(purpose.pk)]})
    page = handler.get(url("withdrawal", case)).content.decode()

    assert nothing.status_code == 422
    assert "Ended by this case" in page


@pytest.mark.parametrize("name", ["restriction", "withdrawal"])
def test_the_page_of_a_right_is_there_only_for_its_cases(handler, world, name):
    case = at_decision(world, RightAsked(name))
    other = "restriction" if name != "restriction" else "objection"

    own = handler.get(url(name, case))
    overview = handler.get(reverse("dsar:case", args=[case.reference]))
    foreign = handler.get(url(other, case))

    assert own.status_code == 200
    assert overview.status_code == 200
    assert "Decision" in overview.content.decode()
    assert "Start searching" not in overview.content.decode()
    assert "asks for another right" in foreign.content.decode()


def test_a_second_person_agrees_on_a_page_of_their_own(handler, world, client):
    case = at_decision(world, RightAsked.RESTRICTION)
    handler.post(url("restriction-scope", case), {"ground": "unlawful", "why": "Perhaps"})
    handler.post(
        url("right-decision", case),
        {"outcome": "refused", "ground": "no_restriction_ground", "why": "None", "words": "No ground applies."},
    )
    refused = handler.get(url("right-agree", case))
    client.force_login(world.approver)
    listed = client.get(reverse("dsar:rights-register")).content.decode()
    page = client.get(url("right-agree", case), follow=True)

    assert refused.status_code == 403
    assert case.reference in listed
    assert page.status_code == 200


def test_flags_of_restriction_are_set_up_by_those_who_set_up_targets(client, world):
    client.force_login(world.handler)
    refused = client.get(reverse("dsar:restriction-flags"))
    client.force_login(world.dpo)
    page = client.get(reverse("dsar:restriction-flags"))
    listed = client.get(reverse("dsar:restrictions"))

    assert refused.status_code == 403
    assert page.status_code == 200
    assert listed.status_code == 200
