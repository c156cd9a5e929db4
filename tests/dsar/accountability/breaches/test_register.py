"""Reporting, awareness, facts, closing, reopening: each act with its entry in the chain, refused where it must be."""

import datetime as dt

import pytest

from dsar.accountability.breaches.facts_services import add_note, change_facts, link_case, set_task
from dsar.accountability.breaches.models import Breach, BreachState
from dsar.accountability.breaches.selectors import register, still_owed, timeline
from dsar.accountability.breaches.services import (
    Report,
    become_aware,
    close_breach,
    dismiss_breach,
    reopen_breach,
    report_breach,
)
from dsar.accountability.breaches.standing import clock_of_breach, clock_words
from dsar.audit.selectors import history
from dsar.foundation import clock
from dsar.foundation.errors import Conflict, NotPermitted, RuleRefused
from dsar.foundation.references import check_character
from dsar.notices.models import Notice
from tests.dsar.accountability.breaches.entries import decided, open_breach, reported
from tests.world import make_case

WHY = "The recipient confirmed that the list had arrived."


def acts(breach):
    return [line.action for line in history(breach.pk, newest_first=False)]


def test_everybody_reports_and_the_officer_is_told(world):
    breach = reported(world, by=world.intake)

    body, _, check = breach.reference.rpartition("-")
    assert body.startswith("BR-")
    assert check == check_character(body)
    assert breach.state == BreachState.REPORTED
    assert [notice.recipient for notice in Notice.objects.filter(about_id=breach.pk)] == ["dpo@example.org"]
    assert acts(breach) == ["breach.reported"]


def test_what_was_reported_is_sealed(world):
    breach = reported(world, title="Ana Lindqvist's file")

    stored = Breach.objects.filter(pk=breach.pk).values_list("title", "what_happened")[0]

    assert all(b"Ana" not in bytes(value) for value in stored)


def test_a_report_without_words_or_of_tomorrow_is_refused(world):
    ahead = clock.now() + dt.timedelta(hours=2)
    report = Report(controller=world.controller, title=" ", what_happened="", found_at=ahead)

    with pytest.raises(RuleRefused) as refusal:
        report_breach(report=report, actor=world.intake)

    assert set(refusal.value.fields) == {"title", "what_happened", "found_at"}


def test_the_clock_starts_with_awareness_and_a_correction_keeps_what_stood_before(world):
    breach = open_breach(world, hours_ago=10)
    earlier = clock.now() - dt.timedelta(hours=30)

    corrected = become_aware(breach=breach, aware_at=earlier, by="Dana Poe", why=WHY, actor=world.dpo)

    found = clock_of_breach(corrected, earlier + dt.timedelta(hours=31))
    assert clock_words(found) == "41 h 00 min left"
    last = history(breach.pk)[0]
    assert last.action == "breach.aware_corrected"
    assert last.values["before"] < last.sentence


@pytest.mark.parametrize("given", [{"by": ""}, {"why": "Because."}, {"hours": -1}])
def test_awareness_needs_a_moment_a_person_and_a_reason(world, given):
    breach = reported(world)
    aware_at = clock.now() - dt.timedelta(hours=given.get("hours", 1))

    with pytest.raises(RuleRefused):
        become_aware(
            breach=breach, aware_at=aware_at, by=given.get("by", "Dana"), why=given.get("why", WHY), actor=world.dpo
        )

    assert not Breach.objects.get(pk=breach.pk).aware_at


def test_only_who_works_breaches_starts_the_clock(world):
    breach = reported(world)

    for person in (world.intake, world.auditor, world.admin, world.approver):
        with pytest.raises(NotPermitted):
            become_aware(breach=breach, aware_at=clock.now(), by="X", why=WHY, actor=person)


def test_two_people_who_save_facts_at_once_lose_nothing(world):
    breach = open_breach(world)
    change_facts(breach=breach, values={"persons_about": 12}, seen=breach.version, actor=world.handler)

    with pytest.raises(Conflict):
        change_facts(breach=breach, values={"persons_about": 99}, seen=breach.version, actor=world.dpo)

    assert Breach.objects.get(pk=breach.pk).persons_about == 12


