"""What a restored backup leaves to a person: tasks by hand, whom to look for, the signature."""

import uuid

import pytest
from django.urls import reverse

from dsar.cases.duties import home_numbers
from dsar.foundation.errors import Conflict, KeyDestroyed
from dsar.processing_records.models import System
from dsar.rights.erasure import targets_services
from dsar.rights.erasure.restore_models import RestoreTask
from dsar.rights.erasure.restore_task_services import make_tasks, sign_task
from dsar.rights.erasure.restoring_services import after_restore
from erasure.certificates import canonical, is_signed
from erasure.runs.models import ErasureRun, ErasureStep
from erasure.runs.returning import ByHand
from erasure.runs.services import TargetOrder
from erasure.suppression.digests import tokens_of
from erasure.suppression.services import suppress
from tests.dsar.rights.erasure.steps import signed_in
from tests.erasure.shop import PERSON


@pytest.fixture
def archive(case, world):
    """A system without a connector."""
    return targets_services.save_target(
        target=None, system=System.objects.get(), name="Paper archive", kind="manual",
        values={"instructions": "Shred the folder in cabinet 3"}, secret_name="", is_active=True, actor=world.dpo,
    )  # fmt: skip


def test_who_came_back_is_looked_for_by_hand_until_somebody_signs(archive, world, client):
    suppress(person=PERSON, run_id=uuid.uuid4())

    first, second = after_restore(), after_restore()
    suppress(person=PERSON, run_id=uuid.uuid4())
    task = RestoreTask.objects.get()
    counted = [number for number in home_numbers(world.dpo) if number.label == "By hand after a restore"]
    page_of, sign = reverse("dsar:suppression"), reverse("dsar:restore-task", args=[task.pk])
    signed_in(client, world.dpo, fresh=False)
    page = client.get(page_of).content.decode()
    unproved = client.post(sign, {"words": "Looked, nothing there"})
    signed_in(client, world.dpo)
    empty = client.post(sign, {"words": " "}, follow=True).content.decode()
    client.post(sign, {"words": "Looked on Monday, nothing there"})
    task = RestoreTask.objects.get()
    body = {"task": str(task.pk), "target": str(archive.pk), "by": str(world.dpo.pk),
            "at": task.signed_at.isoformat(), "words": task.words}  # fmt: skip

    assert (first.tasks, second.tasks, len(counted)) == (1, 0, 1)
    assert "Shred the folder in cabinet 3" in page
    assert "mira.holt@example.org" in page
    assert unproved.url.startswith(reverse("dsar:reauthenticate"))
    assert "Say what was done" in empty
    assert is_signed(canonical(body), task.signature)
    with pytest.raises(KeyDestroyed):
        _ = task.who
    with pytest.raises(Conflict):
        sign_task(task=task, words="Again", actor=world.dpo)


def test_whose_data_lawfully_stay_are_looked_for_once_and_not_each_time(archive, world):
    order, tokens = TargetOrder(archive.pk, "Paper archive", "manual", {}), tuple(tokens_of(PERSON))

    def made(*, has_come_back):
        return make_tasks(by_hand=[ByHand(order, PERSON, tokens, has_come_back)], brought_back=True)

    first = made(has_come_back=False)
    sign_task(task=RestoreTask.objects.get(), words="Nothing there", actor=world.dpo)

    assert (first, made(has_come_back=False), made(has_come_back=True)) == (1, 0, 1)


def test_where_nobody_can_be_told_the_task_names_the_erasures_that_the_system_was_part_of(archive, case, world):
    run = ErasureRun.objects.create(
        key_id=case.key_id, order_id=case.pk, ordered_at=case.received_at, profile={}, seed="s", state="cancelled"
    )
    ErasureStep.objects.create(
        run=run, ref=archive.pk, name="Paper archive", kind="manual", settings={}, confirmed_at=case.received_at,
        confirmed_by=world.handler.pk, confirmation="Shredded", signature="x",
    )  # fmt: skip

    made = [make_tasks(by_hand=(), brought_back=back) for back in (False, True, True)]

    assert made == [0, 1, 0]
    assert RestoreTask.objects.get().cases == [case.reference]


def test_the_api_lists_the_tasks_without_the_person_and_signs_them(archive, world, client):
    suppress(person=PERSON, run_id=uuid.uuid4())
    after_restore()
    signed_in(client, world.dpo)
    door = "/api/v1/erasure/after-restore/"

    listed = client.get(door).json()["tasks"]
    signed = client.post(door, {"task": listed[0]["id"], "words": "Looked"}, content_type="application/json")

    assert [row["target"] for row in listed] == ["Paper archive"]
    assert "mira" not in str(listed).casefold()
    assert signed.status_code == 200
    assert client.get(door).json()["tasks"] == []
