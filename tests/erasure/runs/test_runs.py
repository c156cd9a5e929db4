import json
import sqlite3
import uuid

import pytest
from django.db import IntegrityError, transaction

from dsar.foundation.errors import Conflict
from erasure.certificates import is_signed, public_key
from erasure.errors import ErasureRefused, TargetFailed
from erasure.events import erasure_changed
from erasure.plan import Preview
from erasure.rules import Blocker
from erasure.runs.models import ErasureRun, RunState
from erasure.runs.services import answer, approve, carry_out, confirm, propose, repeat, send_back
from erasure.runs.worker import work_run
from erasure.suppression.models import SuppressionEntry
from erasure.targets import manual
from erasure.targets.files import FilesTarget
from tests.erasure.runs.conftest import ANSWERS, APPROVER, PROPOSER
from tests.erasure.shop import traces_in


def _approved(run):
    work_run(run_id=run.pk)
    run.refresh_from_db()
    propose(run=run, actor_id=PROPOSER, blockers=[])
    approve(run=run, actor_id=APPROVER, fingerprint=run.fingerprint)
    return run


def _carried(run):
    carry_out(run=run, actor_id=PROPOSER, blockers=[])
    work_run(run_id=run.pk)
    run.refresh_from_db()
    return run


def _dump(tmp_path) -> str:
    with sqlite3.connect(tmp_path / "shop.sqlite") as opened:
        text = "\n".join(opened.iterdump())
    opened.close()
    return text


def test_an_erasure_from_rehearsal_to_certificate(order, tmp_path):
    run = _carried(_approved(order()))
    waiting = run.state, run.phase
    step = run.steps.get(kind=manual.KIND)
    confirm(step=step, words="Shredded by the archive on Monday", actor_id=PROPOSER)
    work_run(run_id=run.pk)
    run.refresh_from_db()

    assert waiting == (RunState.EXECUTING, "erase")
    assert (run.state, run.failure) == (RunState.DONE, "")
    assert [trace for trace in traces_in(_dump(tmp_path)) if trace != "12 Harbour Road"] == []
    assert not (tmp_path / "share" / "letter.txt").exists()
    body = json.loads(bytes(run.certificate.body))
    assert is_signed(bytes(run.certificate.body), run.certificate.signature, public_key())
    assert not is_signed(bytes(run.certificate.body) + b" ", run.certificate.signature)
    assert traces_in(json.dumps(body)) == []
    shop = next(target for target in body["targets"] if target["name"] == "Shop")
    assert shop["changed"]["customer"] == {"pseudonymise": 1}
    assert shop["stays"] == [
        {"set": "orders", "action": "restrict", "reason": "retention", "why": "Tax law", "until": "2034", "count": 2}
    ]
    assert SuppressionEntry.objects.filter(run_id=run.pk).count() == body["suppressed_identifiers"] == 3


def test_the_plan_is_let_go_when_the_erasure_is_done(order):
    run = _carried(_approved(order()))
    confirm(step=run.steps.get(kind=manual.KIND), words="Done", actor_id=PROPOSER)
    work_run(run_id=run.pk)

    assert all(not Preview.from_json(step.preview).changes for step in run.steps.select_related("run"))


def test_data_that_differ_from_the_rehearsal_block_and_nothing_is_erased(order, tmp_path):
    run = _approved(order())
    with sqlite3.connect(tmp_path / "shop.sqlite") as opened:
        opened.execute("INSERT INTO orders VALUES (14, 1, '2026-04-04', 3, 'x')")
    opened.close()

    _carried(run)

    assert run.state == RunState.DIFFERS
    assert run.steps.get(kind="sql").differences == [{"set": "", "gone": 0, "new": 0, "changed": 1}]
    assert (tmp_path / "share" / "letter.txt").exists()
    assert "Mira" in _dump(tmp_path)


def test_who_proposed_does_not_approve(order):
    run = order()
    work_run(run_id=run.pk)
    run.refresh_from_db()
    propose(run=run, actor_id=PROPOSER, blockers=[])

    with pytest.raises(ErasureRefused) as refused:
        approve(run=run, actor_id=PROPOSER, fingerprint=run.fingerprint)

    assert refused.value.code == "four_eyes"