def test_what_is_no_breach_stays_in_the_register_with_its_reasons(world):
    breach = dismiss_breach(breach=reported(world), why="The list held invented names only.", actor=world.dpo)

    assert breach.state == BreachState.NO_BREACH
    assert [row.reference for row in register({"state": "no_breach"})] == [breach.reference]
    assert register({"state": "open"}) == []
    with pytest.raises(Conflict):
        change_facts(breach=breach, values={"persons_about": 1}, seen=breach.version, actor=world.dpo)


def test_a_breach_is_closed_only_when_nothing_is_owed(world):
    breach = decided(world, "likely")

    with pytest.raises(RuleRefused) as refusal:
        close_breach(breach=breach, lessons="Lists are sent through the portal from now on.", actor=world.dpo)

    assert refusal.value.code == "not_done"
    assert any("authority" in words for words in still_owed(breach))


def test_an_unlikely_risk_is_closed_with_lessons_and_taken_up_again(world):
    world.controller.small_team, world.controller.small_team_reason = True, "Two people work here."
    world.controller.save()
    breach = decided(world, "unlikely")
    effects = {"consequences": "None is to be expected.", "measures_taken": "The mail was recalled."}
    change_facts(breach=breach, values=effects, seen=Breach.objects.get(pk=breach.pk).version, actor=world.dpo)
    for task in breach.tasks.all():
        set_task(task=task, is_done=True, outcome="", actor=world.dpo)

    closed = close_breach(breach=breach, lessons="Lists are sent through the portal from now on.", actor=world.dpo)
    again = reopen_breach(breach=closed, why="The recipient passed the list on after all.", actor=world.approver)

    assert closed.closed_at is not None
    assert again.state == BreachState.OPEN
    assert acts(breach)[-2:] == ["breach.closed", "breach.reopened"]


def test_the_list_is_searched_sorted_and_filtered(world):
    first = open_breach(world, title="Laptop lost on a train", hours_ago=60)
    second = decided(world, "high", title="List sent to the wrong partner")

    assert register({"q": "laptop"})[0].reference == first.reference
    assert [row.reference for row in register({"risk": "high"})] == [second.reference]
    assert [row.reference for row in register({"risk": "none"})] == [first.reference]
    assert [row.reference for row in register({"sort": "clock"})] == [first.reference, second.reference]
    assert [row.reference for row in register({"sort": "-clock"})] == [second.reference, first.reference]


def test_the_timeline_tells_every_event_in_hours_from_awareness(world):
    breach = open_breach(world, hours_ago=10)
    at = clock.now() - dt.timedelta(hours=4)
    add_note(breach=breach, text="The partner deleted the list.", at=at, actor=world.handler)

    lines = {line["what"]: line["note"] for line in timeline(breach)}

    assert lines["We became aware"] == "+0 minutes"
    assert lines["The partner deleted the list."].startswith(("+5 h 59", "+6 h 00"))
    assert lines["The time for the notice to the authority ends"] == "+72 h 00 min"


def test_the_timeline_says_in_words_what_the_chain_keeps_in_codes(world):
    breach = open_breach(world)
    change_facts(breach=breach, values={"persons_about": 4, "data_kinds": "Names"}, seen=breach.version,
                 actor=world.handler)  # fmt: skip
    set_task(task=breach.tasks.get(code="keep_proof"), is_done=True, outcome="", actor=world.handler)

    told = [str(line["what"]) for line in timeline(breach)]

    assert "Facts of the breach changed: People, about, Categories of personal data" in told
    assert "Task done: Keep the proof: logs, mails, copies, before anything is cleaned up" in told
    assert not [words for words in told if "_" in words or " UTC" in words]


def test_a_case_that_one_may_not_see_cannot_be_linked(world):
    breach = open_breach(world)
    case = make_case(world)

    with pytest.raises(RuleRefused):
        link_case(breach=breach, reference=case.reference, actor=world.stranger)

    assert link_case(breach=breach, reference=case.reference, actor=world.handler).case == case
