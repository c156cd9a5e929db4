import datetime as dt

from dsar.cases.hold_selectors import keeping_of, may_be_deleted
from dsar.cases.person_hold_services import cases_under, hold_person, keep_person_hold
from dsar.cases.vocabulary import RightAsked
from dsar.foundation import clock
from dsar.retention.selectors import hold_rows
from dsar.rights.erasure.situation import situation_of
from tests.world import local_today, make_case

AHEAD = dt.timedelta(days=90)
ANA = {"emails": ["Ana@Example.com"]}


def test_a_hold_on_a_person_reaches_cases_that_come_later_and_nobody_else(world):
    first, other = make_case(world), make_case(world, name="Bo Ek")
    hold = hold_person(details=ANA, kind="court", reason="Claim", review_on=local_today() + AHEAD, actor=world.dpo)
    later = make_case(world)

    assert cases_under(hold) == 2
    assert [keeping_of(case).person_holds for case in (first, other, later)] == [1, 0, 1]
    assert "on this person" in may_be_deleted(later).reason


def test_a_hold_on_a_person_keeps_their_erasure_from_being_carried_out(world):
    case = make_case(world, right=RightAsked.ERASURE)
    before = situation_of(case, None).holds
    hold_person(details=ANA, kind="court", reason="Claim", review_on=local_today() + AHEAD, actor=world.dpo)

    assert (before, situation_of(case, None).holds) == (0, 1)


def test_a_hold_that_nobody_looked_at_in_time_is_marked(world, monkeypatch):
    hold = hold_person(details=ANA, kind="court", reason="Claim", review_on=local_today() + AHEAD, actor=world.dpo)
    later = clock.now() + dt.timedelta(days=100)

    fresh = [row.is_late for row in hold_rows(world.dpo)]
    monkeypatch.setattr(clock, "now", lambda: later)
    late = [row.is_late for row in hold_rows(world.dpo)]
    keep_person_hold(hold=hold, review_on=later.date() + dt.timedelta(days=30), actor=world.approver)

    assert (fresh, late) == ([False], [True])
    assert [row.is_late for row in hold_rows(world.dpo)] == [False]