def test_the_database_itself_refuses_one_person_for_both(order):
    run = _approved(order())

    with pytest.raises(IntegrityError), transaction.atomic():
        ErasureRun.objects.filter(pk=run.pk).update(approved_by=PROPOSER)
    with pytest.raises(IntegrityError), transaction.atomic():
        ErasureRun.objects.filter(pk=run.pk).update(fingerprint="other")


def test_a_rehearsal_that_was_changed_after_it_was_read_is_not_approved(order):
    run = order()
    work_run(run_id=run.pk)
    run.refresh_from_db()
    propose(run=run, actor_id=PROPOSER, blockers=[])

    with pytest.raises(Conflict) as refused:
        approve(run=run, actor_id=APPROVER, fingerprint="0" * 64)

    assert refused.value.code == "stale"


def test_what_stands_in_the_way_is_told_by_its_name(order):
    run = _approved(order())

    with pytest.raises(ErasureRefused) as refused:
        carry_out(run=run, actor_id=PROPOSER, blockers=[Blocker("legal_hold", "A hold stands.")])

    assert refused.value.code == "legal_hold"


def test_a_second_erasure_of_the_same_case_waits_for_the_first(order, targets):
    run = order()

    with pytest.raises(ErasureRefused) as refused:
        order(order_id=run.order_id)

    assert refused.value.code == "under_way"


def test_an_answer_is_rehearsed_again_and_fits_a_question(order, targets):
    run = order(choices={})
    work_run(run_id=run.pk)
    run.refresh_from_db()
    before, ref = run.fingerprint, str(targets[0].ref)

    with pytest.raises(ErasureRefused):
        answer(run=run, answers={ref: {"ticket|other_persons_row|text": "erase"}}, actor_id=PROPOSER)
    answer(run=run, answers={ref: ANSWERS}, actor_id=PROPOSER)
    work_run(run_id=run.pk)
    run.refresh_from_db()

    assert run.state == RunState.REHEARSED
    assert run.fingerprint != before
    assert run.steps.get(ref=ref).counts["questions"] == 0


def test_a_proposal_can_be_given_back(order):
    run = order()
    work_run(run_id=run.pk)
    run.refresh_from_db()
    propose(run=run, actor_id=PROPOSER, blockers=[])

    send_back(run=run, actor_id=APPROVER)

    assert (run.state, run.proposed_by) == (RunState.REHEARSED, None)


def test_a_part_that_fails_is_seen_and_tried_again(order, monkeypatch, tmp_path):
    run = _approved(order())

    def refuse(*_args):
        raise TargetFailed("permission_denied")

    with monkeypatch.context() as patched:
        patched.setattr(FilesTarget, "erase", refuse)
        _carried(run)
        confirm(step=run.steps.get(kind=manual.KIND), words="Done", actor_id=PROPOSER)
        work_run(run_id=run.pk)
        run.refresh_from_db()
        seen = run.state, run.failure, {step.name: step.state for step in run.steps.all()}
    tried = repeat(run=run, actor_id=PROPOSER, blockers=[])
    work_run(run_id=run.pk)
    run.refresh_from_db()

    assert seen == (RunState.PARTIAL, "permission_denied", {"Shop": "done", "Share": "failed", "Paper": "done"})
    assert tried == 1
    assert run.state == RunState.DONE


def test_listeners_hear_of_every_act_without_content(order):
    heard = []

    def listen(event, **_kwargs):
        heard.append(event)

    erasure_changed.connect(listen)
    try:
        _carried(_approved(order()))
    finally:
        erasure_changed.disconnect(listen)

    assert [event.what for event in heard] == ["ordered", "rehearsed", "proposed", "approved", "started"]
    assert traces_in(" ".join(str(event) for event in heard)) == []


def test_a_lost_key_ends_a_rehearsal(order):
    from dsar.foundation.keys import destroy_data_key

    run = order()
    destroy_data_key(run.key_id)

    work_run(run_id=run.pk)

    assert ErasureRun.objects.values_list("state", flat=True).get(pk=run.pk) == RunState.CANCELLED


def test_work_for_an_erasure_that_is_gone_is_no_error(db):
    assert work_run(run_id=uuid.uuid4()) is False
