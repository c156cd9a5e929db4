"""The answer "by hand": a task for whoever answers for the system, without whose signature the erasure has no end."""

import dataclasses
import json
import sqlite3

import pytest

from erasure.errors import ErasureRefused
from erasure.plan import Preview
from erasure.runs.models import ErasureCertificate, RunState
from erasure.runs.services import answer, approve, carry_out, confirm, propose
from erasure.runs.worker import work_run
from tests.erasure.runs.conftest import APPROVER, PROPOSER
from tests.erasure.shop import traces_in

QUESTION = "ticket|other_persons_row|text"
WORDS = "Named the neighbour by her house in ticket 51, on Monday"


@pytest.fixture
def shop(order, targets):
    """A rehearsal of the shop alone, in which another customer's ticket is to be mended by hand."""
    shop = dataclasses.replace(targets[0], owner="Head of support")
    run = order(targets=[shop], choices={str(shop.ref): {QUESTION: "by_hand"}})
    _work(run)
    return run


def _work(run):
    work_run(run_id=run.pk)
    run.refresh_from_db()


def _carried(run):
    propose(run=run, actor_id=PROPOSER, blockers=[])
    approve(run=run, actor_id=APPROVER, fingerprint=run.fingerprint)
    carry_out(run=run, actor_id=PROPOSER, blockers=[])
    _work(run)


def _ticket(tmp_path, body=None):
    with sqlite3.connect(tmp_path / "shop.sqlite") as opened:
        if body:
            opened.execute("UPDATE ticket SET body = ? WHERE id = 51", (body,))
        found = opened.execute("SELECT body FROM ticket WHERE id = 51").fetchone()[0]
    opened.close()
    return found


def test_it_can_be_answered_where_a_thing_is_somebody_elses_too(order, targets):
    run = order(targets=targets[:1], choices={})
    _work(run)

    offered = [question.choices for question in Preview.from_json(run.steps.get().preview).questions]
    answer(run=run, answers={str(targets[0].ref): {QUESTION: "by_hand"}}, actor_id=PROPOSER)
    _work(run)

    assert offered == [("redact", "by_hand", "leave")]
    assert [step.name for step in run.steps.all()] == ["Shop", "Shop (by hand)"]


def test_the_task_names_its_owner_and_where_to_look_and_is_approved_with_the_rest(shop):
    task = shop.steps.select_related("run").get(beside__isnull=False)
    stands = shop.steps.get(beside__isnull=True).counts["stays"]

    assert (task.owner, task.kind) == ("Head of support", "manual")
    assert "ticket: id 51" in task.settings["instructions"]
    assert task.counts["changes"] == {"task": {"confirm": 1}}
    assert stands["ticket"] == {"confirm": 1}


def test_no_certificate_while_nobody_has_signed(shop, tmp_path):
    before = _ticket(tmp_path)
    _carried(shop)
    task = shop.steps.get(beside__isnull=False)

    with pytest.raises(ErasureRefused) as refused:
        confirm(step=task, words="  ", actor_id=PROPOSER)
    _work(shop)

    assert refused.value.code == "reason_missing"
    assert (shop.state, shop.phase) == (RunState.EXECUTING, "erase")
    assert not ErasureCertificate.objects.filter(run=shop).exists()
    assert _ticket(tmp_path) == before


def test_what_was_signed_and_is_still_found_is_no_end(shop):
    _carried(shop)

    confirm(step=shop.steps.get(beside__isnull=False), words=WORDS, actor_id=PROPOSER)
    _work(shop)

    assert (shop.state, shop.failure) == (RunState.PARTIAL, "leftovers")
    assert shop.steps.get(beside__isnull=True).leftovers == {"signed_but_found": 1}
    assert not ErasureCertificate.objects.filter(run=shop).exists()


def test_the_certificate_says_who_did_it_by_hand_and_when_and_nothing_of_the_person(shop, tmp_path):
    _carried(shop)
    _ticket(tmp_path, "My neighbour at number 12 got my parcel.")

    confirm(step=shop.steps.get(beside__isnull=False), words=WORDS, actor_id=PROPOSER)
    _work(shop)
    task = shop.steps.select_related("run").get(beside__isnull=False)
    text = bytes(shop.certificate.body).decode()
    by_hand = next(target for target in json.loads(text)["targets"] if target["by_hand"])

    assert shop.state == RunState.DONE
    assert (by_hand["beside"], by_hand["by_hand"]["by"]) == ("Shop", str(PROPOSER))
    assert by_hand["by_hand"]["at"] == task.confirmed_at.isoformat(timespec="seconds")
    assert traces_in(text) == []
    assert WORDS not in text
    assert (task.confirmation, task.settings["instructions"]) == (WORDS, "")


def test_another_answer_drops_the_task(shop, targets):
    shop.choices = {str(targets[0].ref): {QUESTION: "leave"}}
    shop.state, shop.phase = RunState.REHEARSING, "rehearse"
    shop.save()
    shop.steps.update(state="waiting")

    _work(shop)

    assert [step.name for step in shop.steps.all()] == ["Shop"]
