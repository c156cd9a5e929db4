"""Thresholds change by a person's act alone, with a reason, in versions, and then apply to what is read."""

import pytest
from django.urls import reverse

from dsar.audit.models import AuditEntry
from dsar.foundation.errors import Conflict, NotPermitted, RuleRefused
from dsar.pii.models import ThresholdVersion
from dsar.pii.runs import reader_now
from dsar.pii.steering import thresholds_now, version_now
from dsar.pii.threshold_services import change_policy, restore_thresholds, set_threshold

pytestmark = pytest.mark.django_db
TEXT = "Write to erik.berg@example.net please."


def kinds_found():
    return {one.kind.value for one in reader_now().find(TEXT)}


def test_a_threshold_applies_to_what_is_read_from_then_on(world):
    assert "email_address" in kinds_found()

    set_threshold(key="email_address", value=1.0, why="Too many of them", based_on=0, actor=world.dpo)

    assert "email_address" not in kinds_found()
    assert version_now().endswith("thresholds 1")
    assert AuditEntry.objects.filter(action="pii.threshold_set").count() == 1


def test_an_earlier_version_comes_back_and_all_versions_stay(world):
    set_threshold(key="email_address", value=1.0, why="Too many", based_on=0, actor=world.dpo)

    restore_thresholds(number=0, why="It hid real ones", based_on=1, actor=world.dpo)

    assert thresholds_now().values == {}
    assert "email_address" in kinds_found()
    assert list(ThresholdVersion.objects.order_by("number").values_list("number", "values")) == [
        (1, {"email_address": 1.0}), (2, {}),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"why": " "}, "reason_missing"),
        ({"key": "own:nothing"}, "no_such_kind"),
        ({"value": 1.2}, "out_of_range"),
        ({"value": None}, "nothing_changed"),
    ],
)
def test_a_threshold_is_refused(world, changes, code):
    given = {"key": "person", "value": 0.6, "why": "For the test", "based_on": 0, "actor": world.dpo} | changes

    with pytest.raises(RuleRefused) as refused:
        set_threshold(**given)

    assert refused.value.code == code
    assert not ThresholdVersion.objects.exists()


def test_two_people_do_not_overwrite_each_other(world):
    set_threshold(key="person", value=0.6, why="First", based_on=0, actor=world.dpo)

    with pytest.raises(Conflict):
        set_threshold(key="person", value=0.7, why="Second", based_on=0, actor=world.admin)


def test_a_handler_sets_no_threshold(world, client):
    client.force_login(world.handler)

    with pytest.raises(NotPermitted):
        set_threshold(key="person", value=0.6, why="Mine", based_on=0, actor=world.handler)
    assert client.get(reverse("dsar:pii-thresholds")).status_code == 200
    assert client.get(reverse("dsar:pii-threshold", args=["person"])).status_code == 403


def test_the_page_sets_a_threshold_and_shows_the_reason(world, client):
    client.force_login(world.dpo)

    refused = client.post(reverse("dsar:pii-threshold", args=["person"]), {"value": "0.6", "why": "", "based_on": "0"})
    done = client.post(
        reverse("dsar:pii-threshold", args=["person"]), {"value": "0.6", "why": "Too many maybes", "based_on": "0"}
    )

    assert refused.status_code == 422
    assert done.status_code == 302
    page = client.get(done.url).content.decode()
    assert "Too many maybes" in page
    assert "0.60" in page


def test_what_is_kept_changes_by_an_act_with_a_reason(world):
    values = {"keeps_passages": True, "slow_seconds": 60, "wrong_percent": 30, "grave_count": 20}

    changed = change_policy(values=values, why="We train a model", based_on=0, actor=world.dpo)

    assert changed.keeps_passages
    assert AuditEntry.objects.filter(action="pii.policy_changed").count() == 1
    with pytest.raises(RuleRefused):
        change_policy(values=values, why="Again", based_on=1, actor=world.dpo)
