"""The simple track in review: rows are disclosed as one set, and whatever needs judgement takes the case off it."""

import pytest

from dsar.cases.models import Case
from dsar.cases.simple_services import enter_track, is_simple, leave_track, track_of
from dsar.foundation.errors import RuleRefused
from dsar.review.models import ReviewItem, ReviewSet
from dsar.review.preparation_services import open_review, prepare
from dsar.review.simple_services import settle_simple
from tests.dsar.review.exhibits import add_exhibit, add_item, in_review, suggest_passage
from tests.world import make_case

ORDER = {"id": 4711, "status": "dispatched", "total": "12.50"}


@pytest.fixture
def case(world):
    case = make_case(world)
    enter_track(case=case, actor=world.handler)
    return in_review(case)


def test_rows_are_disclosed_as_one_set_by_whoever_ordered_it(world, case):
    for number in range(3):
        add_item(case, values=ORDER | {"id": number}, decision="context" if number else "confirmed")

    is_settled = settle_simple(case=case, actor=world.handler)

    assert is_settled
    assert set(ReviewItem.objects.values_list("verdict", "decided_by")) == {("disclose", world.handler.pk)}
    assert ReviewSet.objects.count() == 2, "one for each way in which they are sure"


def test_without_somebody_who_ordered_it_nothing_is_decided(case):
    add_item(case, values=ORDER)

    assert not settle_simple(case=case, actor=None)
    assert ReviewItem.objects.get().verdict == "undecided"
    assert is_simple(case)


def documents(case):
    add_item(case, "Dear Ana, thank you for your letter.")


def long_texts(case):
    add_item(case, values={"note": "She called again and said that " * 8})


def other_people(case):
    item = add_item(case, values={"note": "Erik Berg"})
    suggest_passage(item)


def doubts(case):
    add_item(case, values=ORDER, decision="review")


@pytest.mark.parametrize(
    "find, because",
    [(documents, "free_text"), (long_texts, "free_text"), (other_people, "other_people"), (doubts, "unsure")],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_the_case_leaves_the_track_by_itself_and_says_why_and_where(world, case, find, because):
    add_item(case, values=ORDER)
    find(case)

    is_settled = settle_simple(case=case, actor=world.handler)

    track = track_of(case)
    assert not is_settled
    assert (track.is_on, track.left_because, track.left_number) == (False, because, 2)
    assert set(ReviewItem.objects.values_list("verdict", flat=True)) == {"undecided"}


def test_the_worker_that_reads_the_rows_settles_them(world, case):
    add_exhibit(case, values=ORDER)
    open_review(case=case, actor=world.handler)

    prepare(case.pk)

    assert ReviewItem.objects.get().verdict == "disclose"


def test_a_case_off_the_track_is_left_alone(world, case):
    leave_track(case=case, because="by_hand", actor=world.handler)
    add_item(case, values=ORDER)

    assert not settle_simple(case=case, actor=world.handler)
    assert ReviewItem.objects.get().verdict == "undecided"
    with pytest.raises(RuleRefused) as no:
        enter_track(case=case, actor=world.handler)
    assert no.value.code in {"left_before", "not_simple"}


def test_a_request_with_a_flag_does_not_take_the_track(world):
    guarded = make_case(world, context={"flags": ["grievance"]})

    with pytest.raises(RuleRefused) as no:
        enter_track(case=guarded, actor=world.handler)

    assert no.value.code == "not_simple"
    assert not is_simple(Case.objects.get(pk=guarded.pk))
