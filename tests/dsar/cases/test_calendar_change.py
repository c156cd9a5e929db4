"""Another calendar or target: what would move is shown first, and moved in one transaction."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from dsar.audit.models import AuditEntry
from dsar.cases import clock as case_clock
from dsar.cases import clock_acts
from dsar.cases.calendar_change import ClockSettings, Closing, apply_change, kinds_for, preview_change, settings_of
from dsar.cases.models import Case
from dsar.foundation.errors import Conflict, NotPermitted, RuleRefused
from dsar.processing_records.calendar_models import ClosingDay, DeadlinePolicy
from tests.world import ago, local_today, make_case

pytestmark = pytest.mark.slow(13)


def monthly(world, **more):
    """The settings of the controller with the statute alone, so that its roll shows."""
    now = settings_of(world.controller)
    values = {
        "calendar": now.calendar,
        "time_zone": now.time_zone,
        "policy": now.policy,
        "targets": (("UK", "NONE", None),),
    }
    return ClockSettings(**(values | more))


@pytest.fixture
def case(world):
    return make_case(world, received=ago(days=5))


def change(world, wanted, actor=None):
    seen = preview_change(world.controller, wanted).seen
    return apply_change(controller=world.controller, wanted=wanted, seen=seen, actor=actor or world.dpo)


def day_after_statute(case):
    """The nominal last day of the case, so that a holiday on it moves the date."""
    return case.statutory_due_on


def test_a_public_holiday_by_law_moves_the_statutory_date_and_a_day_of_our_own_does_not(world, case):
    last = day_after_statute(case)

    ours = preview_change(world.controller, monthly(world, closing=(Closing(last, "Inventory"),)))
    laws = preview_change(world.controller, monthly(world, closing=(Closing(last, "Jubilee", "SI 2026/1"),)))

    assert ours.moved[0].after.statutory_due == last
    assert ours.moved[0].after.work_by < last
    assert laws.moved[0].after.statutory_due > last


def test_a_change_is_shown_first_and_then_applied_to_every_open_case(world, case):
    wanted = monthly(world)
    shown = preview_change(world.controller, wanted)
    assert [move.case for move in shown.moved] == [case]
    assert Case.objects.get().due_on == case.due_on

    done = change(world, wanted)

    case.refresh_from_db()
    assert case.due_on == shown.moved[0].after.due
    assert done.open_count == 1
    assert AuditEntry.objects.filter(action="controller.clock_changed").count() == 1
    assert AuditEntry.objects.filter(action="clock.moved", case_id=case.pk).count() == 1
    assert clock_acts.recompute(case=Case.objects.get()) is False


def test_the_person_applies_what_they_saw(world, case):
    wanted = monthly(world)
    seen = preview_change(world.controller, wanted).seen
    make_case(world, name="Bo Berg")

    with pytest.raises(Conflict, match="Look at the list again"):
        apply_change(controller=world.controller, wanted=wanted, seen=seen, actor=world.dpo)

    assert not DeadlinePolicy.objects.exists()


def test_closed_cases_and_those_of_others_stay(world, case):
    clock_acts.respond(case=case, on=local_today(), actor=world.handler)
    Case.objects.update(stage="closed", outcome="disclosed_in_full")

    assert preview_change(world.controller, monthly(world)).open_count == 0


def test_only_those_who_edit_the_register_may(world, case):
    with pytest.raises(NotPermitted):
        change(world, monthly(world), actor=world.handler)


@pytest.mark.parametrize(
    "more",
    [
        {"calendar": "QQ"},
        {"targets": (("LGPD", "FIXED30", None),)},
        {"targets": (("UK", "CUSTOM", 29),)},
        {"targets": (("UK", "CUSTOM", None),)},
    ],
)
def test_what_the_law_leaves_no_room_for_is_refused(world, more):
    with pytest.raises((RuleRefused, ValueError)):
        change(world, monthly(world, **more))

    assert not DeadlinePolicy.objects.exists()


@pytest.mark.parametrize(
    ("regime", "kind", "days"), [("LGPD", "FIXED30", None), ("UK", "CUSTOM", 29), ("UK", "MONTH", 5)]
)
def test_the_database_refuses_a_target_that_the_law_has_no_room_for(world, regime, kind, days):
    row = DeadlinePolicy(controller=world.controller, regime_id=regime, kind=kind, days=days)

    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_a_public_holiday_without_a_law_is_refused_by_the_database(world):
    row = ClosingDay(controller=world.controller, day=dt.date(2027, 1, 4), name="x", is_public_holiday=True)

    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_each_regime_has_its_target_and_the_statute_caps_it(world):
    DeadlinePolicy.objects.create(controller=world.controller, regime_id="UK", kind="CUSTOM", days=20)
    DeadlinePolicy.objects.create(controller=world.controller, regime_id="LGPD", kind="CUSTOM", days=28)

    case = make_case(world)
    brazilian = make_case(world, name="Bo Berg", regime_id="LGPD")

    assert case.due_on == case.target_due_on == case_clock.today_of(case) + dt.timedelta(days=20)
    assert brazilian.due_on == brazilian.statutory_due_on < brazilian.target_due_on


def test_30_days_and_the_month_are_offered_for_gdpr_only():
    assert {"FIXED30", "MONTH"} <= {value for value, _label in kinds_for("UK")}
    assert not {"FIXED30", "MONTH"} & {value for value, _label in kinds_for("CCPA")}


def test_the_page_shows_the_moves_and_applies_them(client, world, case):
    client.force_login(world.dpo)
    url = reverse("dsar:controller-clock", args=[world.controller.pk])
    page = client.get(url)
    values = {name: value or "" for name, value in page.context["form"].initial.items()}
    values |= {"kind_UK": "NONE", "own_days": "2026-12-24, Christmas Eve"}

    shown = client.post(url, values | {"act": "preview"})
    stale = client.post(url, values | {"act": "apply", "seen": "of another day"})
    done = client.post(url, values | {"act": "apply", "seen": shown.context["change"].seen})

    assert "30 Jan" in page.content.decode()
    assert case.reference in shown.content.decode()
    assert stale.status_code == 409
    assert done.status_code == 302
    assert ClosingDay.objects.get().name == "Christmas Eve"
    assert not ClosingDay.objects.get().is_public_holiday


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"own_days": "tomorrow, x"}, "cannot be read"),
        ({"public_days": "2026-12-24, Eve"}, "not complete"),
        ({"public_days": "2026-12-24, Eve,"}, "not complete"),
        ({"own_days": "2026-12-24, a\n2026-12-24, b"}, "twice"),
        ({"kind_UK": "CUSTOM"}, "28 at most"),
        ({"kind_CCPA": "FIXED30"}, "valid choice"),
    ],
)
def test_wrong_input_is_answered_with_what_was_typed(client, world, changes, words):
    client.force_login(world.dpo)
    url = reverse("dsar:controller-clock", args=[world.controller.pk])
    values = {name: value or "" for name, value in client.get(url).context["form"].initial.items()}

    answer = client.post(url, values | changes)

    assert answer.status_code == 422
    assert words in answer.content.decode()
