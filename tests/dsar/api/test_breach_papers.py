"""Documents and tasks of a breach over the API: the same services, roles and refusals as the pages."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dsar.access.rules import Role
from dsar.accountability.breaches.models import BreachState
from dsar.foundation import clock
from tests.dsar.accountability.breaches.entries import open_breach
from tests.dsar.api.test_breach_work import api_of, colleague, of, recorded

LOG = b"03:12 the mail went out\n"


def log():
    return {"file": SimpleUploadedFile("server.log", LOG, content_type="text/plain")}


@pytest.fixture
def api(world):
    return api_of(world.dpo)


def test_a_document_is_added_listed_and_taken_with_its_digest(api, world):
    breach = open_breach(world)

    made = api.post(of(breach, "documents/"), log(), format="multipart")
    listed = api.get(of(breach, "documents/")).json()
    file = api.get(of(breach, f"documents/{made.json()['id']}/file/"))

    assert (made.status_code, made.json()["name"], made.json()["size"]) == (201, "server.log", len(LOG))
    assert listed == [made.json()]
    assert listed[0]["sha256"] == hashlib.sha256(LOG).hexdigest()
    assert b"".join(file.streaming_content) == LOG
    assert "attachment" in file["Content-Disposition"]
    assert recorded("breach.document_added") == recorded("breach.file_opened") == 1


def test_no_file_a_large_one_and_one_of_another_entry_are_refused(api, world, settings):
    breach, other = open_breach(world), open_breach(world)
    made = api.post(of(other, "documents/"), log(), format="multipart").json()

    nothing = api.post(of(breach, "documents/"), {}, format="multipart")
    foreign = api.get(of(breach, f"documents/{made['id']}/file/"))
    settings.DSAR_MAX_UPLOAD_MB = 0
    large = api.post(of(breach, "documents/"), log(), format="multipart")

    assert (nothing.status_code, foreign.status_code, large.status_code) == (400, 404, 422)
    assert large.json()["code"] == "file_too_large"
    assert not breach.documents.exists()
    assert recorded("breach.file_opened") == 0


def test_tasks_are_listed_added_ticked_and_opened_again(api, world):
    breach = open_breach(world)
    before = api.get(of(breach, "tasks/")).json()

    made = api.post(of(breach, "tasks/"), {"words": "Call the provider."}, format="json")
    one = of(breach, f"tasks/{made.json()['id']}/")
    done = api.post(one, {"done": True, "outcome": "They called back."}, format="json").json()
    undone = api.post(one, {"done": False}, format="json").json()

    assert before[0]["code"] == "contain"
    assert all(task["words"] for task in before)
    assert (made.status_code, made.json()["words"], made.json()["done_at"]) == (201, "Call the provider.", None)
    assert (done["done_at"] is not None, done["outcome"]) == (True, "They called back.")
    assert undone["done_at"] is None
    assert len(api.get(of(breach, "tasks/")).json()) == len(before) + 1
    assert recorded("breach.task_added") == recorded("breach.task_done") == recorded("breach.task_undone") == 1


def test_tasks_of_a_closed_entry_stay_and_wrong_ones_are_refused(api, world):
    breach, other = open_breach(world), open_breach(world)
    task = breach.tasks.first()

    wrong = [
        api.post(of(other, f"tasks/{task.pk}/"), {"done": True}, format="json").status_code,
        api.post(of(breach, f"tasks/{task.pk}/"), {}, format="json").status_code,
        api.post(of(breach, "tasks/"), {"words": " "}, format="json").status_code,
    ]
    breach.state = BreachState.CLOSED
    breach.closed_at = clock.now()
    breach.save(update_fields=["state", "closed_at"])
    stale = api.post(of(breach, f"tasks/{task.pk}/"), {"done": True}, format="json").status_code
    late = api.post(of(breach, "tasks/"), {"words": "Call."}, format="json").status_code

    assert (wrong, stale, late) == ([404, 400, 400], 409, 409)
    assert recorded("breach.task_done") == 0


def test_readers_add_and_tick_nothing_and_others_read_nothing(api, world):
    breach = open_breach(world)
    made = api.post(of(breach, "documents/"), log(), format="multipart").json()
    task, legal, intake = breach.tasks.first(), api_of(colleague(Role.LEGAL)), api_of(world.intake)

    writes = {
        legal.post(of(breach, "documents/"), log(), format="multipart").status_code,
        legal.post(of(breach, "tasks/"), {"words": "Call."}, format="json").status_code,
        legal.post(of(breach, f"tasks/{task.pk}/"), {"done": True}, format="json").status_code,
    }
    reads = [
        {caller.get(of(breach, rest)).status_code for rest in ("documents/", "tasks/", f"documents/{made['id']}/file/")}
        for caller in (legal, intake)
    ]

    assert (writes, reads) == ({403}, [{200}, {403}])
