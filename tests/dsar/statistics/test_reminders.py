"""The sweep and the daily mail: each step once, to the right person, after a standstill too, and without names."""

import datetime as dt
import logging

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from dsar.cases import clock_acts
from dsar.cases.conflict_models import ConflictOfInterest
from dsar.cases.cover_models import Absence
from dsar.cases.models import Case
from dsar.deadlines.events import PauseKind
from dsar.notices.models import Notice
from dsar.notices.sending import send_waiting_notices
from dsar.statistics.digest_services import forget_old_digests, send_digests
from dsar.statistics.models import Digest, DigestWish, Reminder, ReminderCopy, SweepBeat
from dsar.statistics.reminder_services import late_by, sweep
from tests.dsar.statistics.hand import UTC, hand
from tests.world import make_case

MORNING = dt.datetime(2026, 6, 1, 9, tzinfo=UTC)  # a Monday; the target of 30 days ends on 1 July
DUE = dt.date(2026, 7, 1)


@pytest.fixture
def held():
    with hand(MORNING) as moved:
        cache.clear()
        yield moved


def told():
    return [(row.kind, row.on) for row in Reminder.objects.order_by("told_at", "on")]


def readers():
    return sorted({copy.user.full_name for copy in ReminderCopy.objects.select_related("user")})


def test_each_step_is_told_once_however_often_the_sweep_runs(world, held):
    make_case(world, received=MORNING)

    for _round in range(3 * 32):
        sweep()
        held.on(hours=8)

    due = [(kind, on) for kind, on in told() if not kind.startswith("notice")]
    assert due == [
        *((f"due_{left}", DUE - dt.timedelta(days=left)) for left in (10, 5, 2, 1, 0)),
        ("overdue", DUE + dt.timedelta(days=1)),
        ("overdue", DUE + dt.timedelta(days=2)),
    ]
    assert len(told()) == len(set(told()))


def test_after_a_standstill_the_step_that_is_reached_is_told_and_none_that_time_has_overtaken(world, held, caplog):
    make_case(world, received=MORNING)
    sweep()
    held.on(days=28)

    with caplog.at_level(logging.WARNING, logger="dsar.statistics.reminder_services"):
        swept = [sweep().reminders, sweep().reminders]

    assert [kind for kind, _on in told()] == ["notice_3", "due_2"]
    assert swept == [2, 0]
    assert "caught up" in caplog.text


def test_a_paused_clock_presses_nobody_and_waiting_for_id_is_told_of_every_week(world, held):
    case = make_case(world, received=MORNING)
    clock_acts.pause(case=case, waiting_for=PauseKind.IDENTITY, on=MORNING.date(), reason="Who?", actor=world.handler)

    for _day in range(20):
        held.on(days=1)
        sweep()

    assert [kind for kind, _on in told()] == ["waiting", "waiting"]


def test_the_handler_is_told_and_the_dpo_as_well_once_it_is_late(world, held):
    case = make_case(world, received=MORNING)
    Case.objects.filter(pk=case.pk).update(handler=world.handler)
    held.on(days=25)
    sweep()
    early = readers()
    held.on(days=10)
    sweep()

    assert early == ["Hanna Dler"]
    assert readers() == ["Dana Poe", "Hanna Dler"]


def test_a_case_of_nobody_is_told_to_the_dpo(world, held):
    case = make_case(world, received=MORNING)
    Case.objects.filter(pk=case.pk).update(handler=None)
    held.on(days=25)

    sweep()

    assert readers() == ["Dana Poe"]


def test_whoever_covers_for_an_absent_handler_is_told_instead(world, held):
    make_case(world, received=MORNING)
    day = MORNING.date() + dt.timedelta(days=20)
    Absence.objects.create(
        user=world.handler, deputy=world.stranger, from_on=day, until_on=day + dt.timedelta(days=9), set_at=MORNING
    )
    held.on(days=25)

    sweep()

    assert readers() == ["Stan Ger"]


def test_who_must_not_know_of_a_case_is_not_told_of_it(world, held):
    case = make_case(world, received=MORNING)
    ConflictOfInterest.objects.create(case=case, user=world.handler, reason="Her brother", set_at=MORNING)
    held.on(days=25)

    sweep()

    assert readers() == ["Dana Poe"]


def test_where_nobody_may_see_the_case_an_administrator_is_told(world, held):
    case = make_case(world, received=MORNING)
    for person in (world.handler, world.dpo):
        ConflictOfInterest.objects.create(case=case, user=person, reason="Known to them", set_at=MORNING)
    held.on(days=35)
    sweep()
    send_digests()
    send_waiting_notices()

    assert readers() == ["Ada Min"]
    assert [message.to for message in mail.outbox] == [["admin@example.org"]]
    assert case.reference in mail.outbox[0].body


