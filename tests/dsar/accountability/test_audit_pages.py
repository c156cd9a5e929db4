"""The audit screens: who reads them, what they tell to whom, and that a changed row is named."""

import pytest
from django.test import override_settings
from django.urls import reverse

from dsar.access.tasks import forget_ended_sessions
from dsar.audit.models import AuditEntry
from dsar.audit.tasks import checkpoint
from dsar.cases.models import Case
from dsar.cases.tasks import recompute_clocks
from tests.dsar.audit.test_chain import _without_triggers
from tests.world import make_case


@pytest.fixture(autouse=True)
def _checkpoints(tmp_path):
    with override_settings(DSAR_CHECKPOINT_DIR=tmp_path / "checkpoints"):
        yield


def listed(client, **query):
    return client.get(reverse("dsar:audit"), query).content.decode()


def test_an_auditor_reads_acts_without_what_is_personal(client, world):
    case = make_case(world)
    client.force_login(world.auditor)

    page = listed(client)

    assert case.reference in page
    assert reverse("dsar:case", args=[case.reference]) not in page
    assert "Lindqvist" not in page


@pytest.mark.parametrize("who", ["handler", "intake", "approver", "admin"])
def test_others_are_refused(client, world, who):
    client.force_login(getattr(world, who))

    assert client.get(reverse("dsar:audit")).status_code == 403
    assert client.post(reverse("dsar:audit-verify")).status_code == 403
    assert client.post(reverse("dsar:audit-checkpoint")).status_code == 403


def test_filters_narrow_the_list(client, world):
    first, second = make_case(world), make_case(world, name="Bo Ek")
    client.force_login(world.auditor)

    by_case = listed(client, case=first.reference.lower())
    by_act = listed(client, act="people.added")
    by_person = listed(client, person=str(world.intake.pk))
    by_day = listed(client, until="2001-01-01")

    assert first.reference in by_case
    assert second.reference not in by_case
    assert first.reference not in by_act
    assert first.reference in by_person
    assert "No act matches" in by_day


def test_a_filter_that_is_not_understood_matches_nothing(client, world):
    make_case(world)
    client.force_login(world.auditor)

    page = listed(client, since="yesterday")

    assert "No act matches" in page


def test_a_whole_chain_is_told_with_its_checkpoints(client, world):
    make_case(world)
    client.force_login(world.auditor)

    client.post(reverse("dsar:audit-checkpoint"))
    page = client.post(reverse("dsar:audit-verify")).content.decode()

    assert "The chain is whole" in page
    assert AuditEntry.objects.filter(action="audit.verified", outcome="done").exists()


def test_a_changed_row_is_named(client, world):
    make_case(world)
    bad = AuditEntry.objects.order_by("seq").values_list("seq", flat=True)[2]
    _without_triggers()
    AuditEntry.objects.filter(seq=bad).update(outcome="refused")
    client.force_login(world.auditor)

    page = client.post(reverse("dsar:audit-verify")).content.decode()

    assert f"Entry {bad} is not as it was written" in page


def test_the_daily_checkpoint_is_written(world, settings):
    checkpoint()

    assert len(list(settings.DSAR_CHECKPOINT_DIR.glob("*.txt"))) == 1


def test_the_nightly_recomputation_changes_nothing_that_is_right_and_mends_what_is_wrong(world):
    case = make_case(world)
    recompute_clocks()
    untouched = AuditEntry.objects.filter(action="clock.recomputed").count()
    right = case.due_on
    Case.objects.filter(pk=case.pk).update(due_on=None)

    recompute_clocks()

    case.refresh_from_db()
    assert untouched == 0
    assert case.due_on == right


def test_ended_sessions_are_forgotten(client, world):
    from dsar.access.session_models import StaffSession

    client.force_login(world.dpo)
    StaffSession.objects.update(expire_date="2001-01-01T00:00:00Z")

    forget_ended_sessions()

    assert not StaffSession.objects.exists()
