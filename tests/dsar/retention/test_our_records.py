"""Breaches and assessments have a rule: previewed, asked about, and gone with their keys and files."""

import datetime as dt

import pytest

from dsar.accountability.breaches.models import Breach
from dsar.accountability.dpia.models import Dpia
from dsar.audit.models import AuditEntry, AuditPayload
from dsar.foundation import clock
from dsar.foundation.errors import KeyDestroyed
from dsar.foundation.keys import create_data_key, data_key
from dsar.retention import selectors
from dsar.retention.models import RetentionTask
from dsar.retention.rule_services import rule_of
from dsar.retention.rules import Mode, Period, Unit, refusal_of
from dsar.retention.sweep_services import order_sweep, work_sweep
from dsar.retention.task_services import keep_it, let_it_go
from tests.dsar.accountability.breaches.entries import reported
from tests.dsar.retention.closed import closed_case, switched_on
from tests.world import local_today

LONG_AGO = dt.timedelta(days=365 * 7)


def swept():
    work_sweep(order_sweep(actor=None).pk)


def preview_of(world, code):
    (part,) = selectors.preview(world.dpo, only=code)
    return part


@pytest.fixture
def entries(world):
    """A breach closed seven years ago, one closed last month, one that is open."""
    old, new, standing = (reported(world, title=title) for title in ("Old", "New", "Open"))
    then, lately = clock.now() - LONG_AGO, clock.now() - dt.timedelta(days=30)
    Breach.objects.filter(pk=old.pk).update(state="closed", aware_at=then, closed_at=then)
    Breach.objects.filter(pk=new.pk).update(state="closed", aware_at=lately, closed_at=lately)
    return old, new, standing


def an_assessment(world, reference, state, number=1):
    row = Dpia(
        reference=reference, number=number, controller=world.controller, key=create_data_key(), title="Scoring",
        state=state,
        created_by=world.handler, created_at=clock.now(), changed_by=world.handler, changed_at=clock.now() - LONG_AGO,
        approver=world.dpo, approved_at=clock.now() - LONG_AGO, review_on=local_today(), digest="0" * 64,
    )  # fmt: skip
    row.content, row.record = {}, {}
    row.save(force_insert=True)
    return row


def test_a_closed_breach_is_asked_about_and_goes_with_its_key(entries, world):
    old, new, standing = entries

    before = preview_of(world, "breach_entries")
    swept()
    task = RetentionTask.objects.get(category="breach_entries")
    still = Breach.objects.count()
    let_it_go(task=task, why="", actor=world.dpo)

    assert (before.goes, before.is_asked, task.things, still) == (1, True, 1, 3)
    assert set(Breach.objects.values_list("pk", flat=True)) == {new.pk, standing.pk}
    with pytest.raises(KeyDestroyed):
        data_key(old.key_id, "fields")
    assert preview_of(world, "breach_entries").goes == 0


def test_switched_on_by_two_the_sweep_lets_replaced_assessments_go_by_itself(world):
    replaced, approved = an_assessment(world, "DPIA-1", "superseded"), an_assessment(world, "DPIA-2", "approved")
    switched_on(world, "dpia_versions", 72, Unit.MONTHS)

    swept()

    assert list(Dpia.objects.values_list("pk", flat=True)) == [approved.pk]
    with pytest.raises(KeyDestroyed):
        data_key(replaced.key_id, "fields")
    assert AuditEntry.objects.filter(action="retention.swept").exists()


def test_an_assessment_replaced_yesterday_stays_however_long_ago_it_was_written(world):
    replaced = an_assessment(world, "DPIA-1", "superseded")
    successor = an_assessment(world, "DPIA-1", "approved", number=2)
    Dpia.objects.filter(pk=successor.pk).update(approved_at=clock.now() - dt.timedelta(days=1))
    switched_on(world, "dpia_versions", 72, Unit.MONTHS)

    lately = preview_of(world, "dpia_versions").goes
    Dpia.objects.filter(pk=successor.pk).update(approved_at=clock.now() - LONG_AGO)

    assert (lately, preview_of(world, "dpia_versions").goes) == (0, 1)
    assert replaced.changed_at < clock.now() - LONG_AGO + dt.timedelta(days=1)


def test_neither_goes_earlier_than_its_floor():
    category = rule_of_category("breach_entries")

    assert refusal_of(category, Period(35, Unit.MONTHS), Mode.ASK) == "number:below_the_floor"
    assert refusal_of(category, Period(36, Unit.MONTHS), Mode.ASK) == ""


def rule_of_category(code):
    from dsar.retention.rules import BY_CODE

    return BY_CODE[code]


def test_the_reason_of_a_decision_is_sealed_and_goes_with_the_names_of_the_case(world):
    case = closed_case(world, days_ago=400)
    swept()
    task = RetentionTask.objects.get(category="packages", thing=str(case.pk))
    keep_it(task=task, why="Ana Lindqvist sues", keep_until=local_today() + dt.timedelta(days=90), actor=world.dpo)
    stored = bytes(RetentionTask.objects.filter(pk=task.pk).extra(select={"raw": "words"}).values_list("raw")[0][0])
    known = RetentionTask.objects.get(pk=task.pk).words

    let_it_go(task=RetentionTask.objects.get(category="case_details", thing=str(case.pk)), why="", actor=world.dpo)

    assert (known, b"Lindqvist" in stored) == ("Ana Lindqvist sues", False)
    assert RetentionTask.objects.get(pk=task.pk).words is None
    entry = AuditEntry.objects.filter(action="retention.task_decided").first()
    assert b"Lindqvist" not in bytes(entry.body)
    assert not AuditPayload.objects.filter(seq=entry.seq).exists()
    assert rule_of("case_details").code == "case_details"