def test_one_mail_a_day_with_references_and_no_names(world, held):
    case = make_case(world, received=MORNING, name="Xaverine Quillfeather")
    held.on(days=25, hours=-4)  # six in the morning in London
    sweep()
    before_seven = send_digests()
    held.on(hours=3)
    first, again = send_digests(), send_digests()
    make_case(world, received=MORNING)
    sweep()
    later = send_digests()
    send_waiting_notices()

    assert (before_seven, first, again, later) == (0, 1, 0, 0)
    (message,) = mail.outbox
    assert message.to == ["handler@example.org"]
    assert f"{case.reference}: due in 5 days (1 July 2026) http" in message.body
    assert "Due in 7 days: 1 http" in message.body
    assert "Quillfeather" not in message.body + message.subject
    assert "Ana" not in message.body


def test_what_came_after_the_mail_is_in_the_next_one(world, held):
    make_case(world, received=MORNING)
    held.on(days=25)
    sweep()
    send_digests()
    second = make_case(world, received=MORNING + dt.timedelta(days=1))
    sweep()
    held.on(days=1)
    sweep()
    send_digests()
    send_waiting_notices()

    assert [second.reference in message.body for message in mail.outbox] == [False, True]
    assert not ReminderCopy.objects.filter(settled_at=None).exists()


def test_what_was_answered_before_the_mail_goes_is_not_mailed(world, held):
    case = make_case(world, received=MORNING)
    held.on(days=25, hours=-8)
    sweep()
    clock_acts.respond(case=case, on=MORNING.date() + dt.timedelta(days=25), actor=world.handler)
    Case.objects.filter(pk=case.pk).update(stage="sent")
    held.on(hours=8)

    assert send_digests() == 0
    assert not ReminderCopy.objects.filter(settled_at=None).exists()
    assert not Digest.objects.exists()


def test_who_wants_no_mail_gets_none_and_still_sees_what_presses(client, world, held):
    make_case(world, received=MORNING)
    client.force_login(world.handler)
    client.post(reverse("dsar:notifications-mail"), {"hour": "9"})
    held.on(days=25)
    sweep()
    client.logout()
    client.force_login(world.handler)

    assert send_digests() == 0
    assert DigestWish.objects.get(user=world.handler).hour == 9
    assert client.get(reverse("dsar:notifications")).context["page"].paginator.count == 1


def test_the_mail_is_written_in_the_language_of_its_reader(world, held):
    world.handler.language = "de"
    world.handler.save()
    make_case(world, received=MORNING)
    held.on(days=25)
    sweep()
    send_digests()
    send_waiting_notices()

    assert mail.outbox[0].subject == "Ihre Fälle am 26. Juni 2026"


def test_old_mails_are_let_go_with_their_keys(world, held):
    make_case(world, received=MORNING)
    held.on(days=25)
    sweep()
    send_digests()
    key = Digest.objects.get().key
    held.on(days=61)

    assert forget_old_digests() == 1
    key.refresh_from_db()
    assert key.wrapped is None
    assert not Notice.objects.filter(code="daily_digest").exists()


def test_pages_and_the_log_say_when_the_sweep_is_missing(client, world, held, caplog):
    make_case(world, received=MORNING)
    sweep()
    client.force_login(world.dpo)
    page = reverse("dsar:notifications")
    running = client.get(page).content.decode()
    held.on(hours=0.3)
    client.force_login(world.dpo)
    cache.clear()
    with caplog.at_level(logging.WARNING, logger="dsar.statistics.bell"):
        missing = client.get(page).content.decode()
        cache.delete("reminders-late")
        client.get(page)

    assert "Reminders are not being sent" not in running
    assert "has not run for 18 minutes" in missing
    assert [record.getMessage() for record in caplog.records].count("the sweep of reminders is missing") == 1


def test_a_sweep_that_never_ran_is_missed_from_the_first_case_on(world, held):
    nothing_yet = late_by(held.at)
    make_case(world, received=MORNING)
    held.on(hours=1)

    assert nothing_yet is None
    assert late_by(held.at) == dt.timedelta(hours=1)


def test_a_clock_that_was_set_back_makes_nothing_twice(world, held):
    make_case(world, received=MORNING)
    held.on(days=29)
    sweep()
    held.on(days=3)
    sweep()
    held.on(days=-3)
    sweep()
    held.on(hours=1)
    sweep()

    assert len(told()) == len(set(told()))
    assert SweepBeat.objects.get().ran_at == held.at
