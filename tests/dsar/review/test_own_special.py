"""The data subject's own special categories are passages of their own: a person confirms them, and they stay."""

import pytest
from django.urls import reverse

from dsar.audit.models import AuditEntry
from dsar.cases.lifecycle import Move
from dsar.cases.models import Case
from dsar.cases.services import unmet_gates
from dsar.cases.simple_rules import first_obstacle
from dsar.pii.models import DetectionVerdict, VerdictKind
from dsar.review.gates import other_people_decided, own_special_confirmed
from dsar.review.models import Passage, PassageStatus, ReviewItem, Verdict
from dsar.review.people import Role, Surroundings, in_row
from dsar.review.preparation_services import prepare
from dsar.review.selectors import ItemQuery, items_of, special_to_confirm
from dsar.review.simple_services import items_of as settled_items
from tests.dsar.review.exhibits import add_exhibit, in_review
from tests.world import make_case

LETTER = "Ana Lindqvist was diagnosed with asthma. Her neighbour Berta Quill was convicted of theft."


@pytest.fixture
def case(world):
    case = in_review(make_case(world))
    add_exhibit(case, LETTER)
    prepare(case.pk)
    return case


def passages(case, kind):
    return list(Passage.objects.filter(item__case=case, kind=kind))


@pytest.mark.django_db
def test_they_stay_visible_and_those_of_others_wait(case):
    own, others = passages(case, "health"), passages(case, "criminal")

    assert {(one.person_role, one.status, one.decided_by) for one in own} == {("subject", PassageStatus.KEEP, None)}
    assert all(one.score < 1 and "Confirm it; it stays visible" in one.why for one in own)
    assert {(one.person_role != "subject", one.status) for one in others} == {(True, PassageStatus.SUGGESTED)}
    assert special_to_confirm(case) == [1]
    assert [item.exhibit.number for item in items_of(case, ItemQuery(has="special"))] == [1]


@pytest.mark.django_db
def test_a_person_confirms_them_and_the_decision_stands(world, client, case):
    own = [one.pk for one in passages(case, "health")]
    ReviewItem.objects.filter(case=case).update(verdict=Verdict.DISCLOSE)
    Passage.objects.filter(item__case=case).exclude(pk__in=own).update(status=PassageStatus.KEEP)
    client.force_login(world.handler)
    address = reverse("dsar:case-review-item", args=[case.reference, 1])

    before = client.get(address).content.decode()
    done = client.post(reverse("dsar:case-review-confirm", args=[case.reference, 1]), {"passage": own})
    again = client.post(reverse("dsar:case-review-confirm", args=[case.reference, 1]), {"passage": own})
    after = client.get(address).content.decode()

    assert (done.status_code, again.status_code) == (302, 302)
    assert "Special categories of the data subject" in before
    assert "Confirmed by a person" not in before
    assert "Confirmed by a person" in after
    assert {(one.status, one.decided_by) for one in passages(case, "health")} == {(PassageStatus.KEEP, world.handler)}
    assert ReviewItem.objects.get(case=case).verdict == Verdict.DISCLOSE
    assert other_people_decided(case).is_met
    assert not special_to_confirm(case)
    assert AuditEntry.objects.filter(action="review.special_confirmed").count() == 1
    verdicts = DetectionVerdict.objects.filter(passage_id__in=own)
    assert {one.verdict for one in verdicts} == {VerdictKind.RIGHT}


def test_in_a_row_what_is_about_others_is_told_first():
    around = Surroundings(profile={"name": "Ana Lindqvist"})
    alone = in_row({"remark": "Diagnosed with asthma in spring."}, around)
    both = in_row({"remark": "Diagnosed with asthma; call Berta Quill at berta@example.org."}, around)

    assert [one.role for one in alone] == [Role.SUBJECT]
    assert [one.role is not Role.SUBJECT for one in both] == [True]


def of_the_subject(case):
    return Passage.objects.filter(item__case=case, person_role=Role.SUBJECT)


@pytest.mark.django_db
@pytest.mark.parametrize("move", ["to_sign_off", "approve"])
def test_neither_sign_off_nor_approval_while_one_is_unconfirmed(case, move):
    ReviewItem.objects.filter(case=case).update(verdict=Verdict.DISCLOSE)
    case.stage = "review" if move == "to_sign_off" else "sign_off"

    before = {fact.gate: fact for fact in unmet_gates(case, Move(move))}
    of_the_subject(case).update(decided_by=case.handler)
    after = {fact.gate for fact in unmet_gates(case, Move(move))}

    item = reverse("dsar:case-review-item", args=[case.reference, 1])
    assert before["G31"].url == f"{item}#own-special"
    assert "In item 1 nobody has confirmed" in before["G31"].reason
    assert "G31" not in after


@pytest.mark.django_db
def test_several_items_are_shown_as_a_list_and_what_stays_here_is_not_asked_about(case):
    for _number in range(2):
        add_exhibit(case, "Ana Lindqvist was diagnosed with asthma.")
    prepare(case.pk)

    all_three = own_special_confirmed(case)
    ReviewItem.objects.filter(case=case, exhibit__number=2).update(verdict=Verdict.WITHHOLD)
    two = own_special_confirmed(case)
    of_the_subject(case).update(status=PassageStatus.REDACT, decided_by=case.handler)

    assert all_three.url == reverse("dsar:case-review", args=[case.reference]) + "?has=special"
    assert "In items 1, 2, 3 nobody" in all_three.reason
    assert "In items 1, 3 nobody" in two.reason
    assert own_special_confirmed(case).is_met


@pytest.mark.django_db
def test_at_sign_off_the_page_leads_there_and_they_can_still_be_confirmed(world, client, case):
    ReviewItem.objects.filter(case=case).update(verdict=Verdict.DISCLOSE)
    Case.objects.filter(pk=case.pk).update(stage="sign_off")
    client.force_login(world.handler)
    sign_off = reverse("dsar:case-sign-off", args=[case.reference])
    item = reverse("dsar:case-review-item", args=[case.reference, 1])

    before, opened = client.get(sign_off).content.decode(), client.get(item).content.decode()
    confirm = reverse("dsar:case-review-confirm", args=[case.reference, 1])
    done = client.post(confirm, {"passage": [one.pk for one in of_the_subject(case)]})
    after = client.get(sign_off).content.decode()

    assert "Before the package can be approved" in before
    assert f'href="{item}#own-special"' in before
    assert 'id="own-special"' in opened
    assert "The package cannot be approved before a person has confirmed" in opened
    assert done.status_code == 302
    assert "own-special" not in after


@pytest.mark.django_db
def test_on_the_simple_track_it_is_a_reason_to_leave_it(world):
    case = in_review(make_case(world))
    add_exhibit(case, values={"remark": "Diagnosed with asthma in spring."})
    prepare(case.pk)

    items = settled_items(case)

    assert first_obstacle(items) == ("special", 1)
