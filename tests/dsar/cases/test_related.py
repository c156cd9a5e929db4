"""Requests that belong together: split by right, linked both ways, earlier ones with what was given."""

import pytest
from django.urls import reverse

from dsar.cases import clock_acts
from dsar.cases.models import Case, CaseLink
from dsar.cases.relation_selectors import related_requests
from dsar.cases.relation_services import split_case
from dsar.foundation.errors import RuleRefused
from tests.world import ago, local_today, make_case


@pytest.fixture
def case(world):
    return make_case(world, received=ago(days=5))


def url(name, case, *more):
    return reverse(f"dsar:case-{name}", args=[case.reference, *more])


def test_a_split_makes_a_linked_case_for_each_right_with_a_clock_from_the_same_receipt(client, world, case):
    client.force_login(world.handler)

    client.post(url("split", case), {"rights": ["erasure", "rectification"]})

    made = Case.objects.exclude(pk=case.pk)
    assert {one.right for one in made} == {"erasure", "rectification"}
    assert {one.received_at for one in made} == {case.received_at}
    assert {one.handler for one in made} == {world.handler}
    assert {one.statutory_due_on for one in made} == {case.statutory_due_on}
    assert CaseLink.objects.filter(kind="same_request").count() == 6, "every two of the three, from both sides"


def test_a_pause_of_one_right_moves_no_other(world, case):
    [other] = split_case(case=case, rights=["erasure"], actor=world.handler)

    clock_acts.pause(
        case=case,
        waiting_for=clock_acts.pure.PauseKind.CLARIFICATION,
        on=local_today(),
        reason="Which?",
        actor=world.handler,
    )

    other.refresh_from_db()
    assert (case.clock_state, other.clock_state) == ("paused", "running")


def test_a_right_that_has_its_case_is_not_split_off_again(world, case):
    split_case(case=case, rights=["erasure"], actor=world.handler)

    with pytest.raises(RuleRefused) as no:
        split_case(case=case, rights=["erasure"], actor=world.handler)

    assert no.value.code == "right_taken"


def test_earlier_requests_of_the_person_stand_on_the_case_page_without_a_link(client, world, case):
    earlier = make_case(world, received=ago(days=200))
    make_case(world, name="Bo Berg")
    client.force_login(world.handler)

    page = client.get(url("holds", case).replace("holds/", "")).content.decode()
    rows = related_requests(case, world.handler)

    assert [row.reference for row in rows] == [earlier.reference]
    assert earlier.reference in page


def test_a_request_that_may_not_be_seen_is_not_named(world, case):
    make_case(world)

    assert related_requests(case, world.stranger) == []


def test_a_link_reads_right_from_both_sides_and_is_taken_away_from_both(client, world, case):
    other = make_case(world, name="Bo Berg")
    client.force_login(world.handler)
    client.post(url("related", case), {"other": other.reference.lower(), "kind": "earlier"})
    kinds = (case.links.get().kind, other.links.get().kind)

    client.post(url("unlink", case, other.reference))

    assert kinds == ("earlier", "later")
    assert not CaseLink.objects.exists()


def test_a_case_is_not_linked_to_itself_or_to_one_that_may_not_be_seen(client, world, case):
    client.force_login(world.handler)

    own = client.post(url("related", case), {"other": case.reference, "kind": "related"})
    unknown = client.post(url("related", case), {"other": "DSAR-2020-0001-X", "kind": "related"})

    assert (own.status_code, unknown.status_code) == (422, 422)
    assert not CaseLink.objects.exists()
