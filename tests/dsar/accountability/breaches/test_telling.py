"""The officers hear of a report at once, and again as the hours run out; each step once. Home and bell show the hours."""

import datetime as dt

import pytest

from dsar.accountability.breaches.decision_services import decide_risk, second_look
from dsar.accountability.breaches.models import Breach
from dsar.accountability.breaches.services import become_aware
from dsar.accountability.breaches.telling import tell_hours
from dsar.cases.duties import duties_of, home_numbers
from dsar.foundation import clock
from dsar.notices.models import Notice
from tests.dsar.accountability.breaches.entries import judgement, open_breach, reported

WHY = "The recipient confirmed that the list had arrived."


def told(breach):
    rows = Notice.objects.filter(about_id=breach.pk, code="breach_hours").order_by("queued_at")
    return [row.subject for row in rows]


@pytest.mark.parametrize(
    ("gone", "subject"), [(10, None), (25, "46 hours"), (50, "21 hours"), (67, "4 hours"), (80, "0 hours")]
)
def test_each_step_of_the_hours_is_told_once(world, gone, subject):
    breach = open_breach(world, hours_ago=gone)

    tell_hours()
    tell_hours()

    assert len(told(breach)) == (subject is not None)
    assert all(subject in words and "List sent" not in words for words in told(breach))


def test_a_corrected_moment_has_its_steps_told_anew(world):
    breach = open_breach(world, hours_ago=80)
    tell_hours()
    later = clock.now() - dt.timedelta(hours=30)
    become_aware(breach=breach, aware_at=later, by="Dana Poe", why=WHY, actor=world.dpo)

    tell_hours()

    assert len(told(breach)) == 2


def test_nothing_is_told_where_no_notice_is_needed(world):
    breach = open_breach(world, hours_ago=60)
    decision = decide_risk(breach=breach, judgement=judgement("unlikely"), actor=world.dpo)
    second_look(decision=decision, agrees=True, why=WHY, actor=world.approver)

    assert tell_hours() == 0


def test_home_and_bell_show_the_hours_to_those_who_see_to_breaches(world):
    late = open_breach(world, hours_ago=80)
    soon = open_breach(world, hours_ago=60)
    suspected = reported(world)

    numbers = [one for one in home_numbers(world.dpo) if one.label.startswith("BR-")]

    assert [one.label for one in numbers] == [late.reference, soon.reference, suspected.reference]
    assert [(one.number, one.tone) for one in numbers[:2]] == [(8, "bad"), (11, "warn")]
    assert all(one.is_first for one in numbers)
    assert sum(one.reference.startswith("BR-") for one in duties_of(world.handler)) == 3
    for person in (world.intake, world.auditor, world.admin):
        assert not any(one.label.startswith("BR-") for one in home_numbers(person))


def test_without_an_officer_an_administrator_hears_of_it(world):
    world.dpo.is_active = False
    world.dpo.save()

    breach = reported(world)

    recipients = [row.recipient for row in Notice.objects.filter(about_id=breach.pk)]
    assert recipients == ["admin@example.org"]
    assert Breach.objects.get(pk=breach.pk).reported_by == world.handler
