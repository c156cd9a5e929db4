"""Somebody else's data of a special category: a person decides on every passage before anything goes out."""

import pytest

from discovery.detection import KIND_FACTS, Category
from discovery.documents import Kind
from dsar.review.gates import every_item_classified, other_people_decided
from dsar.review.models import Passage, PassageStatus, ReviewItem, Verdict
from dsar.review.preparation_services import prepare
from tests.dsar.review.exhibits import add_exhibit, in_review
from tests.world import make_case

LETTER = "Ms Berta Quill was diagnosed with asthma and was convicted of theft."


@pytest.fixture
def case(world):
    case = in_review(make_case(world))
    add_exhibit(case, LETTER)
    prepare(case.pk)
    return case


def special(case):
    grave = {kind.value for kind, told in KIND_FACTS.items() if told.category in (Category.SPECIAL, Category.CRIMINAL)}
    return Passage.objects.filter(item__case=case, kind__in=grave)


def test_every_passage_of_a_special_category_waits_for_a_person(case):
    kinds = {one.kind for one in special(case)}

    assert {Kind.HEALTH.value, Kind.CRIMINAL.value} <= kinds
    assert {one.status for one in special(case)} == {PassageStatus.SUGGESTED}
    assert not every_item_classified(case).is_met


def test_nothing_goes_out_while_one_of_them_waits(case):
    ReviewItem.objects.filter(case=case).update(verdict=Verdict.DISCLOSE)
    Passage.objects.filter(item__case=case).exclude(pk__in=special(case)).update(status=PassageStatus.KEEP)

    waiting = other_people_decided(case)
    special(case).update(status=PassageStatus.REDACT)

    assert not waiting.is_met
    assert other_people_decided(case).is_met
