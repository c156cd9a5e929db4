"""The data subject's own special categories are passages of their own: a person confirms them, and they stay."""

import pytest
from django.urls import reverse

from dsar.audit.models import AuditEntry
from dsar.pii.models import DetectionVerdict, VerdictKind
from dsar.review.gates import other_people_decided
from dsar.review.models import Passage, PassageStatus, ReviewItem, Verdict
from dsar.review.people import Role, Surroundings, in_row
from dsar.review.preparation_services import prepare
from dsar.review.selectors import ItemQuery, items_of, special_to_confirm
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
    assert special_to_confirm(case) == 1
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
    assert special_to_confirm(case) == 0
    assert AuditEntry.objects.filter(action="review.special_confirmed").count() == 1
    verdicts = DetectionVerdict.objects.filter(passage_id__in=own)
    assert {one.verdict for one in verdicts} == {VerdictKind.RIGHT}


def test_in_a_row_what_is_about_others_is_told_first():
    around = Surroundings(profile={"name": "Ana Lindqvist"})
    alone = in_row({"remark": "Diagnosed with asthma in spring."}, around)
    both = in_row({"remark": "Diagnosed with asthma; call Berta Quill at berta@example.org."}, around)

    assert [one.role for one in alone] == [Role.SUBJECT]
    assert [one.role is not Role.SUBJECT for one in both] == [True]
