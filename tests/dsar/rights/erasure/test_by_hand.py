"""On the case: the task by hand names the owner of the system, and the certificate who signed it."""

import json
import sqlite3

import pytest
from django.urls import reverse

from dsar.processing_records.models import System
from dsar.rights.erasure import case_services
from dsar.rights.erasure.certificate_pdf import context_of
from dsar.rights.erasure.gates import next_acts
from dsar.rights.erasure.situation import last_run, open_hands
from erasure.runs.models import ErasureCertificate, RunState
from erasure.runs.worker import work_run
from tests.dsar.rights.erasure.steps import decide, signed_in

pytestmark = pytest.mark.django_db
WORDS = "Took her address out of ticket 51 this morning"


@pytest.fixture
def begun(case, world, proved):
    """Approved and begun; the ticket of another customer waits for a person."""
    System.objects.filter(name="Shop").update(owner="Head of support")
    decide(case, world.handler)
    run = _worked(case_services.rehearse(case=case, actor=world.handler))
    answers = {str(run.steps.get().ref): {"ticket|other_persons_row|text": "by_hand"}}
    case_services.answer(case=case, answers=answers, actor=world.handler)
    run = _worked(run)
    case_services.propose(case=case, gaps_reason="", actor=world.handler)
    case_services.approve(case=case, fingerprint=run.fingerprint, actor=world.approver, is_shared_seen=True)
    case_services.carry_out(case=case, actor=world.handler)
    return _worked(run)


def _worked(run):
    work_run(run_id=run.pk)
    run.refresh_from_db()
    return run


def test_answers_can_be_given_anew_and_the_task_goes_with_them(client, case, world, proved):
    decide(case, world.handler)
    run = _worked(case_services.rehearse(case=case, actor=world.handler))
    answers = {str(run.steps.get().ref): {"ticket|other_persons_row|text": "by_hand"}}
    case_services.answer(case=case, answers=answers, actor=world.handler)
    _worked(run)
    signed_in(client, world.handler)
    at = reverse("dsar:case-erasure", args=[case.reference])
    page = client.get(at).content.decode()

    client.post(reverse("dsar:case-erasure-act", args=[case.reference, "rehearse"]), {"anew": "1"})
    again = _worked(last_run(case))

    assert 'name="anew"' in page
    assert again.pk != run.pk
    assert (again.steps.get().counts["questions"], again.choices) == (1, {})
    assert 'name="anew"' not in client.get(at).content.decode()


def test_the_page_shows_whose_task_it_is_and_takes_the_signature(client, case, world, begun, tmp_path):
    signed_in(client, world.handler)
    page = client.get(reverse("dsar:case-erasure", args=[case.reference])).content.decode()
    waits = next_acts(case, world.handler)[0].label
    with sqlite3.connect(tmp_path / "shop.sqlite") as opened:
        opened.execute("UPDATE ticket SET body = 'My neighbour got my parcel.' WHERE id = 51")
    opened.close()

    task = begun.steps.get(beside__isnull=False)
    act = reverse("dsar:case-erasure-act", args=[case.reference, "confirm"])
    client.post(act, {"step": str(task.pk), "words": WORDS})
    run = _worked(begun)
    closed = open_hands(run)
    row = ErasureCertificate.objects.get(run=run)
    shown = next(target for target in context_of(case, row)["targets"] if target["by_hand"])

    assert "Task of Head of support" in page
    assert "Waits for a signature" in page
    assert (waits, closed) == ("Sign what was done by hand", 0)
    assert run.state == RunState.DONE
    assert shown["name"] == "Shop database: by hand"
    assert shown["by_hand"]["name"] == world.handler.full_name
    assert WORDS not in json.dumps(json.loads(bytes(row.body)))
