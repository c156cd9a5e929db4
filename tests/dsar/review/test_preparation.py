"""The background reading of exhibits."""

from dsar.cases.registry import gate_fact
from dsar.foundation import storage
from dsar.foundation.leases import LeaseState
from dsar.review.models import PassageStatus, ReviewItem, ReviewPreparation
from dsar.review.preparation_services import open_review, prepare
from tests.dsar.review.exhibits import add_exhibit, in_review
from tests.world import make_case


def test_exhibits_become_items_with_suggestions(world):
    case = in_review(make_case(world))
    add_exhibit(case, "Dear Ana Lindqvist", "Copied to erik.berg@example.net. PRIVILEGED AND CONFIDENTIAL")
    add_exhibit(case, values={"email": "ana@example.com", "password_hash": "x1y2"})
    open_review(case=case, actor=world.handler)

    count = prepare(case.pk)

    document, row = ReviewItem.objects.filter(case=case).order_by("exhibit__number")
    [mail] = document.passages.filter(kind="email_address")
    [secret] = row.passages.all()
    assert count == 2
    assert (mail.block, mail.text, mail.status) == (1, "erik.berg@example.net", PassageStatus.SUGGESTED)
    assert (secret.box, secret.person_role) == ({"column": "password_hash"}, "secret")
    assert [signal["exemption_id"] for signal in document.signals] == ["uk.lpp"]
    assert ReviewPreparation.objects.get(case=case).state == LeaseState.DONE


def test_reading_twice_doubles_nothing(world):
    case = in_review(make_case(world))
    add_exhibit(case, "Copied to erik.berg@example.net")
    open_review(case=case, actor=world.handler)
    prepare(case.pk)
    open_review(case=case, actor=world.handler)

    again = prepare(case.pk)

    assert again == 0
    assert ReviewItem.objects.get(case=case).passages.filter(kind="email_address").count() == 1


def test_exhibits_that_came_later_are_read_too(world):
    case = in_review(make_case(world))
    add_exhibit(case, "First")
    first = prepare(case.pk)
    add_exhibit(case, "Second")

    second = prepare(case.pk)

    assert (first, second) == (1, 1)


def test_an_exhibit_whose_file_is_gone_stays_unread_and_stops_nothing(world):
    case = in_review(make_case(world))
    exhibit = add_exhibit(case, "First")
    add_exhibit(case, "Second")
    storage.path_of(exhibit.blocks_id).unlink()

    prepare(case.pk)

    read = ReviewItem.objects.filter(case=case).order_by("exhibit__number").values_list("prepared_at", flat=True)
    assert [moment is None for moment in read] == [True, False]


def test_staff_are_kept_visible_by_default(world):
    case = in_review(make_case(world))
    add_exhibit(case, "From: maja.osei@example.org")
    open_review(case=case, actor=world.handler)

    prepare(case.pk)

    [passage] = ReviewItem.objects.get(case=case).passages.filter(kind="email_address")
    assert (passage.status, passage.person_role, passage.decided_by) == (PassageStatus.KEEP, "professional", None)


def test_an_exhibit_without_an_item_keeps_the_gate_shut(world):
    case = in_review(make_case(world))
    add_exhibit(case, "Text")

    assert not gate_fact("G10", case).is_met
